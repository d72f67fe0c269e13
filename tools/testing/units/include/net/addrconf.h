/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_NET_ADDRCONF_H
#define _UNITS_NET_ADDRCONF_H

#include <net/ipv6.h>

/* ff02::1:ff00:0/104 (RFC 4291 section 2.7.1) */
static inline bool ipv6_addr_is_solict_mult(const struct in6_addr *a)
{
	static const struct in6_addr group = {
		.s6_addr = { 0xff, 0x02, [11] = 1, 0xff },
	};

	return ipv6_prefix_equal(a, &group, 104);
}

#endif
