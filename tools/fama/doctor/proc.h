/* SPDX-License-Identifier: GPL-2.0-only */
/* Small files of the kernel. */
#ifndef FAMA_DOCTOR_PROC_H
#define FAMA_DOCTOR_PROC_H

#include <stdbool.h>
#include <stddef.h>

/* The first line of a file, without its end; false if it cannot be read. */
bool proc_line(char *line, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* A setting of IPv6, below /proc/sys/net/ipv6; -1 if there is none of this name. */
long proc_ipv6(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Is there a module of this name for the kernel that runs? */
bool proc_installed(const char *module);

#endif
