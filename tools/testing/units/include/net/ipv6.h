/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_NET_IPV6_H
#define _UNITS_NET_IPV6_H

#include <linux/in6.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define IPV6_ADDR_ANY		0x0000U
#define IPV6_ADDR_UNICAST	0x0001U
#define IPV6_ADDR_MULTICAST	0x0002U
#define IPV6_ADDR_LOOPBACK	0x0010U
#define IPV6_ADDR_LINKLOCAL	0x0020U
#define IPV6_ADDR_SITELOCAL	0x0040U
#define IPV6_ADDR_COMPATv4	0x0080U
#define IPV6_ADDR_MAPPED	0x1000U

/* What kind of address it is (RFC 4291 section 2.4), a set of the above. */
int ipv6_addr_type(const struct in6_addr *addr);

static inline bool ipv6_addr_equal(const struct in6_addr *a,
				   const struct in6_addr *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static inline bool ipv6_addr_any(const struct in6_addr *a)
{
	return !memchr_inv(a, 0, sizeof(*a));
}

static inline bool ipv6_addr_is_multicast(const struct in6_addr *a)
{
	return a->s6_addr[0] == 0xff;
}

static inline bool ipv6_prefix_equal(const struct in6_addr *a,
				     const struct in6_addr *b,
				     unsigned int prefixlen)
{
	u8 mask = 0xff00 >> prefixlen % 8;

	if (memcmp(a, b, prefixlen / 8))
		return false;
	return !mask || !((a->s6_addr[prefixlen / 8] ^
			   b->s6_addr[prefixlen / 8]) & mask);
}

static inline void ipv6_addr_prefix(struct in6_addr *prefix,
				    const struct in6_addr *addr, int plen)
{
	memset(prefix, 0, sizeof(*prefix));
	memcpy(prefix, addr, plen / 8);
	if (plen % 8)
		prefix->s6_addr[plen / 8] = addr->s6_addr[plen / 8] &
					    (0xff00 >> plen % 8);
}

#endif
