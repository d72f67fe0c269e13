/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_RECORD_TAP_H
#define FAMA_RECORD_TAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "headers.h"

/**
 * struct tap - a socket that hears packets
 * @fd: -1: there is none
 */
struct tap {
	int fd;
};

/**
 * struct sight - a packet on a device
 * @ns: when, since 1970
 * @ifindex: of the device
 * @out: was it sent there, and not received?
 * @octets: of the whole packet, from its first IPv6 header on
 * @len: octets of it in @data
 * @data: its beginning
 */
struct sight {
	uint64_t ns;
	unsigned int ifindex;
	bool out;
	size_t octets;
	size_t len;
	uint8_t data[HEADERS_SNAP];
};

/*
 * Hear IPv6 packets of one device, or of all if @ifindex is 0; of these, @signals: only those that
 * may have a Mobility Header.
 */
int tap_open(struct tap *t, unsigned int ifindex, bool signals);
void tap_close(struct tap *t);
bool tap_next(const struct tap *t, struct sight *s);
/* How many packets came too fast since the last call */
uint32_t tap_dropped(const struct tap *t);

#endif
