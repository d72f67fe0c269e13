// SPDX-License-Identifier: GPL-2.0-only
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "links.h"
#include "netlink.h"

static void parse_kind(struct link *link, const struct nlattr *info)
{
	const struct nlattr *tb[NETLINK_ATTRS], *data;

	netlink_nest_attrs(info, tb);
	data = tb[IFLA_INFO_DATA];
	if (!tb[IFLA_INFO_KIND] || !data)
		return;
	link->vrf = !strcmp(mnl_attr_get_str(tb[IFLA_INFO_KIND]), "vrf");
	if (strcmp(mnl_attr_get_str(tb[IFLA_INFO_KIND]), "bridge"))
		return;
	netlink_nest_attrs(data, tb);
	link->bridge = true;
	if (tb[IFLA_BR_MCAST_SNOOPING])
		link->snooping = mnl_attr_get_u8(tb[IFLA_BR_MCAST_SNOOPING]);
	if (tb[IFLA_BR_MCAST_ROUTER])
		link->mcast_router = mnl_attr_get_u8(tb[IFLA_BR_MCAST_ROUTER]);
}

static void parse_link(struct link *link, const struct nlmsghdr *nlh)
{
	const struct ifinfomsg *header = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[NETLINK_ATTRS];
	struct rtnl_link_stats64 stats;

	memset(link, 0, sizeof(*link));
	netlink_attrs(nlh, sizeof(*header), tb);
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
		parse_kind(link, tb[IFLA_LINKINFO]);
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

int links_read(struct links *links)
{
	char space[MNL_NLMSG_HDRLEN + 64] = { 0 };
	struct nlmsghdr *request = mnl_nlmsg_put_header(space);

	links->list = NULL;
	links->count = 0;
	request->nlmsg_type = RTM_GETLINK;
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	mnl_nlmsg_put_extra_header(request, sizeof(struct ifinfomsg));
	return netlink_run(NETLINK_ROUTE, request, take_link, links);
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
	const struct nlattr *tb[NETLINK_ATTRS], *metrics[NETLINK_ATTRS];
	struct way *way = data;

	netlink_attrs(nlh, sizeof(struct rtmsg), tb);
	if (tb[RTA_OIF])
		way->oif = mnl_attr_get_u32(tb[RTA_OIF]);
	if (tb[RTA_METRICS]) {
		netlink_nest_attrs(tb[RTA_METRICS], metrics);
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
	error = netlink_run(NETLINK_ROUTE, request, take_way, &way);
	*oif = error ? 0 : way.oif;
	*mtu = error ? 0 : way.mtu;
	return error;
}
