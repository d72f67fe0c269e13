/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who is seen on the access links: what the kernel's neighbour table says of
 * addresses in anchored prefixes goes to dar_net.seen.
 */
#ifndef _DAR_NEIGHBOUR_H
#define _DAR_NEIGHBOUR_H

#include "../state/dar.h"

/* Take what the neighbour table knows of a prefix that is anchored now. */
void dar_neighbour_learn(struct dar_net *dn, const struct in6_addr *prefix);

/* Listen to the changes of the neighbour table, in all namespaces. */
int dar_neighbour_module_init(void);
void dar_neighbour_module_exit(void);

#endif /* _DAR_NEIGHBOUR_H */
