// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/time64.h>
#include <net/ipv6.h>

#include <fama/mh.h>

#include "believe.h"

#define BELIEVE_HOP_LIMIT	255	/* no router has forwarded the packet */

/* At most one refusal without proof is obeyed in this time. */
#define BELIEVE_HINT_INTERVAL	(1 * NSEC_PER_SEC)

bool mn_believe_ra(const struct in6_addr *source, u8 hop_limit)
{
	int type = ipv6_addr_type(source);

	/* Multicast addresses have scopes, too. */
	return hop_limit == BELIEVE_HOP_LIMIT && type & IPV6_ADDR_UNICAST &&
	       type & IPV6_ADDR_LINKLOCAL;
}

enum mn_belief mn_believe_sender(const struct in6_addr *dar,
				 const struct in6_addr *src)
{
	return ipv6_addr_equal(dar, src) ? MN_BELIEF_PROVEN :
					   MN_BELIEF_WRONG_DAR;
}

bool mn_believe_seeks_proof(const struct mn_bul *b,
			    const struct mn_bul_ack *ack)
{
	return b->pending != MN_BUL_NONE &&
	       (ack->seq == b->seq || ack->status == FAMA_BA_SEQ_WINDOW);
}

enum mn_belief mn_believe_signature(enum mn_signed_ack wanted, int err)
{
	if (wanted == MN_SIGNED_ACK_OFF || !err)
		return MN_BELIEF_PROVEN;
	if (err != -ENODATA)
		return MN_BELIEF_BAD_SIGNATURE;
	return wanted == MN_SIGNED_ACK_ASK ? MN_BELIEF_PROVEN :
					     MN_BELIEF_UNSIGNED;
}

enum mn_belief mn_believe_ack(const struct mn_bul *b,
			      const struct mn_bul_ack *ack, u64 now)
{
	if (!b->waiting)
		return MN_BELIEF_UNEXPECTED;
	if (ack->seq != b->seq && ack->status != FAMA_BA_SEQ_WINDOW)
		return MN_BELIEF_BAD_SEQ;
	if (ack->proven)
		return MN_BELIEF_PROVEN;
	if (ack->status < FAMA_BA_REFUSED)
		return MN_BELIEF_UNPROVEN;
	/* Anybody can send such an answer: few of them are obeyed. */
	if (b->hint && now < b->hint + BELIEVE_HINT_INTERVAL)
		return MN_BELIEF_UNPROVEN;
	return MN_BELIEF_HINT;
}
