// SPDX-License-Identifier: GPL-2.0-only
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "links.h"

#define ATTRS 128
#define SEQ 1

static void attrs(const struct nlattr *first, const struct nlattr **tb)
{
	const struct nlattr *attr;

	memset(tb, 0, ATTRS * sizeof(*tb));
	mnl_attr_for_each_nested(attr, first)
		if (mnl_attr_get_type(attr) < ATTRS)
			tb[mnl_attr_get_type(attr)] = attr;
}

static void message_attrs(const struct nlmsghdr *nlh, size_t header, const struct nlattr **tb)
{
	const struct nlattr *attr;

	memset(tb, 0, ATTRS * sizeof(*tb));
	mnl_attr_for_each(attr, nlh, header)
		if (mnl_attr_get_type(attr) < ATTRS)
			tb[mnl_attr_get_type(attr)] = attr;
}

static void parse_bridge(struct link *link, const struct nlattr *info)
{
	const struct nlattr *tb[ATTRS], *data;

	attrs(info, tb);
	data = tb[IFLA_INFO_DATA];
	if (!tb[IFLA_INFO_KIND] || strcmp(mnl_attr_get_str(tb[IFLA_INFO_KIND]), "bridge") || !data)
		return;
	attrs(data, tb);
	link->bridge = true;
	if (tb[IFLA_BR_MCAST_SNOOPING])
		link->snooping = mnl_attr_get_u8(tb[IFLA_BR_MCAST_SNOOPING]);
	if (tb[IFLA_BR_MCAST_ROUTER])
		link->mcast_router = mnl_attr_get_u8(tb[IFLA_BR_MCAST_ROUTER]);
}

static void parse_link(struct link *link, const struct nlmsghdr *nlh)
{
	const struct ifinfomsg *header = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[ATTRS];
	struct rtnl_link_stats64 stats;

	memset(link, 0, sizeof(*link));
	message_attrs(nlh, sizeof(*header), tb);
	link->ifindex = header->ifi_index;
	link->up = header->ifi_flags & IFF_UP;
	link->running = header->ifi_flags & IFF_RUNNING;
	if (tb[IFLA_IFNAME])
		snprintf(link->name, sizeof(link->name), "%s", mnl_attr_get_str(tb[IFLA_IFNAME]));
	if (tb[IFLA_MTU])
		link->mtu = mnl_attr_get_u32(tb[IFLA_MTU]);
	if (tb[IFLA_MASTER])
		link->master = mnl_attr_get_u32(tb[IFLA_MASTER]);
	if (tb[IFLA_STATS64] && mnl_attr_get_payload_len(tb[IFLA_STATS64]) >= 16) {
		memcpy(&stats, mnl_attr_get_payload(tb[IFLA_STATS64]), 16);
		link->rx_packets = stats.rx_packets;
		link->tx_packets = stats.tx_packets;
	}
	if (tb[IFLA_LINKINFO])
		parse_bridge(link, tb[IFLA_LINKINFO]);
}

static int take_link(const struct nlmsghdr *nlh, void *data)
{
	struct links *links = data;
	struct link *more;

	more = realloc(links->list, (links->count + 1) * sizeof(*more));
	if (!more)
		return MNL_CB_ERROR;
	links->list = more;
	parse_link(&links->list[links->count++], nlh);
	return MNL_CB_OK;
}

/* Send a request of rtnetlink, and give each message of the answer to @take. */
static int run(struct nlmsghdr *request, mnl_cb_t take, void *data)
{
	static char buffer[65536];
	struct mnl_socket *nl;
	unsigned int port;
	int more, error = 0;
	ssize_t len;

	nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (!nl)
		return errno;
	request->nlmsg_seq = SEQ;
	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) ||
	    mnl_socket_sendto(nl, request, request->nlmsg_len) < 0)
		error = errno;
	port = mnl_socket_get_portid(nl);
	for (more = MNL_CB_OK; !error && more > MNL_CB_STOP;) {
		len = mnl_socket_recvfrom(nl, buffer, sizeof(buffer));
		more = len < 0 ? -1 : mnl_cb_run(buffer, len, SEQ, port, take, data);
		if (more < 0 && errno != EINTR)
			error = errno;
		/* One that is no dump ends with its answer. */
		if (!(request->nlmsg_flags & NLM_F_DUMP))
			break;
	}
	mnl_socket_close(nl);
	return error;
}

int links_read(struct links *links)
{
	char space[MNL_NLMSG_HDRLEN + 64] = { 0 };
	struct nlmsghdr *request = mnl_nlmsg_put_header(space);

	links->list = NULL;
	links->count = 0;
	request->nlmsg_type = RTM_GETLINK;
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	mnl_nlmsg_put_extra_header(request, sizeof(struct ifinfomsg));
	return run(request, take_link, links);
}

void links_free(struct links *links)
{
	free(links->list);
	links->list = NULL;
	links->count = 0;
}

const struct link *links_find(const struct links *links, unsigned int ifindex)
{
	unsigned int i;

	for (i = 0; i < links->count; i++)
		if (links->list[i].ifindex == ifindex)
			return &links->list[i];
	return NULL;
}

const struct link *links_named(const struct links *links, const char *name)
{
	unsigned int i;

	for (i = 0; i < links->count; i++)
		if (!strcmp(links->list[i].name, name))
			return &links->list[i];
	return NULL;
}

struct way {
	unsigned int oif;
	unsigned int mtu;
};

static int take_way(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *tb[ATTRS], *metrics[ATTRS];
	struct way *way = data;

	message_attrs(nlh, sizeof(struct rtmsg), tb);
	if (tb[RTA_OIF])
		way->oif = mnl_attr_get_u32(tb[RTA_OIF]);
	if (tb[RTA_METRICS]) {
		attrs(tb[RTA_METRICS], metrics);
		if (metrics[RTAX_MTU])
			way->mtu = mnl_attr_get_u32(metrics[RTAX_MTU]);
	}
	return MNL_CB_OK;
}

int route_get(const struct in6_addr *dst, unsigned int *oif, unsigned int *mtu)
{
	char space[MNL_NLMSG_HDRLEN + 128] = { 0 };
	struct nlmsghdr *request = mnl_nlmsg_put_header(space);
	struct way way = { 0 };
	struct rtmsg *header;
	int error;

	request->nlmsg_type = RTM_GETROUTE;
	request->nlmsg_flags = NLM_F_REQUEST;
	header = mnl_nlmsg_put_extra_header(request, sizeof(*header));
	header->rtm_family = AF_INET6;
	header->rtm_dst_len = 128;
	mnl_attr_put(request, RTA_DST, sizeof(*dst), dst);
	error = run(request, take_way, &way);
	*oif = error ? 0 : way.oif;
	*mtu = error ? 0 : way.mtu;
	return error;
}
