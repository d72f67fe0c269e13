/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an operator should know: a line in the kernel log, limited in rate, and a
 * notification.  Each line begins with the number of its namespace (lsns -t net).
 */
#ifndef _DAR_NOTICE_H
#define _DAR_NOTICE_H

#include <linux/atomic.h>
#include <net/ipv6.h>

#include "../state/access.h"
#include "../state/anchor.h"
#include "../state/dar.h"

/* The role is enabled; name of its device. */
void dar_notice_enabled(struct dar_net *dn, const char *device);

/* The role is disabled. */
void dar_notice_disabled(struct dar_net *dn);

/* An access link has got its device, or has lost it.  Context: RTNL. */
void dar_notice_link(struct dar_net *dn, const struct dar_access *access);

/* A device that anchors wait for cannot become their access link.  Context: RTNL. */
void dar_notice_no_link(struct dar_net *dn, const struct net_device *dev,
			int err);

/* Forwarding was switched on or off.  Context: any. */
void dar_notice_forwarding(struct dar_net *dn, bool forwards);

/**
 * dar_notice_packet() - notice a packet to or from a node that the stack will drop
 * @dn: the namespace
 *
 * If forwarding is off, the stack drops the packet and says nothing, so it is
 * counted here.  A change is noticed once.
 * Context: BH off.
 */
static inline void dar_notice_packet(struct dar_net *dn)
{
	bool forwards = READ_ONCE(dn->net->ipv6.devconf_all->forwarding);

	if (unlikely(atomic_read(&dn->forwards) != forwards))
		dar_notice_forwarding(dn, forwards);
	if (unlikely(!forwards))
		dar_stat_inc(dn->mib, DAR_STAT_FORWARDING_OFF);
}

/* We got our first address in the prefix of an anchor, or lost the last.  Any. */
void dar_notice_address(struct dar_net *dn, const struct dar_anchor *a);

#endif /* _DAR_NOTICE_H */
