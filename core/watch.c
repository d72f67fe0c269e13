// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/net.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/ipv6.h>
#include <net/netlink.h>
#include <net/sock.h>

#include <fama/rtnl.h>
#include <fama/watch.h>

#define WATCH_MSG_LEN	512	/* enough for all but routes with many next hops */

/**
 * struct watch - whom to wake; sk_user_data of the socket
 * @wake: function to call
 * @arg: its argument
 *
 * Protected by sk_callback_lock of the socket.
 */
struct watch {
	void (*wake)(void *arg);
	void *arg;
};

static void watch_ready(struct sock *sk)
{
	struct watch *w;

	read_lock_bh(&sk->sk_callback_lock);
	w = sk->sk_user_data;
	if (w)
		w->wake(w->arg);
	read_unlock_bh(&sk->sk_callback_lock);
}

static struct watch *watch_set(struct sock *sk, struct watch *w)
{
	struct watch *old;

	write_lock_bh(&sk->sk_callback_lock);
	old = sk->sk_user_data;
	sk->sk_user_data = w;
	if (w)
		sk->sk_data_ready = watch_ready;
	write_unlock_bh(&sk->sk_callback_lock);
	return old;
}

struct socket *fama_watch_open(struct net *net, void (*wake)(void *arg),
			       void *arg)
{
	struct sockaddr_nl addr = {
		.nl_family = AF_NETLINK,
		.nl_groups = BIT(RTNLGRP_IPV6_IFADDR - 1) |
			     BIT(RTNLGRP_IPV6_ROUTE - 1) |
			     BIT(RTNLGRP_IPV6_RULE - 1),
	};
	struct socket *sock;
	struct watch *w;
	int err = -ENOMEM;

	w = kzalloc(sizeof(*w), GFP_KERNEL);
	if (!w)
		return ERR_PTR(-ENOMEM);
	w->wake = wake;
	w->arg = arg;
	sock = fama_rtnl_open(net);
	if (IS_ERR(sock)) {
		kfree(w);
		return sock;
	}
	watch_set(sock->sk, w);
	err = kernel_bind(sock, (struct sockaddr_unsized *)&addr, sizeof(addr));
	if (!err)
		return sock;
	fama_watch_close(sock);
	return ERR_PTR(err);
}
EXPORT_SYMBOL_GPL(fama_watch_open);

void fama_watch_close(struct socket *sock)
{
	kfree(watch_set(sock->sk, NULL));
	fama_rtnl_close(sock);
}
EXPORT_SYMBOL_GPL(fama_watch_close);

static bool watch_parse_address(const struct nlmsghdr *nlh,
				struct fama_watch_event *ev)
{
	const struct ifaddrmsg *ifa = nlmsg_data(nlh);
	struct nlattr *tb[IFA_MAX + 1];

	if (nlmsg_parse_deprecated(nlh, sizeof(*ifa), tb, IFA_MAX, NULL, NULL))
		return false;
	if (ifa->ifa_family != AF_INET6 || !tb[IFA_ADDRESS] ||
	    nla_len(tb[IFA_ADDRESS]) != sizeof(ev->addr))
		return false;
	ev->kind = FAMA_WATCH_ADDRESS;
	ev->addr = nla_get_in6_addr(tb[IFA_ADDRESS]);
	ev->ifindex = ifa->ifa_index;
	ev->flags = tb[IFA_FLAGS] ? nla_get_u32(tb[IFA_FLAGS]) : ifa->ifa_flags;
	return true;
}

static bool watch_parse_route(const struct nlmsghdr *nlh,
			      struct fama_watch_event *ev)
{
	const struct rtmsg *rtm = nlmsg_data(nlh);

	if (nlmsg_len(nlh) < (int)sizeof(*rtm) || rtm->rtm_family != AF_INET6)
		return false;
	ev->kind = FAMA_WATCH_ROUTE;
	ev->protocol = rtm->rtm_protocol;
	ev->replaces = !ev->gone && nlh->nlmsg_flags & NLM_F_REPLACE;
	return true;
}

static bool watch_parse_rule(const struct nlmsghdr *nlh,
			     struct fama_watch_event *ev)
{
	const struct fib_rule_hdr *frh = nlmsg_data(nlh);
	struct nlattr *tb[FRA_MAX + 1];

	if (nlmsg_parse_deprecated(nlh, sizeof(*frh), tb, FRA_MAX, NULL, NULL) ||
	    frh->family != AF_INET6)
		return false;
	ev->kind = FAMA_WATCH_RULE;
	if (tb[FRA_PROTOCOL] && nla_len(tb[FRA_PROTOCOL]) >= 1)
		ev->protocol = nla_get_u8(tb[FRA_PROTOCOL]);
	return true;
}

static bool watch_parse(const void *buf, int len, struct fama_watch_event *ev)
{
	const struct nlmsghdr *nlh = buf;

	if (!nlmsg_ok(nlh, len))
		return false;
	*ev = (struct fama_watch_event) { .port = nlh->nlmsg_pid };
	switch (nlh->nlmsg_type) {
	case RTM_DELADDR:
		ev->gone = true;
		fallthrough;
	case RTM_NEWADDR:
		return watch_parse_address(nlh, ev);
	case RTM_DELROUTE:
		ev->gone = true;
		fallthrough;
	case RTM_NEWROUTE:
		return watch_parse_route(nlh, ev);
	case RTM_DELRULE:
		ev->gone = true;
		fallthrough;
	case RTM_NEWRULE:
		return watch_parse_rule(nlh, ev);
	default:
		return false;
	}
}

bool fama_watch_next(struct socket *sock, struct fama_watch_event *ev)
{
	u8 buf[WATCH_MSG_LEN] __aligned(NLMSG_ALIGNTO);
	int len;

	do {
		struct kvec vec = { .iov_base = buf, .iov_len = sizeof(buf) };
		struct msghdr msg = {};

		len = kernel_recvmsg(sock, &msg, &vec, 1, sizeof(buf),
				     MSG_DONTWAIT);
		if (len == -ENOBUFS) {
			*ev = (struct fama_watch_event) {
				.kind = FAMA_WATCH_LOST,
			};
			return true;
		}
		if (len <= 0)
			return false;
	} while (!watch_parse(buf, len, ev));
	return true;
}
EXPORT_SYMBOL_GPL(fama_watch_next);
