/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_LINUX_IN6_H
#define _UNITS_LINUX_IN6_H

#include_next <linux/in6.h>
#include <linux/byteorder.h>

static const struct in6_addr in6addr_any __maybe_unused;

#endif
