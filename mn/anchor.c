// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netlink.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "anchor.h"
#include "link.h"
#include "mn.h"
#include "ra.h"

#define ANCHOR_MAX	1024	/* access routers that the user names */

static struct mn_anchor *anchor_find(const struct mn_net *mn,
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
		NL_SET_ERR_MSG(extack, "bits after the prefix are not zero");
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
	if (anchor_find(mn, prefix)) {
		NL_SET_ERR_MSG(extack, "the prefix has an access router already");
		return -EEXIST;
	}
	if (mn->anchor_count == ANCHOR_MAX) {
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

int mn_anchor_add(struct mn_net *mn, const struct in6_addr *prefix,
		  const struct in6_addr *dar, struct netlink_ext_ack *extack)
{
	struct mn_anchor *anchor;
	int err;

	lockdep_assert_held(&mn->lock);
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

	lockdep_assert_held(&mn->lock);
	anchor = anchor_find(mn, prefix);
	if (!anchor) {
		NL_SET_ERR_MSG(extack, "prefix has no access router that was set by hand");
		return -ENOENT;
	}
	anchor_del(mn, anchor);
	return 0;
}

/* Does the router of an advertisement say that it anchors this prefix? */
static bool anchor_is_said(const struct mn_ra *ra, const struct mn_ra_prefix *p)
{
	return ra->anchor && !ipv6_addr_any(&p->router);
}

/* What the rules of the user look at.  Anybody may send advertisements: this is cheap. */
static void anchor_ask_link(const struct mn_net *mn, const struct mn_ra *ra,
			    struct mn_place *place)
{
	struct mn_link *link = mn_link_find(mn, ra->ifindex);

	*place = (struct mn_place) {};
	if (!link)
		return;
	mn_link_read_name(link, place->device);
	place->unnamed = !mn_ssid_get(&link->ssid, &place->ssid);
}

/* A router that the user has named may anchor, whatever the rules say. */
static struct in6_addr anchor_of(const struct mn_net *mn, const struct mn_ra *ra,
				 const struct mn_ra_prefix *p,
				 struct mn_place *place)
{
	const struct mn_anchor *named = anchor_find(mn, &p->prefix);

	place->prefix = p->prefix;
	if (anchor_is_said(ra, p) &&
	    !mn_permit_denies(&mn->permits, place, mn->set.deny))
		return p->router;
	return named ? named->dar : in6addr_any;
}

void mn_anchor_resolve(const struct mn_net *mn, struct mn_ra *ra)
{
	struct mn_place place;
	struct mn_ra_prefix *p;

	anchor_ask_link(mn, ra, &place);
	for (p = ra->prefix; p < ra->prefix + ra->count; p++)
		p->dar = anchor_of(mn, ra, p, &place);
}

void mn_anchor_del_all(struct mn_net *mn)
{
	struct mn_anchor *anchor, *next;

	list_for_each_entry_safe(anchor, next, &mn->anchors, list)
		anchor_del(mn, anchor);
}

void mn_anchor_replace(struct mn_net *mn, struct list_head *anchors)
{
	struct mn_anchor *anchor, *next;

	lockdep_assert_held(&mn->lock);
	mn_anchor_del_all(mn);
	list_for_each_entry_safe(anchor, next, anchors, list) {
		list_move_tail(&anchor->list, &mn->anchors);
		anchor_changed(mn, 1);
	}
}
