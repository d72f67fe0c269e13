// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ipv6.h>
#include <linux/string.h>
#include <net/ipv6.h>

#include "exthdr.h"

#define EXTHDR_MAX	4	/* extension headers that are looked at */
#define EXTHDR_RH2	2	/* routing type, RFC 6275 section 6.4 */
#define EXTHDR_MUST_KNOW 0xc0	/* bits of an option type, RFC 8200 section 4.2 */

/* Destination Options: one Home Address option, and options that may be skipped. */
static bool exthdr_parse_dstopts(const u8 *hdr, unsigned int len,
				 struct fama_mhio_rx *rx)
{
	unsigned int off = 2, opt;

	while (off < len) {
		if (hdr[off] == IPV6_TLV_PAD1) {
			off++;
			continue;
		}
		if (off + 2 > len || off + 2 + hdr[off + 1] > len)
			return false;
		opt = off;
		off += 2 + hdr[off + 1];
		if (!(hdr[opt] & EXTHDR_MUST_KNOW))
			continue;
		if (hdr[opt] != IPV6_TLV_HAO || hdr[opt + 1] != 16 || rx->hao)
			return false;
		memcpy(&rx->home, hdr + opt + 2, sizeof(rx->home));
		rx->hao = true;
	}
	return true;
}

/* Type 2 routing header: one address, one segment left. */
static bool exthdr_parse_routing(const u8 *hdr, unsigned int len,
				 struct fama_mhio_rx *rx)
{
	if (len != FAMA_EXTHDR_LEN || hdr[2] != EXTHDR_RH2 || hdr[3] != 1 ||
	    rx->rh2)
		return false;
	memcpy(&rx->home, hdr + 8, sizeof(rx->home));
	rx->rh2 = true;
	return true;
}

static bool exthdr_parse(u8 type, const u8 *hdr, unsigned int len,
			 struct fama_mhio_rx *rx)
{
	switch (type) {
	case NEXTHDR_DEST:
		return exthdr_parse_dstopts(hdr, len, rx);
	case NEXTHDR_ROUTING:
		return exthdr_parse_routing(hdr, len, rx);
	case NEXTHDR_HOP:	/* the stack has parsed it already */
		return true;
	default:
		return false;
	}
}

static bool exthdr_is_one(u8 type, bool first)
{
	return type == NEXTHDR_DEST || type == NEXTHDR_ROUTING ||
	       (type == NEXTHDR_HOP && first);
}

unsigned int fama_exthdr_skip(struct sk_buff *skb, struct fama_mhio_rx *rx,
			      u8 *type)
{
	unsigned int off = sizeof(struct ipv6hdr), len, i;

	*type = ipv6_hdr(skb)->nexthdr;
	for (i = 0; i < EXTHDR_MAX; i++) {
		if (!exthdr_is_one(*type, !i))
			return off;
		if (!pskb_may_pull(skb, off + 8))
			return 0;
		len = (skb->data[off + 1] + 1) * 8;
		if (!pskb_may_pull(skb, off + len))
			return 0;
		if (!exthdr_parse(*type, skb->data + off, len, rx))
			return 0;
		*type = skb->data[off];
		off += len;
	}
	return 0;
}

/* Both headers are 8 octets, which differ, and the home address. */
static void exthdr_push(struct sk_buff *skb, const u8 head[8],
			const struct in6_addr *home)
{
	u8 *hdr = skb_push(skb, FAMA_EXTHDR_LEN);

	memcpy(hdr, head, 8);
	memcpy(hdr + 8, home, sizeof(*home));
}

u8 fama_exthdr_push(struct sk_buff *skb, const struct fama_mhio_tx *tx)
{
	static const u8 dstopts[8] = { IPPROTO_MH, 2, IPV6_TLV_PADN, 2, 0, 0,
				       IPV6_TLV_HAO, 16 };
	static const u8 routing[8] = { IPPROTO_MH, 2, EXTHDR_RH2, 1 };

	if (tx->hao) {
		exthdr_push(skb, dstopts, tx->hao);
		return NEXTHDR_DEST;
	}
	if (tx->rh2) {
		exthdr_push(skb, routing, tx->rh2);
		return NEXTHDR_ROUTING;
	}
	return IPPROTO_MH;
}
