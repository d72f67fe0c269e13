/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two feature bits became fields of struct net_device, one of which had another
 * name first; the core has come to allocate the statistics that a driver
 * names; and a field is only there with nl80211.
 */
#ifndef _FAMA_COMPAT_NETDEVICE_H
#define _FAMA_COMPAT_NETDEVICE_H

#include_next <linux/netdevice.h>
#include <fama-features.h>

/* The device needs no transmit lock. */
static inline void fama_netdev_set_lltx(struct net_device *dev)
{
#ifdef NETIF_F_LLTX
	dev->features |= NETIF_F_LLTX;
#else
	dev->lltx = true;
#endif
}

/* Its driver speaks nl80211.  Without that in the kernel, there is no field for it. */
static inline bool fama_netdev_has_nl80211(const struct net_device *dev)
{
#if IS_ENABLED(CONFIG_CFG80211)
	return dev->ieee80211_ptr;
#else
	return false;
#endif
}

/* The device cannot leave its namespace. */
static inline void fama_netdev_set_netns_immutable(struct net_device *dev)
{
#if defined(FAMA_HAVE_NETNS_IMMUTABLE)
	dev->netns_immutable = true;
#elif defined(FAMA_HAVE_NETNS_LOCAL)
	dev->netns_local = true;
#else
	dev->features |= NETIF_F_NETNS_LOCAL;
#endif
}

#ifndef FAMA_HAVE_PCPU_STAT_TYPE
/* In setup, ndo_init and the destructor. */
static inline void fama_netdev_set_tstats(struct net_device *dev)
{
}

static inline int fama_netdev_alloc_tstats(struct net_device *dev)
{
	dev->tstats = netdev_alloc_pcpu_stats(struct pcpu_sw_netstats);
	return dev->tstats ? 0 : -ENOMEM;
}

static inline void fama_netdev_free_tstats(struct net_device *dev)
{
	free_percpu(dev->tstats);
}
#else
static inline void fama_netdev_set_tstats(struct net_device *dev)
{
	dev->pcpu_stat_type = NETDEV_PCPU_STAT_TSTATS;
}

static inline int fama_netdev_alloc_tstats(struct net_device *dev)
{
	return 0;
}

static inline void fama_netdev_free_tstats(struct net_device *dev)
{
}
#endif

#endif /* _FAMA_COMPAT_NETDEVICE_H */
