/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The router's own addresses in anchored prefixes come and go.
 *
 * A node sends its Binding Updates to one address of the router, and accepts packets
 * from no other.  While the router does not have this address, it sends nothing to the
 * node.  If it has another one in the prefix, it asks the node from there for a Binding
 * Update, again and again, until the node has sent one or the binding ends.
 */
#ifndef _DAR_RENUMBER_H
#define _DAR_RENUMBER_H

#include "../state/dar.h"

/* Initialize the work of a new namespace.  Nothing runs yet. */
void dar_renumber_init(struct dar_net *dn);

/* Begin to look at addresses.  Context: process.  Return: 0 or an error number. */
int dar_renumber_start(struct dar_net *dn);

/* The opposite.  Context: process. */
void dar_renumber_stop(struct dar_net *dn);

#endif /* _DAR_RENUMBER_H */
