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
struct mn_bul_ack;

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
 * mn_proof_of_ack() - verify the authenticator of a Binding Acknowledgement
 * @a: address that it is about
 * @rx: the message
 * @phkt: room for a PHKT that the message delivers
 * @ack: result: proven, and phkt
 *
 * Context: process, an RSA operation if the message delivers a PHKT.
 * Return: 0: it is proven, or there is nothing to verify it with; -EBADMSG: the
 * authenticator or the encrypted PHKT is wrong.
 */
int mn_proof_of_ack(struct mn_addr *a, const struct fama_mhio_rx *rx, u8 *phkt,
		    struct mn_bul_ack *ack);

#endif /* _MN_PROOF_H */
