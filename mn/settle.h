/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What follows from where the node is: which address is at home, where the others
 * are bound to, what the system is told.  All functions take mn->lock.
 */
#ifndef _MN_SETTLE_H
#define _MN_SETTLE_H

#include <linux/in6.h>

struct mn_addr;
struct mn_link;
struct mn_net;

/*
 * The node is attached by a link: use its care-of address, if there is one.  If that is an
 * address of ours which was bound, its router has to prove first that the node is at home:
 * until then @link->returns is set, and the paths of all addresses stay as they are.
 */
void mn_settle(struct mn_net *mn, struct mn_link *link);

/*
 * The care-of address of a link cannot be used any more: hold its packets, and those of
 * the addresses that are bound to it.
 */
void mn_settle_suspend(struct mn_net *mn, const struct in6_addr *coa);

/* The current address of a link could not be a source before, now it can. */
void mn_settle_usable(struct mn_net *mn, struct mn_link *link);

/*
 * The access router of an address that had none is known now, or says that it has
 * another address, which is tried if the address has a token.  An address that is
 * on no link cannot use it any more: it ends when the node attaches again.
 */
void mn_settle_anchor(struct mn_net *mn, struct mn_addr *a,
		      const struct in6_addr *dar);

#endif /* _MN_SETTLE_H */
