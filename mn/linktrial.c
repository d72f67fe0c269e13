// SPDX-License-Identifier: GPL-2.0-only
#include <linux/random.h>

#include <fama/mh.h>
#include <fama/mhio.h>

#include "addr.h"
#include "form.h"
#include "hostaddr.h"
#include "link.h"
#include "linktrial.h"
#include "mn.h"
#include "reach.h"
#include "remove.h"
#include "stats.h"

/* Has the access router of an address answered before, and is it elsewhere? */
static bool linktrial_can_tell(const struct mn_addr *a, const struct mn_link *link)
{
	return mn_addr_anchored(a) && a != link->cur &&
	       (a->bul.bound || a->bul.has_phkt);
}

/* One after the other, for one of them may be dead. */
static const struct mn_addr *linktrial_whom(const struct mn_net *mn,
					    const struct mn_link *link)
{
	unsigned int count = 0, skip;
	const struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list)
		count += linktrial_can_tell(a, link);
	if (!count)
		return NULL;
	skip = link->reach.asked % count;
	list_for_each_entry(a, &mn->addrs, list)
		if (linktrial_can_tell(a, link) && !skip--)
			return a;
	return NULL;
}

/*
 * The routes of the system lead elsewhere: those of this module by the other link, those
 * of the stack to prefixes of former links.  So the router is given.
 */
static void linktrial_ask(struct mn_net *mn, const struct mn_link *link)
{
	const struct fama_mhio_hop hop = {
		.dev = link->dev,
		.router = &link->router,
		.hw = link->router_hw,
	};
	const struct mn_addr *a = linktrial_whom(mn, link);
	struct fama_mhio_tx tx = { .src = &link->coa };
	struct fama_mh coti = { .type = FAMA_MH_COTI };
	u8 buf[16];
	int len;

	if (!a)
		return;
	tx.dst = &a->dar;
	memcpy(coti.init.cookie, link->reach.cookie, sizeof(coti.init.cookie));
	len = fama_mh_build(&coti, buf, sizeof(buf), NULL);
	if (len < 0 || fama_mhio_send_by(mn->net, &hop, &tx, buf, len))
		mn_stats_inc(&mn->stats, MN_STAT_BU_FAILED);
	else
		mn_stats_inc(&mn->stats, MN_STAT_COTI);
}

/*
 * An address that the node has had in this network may be bound: then its router on this
 * link answers for it, see mn_settle().
 */
static bool linktrial_prepare(struct mn_net *mn, struct mn_link *link)
{
	const struct mn_ra *ra = &link->move.next->ra;
	const struct mn_ra_prefix *p = mn_movement_prefix(ra);

	if (p && mn_addr_of_prefix(mn, &p->prefix))
		return false;
	mn_link_set_router(link, ra);
	link->cur = p ? mn_form(mn, link, p) : NULL;
	link->coa = link->cur ? link->cur->addr :
				mn_hostaddr_look(mn, link).best;
	return mn_link_has_coa(link);
}

static enum mn_reach_action linktrial_run(struct mn_net *mn,
					  struct mn_link *link, u64 now)
{
	enum mn_reach_action action = mn_reach_timer(&link->reach, now);

	if (action == MN_REACH_ASK)
		linktrial_ask(mn, link);
	return action;
}

bool mn_linktrial_asks(struct mn_net *mn, struct mn_link *link)
{
	u8 cookie[MN_COOKIE_LEN];

	lockdep_assert_held(&mn->lock);
	if (link->reach.asking || link->reach.reached)
		return link->reach.asking;
	if (!linktrial_whom(mn, link) || !linktrial_prepare(mn, link))
		return false;
	get_random_bytes(cookie, sizeof(cookie));
	mn_reach_begin(&link->reach, cookie, mn_now());
	mn_stats_inc(&mn->stats, MN_STAT_LINK_TRIED);
	linktrial_run(mn, link, mn_now());
	return true;
}

void mn_linktrial_end(struct mn_net *mn, struct mn_link *link)
{
	struct mn_addr *a = link->cur;

	lockdep_assert_held(&mn->lock);
	if (link->move.cur)
		return;
	mn_reach_end(&link->reach);
	link->cur = NULL;
	link->coa = in6addr_any;
	if (a)
		mn_remove(mn, a);
}

bool mn_linktrial_timer(struct mn_net *mn, struct mn_link *link, u64 now)
{
	lockdep_assert_held(&mn->lock);
	switch (linktrial_run(mn, link, now)) {
	case MN_REACH_FAILED:
		mn_linktrial_end(mn, link);
		link->move.doubtful = true;
		mn_stats_inc(&mn->stats, MN_STAT_LINK_UNREACHED);
		return true;
	case MN_REACH_AGAIN:
		link->move.doubtful = false;
		return true;
	default:
		return false;
	}
}

static bool linktrial_is_router(const struct mn_net *mn,
				const struct in6_addr *addr)
{
	const struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list)
		if (ipv6_addr_equal(&a->dar, addr))
			return true;
	return false;
}

struct mn_link *mn_linktrial_find(struct mn_net *mn,
				  const struct fama_mhio_rx *rx)
{
	struct mn_link *link;

	lockdep_assert_held(&mn->lock);
	list_for_each_entry(link, &mn->links, list)
		if (mn_reach_waits(&link->reach, rx->mh.test.cookie) &&
		    ipv6_addr_equal(&link->coa, &rx->dst) &&
		    linktrial_is_router(mn, &rx->src))
			return link;
	return NULL;
}
