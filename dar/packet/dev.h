/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tunnel device dar0: our end of the tunnels to all mobile nodes.
 */
#ifndef _DAR_DEV_H
#define _DAR_DEV_H

#include <linux/sysfs.h>

#include "../state/dar.h"

/* Choose the sysfs attributes of all devices, before the first is created. */
void dar_dev_module_init(const struct attribute_group *sysfs);

/* Create the device.  Return: 0, -EEXIST: the name is taken, or another error. */
int dar_dev_create(struct dar_net *dn, const char *name);

/* Remove the device.  Waits for hooks that still use it. */
void dar_dev_destroy(struct dar_net *dn);

#endif /* _DAR_DEV_H */
