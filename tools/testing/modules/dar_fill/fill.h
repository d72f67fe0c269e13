/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _DAR_FILL_H
#define _DAR_FILL_H

#include <linux/debugfs.h>

/* probe.c: for how long softirqs are held off, in a file of a directory */
void fill_probe_init(struct dentry *dir);
void fill_probe_exit(void);

#endif /* _DAR_FILL_H */
