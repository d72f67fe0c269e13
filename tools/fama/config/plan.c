// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is the same in both configurations is left alone.  What can be refused comes before what
 * cannot be taken back: a role is disabled last.
 */
#include <linux/dar.h>
#include <linux/mn.h>
#include <stdlib.h>
#include <string.h>

#include "common/err.h"
#include "plan.h"

#define OBJECTS_MAX 64	/* of a list that has an order; the kernel takes fewer */

/* A message that attributes are put into. */
struct attrs {
	uint32_t room[1024];
	struct nlmsghdr *nlh;
};

static void attrs_begin(struct attrs *a)
{
	memset(a->room, 0, sizeof(a->room));
	a->nlh = mnl_nlmsg_put_header(a->room);
}

static int add_step(struct plan *p, enum config_kinds kind, struct request *r)
{
	struct step *s = r ? calloc(1, sizeof(*s)) : NULL;

	if (!s) {
		requests_free(r);
		return r ? fail("out of memory") : STATUS_FAILED;
	}
	s->request = r;
	s->kind = kind;
	*p->end = s;
	p->end = &s->next;
	return STATUS_OK;
}

static int add(struct plan *p, enum config_kinds kind, uint8_t command, unsigned int line,
	       const void *attrs, size_t len)
{
	return add_step(p, kind, request_new(config_kinds[kind].role, command, line, attrs, len));
}

static int add_role(struct plan *p, unsigned int role, uint8_t command, unsigned int line,
		    const void *attrs, size_t len)
{
	return add_step(p, CONFIG_KINDS, request_new(role, command, line, attrs, len));
}

void plan_free(struct plan *p)
{
	struct step *s;

	while ((s = p->steps)) {
		p->steps = s->next;
		requests_free(s->request);
		free(s);
	}
}

/* --- what has changed */

struct difference {
	const struct object *have;
	const struct object *want;
	struct nlmsghdr *to;	/* NULL: only look */
	bool any;
	bool fixed;
};

static bool same_attr(const struct nlattr *a, const struct nlattr *b)
{
	if (!a || !b)
		return a == b;
	return mnl_attr_get_payload_len(a) == mnl_attr_get_payload_len(b) &&
	       !memcmp(mnl_attr_get_payload(a), mnl_attr_get_payload(b),
		       mnl_attr_get_payload_len(a));
}

static void put_attr(struct nlmsghdr *to, const struct nlattr *attr)
{
	if (to && attr)
		mnl_attr_put(to, mnl_attr_get_type(attr), mnl_attr_get_payload_len(attr),
			     mnl_attr_get_payload(attr));
}

static void compare(const struct setting *s, void *data)
{
	struct difference *d = data;
	const struct nlattr *want = object_attr(d->want, s->attr);
	const struct nlattr *want2 = s->attr2 ? object_attr(d->want, s->attr2) : NULL;
	const struct nlattr *have2 = s->attr2 ? object_attr(d->have, s->attr2) : NULL;

	if (s->flags & SETTING_ID || s->type == SETTING_FILE ||
	    (same_attr(want, object_attr(d->have, s->attr)) && same_attr(want2, have2)))
		return;
	d->any = true;
	d->fixed |= s->flags & SETTING_FIXED;
	put_attr(d->to, want);
	put_attr(d->to, want2);
}

/* Can one become the other while it is there? */
static bool changeable(const struct config_kind *kind, const struct object *have,
		       const struct object *want)
{
	struct difference d = { .have = have, .want = want };

	if (object_is_equal(have, want))
		return true;
	kind_each(kind, compare, &d);
	return kind->change && !d.fixed;
}

static int plan_change(struct plan *p, enum config_kinds i, const struct object *have,
		       const struct object *want)
{
	struct difference d = { .have = have, .want = want };
	struct attrs a;

	attrs_begin(&a);
	memcpy(mnl_nlmsg_get_payload_tail(a.nlh), want->attrs, want->id_len);
	a.nlh->nlmsg_len += want->id_len;
	d.to = a.nlh;
	kind_each(&config_kinds[i], compare, &d);
	if (!d.any)
		return STATUS_OK;
	return add(p, i, config_kinds[i].change, want->line, mnl_nlmsg_get_payload(a.nlh),
		   mnl_nlmsg_get_payload_len(a.nlh));
}

static int plan_del(struct plan *p, enum config_kinds i, const struct object *o,
		    unsigned int line)
{
	return add(p, i, config_kinds[i].del, line, o->attrs, o->id_len);
}

static int plan_add(struct plan *p, enum config_kinds i, const struct object *o)
{
	return add(p, i, config_kinds[i].add, o->line, o->attrs, o->len);
}

/* --- lists */

static int plan_removals(struct plan *p, enum config_kinds i, struct object *have,
			 struct object *want)
{
	const struct object *o;
	int err = STATUS_OK;

	for (o = have; !err && o; o = o->next)
		if (!object_find(want, o))
			err = plan_del(p, i, o, 0);
	return err;
}

static int plan_set(struct plan *p, enum config_kinds i, struct object *have,
		    struct object *want)
{
	const struct object *o, *before;
	int err = plan_removals(p, i, have, want);

	for (o = want; !err && o; o = o->next) {
		before = object_find(have, o);
		if (before && changeable(&config_kinds[i], before, o)) {
			err = plan_change(p, i, before, o);
			continue;
		}
		if (before)
			err = plan_del(p, i, before, o->line);
		if (!err)
			err = plan_add(p, i, o);
	}
	return err;
}

/* Behind the first one that is not in its place, all are made anew. */
static int plan_order(struct plan *p, enum config_kinds i, struct object *have,
		      struct object *want)
{
	const struct object *kept[OBJECTS_MAX], *o;
	unsigned int n = 0, at = 0;
	int err = plan_removals(p, i, have, want);

	for (o = have; o; o = o->next)
		if (n < OBJECTS_MAX && object_find(want, o))
			kept[n++] = o;
	for (o = want; !err && o && at < n && object_is_same(kept[at], o) &&
	     changeable(&config_kinds[i], kept[at], o); o = o->next)
		err = plan_change(p, i, kept[at++], o);
	while (!err && n > at)
		err = plan_del(p, i, kept[--n], 0);
	for (; !err && o; o = o->next)
		err = plan_add(p, i, o);
	return err;
}

static int plan_kind(struct plan *p, enum config_kinds i, struct object *have,
		     struct object *want)
{
	const struct config_kind *kind = &config_kinds[i];

	if (kind->flags & KIND_ONE)
		return have && want ? plan_change(p, i, have, want) : STATUS_OK;
	return kind->flags & KIND_ORDER ? plan_order(p, i, have, want) :
					  plan_set(p, i, have, want);
}

/* --- roles */

static const struct {
	uint8_t enable;
	uint8_t disable;
	uint8_t set;
} commands[CONFIG_ROLES] = {
	[CONFIG_DAR] = { DAR_CMD_ENABLE, DAR_CMD_DISABLE, DAR_CMD_SET },
	[CONFIG_MN] = { MN_CMD_ENABLE, MN_CMD_DISABLE, MN_CMD_SET },
};

/* The names that a node has just after it was enabled. */
static struct object *names_of(const struct config *want, struct object **list)
{
	const struct request *r = want->roles[CONFIG_MN].enable;
	uint32_t metric = MN_METRIC_FIRST;
	struct object **end = list, *o;
	struct nlattr *attr;
	struct attrs a;

	*list = NULL;
	mnl_attr_for_each_payload((void *)r->attrs, r->len) {
		if (mnl_attr_get_type(attr) != MN_A_NAME)
			continue;
		attrs_begin(&a);
		put_attr(a.nlh, attr);
		mnl_attr_put_u32(a.nlh, MN_A_METRIC, metric++);
		o = object_new(&config_kinds[CONFIG_MN_LINK], mnl_nlmsg_get_payload(a.nlh),
			       mnl_nlmsg_get_payload_len(a.nlh), r->line);
		if (!o)
			break;
		*end = o;
		end = &o->next;
	}
	return *list;
}

static int plan_enabled_kind(struct plan *p, enum config_kinds i, const struct config *have,
			     const struct config *want, bool fresh)
{
	struct object *names = NULL, *next;
	int err;

	if (!fresh || config_kinds[i].flags & KIND_ONE)
		return plan_kind(p, i, have->objects[i], want->objects[i]);
	if (i == CONFIG_MN_LINK)
		names_of(want, &names);
	err = plan_kind(p, i, names, want->objects[i]);
	for (; names; names = next) {
		next = names->next;
		free(names);
	}
	return err;
}

static int plan_kinds(struct plan *p, const struct config *have, const struct config *want,
		      unsigned int role, bool enabled, bool fresh)
{
	unsigned int i;
	int err = STATUS_OK;

	for (i = 0; !err && i < CONFIG_KINDS; i++) {
		if (config_kinds[i].role != role ||
		    enabled != !!(config_kinds[i].flags & KIND_ENABLED))
			continue;
		err = enabled ? plan_enabled_kind(p, i, have, want, fresh) :
				plan_kind(p, i, have->objects[i], want->objects[i]);
	}
	return err;
}

static int plan_enable(struct plan *p, const struct config *have, const struct config *want,
		       unsigned int role)
{
	const struct request *r = want->roles[role].enable;
	int err = STATUS_OK;

	if (!r)
		return fail("%s cannot be enabled again", config_roles[role]);
	if (have->roles[role].enabled)
		err = add_role(p, role, commands[role].disable, r->line, NULL, 0);
	return err ? err : add_role(p, role, commands[role].enable, r->line, r->attrs, r->len);
}

/* Those attributes of a request that are about keys. */
static int plan_mn_keys(struct plan *p, const struct request *r)
{
	uint32_t *room = calloc(1, MNL_NLMSG_HDRLEN + r->len);
	struct nlmsghdr *nlh = room ? mnl_nlmsg_put_header(room) : NULL;
	struct nlattr *attr;
	uint16_t type;
	int err;

	if (!room)
		return fail("out of memory");
	mnl_attr_for_each_payload((void *)r->attrs, r->len) {
		type = mnl_attr_get_type(attr);
		if (type == MN_A_KEY || type == MN_A_MODIFIER || type == MN_A_SEC ||
		    type == MN_A_KEY_FILE || type == MN_A_MORE_KEYS)
			put_attr(nlh, attr);
	}
	err = add_role(p, CONFIG_MN, MN_CMD_SET, r->line, mnl_nlmsg_get_payload(nlh),
		       mnl_nlmsg_get_payload_len(nlh));
	explicit_bzero(room, MNL_NLMSG_HDRLEN + r->len);
	free(room);
	return err;
}

static int plan_no_key(struct plan *p)
{
	struct attrs a;

	attrs_begin(&a);
	mnl_attr_put(a.nlh, DAR_A_KEY, 0, NULL);
	return add_role(p, CONFIG_DAR, DAR_CMD_SET, 0, mnl_nlmsg_get_payload(a.nlh),
			mnl_nlmsg_get_payload_len(a.nlh));
}

/* The same secret that is in another file now: the module notes the name. */
static int plan_secret_file(struct plan *p, const struct config *have,
			    const struct request *r)
{
	const struct nlattr *file = attrs_find(r->attrs, r->len, DAR_A_SECRET_FILE);
	const struct config_role *old = &have->roles[CONFIG_DAR];

	if (!file || (old->files_count && !strcmp(old->files[0], mnl_attr_get_str(file))))
		return STATUS_OK;
	return add_role(p, CONFIG_DAR, DAR_CMD_SET, r->line, r->attrs, r->len);
}

/* The kernel leaves a key alone that it has already. */
static int plan_keys(struct plan *p, const struct config *have, const struct config *want,
		     unsigned int role, bool fresh)
{
	const struct config_role *r = &want->roles[role];
	int err = STATUS_OK;

	if (role == CONFIG_DAR && r->enable && !fresh)
		err = plan_secret_file(p, have, r->enable);
	if (err)
		return err;
	if (role == CONFIG_MN && r->key)
		return plan_mn_keys(p, r->key);
	if (role == CONFIG_MN)
		return r->enable && !fresh ? plan_mn_keys(p, r->enable) : STATUS_OK;
	if (r->key)
		return add_role(p, role, DAR_CMD_SET, r->key->line, r->key->attrs,
				r->key->len);
	return have->roles[role].key_file && !r->key_file ? plan_no_key(p) : STATUS_OK;
}

int plan_make(struct plan *p, const struct config *have, const struct config *want,
	      unsigned int anew)
{
	bool fresh[CONFIG_ROLES], end[CONFIG_ROLES];
	unsigned int i;
	int err = STATUS_OK;

	memset(p, 0, sizeof(*p));
	p->end = &p->steps;
	p->anew = anew;
	for (i = 0; i < CONFIG_ROLES; i++) {
		fresh[i] = want->roles[i].enabled &&
			   (!have->roles[i].enabled || anew & 1u << i);
		end[i] = !want->roles[i].enabled && have->roles[i].enabled;
	}
	/* What holds before a role is enabled is there when it begins. */
	for (i = 0; !err && i < CONFIG_ROLES; i++)
		if (want->roles[i].known)
			err = plan_kinds(p, have, want, i, false, fresh[i]);
	for (i = 0; !err && i < CONFIG_ROLES; i++)
		if (fresh[i])
			err = plan_enable(p, have, want, i);
	for (i = 0; !err && i < CONFIG_ROLES; i++)
		if (want->roles[i].known && want->roles[i].enabled)
			err = plan_kinds(p, have, want, i, true, fresh[i]);
	for (i = 0; !err && i < CONFIG_ROLES; i++)
		if (want->roles[i].known)
			err = plan_keys(p, have, want, i, fresh[i]);
	for (i = 0; !err && i < CONFIG_ROLES; i++)
		if (want->roles[i].known && end[i])
			err = add_role(p, i, commands[i].disable,
				       want->roles[i].disable ?
				       want->roles[i].disable->line : 0, NULL, 0);
	return err;
}
