/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_RECORD_HEADERS_H
#define FAMA_RECORD_HEADERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of a packet, as many octets are looked at. */
#define HEADERS_SNAP 512

/**
 * struct headers - what a recording has of a packet
 * @kept: octets from the beginning: nothing of what programs say to each other
 * @id: the same wherever the packet is seen, in whatever tunnel
 * @signal: is this a Mobility Header?
 */
struct headers {
	size_t kept;
	uint64_t id;
	bool signal;
};

/* false: this is no IPv6 packet that a recording has */
bool headers_read(struct headers *h, const uint8_t *octets, size_t len);

#endif
