/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints of both roles: the verdict on each message, and the end of each
 * packet that is not delivered.
 *
 * Their fields are what "perf list" and bpftrace show; Documentation/router.rst
 * describes them.  A name of a counter in them is that of netlink.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM fama

#if !defined(_FAMA_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _FAMA_TRACE_H

#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/tracepoint.h>

#include <fama/mhio_types.h>

#ifndef FAMA_TRACE_NAME
#define FAMA_TRACE_NAME		32	/* name of a counter, with its end */
#define FAMA_TRACE_NO_STATUS	(-1)	/* there is no answer with a status */

/* Sequence number of a message, 0: it has none. */
static inline u16 fama_trace_seq(const struct fama_mhio_rx *rx)
{
	if (rx->mh.type == FAMA_MH_BU)
		return rx->mh.bu.seq;
	return rx->mh.type == FAMA_MH_BA ? rx->mh.ba.seq : 0;
}

/* The home address that a message is about, if it has one. */
static inline struct in6_addr fama_trace_home(const struct fama_mhio_rx *rx)
{
	if (rx->hao || rx->rh2)
		return rx->home;
	if (rx->mh.type == FAMA_MH_BE)
		return rx->mh.be.home;
	if (rx->mh.type == FAMA_MH_BU)
		return rx->src;
	return rx->mh.type == FAMA_MH_BA ? rx->dst : in6addr_any;
}
#endif

/*
 * A role has decided about a message that it received.  @verdict: the counter of
 * the decision; @status: status of the answer, or %FAMA_TRACE_NO_STATUS.
 */
TRACE_EVENT(fama_verdict,
	TP_PROTO(const struct net *net, const char *role,
		 const struct fama_mhio_rx *rx, const char *verdict,
		 int status),
	TP_ARGS(net, role, rx, verdict, status),
	TP_STRUCT__entry(
		__field(unsigned int, netns)
		__array(char, role, 4)
		__array(char, verdict, FAMA_TRACE_NAME)
		__field(int, status)
		__field(int, ifindex)
		__field(__u8, type)
		__field(__u16, seq)
		__array(__u8, src, sizeof(struct in6_addr))
		__array(__u8, dst, sizeof(struct in6_addr))
		__array(__u8, home, sizeof(struct in6_addr))
	),
	TP_fast_assign(
		struct in6_addr about = fama_trace_home(rx);

		__entry->netns = net->ns.inum;
		strscpy(__entry->role, role, sizeof(__entry->role));
		strscpy(__entry->verdict, verdict, sizeof(__entry->verdict));
		__entry->status = status;
		__entry->ifindex = rx->ifindex;
		__entry->type = rx->mh.type;
		__entry->seq = fama_trace_seq(rx);
		memcpy(__entry->src, &rx->src, sizeof(rx->src));
		memcpy(__entry->dst, &rx->dst, sizeof(rx->dst));
		memcpy(__entry->home, &about, sizeof(about));
	),
	TP_printk("netns=%u role=%s verdict=%s status=%d ifindex=%d type=%u seq=%u src=%pI6c dst=%pI6c home=%pI6c",
		  __entry->netns, __entry->role, __entry->verdict,
		  __entry->status, __entry->ifindex, __entry->type,
		  __entry->seq, __entry->src, __entry->dst, __entry->home)
);

/*
 * A packet is dropped on its way into the tunnel device, through it, or out of it.
 * @why: the counter; @reason: &enum skb_drop_reason, which the kernel is told.  The
 * addresses are those of the packet's first IPv6 header, which is the outer one
 * of a packet from a tunnel.
 */
TRACE_EVENT(fama_drop,
	TP_PROTO(const struct net *net, const struct sk_buff *skb,
		 const char *why, unsigned int reason),
	TP_ARGS(net, skb, why, reason),
	TP_STRUCT__entry(
		__field(const void *, skbaddr)
		__field(unsigned int, netns)
		__array(char, dev, IFNAMSIZ)
		__array(char, why, FAMA_TRACE_NAME)
		__field(unsigned int, reason)
		__field(unsigned int, len)
		__array(__u8, src, sizeof(struct in6_addr))
		__array(__u8, dst, sizeof(struct in6_addr))
	),
	TP_fast_assign(
		const struct ipv6hdr *ip6h;
		struct ipv6hdr buf;

		ip6h = skb_header_pointer(skb, skb_network_offset(skb),
					  sizeof(buf), &buf);
		if (!ip6h)
			ip6h = memset(&buf, 0, sizeof(buf));
		__entry->skbaddr = skb;
		__entry->netns = net->ns.inum;
		strscpy(__entry->dev, skb->dev ? skb->dev->name : "",
			sizeof(__entry->dev));
		strscpy(__entry->why, why, sizeof(__entry->why));
		__entry->reason = reason;
		__entry->len = skb->len;
		memcpy(__entry->src, &ip6h->saddr, sizeof(ip6h->saddr));
		memcpy(__entry->dst, &ip6h->daddr, sizeof(ip6h->daddr));
	),
	TP_printk("netns=%u dev=%s why=%s reason=%u len=%u src=%pI6c dst=%pI6c skbaddr=%p",
		  __entry->netns, __entry->dev, __entry->why, __entry->reason,
		  __entry->len, __entry->src, __entry->dst, __entry->skbaddr)
);

#endif /* _FAMA_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH fama
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
