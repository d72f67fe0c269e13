/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which addresses can be home addresses, care-of addresses and prefixes.  Pure.
 */
#ifndef _DAR_ADDRESS_H
#define _DAR_ADDRESS_H

#include <net/ipv6.h>

/**
 * dar_address_usable() - is it a unicast address of more than one link
 * @addr: a home address, a care-of address or a prefix
 *
 * Return: false for multicast, unspecified, loopback and link-local addresses, and
 * for those that contain an IPv4 address (IPv4-mapped, IPv4-compatible).
 */
static inline bool dar_address_usable(const struct in6_addr *addr)
{
	int type = ipv6_addr_type(addr);

	return type & IPV6_ADDR_UNICAST &&
	       !(type & (IPV6_ADDR_LINKLOCAL | IPV6_ADDR_LOOPBACK |
			 IPV6_ADDR_MAPPED | IPV6_ADDR_COMPATv4));
}

/* Are the first 64 bits of two addresses the same? */
static inline bool dar_address_same_prefix(const struct in6_addr *a,
					   const struct in6_addr *b)
{
	return ipv6_prefix_equal(a, b, 64);
}

#endif /* _DAR_ADDRESS_H */
