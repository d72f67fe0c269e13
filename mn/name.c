// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netdevice.h>
#include <linux/netlink.h>
#include <linux/slab.h>

#include "link.h"
#include "mn.h"
#include "name.h"

/* After a mismatch the last "*" takes one character more. */
bool mn_name_matches(const char *text, const char *device)
{
	const char *star = NULL, *rest = NULL;

	while (*device) {
		if (*text == '*') {
			star = ++text;
			rest = device;
		} else if (*text == *device) {
			text++;
			device++;
		} else if (star) {
			text = star;
			device = ++rest;
		} else {
			return false;
		}
	}
	while (*text == '*')
		text++;
	return !*text;
}

struct mn_name *mn_name_find(struct mn_net *mn, const char *text)
{
	struct mn_name *name;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry(name, &mn->names, list)
		if (!strcmp(name->text, text))
			return name;
	return NULL;
}

struct mn_name *mn_name_of(struct mn_net *mn, const char *device)
{
	struct mn_name *name;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry(name, &mn->names, list)
		if (mn_name_matches(name->text, device))
			return name;
	return NULL;
}

/* The name that is added first has the best metric, until the user says otherwise. */
static u32 name_next_metric(const struct mn_net *mn, unsigned int *count)
{
	u32 metric = MN_LINK_METRIC;
	const struct mn_name *name;

	*count = 0;
	list_for_each_entry(name, &mn->names, list) {
		metric++;
		(*count)++;
	}
	return metric;
}

int mn_name_add(struct mn_net *mn, const char *text, u32 metric,
		struct netlink_ext_ack *extack)
{
	struct mn_name *name;
	unsigned int count;
	u32 next = name_next_metric(mn, &count);

	if (!dev_valid_name(text)) {
		NL_SET_ERR_MSG(extack, "not a name for a device");
		return -EINVAL;
	}
	if (mn_name_find(mn, text)) {
		NL_SET_ERR_MSG(extack, "the device is named twice");
		return -EEXIST;
	}
	if (count == MN_MAX_NAMES) {
		NL_SET_ERR_MSG(extack, "too many devices");
		return -E2BIG;
	}
	name = kzalloc(sizeof(*name), GFP_KERNEL);
	if (!name)
		return -ENOMEM;
	strscpy(name->text, text, sizeof(name->text));
	name->metric = metric ?: next;
	list_add_tail(&name->list, &mn->names);
	return 0;
}

void mn_name_del(struct mn_name *name)
{
	list_del(&name->list);
	kfree(name);
}

void mn_name_del_all(struct mn_net *mn)
{
	struct mn_name *name, *next;

	list_for_each_entry_safe(name, next, &mn->names, list)
		mn_name_del(name);
}
