/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_CGROUP_H
#define FAMA_CGROUP_H

/* The cgroup v2 of this name below the one of this process, made if need be: its directory. */
int cgroup_make(const char *name, int *fd);

/* This process is in the cgroup from now on, and so is what it starts. */
int cgroup_enter(int fd);

#endif
