/* SPDX-License-Identifier: GPL-2.0-only */
/* A Mobility Header with its addresses: as received, and as sent.  Pure. */
#ifndef _FAMA_MHIO_TYPES_H
#define _FAMA_MHIO_TYPES_H

#include <linux/in6.h>
#include <linux/types.h>

#include <fama/mh.h>

/**
 * struct fama_mhio_rx - a message as it was received
 * @src: source in the IPv6 header; of a Binding Update, the care-of address
 * @dst: destination in the IPv6 header
 * @home: address in the Home Address option or type 2 routing header
 * @hao: the packet has a Home Address option
 * @rh2: the packet has a type 2 routing header
 * @ifindex: interface on which the packet arrived, not the VRF that it belongs to
 * @time: when it was received, ktime_get_real_ns()
 * @buf: the Mobility Header; its checksum is right
 * @len: length of the Mobility Header in octets
 * @mh: the parsed message; its pointers point into @buf
 */
struct fama_mhio_rx {
	struct in6_addr src;
	struct in6_addr dst;
	struct in6_addr home;
	bool hao;
	bool rh2;
	int ifindex;
	u64 time;
	const u8 *buf;
	size_t len;
	struct fama_mh mh;
};

/**
 * enum fama_mhio_drop - why a message was not given to a role
 * @FAMA_MHIO_CHECKSUM: wrong checksum; dropped silently
 * @FAMA_MHIO_TRUNCATED: shorter than its Header Len says
 * @FAMA_MHIO_PROTO: Payload Proto is not 59; ICMPv6 Parameter Problem sent
 * @FAMA_MHIO_TYPE: unknown MH Type; Binding Error with status 2 sent
 * @FAMA_MHIO_SHORT: Header Len is below the minimum of the type; ICMPv6
 *	Parameter Problem sent
 * @FAMA_MHIO_OPTION: malformed options
 * @FAMA_MHIO_POLICY: XFRM policies forbid it, or demand a protection that it did not
 *	have; dropped silently
 * @FAMA_MHIO_DROPS: number of reasons
 */
enum fama_mhio_drop {
	FAMA_MHIO_CHECKSUM,
	FAMA_MHIO_TRUNCATED,
	FAMA_MHIO_PROTO,
	FAMA_MHIO_TYPE,
	FAMA_MHIO_SHORT,
	FAMA_MHIO_OPTION,
	FAMA_MHIO_POLICY,
	FAMA_MHIO_DROPS,
};

/**
 * struct fama_mhio_tx - addresses of a message that is sent
 * @src: source in the IPv6 header
 * @dst: destination in the IPv6 header
 * @hao: address for a Home Address option, or NULL
 * @rh2: address for a type 2 routing header, or NULL
 * @oif: interface to send on, or 0: as the routes say
 */
struct fama_mhio_tx {
	const struct in6_addr *src;
	const struct in6_addr *dst;
	const struct in6_addr *hao;
	const struct in6_addr *rh2;
	int oif;
};

#endif /* _FAMA_MHIO_TYPES_H */
