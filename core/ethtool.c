// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netdevice.h>
#include <linux/string.h>

#include "ethtool.h"
#include "tunnel.h"

static const struct fama_tunnel_ops *ethtool_role(const struct net_device *dev)
{
	const struct fama_tunnel *t = netdev_priv(dev);

	return t->ops;
}

static void ethtool_get_drvinfo(struct net_device *dev,
				struct ethtool_drvinfo *info)
{
	strscpy(info->driver, ethtool_role(dev)->kind, sizeof(info->driver));
}

static int ethtool_get_sset_count(struct net_device *dev, int set)
{
	return set == ETH_SS_STATS ? ethtool_role(dev)->stats.count :
				     -EOPNOTSUPP;
}

static void ethtool_get_strings(struct net_device *dev, u32 set, u8 *data)
{
	const struct fama_tunnel_stats *stats = &ethtool_role(dev)->stats;
	unsigned int i;

	for (i = 0; set == ETH_SS_STATS && i < stats->count; i++)
		strscpy(data + i * ETH_GSTRING_LEN, stats->name(i),
			ETH_GSTRING_LEN);
}

static void ethtool_get_stats(struct net_device *dev,
			      struct ethtool_stats *about, u64 *data)
{
	const struct fama_tunnel_stats *stats = &ethtool_role(dev)->stats;
	unsigned int i;

	for (i = 0; i < stats->count; i++)
		data[i] = stats->read(dev, i);
}

const struct ethtool_ops fama_ethtool_ops = {
	.get_drvinfo = ethtool_get_drvinfo,
	.get_link = ethtool_op_get_link,
	.get_sset_count = ethtool_get_sset_count,
	.get_strings = ethtool_get_strings,
	.get_ethtool_stats = ethtool_get_stats,
};
