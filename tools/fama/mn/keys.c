// SPDX-License-Identifier: GPL-2.0-only
#include <libmnl/libmnl.h>
#include <linux/mn.h>
#include <string.h>

#include "common/err.h"
#include "common/filename.h"
#include "keys.h"

int mnkeys_parse(struct args *a, struct mnkeys *k)
{
	unsigned int i;
	int err;

	if (k->count == MNKEYS_MAX)
		return fail("more than %u keys", MNKEYS_MAX);
	err = args_value(a, "key", &k->files[k->count]);
	if (err)
		return err;
	for (i = 0; i < k->count; i++)
		if (!strcmp(k->files[i], k->files[k->count]))
			return fail_usage("key \"%s\" is given twice",
					  k->files[i]);
	k->count++;
	return STATUS_OK;
}

int mnkeys_load(struct mnkeys *k)
{
	unsigned int i;
	int err = STATUS_OK;

	for (i = 0; !err && i < k->count; i++)
		err = keyfile_load(&k->keys[i], k->files[i]);
	return err;
}

static void put_one(struct nlmsghdr *nlh, const struct keyfile *k, const char *path)
{
	mnl_attr_put(nlh, MN_A_KEY, k->der_len, k->der);
	mnl_attr_put(nlh, MN_A_MODIFIER, sizeof(k->modifier), k->modifier);
	mnl_attr_put_u8(nlh, MN_A_SEC, k->sec);
	filename_put(nlh, MN_A_KEY_FILE, path);
}

void mnkeys_put(struct nlmsghdr *nlh, const struct mnkeys *k)
{
	struct nlattr *nest;
	unsigned int i;

	put_one(nlh, &k->keys[0], k->files[0]);
	for (i = 1; i < k->count; i++) {
		nest = mnl_attr_nest_start(nlh, MN_A_MORE_KEYS);
		put_one(nlh, &k->keys[i], k->files[i]);
		mnl_attr_nest_end(nlh, nest);
	}
}

void mnkeys_forget(struct mnkeys *k)
{
	unsigned int i;

	for (i = 0; i < k->count; i++)
		keyfile_forget(&k->keys[i]);
}
