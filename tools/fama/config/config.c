// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dar.h>
#include <linux/genetlink.h>
#include <linux/mn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/err.h"
#include "common/field.h"
#include "config.h"
#include "dar/anchor.h"
#include "dar/set.h"
#include "mn/permit.h"
#include "mn/set.h"

static const struct setting prefix_place[] = {
	{ .type = SETTING_PREFIX, .attr = DAR_A_PREFIX,
	  .attr2 = DAR_A_PREFIX_LEN, .flags = SETTING_ID },
};

static const struct setting admit_place[] = {
	{ .type = SETTING_HEX, .attr = DAR_A_FINGERPRINT, .flags = SETTING_ID },
	{ .type = SETTING_ADDRESS, .attr = DAR_A_HOME, .flags = SETTING_ID },
};

static const struct setting mn_anchor_place[] = {
	{ .type = SETTING_PREFIX, .attr = MN_A_PREFIX,
	  .attr2 = MN_A_PREFIX_LEN, .flags = SETTING_ID },
	{ .keyword = "dar", .type = SETTING_ADDRESS, .attr = MN_A_DAR },
};

static const struct setting link_place[] = {
	{ .type = SETTING_DEVICE, .attr = MN_A_NAME, .flags = SETTING_ID },
	{ .keyword = "metric", .type = SETTING_U32, .attr = MN_A_METRIC },
};

static const struct settings prefix_settings = SETTINGS(prefix_place);
static const struct settings admit_settings = SETTINGS(admit_place);
static const struct settings mn_anchor_settings = SETTINGS(mn_anchor_place);
static const struct settings link_settings = SETTINGS(link_place);

const struct config_kind config_kinds[CONFIG_KINDS] = {
	[CONFIG_DAR_SET] = {
		.words = "dar set", .role = CONFIG_DAR,
		.flags = KIND_ONE | KIND_ENABLED, .options = &dar_settings,
		.get = DAR_CMD_GET, .change = DAR_CMD_SET,
	},
	[CONFIG_DAR_ADMIT] = {
		.words = "dar admit add", .role = CONFIG_DAR,
		.place = &admit_settings,
		.get = DAR_CMD_ADMIT_GET, .add = DAR_CMD_ADMIT_NEW,
		.del = DAR_CMD_ADMIT_DEL,
	},
	[CONFIG_DAR_ANCHOR] = {
		.words = "dar anchor add", .role = CONFIG_DAR,
		.flags = KIND_ENABLED,
		.place = &prefix_settings, .options = &anchor_settings,
		.get = DAR_CMD_ANCHOR_GET, .add = DAR_CMD_ANCHOR_NEW,
		.change = DAR_CMD_ANCHOR_SET, .del = DAR_CMD_ANCHOR_DEL,
	},
	[CONFIG_MN_SET] = {
		.words = "mn set", .role = CONFIG_MN, .flags = KIND_ONE,
		.options = &mn_settings,
		.get = MN_CMD_GET, .change = MN_CMD_SET,
	},
	[CONFIG_MN_ANCHOR] = {
		.words = "mn anchor add", .role = CONFIG_MN,
		.place = &mn_anchor_settings,
		.get = MN_CMD_ANCHOR_GET, .add = MN_CMD_ANCHOR_NEW,
		.del = MN_CMD_ANCHOR_DEL,
	},
	[CONFIG_MN_PERMIT] = {
		.words = "mn permit add", .role = CONFIG_MN,
		.flags = KIND_ORDER, .place = &permit_settings,
		.get = MN_CMD_PERMIT_GET, .add = MN_CMD_PERMIT_NEW,
		.del = MN_CMD_PERMIT_DEL,
	},
	[CONFIG_MN_LINK] = {
		.words = "mn link add", .role = CONFIG_MN,
		.flags = KIND_ORDER | KIND_ENABLED, .place = &link_settings,
		.get = MN_CMD_NAME_GET, .add = MN_CMD_LINK_NEW,
		.change = MN_CMD_LINK_SET, .del = MN_CMD_LINK_DEL,
	},
};

const char *const config_roles[CONFIG_ROLES] = {
	[CONFIG_DAR] = DAR_GENL_NAME,
	[CONFIG_MN] = MN_GENL_NAME,
};

const char *const config_commands[] = {
	"dar enable", "dar disable", "dar set", "dar admit add",
	"dar anchor add", "mn enable", "mn disable", "mn set",
	"mn anchor add", "mn permit add", "mn link add", "mn link set",
	NULL
};

void config_init(struct config *c)
{
	unsigned int i;

	memset(c, 0, sizeof(*c));
	for (i = 0; i < CONFIG_KINDS; i++)
		c->ends[i] = &c->objects[i];
}

static void free_role(struct config_role *r)
{
	unsigned int i;

	for (i = 0; i < r->files_count; i++)
		free(r->files[i]);
	free(r->key_file);
}

void config_free(struct config *c)
{
	struct object *o;
	unsigned int i;

	for (i = 0; i < CONFIG_KINDS; i++)
		while ((o = c->objects[i])) {
			c->objects[i] = o->next;
			free(o);
		}
	for (i = 0; i < CONFIG_ROLES; i++)
		free_role(&c->roles[i]);
}

const struct nlattr *attrs_find(const void *attrs, size_t len, uint16_t type)
{
	struct nlattr *attr;

	mnl_attr_for_each_payload((void *)attrs, len)
		if (mnl_attr_get_type(attr) == type)
			return attr;
	return NULL;
}

const struct nlattr *object_attr(const struct object *o, uint16_t type)
{
	return attrs_find(o->attrs, o->len, type);
}

void kind_each(const struct config_kind *kind,
	       void (*each)(const struct setting *s, void *data), void *data)
{
	const struct settings *lists[] = { kind->place, kind->options };
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(lists); i++)
		for (j = 0; lists[i] && j < lists[i]->count; j++)
			each(&lists[i]->list[j], data);
}

/* What is filled in, in the place of a message, and from what. */
struct filler {
	struct nlmsghdr *to;
	const void *attrs;
	size_t len;
	bool ids;
};

static void put_standard(struct nlmsghdr *to, uint16_t type, unsigned int size,
			 uint32_t value)
{
	if (size == 1)
		mnl_attr_put_u8(to, type, value);
	else if (size == 4)
		mnl_attr_put_u32(to, type, value);
	else
		mnl_attr_put_u64(to, type, value);
}

static void fill_attr(const struct filler *f, const struct setting *s,
		      uint16_t type, unsigned int size)
{
	const struct nlattr *attr = attrs_find(f->attrs, f->len, type);

	if (attr && mnl_attr_get_payload_len(attr) >= size)
		mnl_attr_put(f->to, type, mnl_attr_get_payload_len(attr),
			     mnl_attr_get_payload(attr));
	else if (s->flags & SETTING_STANDARD)
		put_standard(f->to, type, size, s->standard);
}

static void fill(const struct setting *s, void *data)
{
	const struct filler *f = data;

	if (f->ids != !!(s->flags & SETTING_ID) || s->type == SETTING_FILE)
		return;
	fill_attr(f, s, s->attr, setting_size(s));
	if (setting_size2(s))
		fill_attr(f, s, s->attr2, setting_size2(s));
}

struct object *object_new(const struct config_kind *kind, const void *attrs, size_t len,
			  unsigned int line)
{
	uint32_t buffer[256] = { 0 };
	struct filler f = { mnl_nlmsg_put_header(buffer), attrs, len, true };
	struct object *o;
	uint32_t id_len;

	kind_each(kind, fill, &f);
	id_len = mnl_nlmsg_get_payload_len(f.to);
	f.ids = false;
	kind_each(kind, fill, &f);
	o = calloc(1, sizeof(*o) + mnl_nlmsg_get_payload_len(f.to));
	if (!o)
		return NULL;
	o->line = line;
	o->id_len = id_len;
	o->len = mnl_nlmsg_get_payload_len(f.to);
	memcpy(o->attrs, mnl_nlmsg_get_payload(f.to), o->len);
	return o;
}

bool object_is_same(const struct object *a, const struct object *b)
{
	return a->id_len == b->id_len && !memcmp(a->attrs, b->attrs, a->id_len);
}

bool object_is_equal(const struct object *a, const struct object *b)
{
	return a->len == b->len && !memcmp(a->attrs, b->attrs, a->len);
}

struct object *object_find(struct object *list, const struct object *like)
{
	for (; list; list = list->next)
		if (object_is_same(list, like))
			break;
	return list;
}

void config_append(struct config *c, enum config_kinds kind, struct object *o)
{
	*c->ends[kind] = o;
	c->ends[kind] = &o->next;
}

static int get_file(struct config_role *r, const struct nlattr *attr)
{
	const char *name = field_string(attr);

	if (r->files_count == CONFIG_FILES_MAX)
		return STATUS_OK;
	r->files[r->files_count] = strdup(name ? name : "");
	if (!r->files[r->files_count])
		return fail("out of memory");
	r->files_count++;
	return STATUS_OK;
}

static int get_dar(struct config_role *r, const struct nlattr **tb)
{
	const char *key = field_string(tb[DAR_A_KEY_FILE]);

	r->enabled = field_true(tb[DAR_A_ENABLED]);
	r->lasting = field_true(tb[DAR_A_LASTING]);
	if (tb[DAR_A_KEY_BITS]) {
		r->key_file = strdup(key ? key : "");
		if (!r->key_file)
			return fail("out of memory");
	}
	return r->lasting ? get_file(r, tb[DAR_A_SECRET_FILE]) : STATUS_OK;
}

static int get_mn(struct config_role *r, const struct nlattr **tb,
		  const struct nlmsghdr *nlh)
{
	const struct nlattr *attr;
	int err = STATUS_OK;

	r->enabled = field_true(tb[MN_A_ENABLED]);
	r->table = field_u32(tb[MN_A_TABLE]);
	r->preference = field_u32(tb[MN_A_PREFERENCE]);
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN)
		if (!err && mnl_attr_get_type(attr) == MN_A_KEY_FILE)
			err = get_file(r, attr);
	return err;
}

static int get_object(struct config *c, enum config_kinds i,
		      const struct nlmsghdr *nlh)
{
	const char *attrs = mnl_nlmsg_get_payload_offset(nlh, GENL_HDRLEN);
	struct object *o;

	o = object_new(&config_kinds[i], attrs,
		       (const char *)mnl_nlmsg_get_payload_tail(nlh) - attrs, 0);
	if (!o)
		return fail("out of memory");
	config_append(c, i, o);
	return STATUS_OK;
}

static int get_role(struct config *c, unsigned int role, const struct nlmsghdr *nlh)
{
	const struct nlattr *tb[GENL_ATTRS];

	genl_attrs(nlh, tb);
	return role == CONFIG_DAR ? get_dar(&c->roles[role], tb) :
				    get_mn(&c->roles[role], tb, nlh);
}

static int compare_objects(const void *a, const void *b)
{
	const struct object *x = *(const struct object *const *)a;
	const struct object *y = *(const struct object *const *)b;
	int order = memcmp(x->attrs, y->attrs, x->len < y->len ? x->len : y->len);

	return order ? order : (int)x->len - (int)y->len;
}

/* What has no order of its own has the same one each time. */
static int sort_kind(struct config *c, enum config_kinds i)
{
	struct object **all, *o;
	size_t n = 0, count;

	for (o = c->objects[i]; o; o = o->next)
		n++;
	all = calloc(n + 1, sizeof(struct object *));
	if (!all)
		return fail("out of memory");
	for (o = c->objects[i], n = 0; o; o = o->next)
		all[n++] = o;
	qsort(all, n, sizeof(struct object *), compare_objects);
	c->ends[i] = &c->objects[i];
	*c->ends[i] = NULL;
	for (count = n, n = 0; n < count; n++) {
		all[n]->next = NULL;
		config_append(c, i, all[n]);
	}
	free(all);
	return STATUS_OK;
}

static int get_kind(struct config *c, struct genl *g, enum config_kinds i)
{
	const struct config_kind *kind = &config_kinds[i];
	const struct nlmsghdr *nlh;
	int error, err;

	genl_request(g, kind->get, kind->flags & KIND_ONE ? 0 : NLM_F_DUMP);
	error = genl_run(g);
	if (error == ENOTCONN)
		return STATUS_OK;
	err = genl_check(g, error);
	genl_for_each_reply(g, nlh) {
		if (!err && kind->flags & KIND_ONE)
			err = get_role(c, kind->role, nlh);
		if (!err)
			err = get_object(c, i, nlh);
	}
	if (!err && !(kind->flags & KIND_ORDER))
		err = sort_kind(c, i);
	return err;
}

int config_get(struct config *c, unsigned int role, bool *there)
{
	struct genl g;
	unsigned int i;
	int err, error;

	err = genl_open(&g);
	if (err)
		goto out;
	g.name = config_roles[role];
	error = genl_find(&g, g.name, &g.family);
	*there = error != ENOENT;
	if (*there)
		err = genl_check(&g, error);
	c->roles[role].known = *there;
	for (i = 0; !err && *there && i < CONFIG_KINDS; i++)
		if (config_kinds[i].role == role)
			err = get_kind(c, &g, i);
out:
	genl_close(&g);
	return err;
}

struct request *request_new(unsigned int role, uint8_t command, unsigned int line,
			    const void *attrs, size_t len)
{
	struct request *r = calloc(1, sizeof(*r) + len);

	if (!r) {
		fail("out of memory");
		return NULL;
	}
	r->role = role;
	r->command = command;
	r->line = line;
	r->len = len;
	memcpy(r->attrs, attrs, len);
	return r;
}

/* They may hold private keys. */
void requests_free(struct request *list)
{
	struct request *next;

	for (; list; list = next) {
		next = list->next;
		explicit_bzero(list->attrs, list->len);
		free(list);
	}
}
