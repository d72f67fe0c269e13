/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The address of the node in the network of a prefix: which of those that it has, or a
 * new one (RFC 3972 section 4).  All functions take mn->lock.
 */
#ifndef _MN_FORM_H
#define _MN_FORM_H

#include <linux/types.h>

struct mn_addr;
struct mn_net;
struct mn_ra_prefix;

/* The address in a prefix, the one that the node has or a new one; NULL: none. */
struct mn_addr *mn_form_addr(struct mn_net *mn, const struct mn_ra_prefix *p);

/* The same, with a certain collision count. */
struct mn_addr *mn_form_counted(struct mn_net *mn,
				const struct mn_ra_prefix *p, u8 count);

#endif /* _MN_FORM_H */
