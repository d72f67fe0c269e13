/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files in /sys/class/net/DEVICE/dar: state and settings of the namespace that the
 * tunnel device is in.
 */
#ifndef _DAR_SYSFS_H
#define _DAR_SYSFS_H

#include <linux/sysfs.h>

extern const struct attribute_group dar_sysfs_group;

#endif /* _DAR_SYSFS_H */
