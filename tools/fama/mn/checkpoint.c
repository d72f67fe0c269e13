// SPDX-License-Identifier: GPL-2.0-only
/*
 * fama mn checkpoint, and what fama mn resume reads: the state of a node in a file.  What
 * is in it only the kernel knows.
 */
#include <libmnl/libmnl.h>
#include <linux/mn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checkpoint.h"
#include "common/err.h"
#include "common/genl.h"
#include "common/replace.h"

int mncheckpoint_parse(struct args *a, struct mncheckpoint *c)
{
	unsigned int i;
	int err;

	c->path = args_next(a);
	if (!c->path)
		return fail_usage("%s needs a file", a->path);
	if (!*a->word)
		return fail_usage("%s needs \"secret\"", a->path);
	err = args_choice("keyword", args_next(a),
			  (const char *const[]){ "secret" }, 1, &i);
	return err ? err : args_value(a, "secret", &c->secret_path);
}

static int read_file(struct mncheckpoint *c, FILE *file)
{
	c->octets = malloc(MNCHECKPOINT_MAX + 1);
	if (!c->octets)
		return fail("out of memory");
	c->len = fread(c->octets, 1, MNCHECKPOINT_MAX + 1, file);
	if (ferror(file))
		return fail("%s: %s", c->path, strerror(errno));
	if (!c->len || c->len > MNCHECKPOINT_MAX)
		return fail("%s is no checkpoint", c->path);
	return STATUS_OK;
}

static int load_file(struct mncheckpoint *c)
{
	FILE *file = fopen(c->path, "re");
	int err;

	if (!file)
		return fail("%s: %s", c->path, strerror(errno));
	err = read_file(c, file);
	fclose(file);
	return err;
}

int mncheckpoint_load(struct mncheckpoint *c)
{
	int err;

	if (!c->path)
		return STATUS_OK;
	err = secret_load(c->secret, c->secret_path);
	return err ? err : load_file(c);
}

void mncheckpoint_put(struct nlmsghdr *nlh, const struct mncheckpoint *c)
{
	if (!c->path)
		return;
	mnl_attr_put(nlh, MN_A_SECRET, sizeof(c->secret), c->secret);
	mnl_attr_put(nlh, MN_A_CHECKPOINT, c->len, c->octets);
}

int mncheckpoint_spend(const struct mncheckpoint *c)
{
	if (!c->path || !unlink(c->path))
		return STATUS_OK;
	return fail("the node goes on, but %s is still there: %s", c->path,
		    strerror(errno));
}

void mncheckpoint_forget(struct mncheckpoint *c)
{
	explicit_bzero(c->secret, sizeof(c->secret));
	free(c->octets);
}

/* What was not resumed may be all that is left of the state of a node. */
static int may_write(const char *path)
{
	if (!access(path, F_OK))
		return fail("%s exists: resume it, or remove it", path);
	return errno == ENOENT ? STATUS_OK : fail("%s: %s", path, strerror(errno));
}

static int write_file(struct replace *r, const void *octets, size_t len)
{
	if (fwrite(octets, len, 1, r->file) != 1)
		return fail("%s: %s", r->temporary, strerror(errno));
	return replace_finish(r);
}

/* Return: as genl_run().  @octets: NULL: whichever it is. */
static int send_thaw(struct genl *g, const void *octets, size_t len)
{
	genl_request(g, MN_CMD_THAW, 0);
	if (octets)
		mnl_attr_put(g->request, MN_A_CHECKPOINT, len, octets);
	return genl_run(g);
}

/* Nobody else has the checkpoint: the node goes on. */
static void thaw_again(const void *octets, size_t len)
{
	struct genl g;

	if (!genl_connect(&g, MN_GENL_NAME))
		send_thaw(&g, octets, len);
	genl_close(&g);
}

static int keep(struct genl *g, struct replace *r)
{
	const struct nlattr *tb[GENL_ATTRS] = { NULL };
	const struct nlmsghdr *nlh = genl_reply_next(g, NULL);
	const void *octets;
	size_t len;
	int err;

	if (nlh)
		genl_attrs(nlh, tb);
	if (!tb[MN_A_CHECKPOINT])
		return fail("the kernel has sent no checkpoint");
	octets = mnl_attr_get_payload(tb[MN_A_CHECKPOINT]);
	len = mnl_attr_get_payload_len(tb[MN_A_CHECKPOINT]);
	err = write_file(r, octets, len);
	if (err)
		thaw_again(octets, len);
	return err;
}

static int freeze(struct genl *g, const struct mncheckpoint *c,
		  struct replace *r)
{
	int err;

	genl_request(g, MN_CMD_CHECKPOINT, 0);
	mnl_attr_put(g->request, MN_A_SECRET, sizeof(c->secret), c->secret);
	err = genl_check(g, genl_run(g));
	return err ? err : keep(g, r);
}

static int make(struct mncheckpoint *c)
{
	struct replace r;
	struct genl g;
	int err;

	err = may_write(c->path);
	if (!err)
		err = secret_load(c->secret, c->secret_path);
	if (err)
		return err;
	err = genl_connect(&g, MN_GENL_NAME);
	if (!err) {
		err = replace_open(&r, c->path);
		if (!err)
			err = freeze(&g, c, &r);
		replace_close(&r);
	}
	genl_close(&g);
	return err;
}

int mncheckpoint_make(struct args *a)
{
	struct mncheckpoint c = { 0 };
	int err;

	err = mncheckpoint_parse(a, &c);
	if (!err)
		err = args_end(a);
	if (!err)
		err = make(&c);
	mncheckpoint_forget(&c);
	return err;
}

static int thaw(struct mncheckpoint *c)
{
	struct genl g;
	int err;

	err = c->path ? load_file(c) : STATUS_OK;
	if (err)
		return err;
	err = genl_connect(&g, MN_GENL_NAME);
	if (!err)
		err = genl_check(&g, send_thaw(&g, c->octets, c->len));
	genl_close(&g);
	return err ? err : mncheckpoint_spend(c);
}

int mncheckpoint_thaw(struct args *a)
{
	struct mncheckpoint c = { .path = args_next(a) };
	int err = args_end(a);

	if (!err)
		err = thaw(&c);
	mncheckpoint_forget(&c);
	return err;
}
