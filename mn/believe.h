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
 * Binding Acknowledgement     anything, if it is proven with the token that the node
 *                             holds; without a proof, a refusal may make the node
 *                             send once more
 * that delivers a token       replace the token, if it grants what the signed Binding
 *                             Update that is out asks for, and if the router signed
 *                             it or need not sign
 * Binding Error 1, Binding    make the node send a Binding Update, if the access
 * Refresh Request             router of the address is its source
 * Binding Refresh Request,    make the node ask another address in the prefix of
 * Router Advertisement at     its home address, with the token: if it answers
 * home                        with proof, it is the access router's
 * Care-of Test                complete a test that is under way, if it has the
 *                             cookie (careof.h)
 * =========================== ================================================
 */
#ifndef _MN_BELIEVE_H
#define _MN_BELIEVE_H

#include <linux/in6.h>
#include <linux/types.h>
#include <linux/mn.h>

#include <fama/mhio_types.h>

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
 * mn_believe_neighbour() - does a message of Neighbor Discovery come from the link
 * @source: source address
 * @hop_limit: hop limit in the IPv6 header
 *
 * RFC 4861 sections 6.1.2 and 7.1.2; whoever is on the link can send one.
 */
bool mn_believe_neighbour(const struct in6_addr *source, u8 hop_limit);

/**
 * mn_believe_sender() - may a node send messages about an address
 * @dar: access router of the address; unspecified: it has none
 * @src: source address of the message
 *
 * Return: %MN_BELIEF_PROVEN or %MN_BELIEF_WRONG_DAR.
 */
enum mn_belief mn_believe_sender(const struct in6_addr *dar,
				 const struct in6_addr *src);

/**
 * mn_believe_trial() - may another address be that of the access router
 * @home: home address
 * @dar: address of the access router
 * @other: the other address
 * @tried: when one was tried last
 * @now: time
 *
 * Only addresses in the prefix of the home address are tried, and seldom: whoever
 * asks for it may lie.
 */
bool mn_believe_trial(const struct in6_addr *home, const struct in6_addr *dar,
		      const struct in6_addr *other, u64 tried, u64 now);

/**
 * mn_believe_place() - is a message about an address sent to where the node is
 * @b: entry of the address
 * @addr: the address
 * @rx: the message
 *
 * Away from home a router sends to the care-of address, with a type 2 routing header
 * that names @addr (RFC 6275 section 9.5.4), at home to @addr itself.  What anybody
 * sends to an address that is away comes through the tunnel, and is none of the two.
 *
 * Return: %MN_BELIEF_PROVEN or %MN_BELIEF_UNEXPECTED.
 */
enum mn_belief mn_believe_place(const struct mn_bul *b,
				const struct in6_addr *addr,
				const struct fama_mhio_rx *rx);

/**
 * mn_believe_error() - is a Binding Error a wish for a Binding Update
 * @b: entry of the address
 * @rx: the message
 *
 * One to another care-of address is about a packet that was sent before the node came
 * here.  Status 2 is about the type of a message: no other message would be better.
 *
 * Return: %MN_BELIEF_PROVEN or %MN_BELIEF_UNEXPECTED.
 */
enum mn_belief mn_believe_error(const struct mn_bul *b,
				const struct fama_mhio_rx *rx);

/**
 * mn_believe_answers() - can an acknowledgement be the answer to the update that is out
 * @b: entry of the address
 * @ack: what the acknowledgement says
 *
 * This is asked before any proof is looked at.
 *
 * Return: %MN_BELIEF_PROVEN, %MN_BELIEF_UNEXPECTED or %MN_BELIEF_BAD_SEQ.
 */
enum mn_belief mn_believe_answers(const struct mn_bul *b,
				  const struct mn_bul_ack *ack);

/**
 * mn_believe_delivers() - may an acknowledgement deliver a token
 * @b: entry of the address
 * @ack: what the acknowledgement says; mn_believe_answers() has accepted it
 *
 * Anybody who knows the public key can make a token, and to decrypt one costs
 * milliseconds: only a granting answer to a signed Binding Update can deliver one, and
 * the node decrypts one for each of these updates.
 */
bool mn_believe_delivers(const struct mn_bul *b, const struct mn_bul_ack *ack);

/**
 * mn_believe_signature() - may a token be taken that a router has signed, or has not
 * @wanted: must routers sign such an acknowledgement
 * @pinned: this one has signed before, so that it must unless @wanted is
 *	%MN_SIGNED_ACK_OFF
 * @err: result of mn_signed_check(); not looked at for %MN_SIGNED_ACK_OFF
 *
 * Return: %MN_BELIEF_PROVEN, %MN_BELIEF_UNSIGNED or %MN_BELIEF_BAD_SIGNATURE.
 */
enum mn_belief mn_believe_signature(enum mn_signed_ack wanted, bool pinned,
				    int err);

/**
 * mn_believe_proof() - what may an acknowledgement do
 * @b: entry of the address
 * @ack: what the acknowledgement says, and whether that is proven;
 *	mn_believe_answers() has accepted it
 * @now: time
 *
 * Return: %MN_BELIEF_PROVEN or %MN_BELIEF_HINT: give it to mn_bul_ack();
 * %MN_BELIEF_UNPROVEN: drop it.
 */
enum mn_belief mn_believe_proof(const struct mn_bul *b,
				const struct mn_bul_ack *ack, u64 now);

#endif /* _MN_BELIEVE_H */
