/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Answers that an access router signs (RFC 4866 section 4.5).  The signature proves
 * that the sender of the token owns the address that the Binding Update was sent to.
 */
#ifndef _MN_SIGNED_H
#define _MN_SIGNED_H

#include <linux/in6.h>

#include <fama/mhio.h>

/**
 * mn_signed_check() - verify that the owner of an address signed an answer
 * @rx: the Binding Acknowledgement
 * @router: the address, a CGA, of the access router
 * @covered: what the signature covers as care-of address
 *
 * Context: process, takes an RSA operation.
 * Return: 0; -ENODATA: not signed; -EKEYREJECTED: not by the owner; -ENOMEM, or
 * what the crypto layer says: could not be found out.
 */
int mn_signed_check(const struct fama_mhio_rx *rx,
		    const struct in6_addr *router,
		    const struct in6_addr *covered);

#endif /* _MN_SIGNED_H */
