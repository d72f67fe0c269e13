// SPDX-License-Identifier: GPL-2.0-only
#include <netinet/icmp6.h>
#include <netinet/in.h>

#include "headers.h"

#define IPV6_HEADER 40
#define IPV6_NEXT 6
#define IPV6_SOURCE 8
#define TUNNELS_MAX 8
/* Longer than what tells two packets of a stream apart */
#define TOLD_APART 256
/* Type, sequence number, lifetime and the first options of an update; no key, no signature */
#define SIGNAL_KEPT 40

/* struct place - where the innermost packet and what it carries begin */
struct place {
	size_t packet;
	size_t payload;
	uint8_t protocol;
};

static bool is_extension(uint8_t protocol)
{
	return protocol == IPPROTO_HOPOPTS || protocol == IPPROTO_ROUTING ||
	       protocol == IPPROTO_DSTOPTS;
}

/* Behind the IPv6 header at @p->payload and its extension headers */
static bool pass_header(struct place *p, const uint8_t *octets, size_t len)
{
	p->packet = p->payload;
	if (len - p->packet < IPV6_HEADER || octets[p->packet] >> 4 != 6)
		return false;
	p->protocol = octets[p->packet + IPV6_NEXT];
	p->payload = p->packet + IPV6_HEADER;
	while (is_extension(p->protocol)) {
		if (len - p->payload < 8)
			return false;
		p->protocol = octets[p->payload];
		p->payload += (octets[p->payload + 1] + 1) * 8;
		if (p->payload > len)
			return false;
	}
	return true;
}

static bool find_innermost(struct place *p, const uint8_t *octets, size_t len)
{
	unsigned int i;

	for (i = 0; i < TUNNELS_MAX; i++) {
		if (!pass_header(p, octets, len))
			return false;
		if (p->protocol != IPPROTO_IPV6)
			return true;
	}
	return false;
}

static size_t icmp_kept(const uint8_t *octets, size_t len)
{
	if (len < 8)
		return 0;
	switch (octets[0]) {
	case ICMP6_ECHO_REQUEST:
	case ICMP6_ECHO_REPLY:
		return 8;
	case ND_ROUTER_ADVERT:
		return len;
	default:
		return 0;
	}
}

/* How much of a payload is header, where its checksum is; 0: a recording does not have this. */
static size_t payload_kept(const struct place *p, const uint8_t *octets, size_t len,
			   size_t *checksum)
{
	switch (p->protocol) {
	case IPPROTO_TCP:
		*checksum = 16;
		return 20;
	case IPPROTO_UDP:
		*checksum = 6;
		return 8;
	case IPPROTO_ICMPV6:
		*checksum = 2;
		return icmp_kept(octets, len);
	case IPPROTO_MH:
		*checksum = 4;
		return SIGNAL_KEPT;
	default:
		return 0;
	}
}

/* FNV-1a */
static uint64_t mix(uint64_t id, const uint8_t *octets, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		id = (id ^ octets[i]) * 0x100000001b3ULL;
	return id;
}

/* Without the checksum: a link may leave it to whoever needs it. */
static uint64_t identity(const struct place *p, const uint8_t *octets, size_t len, size_t checksum)
{
	const uint8_t *payload = octets + p->payload;
	uint64_t id = 0xcbf29ce484222325ULL;

	len -= p->payload;
	if (len > TOLD_APART)
		len = TOLD_APART;
	id = mix(id, octets + p->packet + IPV6_SOURCE, 2 * sizeof(struct in6_addr));
	if (len < checksum + 2)
		return mix(id, payload, len);
	id = mix(id, payload, checksum);
	return mix(id, payload + checksum + 2, len - checksum - 2);
}

bool headers_read(struct headers *h, const uint8_t *octets, size_t len)
{
	struct place p = { 0 };
	size_t checksum = 0;

	if (!find_innermost(&p, octets, len))
		return false;
	h->kept = payload_kept(&p, octets + p.payload, len - p.payload, &checksum);
	if (!h->kept)
		return false;
	h->kept += p.payload;
	if (h->kept > len)
		h->kept = len;
	h->signal = p.protocol == IPPROTO_MH;
	h->id = identity(&p, octets, len, checksum);
	return true;
}
