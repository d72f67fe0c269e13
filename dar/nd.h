/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Neighbor Solicitations and Advertisements of strangers (RFC 4861 section
 * 7.1).  Pure.
 */
#ifndef _DAR_ND_H
#define _DAR_ND_H

#include <linux/in6.h>
#include <linux/types.h>

#define DAR_ND_MIN_LEN		24	/* without options */
#define DAR_ND_NONCE_LEN	6	/* as the stack sends them (RFC 7527) */

/**
 * struct dar_nd - a message that passed the checks
 * @target: the address that it is about
 * @advert: an advertisement; else a solicitation
 * @probe: a solicitation of a node that looks for duplicates of an address
 * @lladdr: link-layer address of the sender of a solicitation, or NULL
 * @lladdr_len: octets there, with the padding of the option
 * @nonce: that of a solicitation, or NULL
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
 * @dst: its destination
 * @buf: ICMPv6 message; its checksum and hop limit are the caller's to check
 * @len: octets of it
 * @nd: result, pointers into @buf
 *
 * Return: true: a valid Neighbor Solicitation or Advertisement.
 */
bool dar_nd_parse(const struct in6_addr *src, const struct in6_addr *dst,
		  const u8 *buf, size_t len, struct dar_nd *nd);

#endif /* _DAR_ND_H */
