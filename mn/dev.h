/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The packets of the tunnel device: where they go, which are let in, and those
 * that wait while there is nowhere to send them.
 */
#ifndef _MN_DEV_H
#define _MN_DEV_H

#include <fama/tunnel.h>

struct attribute_group;
struct mn_addr;
struct mn_net;

extern struct fama_tunnel_ops mn_dev_ops;

/**
 * mn_dev_init() - make the kind of device known
 * @sysfs: its files in sysfs
 *
 * Return: 0 or an error.
 */
int mn_dev_init(const struct attribute_group *sysfs);

/* No device exists any more. */
void mn_dev_exit(void);

/* Initialize mn_net.stale, the work that drops packets that have waited too long. */
void mn_dev_init_net(struct mn_net *mn);

/*
 * Send the packets that an address holds, through the tunnel or, when it has no
 * path because it is at home, as the stack routes them.  mn->lock
 */
void mn_dev_flush(struct mn_net *mn, struct mn_addr *a);

/* The same for every address that is at home or has a path.  mn->lock */
void mn_dev_flush_all(struct mn_net *mn);

#endif /* _MN_DEV_H */
