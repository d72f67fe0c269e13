// SPDX-License-Identifier: GPL-2.0-only
/*
 * fama save: the configuration, as the commands that make it.
 *
 * What has its standard value is left out: the file says what somebody wanted.
 */
#include <linux/mn.h>
#include <stdlib.h>
#include <string.h>

#include "common/err.h"
#include "config.h"
#include "lines.h"
#include "save.h"

#define TEXT_MAX 4096

/* A line, and what it is made of. */
struct writer {
	FILE *f;
	const struct config_kind *kind;
	const struct object *o;
	bool begun;
	int err;
};

static void put_file(FILE *f, const char *keyword, const char *file)
{
	fprintf(f, " %s ", keyword);
	lines_put_word(f, file);
}

static bool is_standard(const struct setting *s, const struct nlattr *attr)
{
	uint64_t value = 0;

	if (!(s->flags & SETTING_STANDARD))
		return false;
	memcpy(&value, mnl_attr_get_payload(attr), setting_size(s));
	return value == s->standard;
}

/* A mark of 0 with a mask is not the standard, which has none. */
static bool mask_is_set(const struct setting *s, const struct object *o)
{
	const struct nlattr *mask = object_attr(o, s->attr2);

	return s->type == SETTING_MARK && mask && mnl_attr_get_u32(mask);
}

static void begin(struct writer *w)
{
	if (!w->begun || w->kind->flags & KIND_ONE)
		fputs(w->kind->words, w->f);
	w->begun = true;
}

static void put_setting(const struct setting *s, void *data)
{
	struct writer *w = data;
	const struct nlattr *attr = object_attr(w->o, s->attr);
	char text[TEXT_MAX];

	if (!attr || s->type == SETTING_FILE ||
	    (is_standard(s, attr) && !mask_is_set(s, w->o)))
		return;
	if (!setting_text(s, attr, s->attr2 ? object_attr(w->o, s->attr2) : NULL,
			  text, sizeof(text))) {
		w->err = fail("%s: %s has a value that has no name here",
			      w->kind->words, s->keyword ? s->keyword : "a rule");
		return;
	}
	begin(w);
	if (s->keyword)
		fprintf(w->f, " %s", s->keyword);
	fputc(' ', w->f);
	lines_put_word(w->f, text);
	/* The settings of a namespace have a line each. */
	if (w->kind->flags & KIND_ONE)
		fputc('\n', w->f);
}

static int put_object(FILE *f, enum config_kinds i, const struct object *o)
{
	struct writer w = { .f = f, .kind = &config_kinds[i], .o = o };

	kind_each(w.kind, put_setting, &w);
	if (w.begun && !(w.kind->flags & KIND_ONE))
		fputc('\n', f);
	return w.err;
}

static int put_kind(FILE *f, const struct config *c, enum config_kinds i)
{
	const struct object *o;
	int err = STATUS_OK;

	for (o = c->objects[i]; !err && o; o = o->next)
		err = put_object(f, i, o);
	return err;
}

static int put_dar_enable(FILE *f, const struct config_role *r)
{
	if (r->lasting && !*r->files[0])
		return fail("it is not known in which file the secret is");
	fputs("dar enable", f);
	if (r->lasting)
		put_file(f, "secret", r->files[0]);
	fputc('\n', f);
	return STATUS_OK;
}

static int put_dar_key(FILE *f, const struct config_role *r)
{
	if (!r->key_file)
		return STATUS_OK;
	if (!*r->key_file)
		return fail("it is not known in which file the key is");
	fputs("dar set", f);
	put_file(f, "key", r->key_file);
	fputc('\n', f);
	return STATUS_OK;
}

static int save_dar(FILE *f, const struct config *c)
{
	const struct config_role *r = &c->roles[CONFIG_DAR];
	int err = STATUS_OK;

	if (r->enabled)
		err = put_dar_enable(f, r);
	else
		fputs("dar disable\n", f);
	/* The bounds of a router can be set while it is enabled only. */
	if (!err && r->enabled)
		err = put_kind(f, c, CONFIG_DAR_SET);
	if (!err)
		err = put_dar_key(f, r);
	if (!err)
		err = put_kind(f, c, CONFIG_DAR_ADMIT);
	return err ? err : put_kind(f, c, CONFIG_DAR_ANCHOR);
}

static uint32_t metric(const struct object *name)
{
	return mnl_attr_get_u32(object_attr(name, MN_A_METRIC));
}

static const char *device(const struct object *name)
{
	return mnl_attr_get_str(object_attr(name, MN_A_NAME));
}

static int put_mn_enable(FILE *f, const struct config *c)
{
	const struct config_role *r = &c->roles[CONFIG_MN];
	const struct object *o;
	unsigned int i;

	fputs("mn enable", f);
	for (i = 0; i < r->files_count; i++) {
		if (!*r->files[i])
			return fail("it is not known in which file a key is");
		put_file(f, "key", r->files[i]);
	}
	for (o = c->objects[CONFIG_MN_LINK]; o; o = o->next)
		put_file(f, "dev", device(o));
	if (r->table != MN_TABLE)
		fprintf(f, " table %u", r->table);
	if (r->preference != MN_PREFERENCE)
		fprintf(f, " preference %u", r->preference);
	fputc('\n', f);
	return STATUS_OK;
}

static void put_metrics(FILE *f, const struct config *c)
{
	uint32_t standard = MN_METRIC_FIRST;
	const struct object *o;

	for (o = c->objects[CONFIG_MN_LINK]; o; o = o->next, standard++) {
		if (metric(o) == standard)
			continue;
		fputs("mn link set ", f);
		lines_put_word(f, device(o));
		fprintf(f, " metric %u\n", metric(o));
	}
}

static int save_mn(FILE *f, const struct config *c)
{
	int err;

	err = put_kind(f, c, CONFIG_MN_SET);
	if (!err)
		err = put_kind(f, c, CONFIG_MN_ANCHOR);
	if (!err)
		err = put_kind(f, c, CONFIG_MN_PERMIT);
	if (err)
		return err;
	if (!c->roles[CONFIG_MN].enabled)
		return fputs("mn disable\n", f) < 0;
	/* A node whose last device was taken away waits for another one. */
	if (!c->objects[CONFIG_MN_LINK])
		return fail("the node has no device, as it needs to be enabled");
	err = put_mn_enable(f, c);
	if (!err)
		put_metrics(f, c);
	return err;
}

static int save_role(FILE *f, struct config *c, unsigned int role)
{
	fprintf(f, "# Of fama save %s: what is not here has its standard value\n",
		config_roles[role]);
	return role == CONFIG_DAR ? save_dar(f, c) : save_mn(f, c);
}

/* Without a role, those that are used: not one that is disabled and has nothing. */
static bool is_used(const char *text, unsigned int role)
{
	char idle[32];

	snprintf(idle, sizeof(idle), "%s disable\n", config_roles[role]);
	text = strchr(text, '\n');
	return !text || strcmp(text + 1, idle);
}

static int save_one(unsigned int role, bool named, unsigned int *count)
{
	struct config c;
	bool there = false;
	char *text = NULL;
	size_t size;
	FILE *f;
	int err;

	config_init(&c);
	err = config_get(&c, role, &there);
	if (!err && !there && named)
		err = fail("module %s is not loaded (modprobe %s)",
			   config_roles[role], config_roles[role]);
	f = err || !there ? NULL : open_memstream(&text, &size);
	if (f) {
		err = save_role(f, &c, role);
		fclose(f);
		if (!err && (named || is_used(text, role)))
			fputs(text, stdout);
		(*count)++;
	}
	free(text);
	config_free(&c);
	return err;
}

int save(struct args *a)
{
	const char *word = args_next(a);
	unsigned int i, only = CONFIG_ROLES, count = 0;
	int err = STATUS_OK;

	if (word)
		err = args_choice("role", word, config_roles, CONFIG_ROLES, &only);
	if (!err)
		err = args_end(a);
	for (i = 0; !err && i < CONFIG_ROLES; i++)
		if (!word || only == i)
			err = save_one(i, word, &count);
	if (!err && !count)
		err = fail("neither module dar nor mn is loaded (modprobe ...)");
	return err;
}
