/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Router Advertisements as a mobile node hears them (RFC 4861 section 4.2,
 * RFC 6275 sections 7.1 and 7.2).  Pure.
 */
#ifndef _MN_RA_H
#define _MN_RA_H

#include <linux/in6.h>
#include <linux/types.h>

#define MN_RA_PREFIXES	8	/* usable prefixes taken from one advertisement */
#define MN_RA_HW_LEN	6	/* octets of a link-layer address */

/**
 * struct mn_ra_prefix - a Prefix Information option of use to a mobile node
 * @prefix: the /64, host part zero
 * @router: global address of the router inside it (R flag), else unspecified
 * @dar: access router that anchors addresses of the prefix, or unspecified;
 *	mn_ra_parse() leaves it unspecified, mn_anchor_resolve() fills it in
 * @valid: valid lifetime, seconds
 * @preferred: preferred lifetime, seconds
 */
struct mn_ra_prefix {
	struct in6_addr prefix;
	struct in6_addr router;
	struct in6_addr dar;
	u32 valid;
	u32 preferred;
};

/**
 * struct mn_ra - a Router Advertisement
 * @source: link-local address of the router
 * @hw: its link-layer address, zero where links have none
 * @ifindex: interface on which it was heard
 * @time: when it was heard, ktime_get_real_ns()
 * @stay: mn_link_stay() when it was heard
 * @lifetime: router lifetime, seconds
 * @preference: 0 low, 1 medium, 2 high (RFC 4191 section 2.2)
 * @anchor: H flag: this router anchors addresses
 * @count: prefixes in @prefix
 * @prefix: the prefixes of length 64 with the A flag, in their order; if there are too
 *	many, those without the address of a router are left out first
 */
struct mn_ra {
	struct in6_addr source;
	u8 hw[MN_RA_HW_LEN];
	int ifindex;
	u64 time;
	u32 stay;
	u16 lifetime;
	u8 preference;
	bool anchor;
	u8 count;
	struct mn_ra_prefix prefix[MN_RA_PREFIXES];
};

/* Is the address local to its site (RFC 4193)? */
static inline bool mn_ra_of_site(const struct in6_addr *addr)
{
	return (addr->s6_addr[0] & 0xfe) == 0xfc;
}

/**
 * mn_ra_parse() - parse an advertisement
 * @buf: the ICMPv6 message
 * @len: octets of it
 * @ra: result; the caller sets source, hw, ifindex, time and stay
 *
 * Return: true when the message is well formed (RFC 4861 section 6.1.2, as far as
 * @buf shows).
 */
bool mn_ra_parse(const u8 *buf, size_t len, struct mn_ra *ra);

/**
 * mn_ra_until() - when the router stops to be one, unless it is heard again
 * @ra: its advertisement
 * @now: when that was heard, ns
 *
 * Return: ns, of the same clock.
 */
u64 mn_ra_until(const struct mn_ra *ra, u64 now);

/**
 * mn_ra_renewal() - for how long an address keeps the lifetimes that it has
 * @p: the same lifetimes, heard again
 *
 * Return: ns; a quarter of the shorter one.
 */
u64 mn_ra_renewal(const struct mn_ra_prefix *p);

#endif /* _MN_RA_H */
