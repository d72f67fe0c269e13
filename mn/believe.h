/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which messages are believed, and what each of them may do.
 *
 * Pure: what was received and what is known come in, a belief comes out.
 *
 * =========================== ================================================
 * message                     what it may do
 * =========================== ================================================
 * Router Advertisement        anything, if a node on the link sent it
 * Binding Acknowledgement     anything, if it is proven; without a proof, a
 *                             refusal may make the node send once more
 * that delivers a token       replace the token, if the router signed it or need
 *                             not sign
 * Binding Error 1, Binding    make the node send a Binding Update, if the access
 * Refresh Request             router of the address is its source
 * Care-of Test                complete a test that is under way, if it has the
 *                             cookie (careof.h)
 * =========================== ================================================
 */
#ifndef _MN_BELIEVE_H
#define _MN_BELIEVE_H

#include <linux/in6.h>
#include <linux/types.h>
#include <linux/mn.h>

#include "bul.h"

/**
 * enum mn_belief - what is thought of a message
 * @MN_BELIEF_PROVEN: it may do what it says
 * @MN_BELIEF_HINT: a refusal without proof: it may make the node send once more
 * @MN_BELIEF_UNEXPECTED: nothing waits for it
 * @MN_BELIEF_WRONG_DAR: it does not come from the access router of the address
 * @MN_BELIEF_BAD_SEQ: it answers another Binding Update
 * @MN_BELIEF_BAD_MAC: its authenticator is wrong
 * @MN_BELIEF_UNPROVEN: it grants something without proof, or there were too many
 *	hints
 * @MN_BELIEF_UNSIGNED: it delivers a token and is not signed, but must be
 * @MN_BELIEF_BAD_SIGNATURE: it delivers a token and its signature is wrong
 */
enum mn_belief {
	MN_BELIEF_PROVEN,
	MN_BELIEF_HINT,
	MN_BELIEF_UNEXPECTED,
	MN_BELIEF_WRONG_DAR,
	MN_BELIEF_BAD_SEQ,
	MN_BELIEF_BAD_MAC,
	MN_BELIEF_UNPROVEN,
	MN_BELIEF_UNSIGNED,
	MN_BELIEF_BAD_SIGNATURE,
};

/**
 * mn_believe_ra() - does a Router Advertisement come from a router on the link
 * @source: source address
 * @hop_limit: hop limit in the IPv6 header
 *
 * RFC 4861 section 6.1.2; whoever is on the link can send one.
 */
bool mn_believe_ra(const struct in6_addr *source, u8 hop_limit);

/**
 * mn_believe_sender() - may a node send messages about an address
 * @dar: access router of the address
 * @src: source address of the message
 *
 * Return: %MN_BELIEF_PROVEN or %MN_BELIEF_WRONG_DAR.
 */
enum mn_belief mn_believe_sender(const struct in6_addr *dar,
				 const struct in6_addr *src);

/**
 * mn_believe_seeks_proof() - is it worth to verify an acknowledgement
 * @b: entry of the address
 * @ack: what the acknowledgement says
 *
 * Decrypting a token takes milliseconds, so only the answer that is waited for
 * is verified.
 */
bool mn_believe_seeks_proof(const struct mn_bul *b,
			    const struct mn_bul_ack *ack);

/**
 * mn_believe_signature() - may an acknowledgement deliver a token
 * @wanted: must routers sign such an acknowledgement
 * @err: result of mn_signed_check(); not looked at for %MN_SIGNED_ACK_OFF
 *
 * Return: %MN_BELIEF_PROVEN, %MN_BELIEF_UNSIGNED or %MN_BELIEF_BAD_SIGNATURE.
 */
enum mn_belief mn_believe_signature(enum mn_signed_ack wanted, int err);

/**
 * mn_believe_ack() - what may an acknowledgement do
 * @b: entry of the address
 * @ack: what the acknowledgement says, and whether that is proven
 * @now: time
 *
 * Return: %MN_BELIEF_PROVEN or %MN_BELIEF_HINT: give it to mn_bul_ack(); anything
 * else: drop it.
 */
enum mn_belief mn_believe_ack(const struct mn_bul *b,
			      const struct mn_bul_ack *ack, u64 now);

#endif /* _MN_BELIEVE_H */
