/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Netfilter hooks that steer packets for bound addresses into the tunnel device.
 */
#ifndef _DAR_STEER_H
#define _DAR_STEER_H

#include "../state/dar.h"

/* Register the hooks; dar_net.dev exists.  Return: 0 or an error. */
int dar_steer_start(struct dar_net *dn);

/* Unregister the hooks.  They may still run until the next grace period ends. */
void dar_steer_stop(struct dar_net *dn);

#endif /* _DAR_STEER_H */
