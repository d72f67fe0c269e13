// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <net/ipv6.h>

#include <fama/rtnl.h>

#include "addr.h"
#include "hostaddr.h"
#include "link.h"
#include "mn.h"
#include "srcmark.h"
#include "system.h"

#define SRCMARK_METRIC	64

/* A route of the main table comes before, unless it is the default route. */
static struct fama_rtnl_rule srcmark_main_rule(const struct mn_mark *m)
{
	return (struct fama_rtnl_rule) {
		.mark = m->mark,
		.mask = m->mask,
		.table = RT_TABLE_MAIN,
		.no_default = true,
		.pref = MN_SRCMARK_PREFERENCE,
	};
}

static u32 srcmark_table(const struct mn_net *mn, enum mn_srcmark_kind kind)
{
	return mn->table + 1 + kind;
}

static struct fama_rtnl_rule srcmark_rule(const struct mn_net *mn,
					  enum mn_srcmark_kind kind,
					  const struct mn_mark *m)
{
	return (struct fama_rtnl_rule) {
		.mark = m->mark,
		.mask = m->mask,
		.table = srcmark_table(mn, kind),
		.pref = MN_SRCMARK_PREFERENCE + 1,
	};
}

static void srcmark_del_rules(struct mn_net *mn, enum mn_srcmark_kind kind)
{
	struct mn_mark *m = &mn->srcmarks[kind].mark;
	struct fama_rtnl_rule first = srcmark_main_rule(m);
	struct fama_rtnl_rule second = srcmark_rule(mn, kind, m);

	if (!m->mask)
		return;
	fama_rtnl_rule_del(mn->rtnl, &second);
	fama_rtnl_rule_del(mn->rtnl, &first);
	m->mask = 0;
}

/* Return: how many rules were missing, or a negative error. */
static int srcmark_put_rules(struct mn_net *mn, enum mn_srcmark_kind kind,
			     const struct mn_mark *m)
{
	struct fama_rtnl_rule rules[] = {
		srcmark_main_rule(m), srcmark_rule(mn, kind, m),
	};
	int i, err, put = 0;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		err = fama_rtnl_rule_add(mn->rtnl, &rules[i]);
		if (err && err != -EEXIST)
			return err;
		put += !err;
	}
	return put;
}

static void srcmark_set_rules(struct mn_net *mn, enum mn_srcmark_kind kind)
{
	const struct mn_mark *want = &mn->set.srcmarks[kind];
	struct mn_mark *has = &mn->srcmarks[kind].mark;

	if (has->mark == want->mark && has->mask == want->mask)
		return;
	srcmark_del_rules(mn, kind);
	if (want->mask && srcmark_put_rules(mn, kind, want) >= 0)
		*has = *want;
}

/* The anchored address that the node has got last among those that it carries along. */
static const struct mn_addr *srcmark_newest_away(const struct mn_net *mn)
{
	const struct mn_addr *a, *newest = NULL;

	list_for_each_entry(a, &mn->addrs, list)
		if (a->on_tunnel && !a->going && rcu_access_pointer(a->path))
			newest = a;
	return newest;
}

static bool srcmark_by_link(const struct mn_link *link,
			    const struct in6_addr *source,
			    struct fama_rtnl_route *route)
{
	route->gateway = link->router;
	route->ifindex = link->ifindex;
	route->prefsrc = *source;
	return true;
}

/* The address of this network if it is anchored, else one of a former network. */
static bool srcmark_home_route(const struct mn_net *mn,
			       const struct mn_link *link,
			       struct fama_rtnl_route *route)
{
	const struct mn_addr *a = link ? link->cur : NULL;

	if (a && mn_addr_anchored(a))
		return srcmark_by_link(link, &a->addr, route);
	a = srcmark_newest_away(mn);
	if (!a)
		return false;
	route->ifindex = mn->dev->ifindex;
	route->prefsrc = a->addr;
	return true;
}

/* An address of the host's own, or the care-of address if that is not anchored. */
static bool srcmark_careof_route(struct mn_net *mn, const struct mn_link *link,
				 struct fama_rtnl_route *route)
{
	struct mn_hostaddrs host;

	if (!link)
		return false;
	host = mn_hostaddr_look(mn, link);
	if (host.fresh)
		return srcmark_by_link(link, &host.best, route);
	if (link->cur && mn_addr_anchored(link->cur))
		return false;
	return !ipv6_addr_any(&link->coa) &&
	       srcmark_by_link(link, &link->coa, route);
}

static void srcmark_del_route(struct mn_net *mn, struct mn_srcmark *s,
			      u32 table)
{
	struct fama_rtnl_route route = {
		.table = table,
		.ifindex = s->ifindex,
	};

	if (s->ifindex)
		mn_system_del_route(mn, &route);
	s->ifindex = 0;
}

/* Return: 1: the route was set, 0: nothing was to do, or a negative error. */
static int srcmark_set_route(struct mn_net *mn, struct mn_srcmark *s,
			     struct fama_rtnl_route *want)
{
	int set;

	if (s->ifindex != want->ifindex)
		srcmark_del_route(mn, s, want->table);
	if (!want->ifindex)
		return 0;
	set = mn_system_put_route(mn, want);
	if (set >= 0)
		s->ifindex = want->ifindex;
	return set;
}

static struct fama_rtnl_route srcmark_route(struct mn_net *mn,
					    enum mn_srcmark_kind kind)
{
	const struct mn_link *link = mn_link_attached(mn);
	struct fama_rtnl_route route = {
		.table = srcmark_table(mn, kind),
		.metric = SRCMARK_METRIC,
	};

	if (!mn->set.srcmarks[kind].mask)
		return route;
	if (kind == MN_SRCMARK_HOME)
		srcmark_home_route(mn, link, &route);
	else
		srcmark_careof_route(mn, link, &route);
	return route;
}

/* ORDER: the route before the rules that lead to it. */
void mn_srcmark_update(struct mn_net *mn)
{
	struct fama_rtnl_route route;
	enum mn_srcmark_kind kind;

	lockdep_assert_held(&mn->lock);
	for (kind = 0; kind < MN_SRCMARKS; kind++) {
		route = srcmark_route(mn, kind);
		srcmark_set_route(mn, &mn->srcmarks[kind], &route);
		srcmark_set_rules(mn, kind);
	}
}

static void srcmark_repaired(struct mn_net *mn, struct mn_repair *r, int set,
			     enum mn_what what, u32 who)
{
	if (set < 0)
		r->failed = true;
	if (set <= 0)
		return;
	r->put += set;
	mn_system_restored(mn, what, NULL, 0, who);
}

struct mn_repair mn_srcmark_repair(struct mn_net *mn, u32 who)
{
	struct fama_rtnl_route route;
	enum mn_srcmark_kind kind;
	struct mn_repair r = {};
	int set;

	lockdep_assert_held(&mn->lock);
	for (kind = 0; kind < MN_SRCMARKS; kind++) {
		if (!mn->srcmarks[kind].mark.mask)
			continue;
		route = srcmark_route(mn, kind);
		set = srcmark_set_route(mn, &mn->srcmarks[kind], &route);
		srcmark_repaired(mn, &r, set, MN_WHAT_ROUTE, who);
		set = srcmark_put_rules(mn, kind, &mn->srcmarks[kind].mark);
		srcmark_repaired(mn, &r, set, MN_WHAT_RULE, who);
	}
	return r;
}

void mn_srcmark_stop(struct mn_net *mn)
{
	enum mn_srcmark_kind kind;

	lockdep_assert_held(&mn->lock);
	for (kind = 0; kind < MN_SRCMARKS; kind++) {
		srcmark_del_rules(mn, kind);
		srcmark_del_route(mn, &mn->srcmarks[kind],
				  srcmark_table(mn, kind));
	}
}
