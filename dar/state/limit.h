/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * May something be done now for who asks?  Limits on what anybody can cause, each fair
 * to those who ask (pure/meter.h).
 */
#ifndef _DAR_LIMIT_H
#define _DAR_LIMIT_H

#include "../pure/meter.h"
#include "../pure/stats.h"
#include "dar.h"

/**
 * enum dar_limit - what is limited
 * @DAR_LIMIT_ANSWER: answers to messages without proof: refusals, Binding Errors,
 *	Care-of Tests
 * @DAR_LIMIT_SIGNATURE: signatures of our own, in answers
 * @DAR_LIMIT_DETECTION: Duplicate Address Detection before a first binding
 * @DAR_LIMIT_STRANGER: reports of nodes that are not admitted
 * @DAR_LIMIT_KINDS: number of limits
 */
enum dar_limit {
	DAR_LIMIT_ANSWER,
	DAR_LIMIT_SIGNATURE,
	DAR_LIMIT_DETECTION,
	DAR_LIMIT_STRANGER,
	DAR_LIMIT_KINDS,
};

/* Costs of answers, in answers: a Care-of Test needs an HMAC. */
#define DAR_LIMIT_COST_ANSWER	1
#define DAR_LIMIT_COST_COT	2

/* Allocate the limits of a namespace.  Return: 0, -ENOMEM. */
int dar_limit_start(struct dar_net *dn);

/* Free the limits.  The caller has stopped all users. */
void dar_limit_stop(struct dar_net *dn);

/**
 * dar_limit_asker() - say who asks, in hashes
 * @dn: the namespace
 * @src: source of the message
 * @home: home address that it names, or NULL
 * @who: result
 *
 * The key of the hashes changes now and then, so that who shares a bucket with a
 * flood by chance does not share it for long.
 * Context: any up to softirq.
 */
void dar_limit_asker(struct dar_net *dn, const struct in6_addr *src,
		     const struct in6_addr *home, struct dar_asker *who);

/**
 * dar_limit_allows() - ask whether something may be done now, and count its cost
 * @dn: the namespace
 * @what: which limit
 * @src: source of the message that asks
 * @home: home address that it names, or NULL
 * @rate: units in a second, see dar_meter_take()
 * @cost: units that it costs
 *
 * Context: any up to softirq.
 * Return: true: it may be done.
 */
bool dar_limit_allows(struct dar_net *dn, enum dar_limit what,
		      const struct in6_addr *src, const struct in6_addr *home,
		      u32 rate, u32 cost);

/**
 * dar_limit_answer() - ask whether a message without proof may be answered
 * @dn: the namespace
 * @src: source of the message
 * @home: home address that it names, or NULL
 * @cost: DAR_LIMIT_COST_*
 *
 * If it may not be answered, it is counted.
 * Context: any up to softirq.
 */
bool dar_limit_answer(struct dar_net *dn, const struct in6_addr *src,
		      const struct in6_addr *home, u32 cost);

/**
 * dar_limit_signature() - ask whether an answer may be signed
 * @dn: the namespace
 * @src: source of the message
 * @home: home address that it names
 * @len: octets of the signature
 *
 * A signature of our own costs as much as many signatures that are verified.  All of
 * them together get a quarter of the time that verify_rate allows.
 * Context: process.
 * Return: true: it may be signed, and the cost is counted.
 */
bool dar_limit_signature(struct dar_net *dn, const struct in6_addr *src,
			 const struct in6_addr *home, size_t len);

/* Count the cost of operations with RSA keys, see pure/cost.h.  Context: any. */
void dar_limit_charge(struct dar_net *dn, u32 cost);

/**
 * dar_limit_detection() - ask whether the detection of an address may begin
 * @dn: the namespace
 * @src: source of the message
 * @home: the address
 *
 * All that may begin in a second, at most 3072, find a place in dar_net.probes.
 * Context: any up to softirq.
 * Return: true: it may, and it is counted.
 */
bool dar_limit_detection(struct dar_net *dn, const struct in6_addr *src,
			 const struct in6_addr *home);

/**
 * dar_limit_update() - ask whether others may hear of an update that was accepted
 * @dn: the namespace
 * @home: home address of the node
 *
 * A node may send 10 in a second, and 20 at once.  Beyond that they have no effect
 * on others: announcements, notifications.
 * Context: any up to softirq.
 * Return: true: they may, and it is counted.
 */
bool dar_limit_update(struct dar_net *dn, const struct in6_addr *home);

/**
 * dar_limit_keyed() - ask whether a message with the node's own proof is refused
 * with an answer
 * @dn: the namespace
 * @home: home address of the node
 *
 * Such a message may be a copy of an old one, which anybody can have sent.  So
 * refusals get what the updates of the node leave, and half of what may be sent at
 * once is kept for these.
 * Context: any up to softirq.
 * Return: true: it is, and it is counted.
 */
bool dar_limit_keyed(struct dar_net *dn, const struct in6_addr *home);

/**
 * dar_limit_defence() - ask whether an address may be defended on its link now
 * @dn: the namespace
 * @link: limit of the link
 * @target: the address
 *
 * An answer to a probe of Duplicate Address Detection goes to all nodes of the link,
 * and each node listens for a second.  So two of them in a second are enough for
 * an address, however many nodes probe for it.
 * Context: softirq.
 * Return: true: it may, and it is counted.
 */
bool dar_limit_defence(struct dar_net *dn, struct dar_pace *link,
		       const struct in6_addr *target);

/**
 * dar_limit_notice() - say when a node is told something that it has not asked for
 * @dn: the namespace
 * @longest: ns that may pass until then
 *
 * Many bindings may end, or come close to their end, at once: all their nodes would
 * answer at once.
 * Context: any up to softirq.
 * Return: ns until its turn; U64_MAX: no turn comes in time.
 */
u64 dar_limit_notice(struct dar_net *dn, u64 longest);

/* May the refusal of a node that is not admitted be reported now?  Context: as below. */
bool dar_limit_stranger(struct dar_net *dn, const struct in6_addr *src,
			const struct in6_addr *home);

/* May a drop for this reason be reported now?  Context: any up to softirq. */
bool dar_limit_event(struct dar_net *dn, enum dar_stat reason);

#endif /* _DAR_LIMIT_H */
