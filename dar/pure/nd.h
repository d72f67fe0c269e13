/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parser of Neighbor Solicitations and Advertisements (RFC 4861 section 7.1).
 * Pure.
 */
#ifndef _DAR_ND_H
#define _DAR_ND_H

#include <linux/in6.h>
#include <linux/types.h>

#define DAR_ND_MIN_LEN		24	/* of a message without options */
#define DAR_ND_NONCE_LEN	6	/* of the nonces that Linux sends (RFC 7527) */

/**
 * struct dar_nd - a valid message
 * @target: the address that it is about
 * @advert: it is an advertisement, otherwise a solicitation
 * @probe: it is a solicitation of Duplicate Address Detection
 * @lladdr: link-layer address of the sender of a solicitation, or NULL
 * @lladdr_len: octets of @lladdr, with the padding of the option
 * @nonce: nonce of a solicitation, %DAR_ND_NONCE_LEN octets, or NULL
 */
struct dar_nd {
	struct in6_addr target;
	bool advert;
	bool probe;
	const u8 *lladdr;
	size_t lladdr_len;
	const u8 *nonce;
};

/**
 * dar_nd_parse() - check and read a message
 * @src: source of the packet
 * @dst: destination of the packet
 * @buf: ICMPv6 message; the caller has checked its checksum and hop limit
 * @len: octets of @buf
 * @nd: result, points into @buf
 *
 * Return: true: it is a valid Neighbor Solicitation or Advertisement.
 */
bool dar_nd_parse(const struct in6_addr *src, const struct in6_addr *dst,
		  const u8 *buf, size_t len, struct dar_nd *nd);

#endif /* _DAR_ND_H */
