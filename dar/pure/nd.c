// SPDX-License-Identifier: GPL-2.0-only
#include <linux/string.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include "nd.h"

#define ND_TARGET_OFF	8	/* octet of the target */
#define ND_SOLICITED	0x40	/* flag of an advertisement, in octet 4 */

static void nd_option(const u8 *opt, size_t len, struct dar_nd *nd)
{
	if (opt[0] == ND_OPT_SOURCE_LL_ADDR && !nd->lladdr) {
		nd->lladdr = opt + 2;
		nd->lladdr_len = len - 2;
	} else if (opt[0] == ND_OPT_NONCE && len == 2 + DAR_ND_NONCE_LEN) {
		nd->nonce = opt + 2;
	}
}

static bool nd_options(const u8 *buf, size_t len, struct dar_nd *nd)
{
	size_t off = DAR_ND_MIN_LEN, step;

	for (; off < len; off += step) {
		if (len - off < 8)
			return false;
		step = buf[off + 1] * 8;
		if (!step || step > len - off)
			return false;
		nd_option(buf + off, step, nd);
	}
	return true;
}

/* Is it a solicited-node multicast address (RFC 4291 section 2.7.1)? */
static bool nd_is_solicited_node(const struct in6_addr *addr)
{
	static const struct in6_addr group = {
		.s6_addr = { 0xff, 0x02, [11] = 1, 0xff },
	};

	return ipv6_prefix_equal(addr, &group, 104);
}

static bool nd_solicitation_ok(const struct in6_addr *dst,
			       const struct dar_nd *nd)
{
	return !nd->probe ||
	       (nd_is_solicited_node(dst) && !nd->lladdr);
}

static bool nd_advertisement_ok(const struct in6_addr *dst, const u8 *buf)
{
	return !ipv6_addr_is_multicast(dst) || !(buf[4] & ND_SOLICITED);
}

bool dar_nd_parse(const struct in6_addr *src, const struct in6_addr *dst,
		  const u8 *buf, size_t len, struct dar_nd *nd)
{
	memset(nd, 0, sizeof(*nd));
	if (len < DAR_ND_MIN_LEN || buf[1])
		return false;
	if (buf[0] != NDISC_NEIGHBOUR_SOLICITATION &&
	    buf[0] != NDISC_NEIGHBOUR_ADVERTISEMENT)
		return false;
	nd->advert = buf[0] == NDISC_NEIGHBOUR_ADVERTISEMENT;
	nd->probe = !nd->advert && ipv6_addr_any(src);
	memcpy(&nd->target, buf + ND_TARGET_OFF, sizeof(nd->target));
	if (ipv6_addr_is_multicast(&nd->target) || !nd_options(buf, len, nd))
		return false;
	return nd->advert ? nd_advertisement_ok(dst, buf) :
			    nd_solicitation_ok(dst, nd);
}
