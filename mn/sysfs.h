/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /sys/class/net/DEVICE/mn: state and settings of the namespace that the device
 * is in; Documentation/ABI/testing/sysfs-class-net-mn.
 */
#ifndef _MN_SYSFS_H
#define _MN_SYSFS_H

#include <linux/sysfs.h>

extern const struct attribute_group mn_sysfs_group;

#endif /* _MN_SYSFS_H */
