/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Nodes that have left their link without a word: they are asked, and what is sent to
 * them waits until they are heard, here or elsewhere.
 */
#ifndef _DAR_ABSENT_H
#define _DAR_ABSENT_H

#include "../state/dar.h"

/* Initialize the work that asks.  It does not run while the role is disabled. */
void dar_absent_init(struct dar_net *dn);

/* A node at home was heard.  Context: RCU read side, BH off. */
void dar_absent_heard(struct dar_net *dn, struct dar_binding *b);

/* Its Binding Update was accepted, which came from the home address itself. */
void dar_absent_greet(struct dar_net *dn, const struct in6_addr *home,
		      int ifindex);

#endif /* _DAR_ABSENT_H */
