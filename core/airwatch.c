// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/genetlink.h>
#include <linux/net.h>
#include <linux/nl80211.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/genetlink.h>
#include <net/netlink.h>
#include <net/sock.h>

#include <fama/airwatch.h>
#include <fama/ssid.h>

#include "wext.h"

/* Lists come in pieces of this length at most. */
#define AIRWATCH_LEN		8192

#define AIRWATCH_MESSAGES	32	/* so many before somebody else has the processor */

static void airwatch_queue(struct fama_airwatch *air)
{
	queue_work(system_highpri_wq, &air->work);
}

static void airwatch_ready(struct sock *sk)
{
	read_lock_bh(&sk->sk_callback_lock);
	if (sk->sk_user_data)
		airwatch_queue(sk->sk_user_data);
	read_unlock_bh(&sk->sk_callback_lock);
}

static void airwatch_wake(struct sock *sk, struct fama_airwatch *air)
{
	write_lock_bh(&sk->sk_callback_lock);
	sk->sk_user_data = air;
	if (air)
		sk->sk_data_ready = airwatch_ready;
	write_unlock_bh(&sk->sk_callback_lock);
}

/* A request for a list, about one interface or, without its number, about all. */
struct airwatch_request {
	struct nlmsghdr nlh;
	struct genlmsghdr genl;
	struct nlattr nla;
	u32 ifindex;
};

/* The message needs a destination, see rtnl.c. */
static int airwatch_send(struct fama_airwatch *air, struct airwatch_request *ask)
{
	struct sockaddr_nl to = { .nl_family = AF_NETLINK };
	struct msghdr msg = { .msg_name = &to, .msg_namelen = sizeof(to) };
	struct kvec vec = { .iov_base = ask, .iov_len = ask->nlh.nlmsg_len };
	int err = kernel_sendmsg(air->sock, &msg, &vec, 1, vec.iov_len);

	return min(err, 0);
}

/*
 * Ask for the list of families.  Who asks for one by its name has its module loaded, also
 * where there is no Wi-Fi.
 */
static int airwatch_ask_families(struct fama_airwatch *air)
{
	struct airwatch_request ask = {
		.nlh = {
			.nlmsg_len = offsetof(struct airwatch_request, nla),
			.nlmsg_type = GENL_ID_CTRL,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		},
		.genl = {
			.cmd = CTRL_CMD_GETFAMILY,
			.version = 1,
		},
	};

	return airwatch_send(air, &ask);
}

/*
 * Ask for the access points that an interface has heard.  What lists the interfaces does not
 * tell the name of the network if a program makes the associations.
 */
static int airwatch_ask_points(struct fama_airwatch *air, int ifindex)
{
	struct airwatch_request ask = {
		.nlh = {
			.nlmsg_len = sizeof(ask),
			.nlmsg_type = air->family,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		},
		.genl = {
			.cmd = NL80211_CMD_GET_SCAN,
			.version = 1,
		},
		.nla = {
			.nla_len = nla_attr_size(sizeof(u32)),
			.nla_type = NL80211_ATTR_IFINDEX,
		},
		.ifindex = ifindex,
	};

	return airwatch_send(air, &ask);
}

static void airwatch_release(struct socket **sock)
{
	if (!*sock)
		return;
	airwatch_wake((*sock)->sk, NULL);
	sock_release(*sock);
	*sock = NULL;
}

static void airwatch_close(struct fama_airwatch *air)
{
	airwatch_release(&air->sock);
	airwatch_release(&air->links);
	kfree(air->buf);
	air->buf = NULL;
	air->family = 0;
}

static int airwatch_listen(struct fama_airwatch *air, int protocol, u32 groups,
			   struct socket **sock)
{
	struct sockaddr_nl addr = {
		.nl_family = AF_NETLINK,
		.nl_groups = groups,
	};
	int err;

	err = sock_create_kern(air->net, AF_NETLINK, SOCK_RAW, protocol, sock);
	if (err) {
		*sock = NULL;
		return err;
	}
	airwatch_wake((*sock)->sk, air);
	return kernel_bind(*sock, (struct sockaddr_unsized *)&addr,
			   sizeof(addr));
}

/* ORDER: families that appear are reported before the list of them is asked for. */
static int airwatch_open(struct fama_airwatch *air)
{
	int err;

	air->buf = kmalloc(AIRWATCH_LEN, GFP_KERNEL);
	if (!air->buf)
		return -ENOMEM;
	err = airwatch_listen(air, NETLINK_GENERIC, BIT(GENL_ID_CTRL - 1),
			      &air->sock);
	if (!err)
		err = airwatch_listen(air, NETLINK_ROUTE,
				      BIT(RTNLGRP_LINK - 1), &air->links);
	if (!err)
		err = airwatch_ask_families(air);
	if (err)
		airwatch_close(air);
	return err;
}

static void airwatch_join(struct fama_airwatch *air, u32 group)
{
	struct socket *sock = air->sock;

	sock->ops->setsockopt(sock, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
			      KERNEL_SOCKPTR(&group), sizeof(group));
}

static void airwatch_group(struct fama_airwatch *air, const struct nlattr *nla)
{
	struct nlattr *tb[CTRL_ATTR_MCAST_GRP_MAX + 1];

	if (nla_parse_nested_deprecated(tb, CTRL_ATTR_MCAST_GRP_MAX, nla, NULL,
					NULL) ||
	    !tb[CTRL_ATTR_MCAST_GRP_NAME] || !tb[CTRL_ATTR_MCAST_GRP_ID] ||
	    nla_len(tb[CTRL_ATTR_MCAST_GRP_ID]) != sizeof(u32) ||
	    nla_strcmp(tb[CTRL_ATTR_MCAST_GRP_NAME],
		       NL80211_MULTICAST_GROUP_MLME))
		return;
	airwatch_join(air, nla_get_u32(tb[CTRL_ATTR_MCAST_GRP_ID]));
}

/* A family is there, has got a group, or has gone. */
static void airwatch_family(struct fama_airwatch *air,
			    const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = nlmsg_data(nlh);
	struct nlattr *tb[CTRL_ATTR_MAX + 1], *nla;
	int rest;

	if (nlmsg_parse_deprecated(nlh, GENL_HDRLEN, tb, CTRL_ATTR_MAX, NULL,
				   NULL) ||
	    !tb[CTRL_ATTR_FAMILY_NAME] || !tb[CTRL_ATTR_FAMILY_ID] ||
	    nla_len(tb[CTRL_ATTR_FAMILY_ID]) != sizeof(u16) ||
	    nla_strcmp(tb[CTRL_ATTR_FAMILY_NAME], NL80211_GENL_NAME))
		return;
	air->family = genl->cmd == CTRL_CMD_DELFAMILY ?
		      0 : nla_get_u16(tb[CTRL_ATTR_FAMILY_ID]);
	WRITE_ONCE(air->look, true);
	if (!air->family || !tb[CTRL_ATTR_MCAST_GROUPS])
		return;
	nla_for_each_nested(nla, tb[CTRL_ATTR_MCAST_GROUPS], rest)
		airwatch_group(air, nla);
}

/* An attempt to connect that failed is reported as well. */
static bool airwatch_succeeded(const struct nlmsghdr *nlh)
{
	const struct nlattr *status = nlmsg_find_attr(nlh, GENL_HDRLEN,
						      NL80211_ATTR_STATUS_CODE);

	return !nlmsg_find_attr(nlh, GENL_HDRLEN, NL80211_ATTR_TIMED_OUT) &&
	       (!status || (nla_len(status) == sizeof(u16) &&
			    !nla_get_u16(status)));
}

/* The name is among the elements that the interface has sent to its access point. */
static void airwatch_moved(struct fama_airwatch *air, enum fama_air what,
			   int ifindex, const struct nlmsghdr *nlh)
{
	const struct nlattr *sent = nlmsg_find_attr(nlh, GENL_HDRLEN,
						    NL80211_ATTR_REQ_IE);
	struct fama_ssid ssid;
	bool found = sent && fama_ssid_find(&ssid, nla_data(sent), nla_len(sent));

	air->calls->told(air, what, ifindex, found ? &ssid : NULL);
	if (!found)
		WRITE_ONCE(air->look, true);
}

/* Does the interface use this access point?  Return: its elements, or NULL. */
static const struct nlattr *airwatch_used(const struct nlattr *point)
{
	const struct nlattr *status = nla_find_nested(point, NL80211_BSS_STATUS);

	if (!status || nla_len(status) != sizeof(u32) ||
	    nla_get_u32(status) != NL80211_BSS_STATUS_ASSOCIATED)
		return NULL;
	return nla_find_nested(point, NL80211_BSS_INFORMATION_ELEMENTS);
}

static void airwatch_point(struct fama_airwatch *air, int ifindex,
			   const struct nlmsghdr *nlh)
{
	const struct nlattr *point = nlmsg_find_attr(nlh, GENL_HDRLEN,
						     NL80211_ATTR_BSS);
	const struct nlattr *elements = point ? airwatch_used(point) : NULL;
	struct fama_ssid ssid;

	if (elements &&
	    fama_ssid_find(&ssid, nla_data(elements), nla_len(elements)))
		air->calls->named(air, ifindex, &ssid);
}

static void airwatch_news(struct fama_airwatch *air, const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = nlmsg_data(nlh);
	const struct nlattr *nla = nlmsg_find_attr(nlh, GENL_HDRLEN,
						   NL80211_ATTR_IFINDEX);

	if (!nla || nla_len(nla) != sizeof(u32))
		return;
	if (genl->cmd == NL80211_CMD_ROAM)
		airwatch_moved(air, FAMA_AIR_ROAMED, nla_get_u32(nla), nlh);
	else if (genl->cmd == NL80211_CMD_CONNECT && airwatch_succeeded(nlh))
		airwatch_moved(air, FAMA_AIR_CONNECTED, nla_get_u32(nla), nlh);
	else if (genl->cmd == NL80211_CMD_NEW_SCAN_RESULTS)
		airwatch_point(air, nla_get_u32(nla), nlh);
}

static void airwatch_parse_links(struct fama_airwatch *air, int len)
{
	struct nlmsghdr *nlh;
	int rest, ifindex;

	nlmsg_for_each_msg(nlh, (struct nlmsghdr *)air->buf, len, rest) {
		ifindex = fama_wext_connected(air->net, nlh);
		if (ifindex)
			air->calls->told(air, FAMA_AIR_CONNECTED, ifindex, NULL);
	}
}

static void airwatch_parse(struct fama_airwatch *air, int len)
{
	struct nlmsghdr *nlh;
	int rest;

	nlmsg_for_each_msg(nlh, (struct nlmsghdr *)air->buf, len, rest) {
		if (nlmsg_len(nlh) < GENL_HDRLEN)
			continue;
		if (nlh->nlmsg_type == GENL_ID_CTRL)
			airwatch_family(air, nlh);
		else if (air->family && nlh->nlmsg_type == air->family)
			airwatch_news(air, nlh);
	}
}

/* Whoever may send to the socket: only what the kernel says counts. */
static int airwatch_receive(struct fama_airwatch *air, struct socket *sock)
{
	struct sockaddr_nl from = { .nl_pid = 1 };
	struct msghdr msg = { .msg_name = &from };
	struct kvec vec = { .iov_base = air->buf, .iov_len = AIRWATCH_LEN };
	int len = kernel_recvmsg(sock, &msg, &vec, 1, AIRWATCH_LEN,
				 MSG_DONTWAIT);

	if (len > 0 && !from.nl_pid && sock == air->links)
		airwatch_parse_links(air, len);
	else if (len > 0 && !from.nl_pid)
		airwatch_parse(air, len);
	return len;
}

/* nl80211 may have come or gone without a word. */
static void airwatch_lost(struct fama_airwatch *air)
{
	air->lost = true;
	air->calls->told(air, FAMA_AIR_LOST, 0, NULL);
	WRITE_ONCE(air->look, true);
}

/* The next interface whose name is wanted. */
static bool airwatch_look(struct fama_airwatch *air)
{
	if (xchg(&air->look, false))
		air->asked = 0;
	air->asked = air->calls->nameless(air, air->asked) ?: INT_MAX;
	return air->asked < INT_MAX && !airwatch_ask_points(air, air->asked);
}

/*
 * ORDER: a socket has one list at a time, and nothing is there to read when that has come to
 * its end.
 *
 * Return: whether something was asked.
 */
static bool airwatch_ask(struct fama_airwatch *air)
{
	if (air->lost) {
		air->lost = false;
		return !airwatch_ask_families(air);
	}
	return air->family && airwatch_look(air);
}

static void airwatch_read(struct fama_airwatch *air, struct socket *sock)
{
	int i, len;

	for (i = 0; i < AIRWATCH_MESSAGES; i++) {
		len = airwatch_receive(air, sock);
		if (len == -ENOBUFS)
			airwatch_lost(air);
		else if (len <= 0 && (sock != air->sock || !airwatch_ask(air)))
			return;
	}
	airwatch_queue(air);
}

static void airwatch_run(struct work_struct *work)
{
	struct fama_airwatch *air = container_of(work, struct fama_airwatch,
						 work);

	if (!READ_ONCE(air->on)) {
		airwatch_close(air);
	} else if (air->sock || !airwatch_open(air)) {
		airwatch_read(air, air->sock);
		airwatch_read(air, air->links);
	}
}

void fama_airwatch_init(struct fama_airwatch *air, struct net *net,
			const struct fama_airwatch_calls *calls)
{
	*air = (struct fama_airwatch) { .net = net, .calls = calls };
	INIT_WORK(&air->work, airwatch_run);
}
EXPORT_SYMBOL_GPL(fama_airwatch_init);

void fama_airwatch_set(struct fama_airwatch *air, bool on)
{
	WRITE_ONCE(air->on, on);
	airwatch_queue(air);
}
EXPORT_SYMBOL_GPL(fama_airwatch_set);

void fama_airwatch_look(struct fama_airwatch *air)
{
	WRITE_ONCE(air->look, true);
	airwatch_queue(air);
}
EXPORT_SYMBOL_GPL(fama_airwatch_look);

/* Its last run closes the socket, which is what queues the work. */
void fama_airwatch_exit(struct fama_airwatch *air)
{
	fama_airwatch_set(air, false);
	flush_work(&air->work);
}
EXPORT_SYMBOL_GPL(fama_airwatch_exit);
