/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tunnel device dar0: our end of the tunnels to all mobile nodes.
 */
#ifndef _DAR_DEV_H
#define _DAR_DEV_H

#include <linux/sysfs.h>

#include "../state/dar.h"

/**
 * dar_dev_module_init() - make the kind of device known
 * @sysfs: attributes of all devices
 *
 * Return: 0 or an error.
 */
int dar_dev_module_init(const struct attribute_group *sysfs);

/* No device exists any more. */
void dar_dev_module_exit(void);

/* Create the device.  Return: 0, -EEXIST: the name is taken, or another error. */
int dar_dev_create(struct dar_net *dn, const char *name);

/*
 * Has somebody deleted the device?  The role is enabled and has to end then, see
 * dar_net.removed.  Context: dar_net.lock.
 */
bool dar_dev_removed(const struct dar_net *dn);

/* Remove the device, if it is still there.  Waits for hooks that still use it. */
void dar_dev_destroy(struct dar_net *dn);

/**
 * dar_dev_release() - send the packets that have waited
 * @dn: the namespace
 * @home: home address of a node that is bound now, or whose care-of address is proven, or
 *	that was heard at home, or that will not come back in time
 *
 * What exceeds the credit of a care-of address goes on waiting for the proof.  The others
 * are sent in the order in which they came, and before all that come now.
 *
 * Context: any up to softirq.
 */
void dar_dev_release(struct dar_net *dn, const struct in6_addr *home);

#endif /* _DAR_DEV_H */
