/* SPDX-License-Identifier: GPL-2.0-only */
/* What the rules of nftables do with a packet that is only thought of. */
#ifndef FAMA_DOCTOR_VERDICT_H
#define FAMA_DOCTOR_VERDICT_H

#include "links.h"
#include "ruleset.h"

/* What connection tracking says of a packet, as rules compare it: bits of "ct state" */
enum {
	STATE_ESTABLISHED = 0x02,
	STATE_NEW = 0x08,
	STATE_UNTRACKED = 0x40,
};

/*
 * struct probe - the packet
 * @protocol: behind the IPv6 header
 * @in: where it comes from, NULL: from this machine
 * @out: where it goes to, NULL: it is for this machine
 * @state: what connection tracking says of it
 * @elsewhere: the way back to its source does not lead to where it comes from
 */
struct probe {
	uint8_t protocol;
	const struct link *in;
	const struct link *out;
	uint32_t state;
	bool elsewhere;
};

/*
 * verdict_drops - does a base chain drop this packet, whatever else is in it?
 *
 * Where that depends on what a probe does not say, such as addresses, it does not. A rule
 * "notrack" makes the probe untracked.
 */
bool verdict_drops(const struct ruleset *rs, const struct chain *chain, struct probe *probe);

#endif
