/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _BENCH_H
#define _BENCH_H

#include <linux/debugfs.h>

/* rsa.c, chase.c: their files in a directory */
void bench_rsa_init(struct dentry *dir);
void bench_chase_init(struct dentry *dir);

#endif /* _BENCH_H */
