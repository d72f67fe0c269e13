// SPDX-License-Identifier: GPL-2.0-only
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/unaligned.h>
#include <net/ipv6.h>

#include "ra.h"

/* RFC 4861 sections 4.2 and 4.6.2, RFC 6275 sections 7.1 and 7.2 */
#define RA_HDR_LEN		16
#define RA_FLAGS_OFF		5
#define RA_LIFETIME_OFF		6
#define RA_FLAG_HOME		0x20
#define RA_FLAG_PREFERENCE	0x18
#define RA_OPT_PREFIX		3
#define RA_PREFIX_LEN		32
#define RA_PREFIX_AUTO		0x40
#define RA_PREFIX_ROUTER	0x20

/* A global /64 in which hosts form addresses, and whose lifetimes make sense. */
static bool ra_prefix_usable(const u8 *opt, const struct mn_ra_prefix *p)
{
	int type = ipv6_addr_type(&p->prefix);

	return opt[2] == 64 && opt[3] & RA_PREFIX_AUTO &&
	       p->preferred <= p->valid && type & IPV6_ADDR_UNICAST &&
	       !(type & (IPV6_ADDR_LINKLOCAL | IPV6_ADDR_LOOPBACK));
}

/* If there is no room, a prefix with the address of a router takes another's place. */
static struct mn_ra_prefix *ra_place(struct mn_ra *ra, bool router)
{
	struct mn_ra_prefix *p;

	if (ra->count < MN_RA_PREFIXES)
		return &ra->prefix[ra->count++];
	for (p = ra->prefix; router && p < ra->prefix + MN_RA_PREFIXES; p++)
		if (ipv6_addr_any(&p->router))
			return p;
	return NULL;
}

static void ra_parse_prefix(const u8 *opt, struct mn_ra *ra)
{
	struct mn_ra_prefix p = {}, *place;

	memcpy(&p.prefix, opt + 16, 8);
	p.valid = get_unaligned_be32(opt + 4);
	p.preferred = get_unaligned_be32(opt + 8);
	if (!ra_prefix_usable(opt, &p))
		return;
	if (opt[3] & RA_PREFIX_ROUTER)
		memcpy(&p.router, opt + 16, sizeof(p.router));
	place = ra_place(ra, !ipv6_addr_any(&p.router));
	if (place)
		*place = p;
}

/* RFC 4191 section 2.2: the reserved value is as good as medium. */
static u8 ra_preference(u8 flags)
{
	static const u8 order[] = { 1, 2, 1, 0 };

	return order[(flags & RA_FLAG_PREFERENCE) >> 3];
}

bool mn_ra_parse(const u8 *buf, size_t len, struct mn_ra *ra)
{
	size_t off = RA_HDR_LEN, opt_len;

	if (len < RA_HDR_LEN || buf[1])
		return false;
	ra->lifetime = get_unaligned_be16(buf + RA_LIFETIME_OFF);
	ra->anchor = buf[RA_FLAGS_OFF] & RA_FLAG_HOME;
	ra->preference = ra_preference(buf[RA_FLAGS_OFF]);
	ra->count = 0;
	while (off < len) {
		if (len - off < 8)
			return false;
		opt_len = buf[off + 1] * 8;
		if (!opt_len || opt_len > len - off)
			return false;
		if (buf[off] == RA_OPT_PREFIX && opt_len == RA_PREFIX_LEN)
			ra_parse_prefix(buf + off, ra);
		off += opt_len;
	}
	return true;
}

u64 mn_ra_until(const struct mn_ra *ra, u64 now)
{
	return now + (u64)ra->lifetime * NSEC_PER_SEC;
}

u64 mn_ra_renewal(const struct mn_ra_prefix *p)
{
	return (u64)(min(p->valid, p->preferred) / 4) * NSEC_PER_SEC;
}
