/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The address of the node in the network of a prefix: which of those that it has, or a
 * new one (RFC 3972 section 4).  All functions take mn->lock.
 */
#ifndef _MN_FORM_H
#define _MN_FORM_H

#include <linux/types.h>

struct mn_addr;
struct mn_link;
struct mn_net;
struct mn_ra_prefix;

/*
 * The address in the network of a prefix, which is on the link now; NULL: it could not
 * be had.
 */
struct mn_addr *mn_form(struct mn_net *mn, struct mn_link *link,
			const struct mn_ra_prefix *p);

/* The same, with a certain collision count. */
struct mn_addr *mn_form_counted(struct mn_net *mn, struct mn_link *link,
				const struct mn_ra_prefix *p, u8 count);

#endif /* _MN_FORM_H */
