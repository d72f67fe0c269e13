// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include <fama/auth.h>
#include <fama/mhio.h>
#include <fama/pki.h>

#include "addr.h"
#include "dev.h"
#include "event.h"
#include "key.h"
#include "mn.h"
#include "proof.h"
#include "remove.h"
#include "signal.h"
#include "stats.h"
#include "trial.h"

/*
 * Octets of a Binding Update in a packet of 1280 octets, behind an IPv6 header and a
 * Home Address option.  With a 1536-bit key 480 are needed.
 */
#define SIGNAL_BU_MAX	(IPV6_MIN_MTU - sizeof(struct ipv6hdr) - 24)

static void signal_fill_careof(const struct mn_careof *c,
			       struct fama_mhopt *opt)
{
	if (mn_careof_asks(c))
		opt->present |= BIT(FAMA_OPT_COT_INIT);
	if (!c->has_token)
		return;
	opt->present |= BIT(FAMA_OPT_NONCES) | BIT(FAMA_OPT_AUTH);
	opt->careof_nonce = c->nonce;
}

/* A router that delivers a token shall prove that it may (RFC 4866 section 4.5). */
static void signal_want_signature(const struct mn_net *mn,
				  struct fama_mhopt *opt)
{
	if (mn->set.signed_ack != MN_SIGNED_ACK_OFF)
		opt->present |= BIT(FAMA_OPT_CGA_REQ);
}

static void signal_fill(const struct mn_addr *a, struct fama_mh *bu)
{
	const struct mn_bul *b = &a->bul;

	bu->type = FAMA_MH_BU;
	bu->bu.seq = b->seq + 1;
	bu->bu.flags = FAMA_BU_ACK | FAMA_BU_HOME;
	/*
	 * It also tells a deregistration that is sent elsewhere from one that is sent
	 * at home, which counts on the home link only.
	 */
	if (!mn_bul_from_home(b)) {
		bu->opt.present |= BIT(FAMA_OPT_ALT_COA);
		bu->opt.alt_coa = b->coa;
	}
	if (mn_bul_ends(b))
		return;
	bu->bu.lifetime = MN_BUL_LIFETIME / FAMA_MH_LIFETIME_UNIT;
	signal_fill_careof(&b->careof, &bu->opt);
}

/*
 * An answer to a care-of address without proof must not be larger than the update.
 * With the router's signature it may be large, so the update pays for it with padding,
 * whatever the size of the router's key.
 */
static int signal_build_padded(struct fama_mh *bu, u8 *buf,
			       struct fama_mhopt_fixup *fix)
{
	int len = fama_mh_build(bu, buf, SIGNAL_BU_MAX, fix);

	if (len < 0 || !fama_mhopt_has(&bu->opt, FAMA_OPT_CGA_REQ) ||
	    !fama_mhopt_has(&bu->opt, FAMA_OPT_COT_INIT))
		return len;
	bu->opt.padding = SIGNAL_BU_MAX - len;
	return fama_mh_build(bu, buf, SIGNAL_BU_MAX, fix);
}

/* The key proves that the address is ours (RFC 4866 section 4.5). */
static int signal_build_cga(struct mn_addr *a, struct fama_mh *bu, u8 *buf)
{
	u8 params[MN_KEY_PARAMS_MAX];
	u8 digest[SHA1_DIGEST_SIZE], sig[FAMA_PKI_MAX_LEN];
	struct fama_mhopt_fixup fix;
	int len, err;

	len = mn_key_params(a->key, &a->addr, a->count, params,
			    sizeof(params));
	if (len < 0)
		return len;
	bu->opt.present |= BIT(FAMA_OPT_CGA) | BIT(FAMA_OPT_SIGNATURE);
	bu->opt.cga = params;
	bu->opt.cga_len = len;
	bu->opt.sig_len = fama_pki_len(a->key->pki);
	len = signal_build_padded(bu, buf, &fix);
	if (len < 0)
		return len;
	fama_auth_digest(digest, mn_proof_careof(a), &a->dar, buf,
			 fix.signed_len);
	err = fama_pki_sign(a->key->pki, digest, sig);
	if (err)
		return err;
	fama_mhopt_put_sig(&fix, sig, bu->opt.sig_len);
	if (fix.auth)
		mn_proof_make(a, fama_auth_no_token, buf, len, fix.auth);
	return len;
}

static int signal_build_phkt(struct mn_addr *a, struct fama_mh *bu, u8 *buf)
{
	struct fama_mhopt_fixup fix;
	int len;

	bu->opt.present |= BIT(FAMA_OPT_AUTH);
	len = fama_mh_build(bu, buf, SIGNAL_BU_MAX, &fix);
	if (len > 0)
		mn_proof_make(a, a->bul.phkt, buf, len, fix.auth);
	return len;
}

/* @time: a moment before the message leaves: no answer can be older */
static int signal_transmit(struct mn_net *mn, struct mn_addr *a,
			   enum mn_auth auth, u8 *buf, u64 *time)
{
	struct fama_mhio_tx tx = { .dst = mn_addr_router(a) };
	struct fama_mh bu = {};
	int len;

	signal_fill(a, &bu);
	if (auth == MN_AUTH_CGA)
		signal_want_signature(mn, &bu.opt);
	len = auth == MN_AUTH_CGA ? signal_build_cga(a, &bu, buf) :
				    signal_build_phkt(a, &bu, buf);
	if (len < 0)
		return len;
	if (mn_bul_from_home(&a->bul)) {
		tx.src = &a->addr;
		tx.oif = a->ifindex;
	} else {
		tx.src = &a->bul.coa;
		tx.hao = &a->addr;
	}
	*time = ktime_get_real_ns();
	return fama_mhio_send(mn->net, &tx, buf, len);
}

/* Does the router not answer, or refuse?  Then packets are held, not sent. */
static bool signal_in_vain(const struct mn_bul *b)
{
	return b->state == MN_ADDRESS_FAILED || b->state == MN_ADDRESS_GIVEN_UP;
}

/*
 * Send the Binding Update that is pending.  With a PHKT the tunnel can be used at
 * once, because the router handles such a Binding Update before the packets that
 * follow it.  It takes longer to verify a signature; until it answers, packets
 * are held.
 */
static void signal_send(struct mn_net *mn, struct mn_addr *a)
{
	enum mn_auth auth = mn_bul_auth(&a->bul);
	bool binds = !mn_bul_ends(&a->bul);
	int err = -ENOMEM;
	u64 time = 0;
	u8 *buf;

	buf = kmalloc(SIGNAL_BU_MAX, GFP_KERNEL);
	if (buf)
		err = signal_transmit(mn, a, auth, buf, &time);
	kfree(buf);
	mn_bul_sent(&a->bul, mn_now());
	WRITE_ONCE(a->needed, false);
	if (err) {
		mn_stats_inc(&mn->stats, MN_STAT_BU_FAILED);
		return;
	}
	mn_stats_inc(&mn->stats, auth == MN_AUTH_CGA ? MN_STAT_BU_CGA :
						       MN_STAT_BU_PHKT);
	mn_event_bu(mn, a, time, auth, binds ? MN_BUL_LIFETIME : 0);
	if (binds && auth == MN_AUTH_PHKT && !signal_in_vain(&a->bul))
		mn_addr_set_path(mn, a, &a->bul.coa);
}

/* Is the node at its care-of address (RFC 6275 section 5.2.4). */
static void signal_test(struct mn_net *mn, struct mn_addr *a)
{
	struct fama_mhio_tx tx = {
		.src = &a->bul.coa,
		.dst = mn_addr_router(a),
	};
	struct fama_mh coti = { .type = FAMA_MH_COTI };
	u8 buf[16];
	int len, err;

	get_random_bytes(coti.init.cookie, sizeof(coti.init.cookie));
	len = fama_mh_build(&coti, buf, sizeof(buf), NULL);
	err = len < 0 ? len : fama_mhio_send(mn->net, &tx, buf, len);
	mn_bul_test_sent(&a->bul, coti.init.cookie, mn_now());
	mn_stats_inc(&mn->stats, err ? MN_STAT_BU_FAILED : MN_STAT_COTI);
}

static void signal_changed(struct mn_net *mn, struct mn_addr *a)
{
	if (signal_in_vain(&a->bul))
		mn_addr_set_path(mn, a, NULL);
	mn_event_address(mn, a);
}

/*
 * Do what is due, but while the node is frozen nothing is: the checkpoint does not know what
 * is sent.  Return: false when the address has been removed.
 */
static bool signal_do(struct mn_net *mn, struct mn_addr *a)
{
	enum mn_address_state before = a->bul.state;

	lockdep_assert_held(&mn->lock);
	if (mn->frozen)
		return true;
	for (;;) {
		switch (mn_bul_timer(&a->bul, mn_now())) {
		case MN_BUL_SEND:
			mn_trial_sending(a);
			signal_send(mn, a);
			break;
		case MN_BUL_TEST:
			mn_trial_sending(a);
			signal_test(mn, a);
			break;
		case MN_BUL_EXPIRED:
			mn_stats_inc(&mn->stats, MN_STAT_EXPIRED);
			mn_event_expire(mn, a);
			break;
		case MN_BUL_GONE:
			mn_remove(mn, a);
			return false;
		default:
			if (a->bul.state != before)
				signal_changed(mn, a);
			return true;
		}
	}
}

void mn_signal_run(struct mn_net *mn, struct mn_addr *a)
{
	if (signal_do(mn, a) && rcu_access_pointer(a->path))
		mn_dev_flush(mn, a);
}

void mn_signal_quick(struct mn_net *mn, struct mn_addr *a)
{
	if (mn_bul_auth(&a->bul) == MN_AUTH_PHKT)
		signal_do(mn, a);
}

/*
 * Which address has its signature first?  The one that a packet used last: packets of
 * applications are held until its router has answered.
 * @due: how many wait for a signature
 */
static struct mn_addr *signal_most_needed(struct mn_net *mn, unsigned int *due)
{
	struct mn_addr *a, *first = NULL;
	u64 now = mn_now();

	*due = 0;
	list_for_each_entry(a, &mn->addrs, list) {
		if (!mn_bul_signs(&a->bul, now))
			continue;
		(*due)++;
		if (!first ||
		    time_after(READ_ONCE(a->used), READ_ONCE(first->used)))
			first = a;
	}
	return first;
}

void mn_signal_sign(struct mn_net *mn)
{
	unsigned int due;
	struct mn_addr *a = signal_most_needed(mn, &due);

	if (a)
		mn_signal_run(mn, a);
	if (due > 1)
		mn_wake(mn);
}

void mn_signal_run_all(struct mn_net *mn)
{
	struct mn_addr *a, *next;

	list_for_each_entry_safe(a, next, &mn->addrs, list)
		if (!mn_bul_signs(&a->bul, mn_now()))
			mn_signal_run(mn, a);
	mn_signal_sign(mn);
}

void mn_signal_prepare(struct mn_net *mn)
{
	u64 patience = MN_BUL_NEVER;
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	if (mn->set.give_up)
		patience = (u64)mn->set.give_up * NSEC_PER_SEC;
	list_for_each_entry(a, &mn->addrs, list) {
		a->bul.patience = patience;
		if (READ_ONCE(a->needed))
			mn_bul_need(&a->bul, mn_now());
	}
}

void mn_signal_farewell(struct mn_net *mn, struct mn_addr *a)
{
	if (!rcu_access_pointer(a->path) || !a->bul.has_phkt)
		return;
	if (!mn_bul_release(&a->bul, mn_now()))
		return;
	a->bul.use_cga = false;
	signal_send(mn, a);
}
