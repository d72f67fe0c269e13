// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/time64.h>
#include <net/ipv6.h>

#include <fama/mh.h>

#include "believe.h"

#define BELIEVE_HOP_LIMIT	255	/* no router has forwarded the packet */

/* At most one refusal without proof is obeyed in this time. */
#define BELIEVE_HINT_INTERVAL	(1 * NSEC_PER_SEC)

/* At most one address is tried in this time. */
#define BELIEVE_TRIAL_INTERVAL	(4ULL * NSEC_PER_SEC)

bool mn_believe_neighbour(const struct in6_addr *source, u8 hop_limit)
{
	int type = ipv6_addr_type(source);

	/* Multicast addresses have scopes, too. */
	return hop_limit == BELIEVE_HOP_LIMIT && type & IPV6_ADDR_UNICAST &&
	       type & IPV6_ADDR_LINKLOCAL;
}

enum mn_belief mn_believe_sender(const struct in6_addr *dar,
				 const struct in6_addr *src)
{
	if (ipv6_addr_any(dar) || !ipv6_addr_equal(dar, src))
		return MN_BELIEF_WRONG_DAR;
	return MN_BELIEF_PROVEN;
}

bool mn_believe_trial(const struct in6_addr *home, const struct in6_addr *dar,
		      const struct in6_addr *other, u64 tried, u64 now)
{
	return ipv6_prefix_equal(home, other, 64) &&
	       !ipv6_addr_equal(home, other) && !ipv6_addr_equal(dar, other) &&
	       (!tried || now >= tried + BELIEVE_TRIAL_INTERVAL);
}

enum mn_belief mn_believe_place(const struct mn_bul *b,
				const struct in6_addr *addr,
				const struct fama_mhio_rx *rx)
{
	const struct in6_addr *here = mn_bul_from_home(b) ? addr : &b->coa;

	if (rx->rh2 == mn_bul_from_home(b) || !ipv6_addr_equal(&rx->dst, here))
		return MN_BELIEF_UNEXPECTED;
	return MN_BELIEF_PROVEN;
}

enum mn_belief mn_believe_error(const struct mn_bul *b,
				const struct fama_mhio_rx *rx)
{
	if (rx->mh.be.status != FAMA_BE_UNKNOWN_BINDING ||
	    !ipv6_addr_equal(&rx->dst, &b->coa))
		return MN_BELIEF_UNEXPECTED;
	return MN_BELIEF_PROVEN;
}

/* That a number is not new says only who has a newer one. */
static bool believe_number(const struct mn_bul *b, const struct mn_bul_ack *ack)
{
	if (ack->status == FAMA_BA_SEQ_WINDOW)
		return fama_seq_newer(ack->seq, b->seq);
	return ack->seq == b->seq;
}

enum mn_belief mn_believe_answers(const struct mn_bul *b,
				  const struct mn_bul_ack *ack)
{
	if (!b->waiting)
		return MN_BELIEF_UNEXPECTED;
	return believe_number(b, ack) ? MN_BELIEF_PROVEN : MN_BELIEF_BAD_SEQ;
}

bool mn_believe_delivers(const struct mn_bul *b, const struct mn_bul_ack *ack)
{
	return b->signed_out && !b->decrypted && ack->status < FAMA_BA_REFUSED;
}

enum mn_belief mn_believe_signature(enum mn_signed_ack wanted, bool pinned,
				    int err)
{
	if (wanted == MN_SIGNED_ACK_OFF || !err)
		return MN_BELIEF_PROVEN;
	if (err != -ENODATA)
		return MN_BELIEF_BAD_SIGNATURE;
	return wanted == MN_SIGNED_ACK_ASK && !pinned ? MN_BELIEF_PROVEN :
							MN_BELIEF_UNSIGNED;
}

/*
 * The router proves that a number is old with the token.  A node that holds one follows
 * another answer only when nothing else has helped.
 */
static bool believe_is_no_help(const struct mn_bul *b,
			       const struct mn_bul_ack *ack)
{
	return ack->status == FAMA_BA_SEQ_WINDOW && b->signed_out &&
	       b->has_phkt && b->state != MN_ADDRESS_FAILED &&
	       b->state != MN_ADDRESS_GIVEN_UP;
}

enum mn_belief mn_believe_proof(const struct mn_bul *b,
				const struct mn_bul_ack *ack, u64 now)
{
	if (ack->proven)
		return MN_BELIEF_PROVEN;
	if (ack->status < FAMA_BA_REFUSED || believe_is_no_help(b, ack))
		return MN_BELIEF_UNPROVEN;
	/* Anybody can send such an answer: few of them are obeyed. */
	if (b->hint && now < b->hint + BELIEVE_HINT_INTERVAL)
		return MN_BELIEF_UNPROVEN;
	return MN_BELIEF_HINT;
}
