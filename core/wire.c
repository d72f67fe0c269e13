// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ipv6.h>

#include <fama/wire.h>

#define WIRE_MAX_NESTED	8	/* IPv6 headers that are looked behind */

/* Length of the upper-layer header at @off; 0: it is not known. */
static unsigned int wire_upper(const struct sk_buff *skb, int off, u8 proto)
{
	struct tcphdr *th, buf;

	if (proto == IPPROTO_UDP)
		return sizeof(struct udphdr);
	if (proto != IPPROTO_TCP)
		return 0;
	th = skb_header_pointer(skb, off, sizeof(buf), &buf);
	return th ? __tcp_hdrlen(th) : 0;
}

/* Length of all headers, which each of the packets has; 0: it is not known. */
static unsigned int wire_headers(const struct sk_buff *skb)
{
	u8 proto = IPPROTO_IPV6;
	unsigned int depth, upper;
	struct ipv6hdr *ip6h, buf;
	int off = 0;
	__be16 frag;

	for (depth = 0; proto == IPPROTO_IPV6; depth++) {
		ip6h = skb_header_pointer(skb, off, sizeof(buf), &buf);
		if (!ip6h || depth == WIRE_MAX_NESTED)
			return 0;
		proto = ip6h->nexthdr;
		off = ipv6_skip_exthdr(skb, off + sizeof(buf), &proto, &frag);
		if (off < 0)
			return 0;
	}
	upper = wire_upper(skb, off, proto);
	return upper ? off + upper : 0;
}

/* A packet that a virtual machine sends may not say how many it is. */
struct fama_wire fama_wire_of_gso(const struct sk_buff *skb)
{
	unsigned int size = skb_shinfo(skb)->gso_size;
	unsigned int n = skb_shinfo(skb)->gso_segs;
	unsigned int headers = wire_headers(skb);

	if (!n)
		n = max(1u, DIV_ROUND_UP(skb->len - min(skb->len, headers),
					 size));
	if (!headers)
		headers = max_t(int, skb->len - n * size,
				sizeof(struct ipv6hdr));
	return (struct fama_wire){
		.packets = n,
		.octets = skb->len + (n - 1) * headers,
	};
}
EXPORT_SYMBOL_GPL(fama_wire_of_gso);
