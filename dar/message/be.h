/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Binding Errors with status 1: a home address is not bound (RFC 6275 section
 * 9.3.3).  They prove nothing to the node that receives them.
 */
#ifndef _DAR_BE_H
#define _DAR_BE_H

#include "../state/dar.h"

/**
 * dar_be_send() - send a Binding Error
 * @dn: the namespace
 * @home: the home address that is not bound
 * @src: our address
 * @dst: address of the node
 *
 * Context: any.
 */
void dar_be_send(struct dar_net *dn, const struct in6_addr *home,
		 const struct in6_addr *src, const struct in6_addr *dst);

/*
 * Answer a packet from @dst with a Binding Error, unless an address is unusable or
 * the rate limit is reached.  Parameters and context as above.
 */
void dar_be_answer(struct dar_net *dn, const struct in6_addr *home,
		   const struct in6_addr *src, const struct in6_addr *dst);

#endif /* _DAR_BE_H */
