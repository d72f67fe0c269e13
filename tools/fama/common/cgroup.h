/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_CGROUP_H
#define FAMA_COMMON_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The cgroup v2 of this name below the one of this process, made if need be: its directory. */
int cgroup_make(const char *name, int *fd);

/* The directory of a cgroup, "none" for 0.  Return: false: there is none of this id. */
bool cgroup_path(uint64_t id, char *path, size_t size);

/* This process is in the cgroup from now on, and so is what it starts. */
int cgroup_enter(int fd);

#endif
