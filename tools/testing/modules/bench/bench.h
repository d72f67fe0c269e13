/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _BENCH_H
#define _BENCH_H

#include <linux/debugfs.h>

/* rsa.c: its file in a directory */
void bench_rsa_init(struct dentry *dir);

#endif /* _BENCH_H */
