/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_MONITOR_HANDOVER_H
#define FAMA_MONITOR_HANDOVER_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "common/genl.h"

/* More addresses than a node has; what does not fit is not waited for. */
#define HANDOVER_ADDRESSES 256

/**
 * struct handover - a move of a node, put together from its events; all times in ns since 1970
 * @down: when the link was lost; 0: the node left it while it was up
 * @up: when there was one again
 * @attached: when the advertisement came by which the node chose its router; 0: not yet
 * @updated: when the first Binding Update was sent; 0: none yet
 * @answered: when the last answer came so far
 * @last: of the last event
 * @ifindex: of the interface
 * @dar: the router, if it anchors an address
 * @router: is there @dar?
 * @addresses: that stay behind; those whose router has said yes come first
 * @count: of them
 * @follow: of those whose router has said yes
 * @open: has a move begun that has not been told of?
 */
struct handover {
	uint64_t down;
	uint64_t up;
	uint64_t attached;
	uint64_t updated;
	uint64_t answered;
	uint64_t last;
	uint32_t ifindex;
	struct in6_addr dar;
	bool router;
	struct in6_addr addresses[HANDOVER_ADDRESSES];
	unsigned int count;
	unsigned int follow;
	bool open;
};

/* Does a move begin with this event of the family "mn"? The one before ends with it. */
bool handover_begins(const struct handover *h, const struct nlattr **tb);
void handover_take(struct handover *h, const struct nlattr **tb, uint64_t ns);
/* Is there something to tell: more than a link that has come up? */
bool handover_worth(const struct handover *h);
/* How many ms until the move counts as over if nothing else happens; -1: there is none. */
int handover_wait(const struct handover *h, uint64_t now);
/* One line about the move, which is over with it. */
void handover_tell(struct handover *h, FILE *out);

#endif
