/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Authenticators of the messages between a node and an access router (RFC 4866
 * section 4.1, RFC 6275 section 6.2.7), and the token that they are made with.
 */
#ifndef _MN_PROOF_H
#define _MN_PROOF_H

#include <linux/in6.h>
#include <linux/types.h>

#include <fama/mhio.h>

struct mn_addr;

/* What signatures and authenticators cover as the care-of address. */
const struct in6_addr *mn_proof_careof(const struct mn_addr *a);

/**
 * mn_proof_make() - the authenticator of a Binding Update
 * @a: address that the Binding Update is about
 * @phkt: PHKT, or fama_auth_no_token
 * @buf: the Mobility Header
 * @len: octets of it
 * @auth: result
 */
void mn_proof_make(const struct mn_addr *a, const u8 *phkt, const u8 *buf,
		   size_t len, u8 *auth);

/**
 * mn_proof_by_token() - verify a Binding Acknowledgement with the PHKT in it
 * @a: address that it is about
 * @rx: the message; it delivers a PHKT
 * @phkt: room for the PHKT
 *
 * Context: process, an RSA operation.
 * Return: 0; -EBADMSG: the authenticator or the encrypted PHKT is wrong.
 */
int mn_proof_by_token(const struct mn_addr *a, const struct fama_mhio_rx *rx,
		      u8 *phkt);

/**
 * mn_proof_of_ack() - verify a Binding Acknowledgement with the PHKT that is held
 * @a: address that it is about
 * @rx: the message
 *
 * Return: 0; -ENODATA: there is nothing to verify, or to verify it with; -EBADMSG: the
 * authenticator is wrong.
 */
int mn_proof_of_ack(const struct mn_addr *a, const struct fama_mhio_rx *rx);

#endif /* _MN_PROOF_H */
