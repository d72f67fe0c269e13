// SPDX-License-Identifier: GPL-2.0-only
#include <linux/string.h>
#include <net/ipv6.h>

#include <fama/mh.h>

#include "addr.h"
#include "answer.h"
#include "attach.h"
#include "believe.h"
#include "event.h"
#include "link.h"
#include "linktrial.h"
#include "mn.h"
#include "ndisc.h"
#include "proof.h"
#include "signal.h"
#include "signed.h"
#include "stats.h"
#include "trial.h"

static void answer_drop(struct mn_net *mn, const struct fama_mhio_rx *rx,
			enum mn_stat why)
{
	mn_stats_inc(&mn->stats, why);
	mn_event_drop(mn, rx, why);
}

/* A message without a status has been believed. */
static void answer_take(struct mn_net *mn, const struct fama_mhio_rx *rx,
			enum mn_stat stat)
{
	mn_stats_inc(&mn->stats, stat);
	mn_event_verdict(mn, rx, stat, FAMA_TRACE_NO_STATUS);
}

/* Drop a message that is not believed. */
static void answer_disbelieve(struct mn_net *mn, const struct fama_mhio_rx *rx,
			      enum mn_belief belief)
{
	static const enum mn_stat why[] = {
		[MN_BELIEF_UNEXPECTED]		= MN_STAT_UNEXPECTED,
		[MN_BELIEF_WRONG_DAR]		= MN_STAT_WRONG_DAR,
		[MN_BELIEF_BAD_SEQ]		= MN_STAT_BAD_SEQUENCE,
		[MN_BELIEF_BAD_MAC]		= MN_STAT_BAD_MAC,
		[MN_BELIEF_UNPROVEN]		= MN_STAT_UNPROVEN,
		[MN_BELIEF_UNSIGNED]		= MN_STAT_BA_UNSIGNED,
		[MN_BELIEF_BAD_SIGNATURE]	= MN_STAT_BAD_SIGNATURE,
	};

	answer_drop(mn, rx, why[belief]);
}

/* Has the router signed a token, if it must?  @err: result of mn_signed_check() */
static enum mn_belief answer_believe_signature(struct mn_net *mn,
					       struct mn_addr *a, int err)
{
	enum mn_belief belief;

	belief = mn_believe_signature(mn->set.signed_ack, mn_addr_pinned(a),
				      err);
	if (belief != MN_BELIEF_PROVEN)
		mn_bul_distrust(&a->bul);
	return belief;
}

/*
 * What is thought of an acknowledgement that delivers a token.  The signature comes
 * first: to verify one costs a small part of what it costs to decrypt a token.
 */
static enum mn_belief answer_believe_token(struct mn_net *mn, struct mn_addr *a,
					   const struct fama_mhio_rx *rx,
					   u8 *phkt, struct mn_bul_ack *ack)
{
	enum mn_belief belief;
	int err = -ENODATA;

	if (mn->set.signed_ack != MN_SIGNED_ACK_OFF)
		err = mn_signed_check(rx, &a->dar, mn_proof_careof(a));
	if (!err)
		mn_stats_inc(&mn->stats, MN_STAT_BA_SIGNED);
	belief = answer_believe_signature(mn, a, err);
	if (belief != MN_BELIEF_PROVEN)
		return belief;
	mn_bul_decrypts(&a->bul);
	if (mn_proof_by_token(a, rx, phkt))
		return MN_BELIEF_BAD_MAC;
	if (!err)
		a->signer = a->dar;
	ack->proven = true;
	ack->phkt = phkt;
	return MN_BELIEF_PROVEN;
}

/* Verify an acknowledgement; @phkt: room for a token that it delivers. */
static enum mn_belief answer_believe(struct mn_net *mn, struct mn_addr *a,
				     const struct fama_mhio_rx *rx, u8 *phkt,
				     struct mn_bul_ack *ack)
{
	enum mn_belief belief = mn_believe_answers(&a->bul, ack);
	int err;

	if (belief != MN_BELIEF_PROVEN)
		return belief;
	if (fama_mhopt_has(&rx->mh.opt, FAMA_OPT_PHKT) &&
	    mn_believe_delivers(&a->bul, ack))
		return answer_believe_token(mn, a, rx, phkt, ack);
	err = mn_proof_of_ack(a, rx);
	if (err == -EBADMSG)
		return MN_BELIEF_BAD_MAC;
	ack->proven = !err;
	return mn_believe_proof(&a->bul, ack, mn_now());
}

static void answer_count(struct mn_net *mn, const struct fama_mhio_rx *rx,
			 enum mn_bul_verdict verdict, enum mn_belief belief)
{
	enum mn_stat stat = verdict == MN_BUL_ACCEPTED ? MN_STAT_BA_ACCEPTED :
							 MN_STAT_BA_REFUSED;

	mn_stats_inc(&mn->stats, stat);
	if (belief == MN_BELIEF_HINT) {
		stat = MN_STAT_BA_HINT;
		mn_stats_inc(&mn->stats, stat);
	}
	mn_event_verdict(mn, rx, stat, rx->mh.ba.status);
}

/*
 * The router does not claim the address any more: neighbours, and the router
 * itself, shall send to this node, whatever they remember (RFC 6275 section
 * 11.5.5).
 */
static void answer_reclaim(struct mn_addr *a)
{
	if (a->link)
		mn_ndisc_announce(a->link->dev, &a->addr, true);
}

/* The link by which the node is attached leads to an access router. */
static void answer_clear_doubt(struct mn_net *mn)
{
	struct mn_link *link = mn_link_attached(mn);

	if (link)
		link->move.doubtful = false;
}

/* An acknowledgement that is believed. */
static void answer_obey(struct mn_net *mn, struct mn_addr *a,
			const struct fama_mhio_rx *rx,
			const struct mn_bul_ack *ack, enum mn_belief belief)
{
	enum mn_address_state before = a->bul.state;
	bool defended = a->bul.defended;
	enum mn_bul_verdict verdict;

	verdict = mn_bul_ack(&a->bul, ack, mn_now());
	answer_count(mn, rx, verdict, belief);
	if (defended && !a->bul.defended)
		answer_reclaim(a);
	/* Packets that followed the Binding Update are lost, the next ones wait. */
	if (verdict != MN_BUL_ACCEPTED && a->bul.state != MN_ADDRESS_AWAY &&
	    a->bul.state != MN_ADDRESS_RETURNING)
		mn_addr_set_path(mn, a, NULL);
	if (a->bul.state == MN_ADDRESS_AWAY && before != MN_ADDRESS_AWAY) {
		mn_addr_set_path(mn, a, &a->bul.coa);
		answer_clear_doubt(mn);
	}
	mn_event_ba(mn, a, rx->time, ack->seq, ack->lifetime, ack->status);
	if (a->bul.state != before)
		mn_event_address(mn, a);
	mn_signal_run(mn, a);
}

static void answer_read_options(const struct fama_mhopt *opt,
				struct mn_bul_ack *ack)
{
	if (fama_mhopt_has(opt, FAMA_OPT_COT)) {
		ack->careof = opt->cot;
		ack->nonce = opt->careof_nonce;
	}
	if (fama_mhopt_has(opt, FAMA_OPT_REFRESH))
		ack->refresh = opt->refresh * FAMA_MH_LIFETIME_UNIT;
}

static void answer_ba(struct mn_net *mn, struct mn_addr *a,
		      const struct fama_mhio_rx *rx)
{
	struct mn_bul_ack ack = {
		.status = rx->mh.ba.status,
		.seq = rx->mh.ba.seq,
		.lifetime = rx->mh.ba.lifetime * FAMA_MH_LIFETIME_UNIT,
	};
	enum mn_belief belief;
	u8 phkt[FAMA_TOKEN_LEN];

	answer_read_options(&rx->mh.opt, &ack);
	belief = answer_believe(mn, a, rx, phkt, &ack);
	if (belief == MN_BELIEF_PROVEN)
		mn_trial_won(mn, a);
	else if (belief == MN_BELIEF_HINT && mn_addr_tries(a))
		belief = MN_BELIEF_WRONG_DAR;
	if (belief == MN_BELIEF_PROVEN || belief == MN_BELIEF_HINT)
		answer_obey(mn, a, rx, &ack, belief);
	else
		answer_disbelieve(mn, rx, belief);
	memzero_explicit(phkt, sizeof(phkt));
}

/* The address that a message is about. */
static const struct in6_addr *answer_home(const struct fama_mhio_rx *rx)
{
	if (rx->mh.type == FAMA_MH_BE)
		return &rx->mh.be.home;
	return rx->rh2 ? &rx->home : &rx->dst;
}

/*
 * A Care-of Test names no home address: its cookie says which address waits for
 * it, or which link.
 */
static void answer_cot(struct mn_net *mn, const struct fama_mhio_rx *rx)
{
	struct mn_link *link = mn_linktrial_find(mn, rx);
	struct mn_addr *a;

	if (link) {
		answer_take(mn, rx, MN_STAT_COT);
		mn_attach_reached(mn, link);
		return;
	}
	list_for_each_entry(a, &mn->addrs, list) {
		if (mn_believe_sender(mn_addr_router(a), &rx->src) !=
		    MN_BELIEF_PROVEN ||
		    !ipv6_addr_equal(&a->bul.coa, &rx->dst) ||
		    !mn_bul_test(&a->bul, rx->mh.test.cookie,
				 rx->mh.test.nonce_index, rx->mh.test.token,
				 mn_now()))
			continue;
		answer_take(mn, rx, MN_STAT_COT);
		mn_signal_run(mn, a);
		return;
	}
	answer_disbelieve(mn, rx, MN_BELIEF_UNEXPECTED);
}

/* The router asks for a Binding Update, by a BRR or a BE 1. */
static void answer_renew(struct mn_net *mn, struct mn_addr *a,
			 const struct fama_mhio_rx *rx)
{
	answer_take(mn, rx, MN_STAT_RENEW);
	if (rx->mh.type == FAMA_MH_BE)
		mn_bul_lost(&a->bul, mn_now());
	else
		mn_bul_renew(&a->bul, mn_now());
	mn_signal_run(mn, a);
}

static enum mn_belief answer_believe_way(const struct mn_addr *a,
					 const struct fama_mhio_rx *rx)
{
	const struct in6_addr *router = &a->dar;
	enum mn_belief belief;

	/* An address that is tried may answer, and nothing else. */
	if (rx->mh.type == FAMA_MH_BA)
		router = mn_addr_router(a);
	belief = mn_believe_sender(router, &rx->src);
	if (belief != MN_BELIEF_PROVEN)
		return belief;
	if (rx->mh.type == FAMA_MH_BE)
		return mn_believe_error(&a->bul, rx);
	return mn_believe_place(&a->bul, &a->addr, rx);
}

/* Whoever asks for a Binding Update from another address may be the router. */
static bool answer_try(struct mn_net *mn, struct mn_addr *a,
		       const struct fama_mhio_rx *rx)
{
	if (rx->mh.type != FAMA_MH_BRR ||
	    mn_believe_place(&a->bul, &a->addr, rx) != MN_BELIEF_PROVEN ||
	    !mn_trial_begin(a, &rx->src))
		return false;
	answer_take(mn, rx, MN_STAT_RENEW);
	mn_signal_run(mn, a);
	return true;
}

void mn_answer_rx(struct mn_net *mn, const struct fama_mhio_rx *rx)
{
	enum mn_belief belief;
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	if (rx->mh.type == FAMA_MH_COT) {
		answer_cot(mn, rx);
		return;
	}
	a = mn_addr_find(mn, answer_home(rx));
	if (!a) {
		answer_drop(mn, rx, MN_STAT_UNKNOWN_HOME);
		return;
	}
	if (answer_try(mn, a, rx))
		return;
	belief = answer_believe_way(a, rx);
	if (belief != MN_BELIEF_PROVEN)
		answer_disbelieve(mn, rx, belief);
	else if (rx->mh.type == FAMA_MH_BA)
		answer_ba(mn, a, rx);
	else
		answer_renew(mn, a, rx);
}
