// SPDX-License-Identifier: GPL-2.0-only
#include <linux/random.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include <fama/auth.h>
#include <fama/pki.h>

#include "mn.h"
#include "signed.h"

#define SIGNAL_BU_MAX	1024	/* octets; one with a 1536-bit key has 480 */

/* At home a Binding Update comes from the address itself. */
static bool signal_from_home(const struct mn_bul *b)
{
	return b->pending == MN_BUL_DEREGISTER || b->pending == MN_BUL_TOKEN;
}

/* What signature and authenticator take as the care-of address. */
static const struct in6_addr *signal_careof(const struct mn_addr *a)
{
	return mn_bul_ends(&a->bul) ? &a->addr : &a->bul.coa;
}

/* @with_token: the care-of token is part of it */
static void signal_kbm(const struct mn_addr *a, const u8 *phkt,
		       bool with_token, struct hmac_sha1_key *kbm)
{
	const u8 *token = with_token ? a->bul.careof.token : fama_auth_no_token;

	fama_auth_kbm(kbm, phkt, mn_bul_ends(&a->bul) ? NULL : token);
}

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

/* Who answers with a token shall prove that he may (RFC 4866 section 4.5). */
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
	if (mn_bul_ends(b))
		return;
	bu->bu.lifetime = MN_BUL_LIFETIME / FAMA_MH_LIFETIME_UNIT;
	bu->opt.present |= BIT(FAMA_OPT_ALT_COA);
	bu->opt.alt_coa = b->coa;
	signal_fill_careof(&b->careof, &bu->opt);
}

static void signal_authenticate(const struct mn_addr *a, const u8 *phkt,
				const u8 *buf, size_t len, u8 *auth)
{
	struct hmac_sha1_key kbm;

	signal_kbm(a, phkt, a->bul.careof.has_token, &kbm);
	fama_auth_mac(auth, &kbm, signal_careof(a), &a->dar, buf, len);
	memzero_explicit(&kbm, sizeof(kbm));
}

/* RFC 4866 section 4.5: prove by the key that the address is ours. */
static int signal_build_cga(struct mn_addr *a, struct fama_mh *bu, u8 *buf)
{
	u8 params[FAMA_CGA_KEY_OFF + MN_SPKI_MAX_LEN];
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
	len = fama_mh_build(bu, buf, SIGNAL_BU_MAX, &fix);
	if (len < 0)
		return len;
	fama_auth_digest(digest, signal_careof(a), &a->dar, buf,
			 fix.signed_len);
	err = fama_pki_sign(a->key->pki, digest, sig);
	if (err)
		return err;
	fama_mhopt_put_sig(&fix, sig, bu->opt.sig_len);
	if (fix.auth)
		signal_authenticate(a, fama_auth_no_token, buf, len, fix.auth);
	return len;
}

static int signal_build_phkt(struct mn_addr *a, struct fama_mh *bu, u8 *buf)
{
	struct fama_mhopt_fixup fix;
	int len;

	bu->opt.present |= BIT(FAMA_OPT_AUTH);
	len = fama_mh_build(bu, buf, SIGNAL_BU_MAX, &fix);
	if (len > 0)
		signal_authenticate(a, a->bul.phkt, buf, len, fix.auth);
	return len;
}

/* @time: when it left, in the sense that no answer can be older */
static int signal_transmit(struct mn_net *mn, struct mn_addr *a,
			   enum mn_auth auth, u8 *buf, u64 *time)
{
	struct fama_mhio_tx tx = { .dst = &a->dar };
	struct fama_mh bu = {};
	int len;

	signal_fill(a, &bu);
	if (auth == MN_AUTH_CGA)
		signal_want_signature(mn, &bu.opt);
	len = auth == MN_AUTH_CGA ? signal_build_cga(a, &bu, buf) :
				    signal_build_phkt(a, &bu, buf);
	if (len < 0)
		return len;
	if (signal_from_home(&a->bul)) {
		tx.src = &a->addr;
	} else {
		tx.src = &a->bul.coa;
		tx.hao = &a->addr;
	}
	*time = ktime_get_real_ns();
	return fama_mhio_send(mn->net, &tx, buf, len);
}

/*
 * Send what is pending.  With a PHKT the tunnel may be used at once: the router
 * handles such a Binding Update before the packets that follow it.  Verifying
 * a signature takes it longer; then packets are held until the answer.
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
	if (err) {
		mn_stats_inc(&mn->stats, MN_STAT_BU_FAILED);
		return;
	}
	mn_stats_inc(&mn->stats, auth == MN_AUTH_CGA ? MN_STAT_BU_CGA :
						       MN_STAT_BU_PHKT);
	mn_event_bu(mn, a, time, auth, binds ? MN_BUL_LIFETIME : 0);
	if (binds && auth == MN_AUTH_PHKT)
		mn_addr_set_path(mn, a, &a->bul.coa);
}

/* Is the node at its care-of address (RFC 6275 section 5.2.4). */
static void signal_test(struct mn_net *mn, struct mn_addr *a)
{
	struct fama_mhio_tx tx = { .src = &a->bul.coa, .dst = &a->dar };
	struct fama_mh coti = { .type = FAMA_MH_COTI };
	u8 buf[16];
	int len, err;

	get_random_bytes(coti.init.cookie, sizeof(coti.init.cookie));
	len = fama_mh_build(&coti, buf, sizeof(buf), NULL);
	err = len < 0 ? len : fama_mhio_send(mn->net, &tx, buf, len);
	mn_bul_test_sent(&a->bul, coti.init.cookie, mn_now());
	mn_stats_inc(&mn->stats, err ? MN_STAT_BU_FAILED : MN_STAT_COTI);
}

/* Do what is due.  Return: false when the entry is gone. */
static bool signal_do(struct mn_net *mn, struct mn_addr *a)
{
	enum mn_address_state before = a->bul.state;

	lockdep_assert_held(&mn->lock);
	for (;;) {
		switch (mn_bul_timer(&a->bul, mn_now())) {
		case MN_BUL_SEND:
			signal_send(mn, a);
			break;
		case MN_BUL_TEST:
			signal_test(mn, a);
			break;
		case MN_BUL_EXPIRED:
			mn_stats_inc(&mn->stats, MN_STAT_EXPIRED);
			mn_event_expire(mn, a);
			break;
		case MN_BUL_GONE:
			mn_addr_del(mn, a);
			return false;
		default:
			if (a->bul.state != before)
				mn_event_address(mn, a);
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

void mn_signal_run_all(struct mn_net *mn)
{
	struct mn_addr *a, *next;

	list_for_each_entry_safe(a, next, &mn->addrs, list)
		mn_signal_run(mn, a);
}

/* Say that the address is given up, without waiting for an answer. */
void mn_signal_farewell(struct mn_net *mn, struct mn_addr *a)
{
	u64 now = mn_now();

	if (!rcu_access_pointer(a->path) || !a->bul.has_phkt || !mn_bul_release(&a->bul, now))
		return;
	a->bul.use_cga = false;
	signal_send(mn, a);
}

static bool signal_mac_ok(const struct mn_addr *a, const u8 *phkt,
			  const struct fama_mhio_rx *rx)
{
	struct hmac_sha1_key kbm;
	bool ok;

	signal_kbm(a, phkt, a->bul.careof.used, &kbm);
	ok = fama_auth_mac_ok(&kbm, signal_careof(a), &a->dar, rx->buf,
			      rx->len);
	memzero_explicit(&kbm, sizeof(kbm));
	return ok;
}

/*
 * Fill in @ack->proven and a delivered PHKT.  Decrypting takes milliseconds, so
 * only for the answer that is waited for.
 */
static int signal_prove(struct mn_addr *a, const struct fama_mhio_rx *rx,
			u8 *phkt, struct mn_bul_ack *ack)
{
	const struct fama_mhopt *opt = &rx->mh.opt;
	u8 cipher[FAMA_PKI_MAX_LEN];
	int len;

	if (!fama_mhopt_has(opt, FAMA_OPT_AUTH))
		return 0;
	if (fama_mhopt_has(opt, FAMA_OPT_PHKT)) {
		len = fama_mhopt_phkt(opt, cipher, sizeof(cipher));
		if (len < 0 ||
		    fama_pki_decrypt(a->key->pki, cipher, len, phkt))
			return -EBADMSG;
		ack->proven = signal_mac_ok(a, phkt, rx);
		ack->phkt = phkt;
	} else if (a->bul.has_phkt) {
		ack->proven = signal_mac_ok(a, a->bul.phkt, rx);
	} else {
		return 0;
	}
	return ack->proven ? 0 : -EBADMSG;
}

static void signal_drop(struct mn_net *mn, const struct fama_mhio_rx *rx,
			enum mn_stat why)
{
	mn_stats_inc(&mn->stats, why);
	mn_event_drop(mn, rx, why);
}

/*
 * A token is the router's, or somebody's who was asked in its place.
 * Return: false: the answer was dropped.
 */
static bool signal_trusts(struct mn_net *mn, struct mn_addr *a,
			  const struct fama_mhio_rx *rx)
{
	enum mn_stat why;
	int err;

	if (mn->set.signed_ack == MN_SIGNED_ACK_OFF)
		return true;
	err = mn_signed_check(rx, &a->dar, signal_careof(a));
	if (!err)
		mn_stats_inc(&mn->stats, MN_STAT_BA_SIGNED);
	if (!err || (err == -ENODATA &&
		     mn->set.signed_ack == MN_SIGNED_ACK_ASK))
		return true;
	why = err == -ENODATA ? MN_STAT_BA_UNSIGNED : MN_STAT_BAD_SIGNATURE;
	signal_drop(mn, rx, why);
	mn_bul_distrust(&a->bul);
	return false;
}

static void signal_count_verdict(struct mn_net *mn,
				 const struct fama_mhio_rx *rx,
				 enum mn_bul_verdict verdict, bool proven)
{
	switch (verdict) {
	case MN_BUL_ACCEPTED:
		mn_stats_inc(&mn->stats, MN_STAT_BA_ACCEPTED);
		break;
	case MN_BUL_REFUSED:
	case MN_BUL_RETRY:
		mn_stats_inc(&mn->stats, MN_STAT_BA_REFUSED);
		if (!proven)
			mn_stats_inc(&mn->stats, MN_STAT_BA_HINT);
		break;
	case MN_BUL_UNEXPECTED:
		signal_drop(mn, rx, MN_STAT_UNEXPECTED);
		break;
	case MN_BUL_BAD_SEQ:
		signal_drop(mn, rx, MN_STAT_BAD_SEQUENCE);
		break;
	case MN_BUL_UNPROVEN:
		signal_drop(mn, rx, MN_STAT_UNPROVEN);
		break;
	}
}

/*
 * The router does not claim the address any more: neighbours, and itself, shall
 * send to us, whatever they remember (RFC 6275 section 11.5.5).
 */
static void signal_reclaim(struct mn_addr *a)
{
	if (a->link)
		mn_link_announce(a->link, &a->addr, true);
}

static void signal_ba(struct mn_net *mn, struct mn_addr *a,
		      const struct fama_mhio_rx *rx)
{
	struct mn_bul_ack ack = {
		.status = rx->mh.ba.status,
		.seq = rx->mh.ba.seq,
		.lifetime = rx->mh.ba.lifetime * FAMA_MH_LIFETIME_UNIT,
	};
	const struct fama_mhopt *opt = &rx->mh.opt;
	enum mn_address_state before = a->bul.state;
	bool defended = a->bul.defended;
	enum mn_bul_verdict verdict;
	u8 phkt[FAMA_TOKEN_LEN];

	if (a->bul.pending != MN_BUL_NONE &&
	    (ack.seq == a->bul.seq || ack.status == FAMA_BA_SEQ_WINDOW) &&
	    signal_prove(a, rx, phkt, &ack)) {
		signal_drop(mn, rx, MN_STAT_BAD_MAC);
		return;
	}
	if (ack.phkt && !signal_trusts(mn, a, rx)) {
		memzero_explicit(phkt, sizeof(phkt));
		return;
	}
	if (fama_mhopt_has(opt, FAMA_OPT_COT)) {
		ack.careof = opt->cot;
		ack.nonce = opt->careof_nonce;
	}
	verdict = mn_bul_ack(&a->bul, &ack, mn_now());
	memzero_explicit(phkt, sizeof(phkt));
	signal_count_verdict(mn, rx, verdict, ack.proven);
	if (verdict > MN_BUL_RETRY)
		return;
	if (defended && !a->bul.defended)
		signal_reclaim(a);
	/* What was sent after the Binding Update is lost, the rest waits. */
	if (verdict != MN_BUL_ACCEPTED &&
	    a->bul.state != MN_ADDRESS_AWAY)
		mn_addr_set_path(mn, a, NULL);
	if (a->bul.state == MN_ADDRESS_AWAY && before != MN_ADDRESS_AWAY)
		mn_addr_set_path(mn, a, &a->bul.coa);
	mn_event_ba(mn, a, rx->time, ack.seq, ack.lifetime, ack.status);
	if (a->bul.state != before)
		mn_event_address(mn, a);
	mn_signal_run(mn, a);
}

/* The address that a message is about. */
static const struct in6_addr *signal_home(const struct fama_mhio_rx *rx)
{
	if (rx->mh.type == FAMA_MH_BE)
		return &rx->mh.be.home;
	return rx->rh2 ? &rx->home : &rx->dst;
}

/* A Care-of Test names no home address: its cookie says which one waits. */
static void signal_cot(struct mn_net *mn, const struct fama_mhio_rx *rx)
{
	struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list) {
		if (!ipv6_addr_equal(&a->dar, &rx->src) ||
		    !ipv6_addr_equal(&a->bul.coa, &rx->dst) ||
		    !mn_bul_test(&a->bul, rx->mh.test.cookie,
				 rx->mh.test.nonce_index, rx->mh.test.token,
				 mn_now()))
			continue;
		mn_stats_inc(&mn->stats, MN_STAT_COT);
		mn_signal_run(mn, a);
		return;
	}
	signal_drop(mn, rx, MN_STAT_UNEXPECTED);
}

void mn_signal_rx(struct mn_net *mn, const struct fama_mhio_rx *rx)
{
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	if (rx->mh.type == FAMA_MH_COT) {
		signal_cot(mn, rx);
		return;
	}
	a = mn_addr_find(mn, signal_home(rx));
	if (!a) {
		signal_drop(mn, rx, MN_STAT_UNKNOWN_HOME);
		return;
	}
	if (!ipv6_addr_equal(&rx->src, &a->dar)) {
		signal_drop(mn, rx, MN_STAT_WRONG_DAR);
		return;
	}
	if (rx->mh.type == FAMA_MH_BA) {
		signal_ba(mn, a, rx);
		return;
	}
	/* BRR, or BE 1: the router wants a new Binding Update. */
	mn_bul_renew(&a->bul, mn_now());
	mn_signal_run(mn, a);
}
