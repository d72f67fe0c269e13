// SPDX-License-Identifier: GPL-2.0-only
/* The marks by which the node knows what address a program shall get */
#include <linux/mn.h>

#include "common/err.h"
#include "common/field.h"
#include "common/genl.h"
#include "mark.h"

static const struct {
	const char *keyword;
	uint16_t mark;
	uint16_t mask;
} kinds[] = {
	[MNMARK_HOME] = { "home-mark", MN_A_HOME_MARK, MN_A_HOME_MASK },
	[MNMARK_CAREOF] = { "careof-mark", MN_A_CAREOF_MARK,
			    MN_A_CAREOF_MASK },
};

static int read_mark(const struct genl *g, enum mnmark kind, struct marker *m)
{
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlmsghdr *nlh;

	genl_for_each_reply(g, nlh) {
		genl_attrs(nlh, tb);
		m->mark = field_u32(tb[kinds[kind].mark]);
		m->mask = field_u32(tb[kinds[kind].mask]);
	}
	if (m->mask)
		return STATUS_OK;
	return fail("the node has no mark for that: fama mn set %s MARK",
		    kinds[kind].keyword);
}

int mnmark_get(enum mnmark kind, struct marker *m)
{
	struct genl g = { 0 };
	int err;

	err = genl_connect(&g, MN_GENL_NAME);
	if (!err) {
		genl_request(&g, MN_CMD_GET, 0);
		err = genl_check(&g, genl_run(&g));
	}
	if (!err)
		err = read_mark(&g, kind, m);
	genl_close(&g);
	return err;
}
