// SPDX-License-Identifier: GPL-2.0-only
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>

#include "devroute.h"

/* No node has this address. */
static const struct in6_addr devroute_gateway = {
	.s6_addr = { 0xfe, 0x80, [15] = 1 },
};

struct fama_rtnl_route fama_devroute_default(const struct net_device *dev,
					     u32 table)
{
	return (struct fama_rtnl_route) {
		.gateway = devroute_gateway,
		.ifindex = dev->ifindex,
		.table = table,
		.metric = 1024,
	};
}

struct fama_rtnl_route fama_devroute_host(const struct net_device *dev,
					  const struct in6_addr *dst)
{
	return (struct fama_rtnl_route) {
		.dst = *dst,
		.plen = 128,
		.gateway = devroute_gateway,
		.ifindex = dev->ifindex,
	};
}

typedef int (*devroute_input)(struct sk_buff *skb);

/* What the stack does with a packet that has a route of this table. */
static devroute_input devroute_read_input(struct net *net, u32 id)
{
	struct flowi6 fl6 = { .flowi6_iif = LOOPBACK_IFINDEX };
	struct fib6_table *table = fib6_get_table(net, id);
	devroute_input input = NULL;
	struct rt6_info *rt;

	if (!table)
		return NULL;
	rt = ip6_pol_route(net, table, 0, &fl6, NULL, 0);
	if (!rt->dst.error)
		input = rt->dst.input;
	dst_release(&rt->dst);
	return input;
}

/*
 * The kernel does not export ip6_forward(), but every route by which packets are
 * forwarded names it.  So there is such a route for a moment.
 */
static devroute_input devroute_find_input(struct net_device *dev, u32 table)
{
	const struct fama_rtnl_route route = fama_devroute_default(dev, table);
	devroute_input input;
	struct socket *rtnl;
	int err;

	rtnl = fama_rtnl_open(dev_net(dev));
	if (IS_ERR(rtnl))
		return ERR_CAST(rtnl);
	err = fama_rtnl_route_add(rtnl, &route);
	input = err ? ERR_PTR(err) : devroute_read_input(dev_net(dev), table);
	if (!err)
		fama_rtnl_route_del(rtnl, &route);
	fama_rtnl_close(rtnl);
	return input ?: ERR_PTR(-ENETUNREACH);
}

/*
 * RTF_PCPU without a route of a table that it is a copy of: the kernel then has
 * nowhere to note a path MTU, and ignores it.  Otherwise it would write the MTU
 * into this route, which packets to all other addresses have, too.
 */
static struct rt6_info *devroute_alloc(struct net_device *dev,
				       devroute_input input)
{
	struct rt6_info *rt = ip6_dst_alloc(dev_net(dev), dev, 0);

	if (!rt)
		return NULL;
	rt->dst.input = input;
	rt->dst.output = ip6_output;
	rt->rt6i_flags = RTF_UP | RTF_GATEWAY | RTF_PCPU;
	rt->rt6i_gateway = devroute_gateway;
	rt->rt6i_idev = in6_dev_get(dev);
	if (rt->rt6i_idev)
		return rt;
	fama_devroute_free(&rt->dst);
	return NULL;
}

struct dst_entry *fama_devroute_new(struct net_device *dev, u32 table)
{
	devroute_input input = devroute_find_input(dev, table);
	struct rt6_info *rt;

	if (IS_ERR(input))
		return ERR_CAST(input);
	rt = devroute_alloc(dev, input);
	return rt ? &rt->dst : ERR_PTR(-ENOMEM);
}

void fama_devroute_free(struct dst_entry *dst)
{
	if (!dst)
		return;
	dst_dev_put(dst);
	dst_release(dst);
}
