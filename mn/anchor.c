// SPDX-License-Identifier: GPL-2.0-only
#include <linux/slab.h>
#include <net/ipv6.h>

#include "mn.h"

struct mn_anchor *mn_anchor_find(const struct mn_net *mn,
				 const struct in6_addr *prefix)
{
	struct mn_anchor *anchor;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry(anchor, &mn->anchors, list)
		if (ipv6_prefix_equal(&anchor->prefix, prefix, 64))
			return anchor;
	return NULL;
}

static bool anchor_usable(const struct in6_addr *prefix)
{
	int type = ipv6_addr_type(prefix);

	return type & IPV6_ADDR_UNICAST &&
	       !(type & (IPV6_ADDR_LINKLOCAL | IPV6_ADDR_LOOPBACK |
			 IPV6_ADDR_MAPPED));
}

static int anchor_check(const struct mn_net *mn, const struct in6_addr *prefix,
			const struct in6_addr *dar,
			struct netlink_ext_ack *extack)
{
	if (prefix->s6_addr32[2] || prefix->s6_addr32[3]) {
		NL_SET_ERR_MSG(extack, "bits behind the prefix are not zero");
		return -EINVAL;
	}
	if (!anchor_usable(prefix)) {
		NL_SET_ERR_MSG(extack, "not a global unicast prefix");
		return -EINVAL;
	}
	if (!ipv6_prefix_equal(prefix, dar, 64)) {
		NL_SET_ERR_MSG(extack, "router's address is not in the prefix");
		return -EINVAL;
	}
	if (mn_anchor_find(mn, prefix)) {
		NL_SET_ERR_MSG(extack, "prefix has an access router already");
		return -EEXIST;
	}
	if (mn->anchor_count == MN_MAX_ANCHORS) {
		NL_SET_ERR_MSG(extack, "too many access routers");
		return -ENOSPC;
	}
	return 0;
}

static void anchor_changed(struct mn_net *mn, int more)
{
	mn->anchor_count += more;
	mn->anchors_version = (mn->anchors_version + 1) ?: 1;
}

static int anchor_add(struct mn_net *mn, const struct in6_addr *prefix,
		      const struct in6_addr *dar,
		      struct netlink_ext_ack *extack)
{
	struct mn_anchor *anchor;
	int err;

	err = anchor_check(mn, prefix, dar, extack);
	if (err)
		return err;
	anchor = kzalloc(sizeof(*anchor), GFP_KERNEL_ACCOUNT);
	if (!anchor)
		return -ENOMEM;
	anchor->prefix = *prefix;
	anchor->dar = *dar;
	list_add_tail(&anchor->list, &mn->anchors);
	anchor_changed(mn, 1);
	return 0;
}

int mn_anchor_add(struct mn_net *mn, const struct in6_addr *prefix,
		  const struct in6_addr *dar, struct netlink_ext_ack *extack)
{
	struct mn_addr *a;
	int err;

	mutex_lock(&mn->lock);
	err = anchor_add(mn, prefix, dar, extack);
	a = err ? NULL : mn_addr_of_prefix(mn, prefix);
	if (a) {
		mn_attach_anchor(mn, a, dar);
		mn_inbox_arm(mn);
	}
	mutex_unlock(&mn->lock);
	return err;
}

static void anchor_del(struct mn_net *mn, struct mn_anchor *anchor)
{
	list_del(&anchor->list);
	kfree(anchor);
	anchor_changed(mn, -1);
}

int mn_anchor_del(struct mn_net *mn, const struct in6_addr *prefix,
		  struct netlink_ext_ack *extack)
{
	struct mn_anchor *anchor;
	int err = 0;

	mutex_lock(&mn->lock);
	anchor = mn_anchor_find(mn, prefix);
	if (anchor) {
		anchor_del(mn, anchor);
	} else {
		NL_SET_ERR_MSG(extack, "prefix has no access router of yours");
		err = -ENOENT;
	}
	mutex_unlock(&mn->lock);
	return err;
}

void mn_anchor_del_all(struct mn_net *mn)
{
	struct mn_anchor *anchor, *next;

	list_for_each_entry_safe(anchor, next, &mn->anchors, list)
		anchor_del(mn, anchor);
}
