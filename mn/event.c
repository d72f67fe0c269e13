// SPDX-License-Identifier: GPL-2.0-only
#include <net/genetlink.h>

#include "addr.h"
#include "event.h"
#include "family.h"
#include "fill.h"
#include "link.h"
#include "mn.h"

#define EVENT_LEN	512	/* more than the largest notification */

/* A notification with its head, or NULL when nobody listens. */
static struct sk_buff *event_new(struct mn_net *mn, enum mn_event event,
				 u64 time, void **hdr)
{
	struct sk_buff *msg;

	if (!genl_has_listeners(&mn_genl_family, mn->net, MN_GENL_GROUP_EVENTS))
		return NULL;
	msg = genlmsg_new(EVENT_LEN, GFP_ATOMIC);
	if (!msg)
		return NULL;
	*hdr = genlmsg_put(msg, 0, 0, &mn_genl_family, 0, MN_CMD_EVENT);
	if (*hdr && !nla_put_u8(msg, MN_A_EVENT, event) &&
	    !nla_put_u64_64bit(msg, MN_A_TIME, time, MN_A_PAD))
		return msg;
	nlmsg_free(msg);
	return NULL;
}

static void event_send(struct mn_net *mn, struct sk_buff *msg, void *hdr,
		       int err)
{
	if (err) {
		nlmsg_free(msg);
		return;
	}
	genlmsg_end(msg, hdr);
	genlmsg_multicast_netns(&mn_genl_family, mn->net, msg, 0,
				MN_GENL_GROUP_EVENTS, GFP_ATOMIC);
}

/* Which address and which router: most notifications begin with them. */
static int event_fill_names(struct sk_buff *msg, const struct mn_addr *a)
{
	return nla_put_in6_addr(msg, MN_A_ADDRESS, &a->addr) ||
	       nla_put_in6_addr(msg, MN_A_DAR, &a->dar);
}

void mn_event_link(struct mn_net *mn, const struct mn_link *link, bool up)
{
	struct sk_buff *msg;
	void *hdr;

	msg = event_new(mn, MN_EVENT_LINK, ktime_get_real_ns(), &hdr);
	if (msg)
		event_send(mn, msg, hdr,
			   nla_put_s32(msg, MN_A_IFINDEX, link->ifindex) ||
			   nla_put_u8(msg, MN_A_STATUS, up));
}

void mn_event_attach(struct mn_net *mn, const struct mn_link *link,
		     const struct in6_addr *dar, u64 time)
{
	struct sk_buff *msg;
	void *hdr;

	msg = event_new(mn, MN_EVENT_ATTACH, time, &hdr);
	if (msg)
		event_send(mn, msg, hdr,
			   nla_put_s32(msg, MN_A_IFINDEX, link->ifindex) ||
			   (!ipv6_addr_any(dar) &&
			    nla_put_in6_addr(msg, MN_A_DAR, dar)));
}

void mn_event_address(struct mn_net *mn, const struct mn_addr *a)
{
	struct sk_buff *msg;
	void *hdr;

	msg = event_new(mn, MN_EVENT_ADDRESS, ktime_get_real_ns(), &hdr);
	if (msg)
		event_send(mn, msg, hdr, mn_fill_address(msg, mn, a));
}

void mn_event_bu(struct mn_net *mn, const struct mn_addr *a, u64 time,
		 enum mn_auth auth, u32 lifetime)
{
	struct sk_buff *msg;
	void *hdr;

	msg = event_new(mn, MN_EVENT_BU, time, &hdr);
	if (msg)
		event_send(mn, msg, hdr,
			   event_fill_names(msg, a) ||
			   nla_put_in6_addr(msg, MN_A_CAREOF, lifetime ?
					    &a->bul.coa : &a->addr) ||
			   nla_put_u16(msg, MN_A_SEQ, a->bul.seq) ||
			   nla_put_u32(msg, MN_A_LIFETIME, lifetime) ||
			   nla_put_u8(msg, MN_A_AUTH, auth));
}

void mn_event_ba(struct mn_net *mn, const struct mn_addr *a, u64 time, u16 seq,
		 u32 lifetime, u8 status)
{
	struct sk_buff *msg;
	void *hdr;

	msg = event_new(mn, MN_EVENT_BA, time, &hdr);
	if (msg)
		event_send(mn, msg, hdr,
			   event_fill_names(msg, a) ||
			   nla_put_u16(msg, MN_A_SEQ, seq) ||
			   nla_put_u32(msg, MN_A_LIFETIME, lifetime) ||
			   nla_put_u8(msg, MN_A_STATUS, status));
}

void mn_event_expire(struct mn_net *mn, const struct mn_addr *a)
{
	struct sk_buff *msg;
	void *hdr;

	msg = event_new(mn, MN_EVENT_EXPIRE, ktime_get_real_ns(), &hdr);
	if (msg)
		event_send(mn, msg, hdr, event_fill_names(msg, a));
}

static int event_fill_known(struct sk_buff *msg, const struct in6_addr *addr,
			    int ifindex, u32 who)
{
	int err = 0;

	if (addr)
		err = nla_put_in6_addr(msg, MN_A_ADDRESS, addr);
	if (!err && ifindex)
		err = nla_put_s32(msg, MN_A_IFINDEX, ifindex);
	if (!err && who)
		err = nla_put_u32(msg, MN_A_PORT, who);
	return err;
}

void mn_event_restore(struct mn_net *mn, enum mn_what what,
		      const struct in6_addr *addr, int ifindex, u32 who)
{
	struct sk_buff *msg;
	void *hdr;

	msg = event_new(mn, MN_EVENT_RESTORE, ktime_get_real_ns(), &hdr);
	if (msg)
		event_send(mn, msg, hdr,
			   nla_put_u8(msg, MN_A_WHAT, what) ||
			   event_fill_known(msg, addr, ifindex, who));
}

void mn_event_contest(struct mn_net *mn, u32 who)
{
	struct sk_buff *msg;
	void *hdr;

	net_notice_ratelimited("mn: netlink port %u removes again and again what the mobile node sets\n",
			       who);
	msg = event_new(mn, MN_EVENT_CONTEST, ktime_get_real_ns(), &hdr);
	if (msg)
		event_send(mn, msg, hdr,
			   event_fill_known(msg, NULL, 0, who));
}

void mn_event_verdict(struct mn_net *mn, const struct fama_mhio_rx *rx,
		      enum mn_stat verdict, int status)
{
	trace_fama_verdict(mn->net, "mn", rx, mn_stats_name(verdict), status);
}

void mn_event_lost(struct mn_net *mn, const struct in6_addr *addr,
		   enum mn_stat why)
{
	struct sk_buff *msg;
	void *hdr;

	if (!__ratelimit(&mn->drops))
		return;
	msg = event_new(mn, MN_EVENT_DROP, ktime_get_real_ns(), &hdr);
	if (msg)
		event_send(mn, msg, hdr,
			   nla_put_string(msg, MN_A_REASON,
					  mn_stats_name(why)) ||
			   nla_put_in6_addr(msg, MN_A_ADDRESS, addr));
}

void mn_event_drop(struct mn_net *mn, const struct fama_mhio_rx *rx,
		   enum mn_stat why)
{
	struct sk_buff *msg;
	void *hdr;

	mn_event_verdict(mn, rx, why, FAMA_TRACE_NO_STATUS);
	if (!__ratelimit(&mn->drops))
		return;
	msg = event_new(mn, MN_EVENT_DROP, rx->time, &hdr);
	if (msg)
		event_send(mn, msg, hdr,
			   nla_put_string(msg, MN_A_REASON,
					  mn_stats_name(why)) ||
			   nla_put_in6_addr(msg, MN_A_ADDRESS, rx->rh2 ?
					    &rx->home : &rx->dst) ||
			   nla_put_in6_addr(msg, MN_A_DAR, &rx->src));
}
