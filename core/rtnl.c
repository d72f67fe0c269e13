// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <linux/net.h>
#include <linux/random.h>
#include <linux/rtnetlink.h>
#include <net/ipv6.h>
#include <net/netlink.h>

#include <fama/rtnl.h>

#define RTNL_MSG_LEN	256	/* octets; enough for each request of this file */

struct socket *fama_rtnl_open(struct net *net)
{
	struct socket *sock;
	int err;

	err = sock_create_kern(net, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE, &sock);
	return err ? ERR_PTR(err) : sock;
}
EXPORT_SYMBOL_GPL(fama_rtnl_open);

void fama_rtnl_close(struct socket *sock)
{
	sock_release(sock);
}
EXPORT_SYMBOL_GPL(fama_rtnl_close);

u32 fama_rtnl_port(struct socket *sock)
{
	struct sockaddr_nl addr = {};

	return kernel_getsockname(sock, (struct sockaddr *)&addr) < 0 ?
	       0 : addr.nl_pid;
}
EXPORT_SYMBOL_GPL(fama_rtnl_port);

/*
 * Read the answer to request @seq.  rtnetlink handles a request in the context
 * of its sender, so the answer has arrived already.
 */
static int rtnl_answer(struct socket *sock, u32 seq)
{
	struct {
		struct nlmsghdr nlh;
		struct nlmsgerr err;
		u8 rest[RTNL_MSG_LEN];
	} ack;
	struct kvec vec;
	int len;

	do {
		struct msghdr msg = {};

		vec.iov_base = &ack;
		vec.iov_len = sizeof(ack);
		len = kernel_recvmsg(sock, &msg, &vec, 1, sizeof(ack),
				     MSG_DONTWAIT);
		if (len < 0)
			return len;
		if (len < (int)NLMSG_LENGTH(sizeof(ack.err)))
			return -EBADMSG;
	} while (ack.nlh.nlmsg_seq != seq || ack.nlh.nlmsg_type != NLMSG_ERROR);
	return ack.err.error;
}

/*
 * Send a request, free it and return the error of the answer.  The message needs
 * a destination: without one rtnetlink reads the capabilities of the sender's
 * file, and a kernel socket has no file.
 */
static int rtnl_request(struct socket *sock, struct sk_buff *skb)
{
	struct sockaddr_nl to = { .nl_family = AF_NETLINK };
	struct msghdr msg = { .msg_name = &to, .msg_namelen = sizeof(to) };
	struct nlmsghdr *nlh = nlmsg_hdr(skb);
	struct kvec vec;
	int err;

	nlh->nlmsg_len = skb->len;
	vec.iov_base = skb->data;
	vec.iov_len = skb->len;
	err = kernel_sendmsg(sock, &msg, &vec, 1, skb->len);
	if (err > 0)
		err = rtnl_answer(sock, nlh->nlmsg_seq);
	nlmsg_free(skb);
	return err;
}

/*
 * A new request with a family header of @len octets, which are zero.  There is
 * enough room for all attributes, so adding one cannot fail.
 */
static struct sk_buff *rtnl_new(int type, int flags, int len)
{
	struct sk_buff *skb = nlmsg_new(RTNL_MSG_LEN, GFP_KERNEL);
	struct nlmsghdr *nlh;

	if (!skb)
		return NULL;
	nlh = nlmsg_put(skb, 0, get_random_u32(), type, len,
			NLM_F_REQUEST | NLM_F_ACK | flags);
	memset(nlmsg_data(nlh), 0, len);
	return skb;
}

static int rtnl_addr(struct socket *sock, int type, int flags,
		     const struct fama_rtnl_addr *a)
{
	struct ifa_cacheinfo ci = {
		.ifa_prefered = a->preferred,
		.ifa_valid = a->valid,
	};
	struct ifaddrmsg *ifa;
	struct sk_buff *skb;

	skb = rtnl_new(type, flags, sizeof(*ifa));
	if (!skb)
		return -ENOMEM;
	ifa = nlmsg_data(nlmsg_hdr(skb));
	ifa->ifa_family = AF_INET6;
	ifa->ifa_prefixlen = a->plen;
	ifa->ifa_index = a->ifindex;
	nla_put_in6_addr(skb, IFA_LOCAL, &a->addr);
	nla_put_in6_addr(skb, IFA_ADDRESS, &a->addr);
	nla_put_u32(skb, IFA_FLAGS, a->flags);
	if (type == RTM_NEWADDR)
		nla_put(skb, IFA_CACHEINFO, sizeof(ci), &ci);
	return rtnl_request(sock, skb);
}

int fama_rtnl_addr_set(struct socket *sock, const struct fama_rtnl_addr *a)
{
	return rtnl_addr(sock, RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, a);
}
EXPORT_SYMBOL_GPL(fama_rtnl_addr_set);

int fama_rtnl_addr_del(struct socket *sock, const struct fama_rtnl_addr *a)
{
	return rtnl_addr(sock, RTM_DELADDR, 0, a);
}
EXPORT_SYMBOL_GPL(fama_rtnl_addr_del);

static int rtnl_route(struct socket *sock, int type, int flags,
		      const struct fama_rtnl_route *r)
{
	struct sk_buff *skb;
	struct rtmsg *rtm;

	skb = rtnl_new(type, flags, sizeof(*rtm));
	if (!skb)
		return -ENOMEM;
	rtm = nlmsg_data(nlmsg_hdr(skb));
	rtm->rtm_family = AF_INET6;
	rtm->rtm_dst_len = r->plen;
	if (!r->any_protocol)
		rtm->rtm_protocol = r->protocol ?: FAMA_RTPROT;
	rtm->rtm_scope = RT_SCOPE_UNIVERSE;
	rtm->rtm_type = r->local ? RTN_LOCAL : RTN_UNICAST;
	nla_put_u32(skb, RTA_TABLE, r->table);
	nla_put_u32(skb, RTA_PRIORITY, r->metric);
	if (r->plen)
		nla_put_in6_addr(skb, RTA_DST, &r->dst);
	nla_put_u32(skb, RTA_OIF, r->ifindex);
	if (!ipv6_addr_any(&r->gateway))
		nla_put_in6_addr(skb, RTA_GATEWAY, &r->gateway);
	if (!ipv6_addr_any(&r->prefsrc))
		nla_put_in6_addr(skb, RTA_PREFSRC, &r->prefsrc);
	return rtnl_request(sock, skb);
}

int fama_rtnl_route_set(struct socket *sock, const struct fama_rtnl_route *r)
{
	return rtnl_route(sock, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, r);
}
EXPORT_SYMBOL_GPL(fama_rtnl_route_set);

int fama_rtnl_route_add(struct socket *sock, const struct fama_rtnl_route *r)
{
	return rtnl_route(sock, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, r);
}
EXPORT_SYMBOL_GPL(fama_rtnl_route_add);

int fama_rtnl_route_del(struct socket *sock, const struct fama_rtnl_route *r)
{
	return rtnl_route(sock, RTM_DELROUTE, 0, r);
}
EXPORT_SYMBOL_GPL(fama_rtnl_route_del);

int fama_rtnl_neighbour_set(struct socket *sock, int ifindex,
			    const struct in6_addr *addr)
{
	struct sk_buff *skb;
	struct ndmsg *ndm;

	skb = rtnl_new(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE,
		       sizeof(*ndm));
	if (!skb)
		return -ENOMEM;
	ndm = nlmsg_data(nlmsg_hdr(skb));
	ndm->ndm_family = AF_INET6;
	ndm->ndm_ifindex = ifindex;
	ndm->ndm_state = NUD_PERMANENT;
	nla_put_in6_addr(skb, NDA_DST, addr);
	return rtnl_request(sock, skb);
}
EXPORT_SYMBOL_GPL(fama_rtnl_neighbour_set);

static void rtnl_put_match(struct sk_buff *skb, const struct fama_rtnl_rule *r)
{
	if (r->src)
		nla_put_in6_addr(skb, FRA_SRC, r->src);
	if (r->mask) {
		nla_put_u32(skb, FRA_FWMARK, r->mark);
		nla_put_u32(skb, FRA_FWMASK, r->mask);
	}
	if (r->pref)
		nla_put_u32(skb, FRA_PRIORITY, r->pref);
}

static int rtnl_rule(struct socket *sock, int type, int flags, u8 action,
		     const struct fama_rtnl_rule *r)
{
	struct fib_rule_hdr *frh;
	struct sk_buff *skb;

	skb = rtnl_new(type, flags, sizeof(*frh));
	if (!skb)
		return -ENOMEM;
	frh = nlmsg_data(nlmsg_hdr(skb));
	frh->family = AF_INET6;
	frh->src_len = r->src ? 128 : 0;
	frh->action = action;
	rtnl_put_match(skb, r);
	if (r->table)
		nla_put_u32(skb, FRA_TABLE, r->table);
	if (r->no_default)
		nla_put_u32(skb, FRA_SUPPRESS_PREFIXLEN, 0);
	nla_put_u8(skb, FRA_PROTOCOL, FAMA_RTPROT);
	return rtnl_request(sock, skb);
}

int fama_rtnl_rule_add(struct socket *sock, const struct fama_rtnl_rule *r)
{
	return rtnl_rule(sock, RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL,
			 FR_ACT_TO_TBL, r);
}
EXPORT_SYMBOL_GPL(fama_rtnl_rule_add);

int fama_rtnl_rule_del(struct socket *sock, const struct fama_rtnl_rule *r)
{
	return rtnl_rule(sock, RTM_DELRULE, 0, FR_ACT_TO_TBL, r);
}
EXPORT_SYMBOL_GPL(fama_rtnl_rule_del);

int fama_rtnl_bar_add(struct socket *sock, const struct in6_addr *src, u32 pref)
{
	const struct fama_rtnl_rule bar = { .src = src, .pref = pref };

	return rtnl_rule(sock, RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL,
			 FR_ACT_UNREACHABLE, &bar);
}
EXPORT_SYMBOL_GPL(fama_rtnl_bar_add);

int fama_rtnl_bar_del_any(struct socket *sock)
{
	const struct fama_rtnl_rule any = {};

	return rtnl_rule(sock, RTM_DELRULE, 0, FR_ACT_UNREACHABLE, &any);
}
EXPORT_SYMBOL_GPL(fama_rtnl_bar_del_any);
