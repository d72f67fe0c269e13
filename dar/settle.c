// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <net/addrconf.h>
#include <net/ipv6.h>

#include <uapi/linux/dar.h>

#include "pure/credit.h"
#include "dar.h"

/* Is the source our own or bound here: tunnels would lead in a circle. */
static bool bu_careof_bound(struct dar_net *dn, const struct dar_bu *bu)
{
	return dar_is_bound(dn, &bu->rx->src) ||
	       ipv6_chk_addr(dn->net, &bu->rx->src, NULL, 0);
}

static void bu_facts(struct dar_net *dn, const struct dar_bu *bu,
		     const struct dar_binding_view *held,
		     struct dar_policy *policy, struct dar_facts *f)
{
	const struct fama_mhio_rx *rx = bu->rx;
	const struct dar_anchor *a;

	rcu_read_lock();
	a = dar_prefix_find(dn, &bu->home);
	f->serving = READ_ONCE(dn->n_anchors);
	f->anchored = a && dar_address_same_prefix(&bu->home, &rx->dst);
	f->valid = a ? dar_prefix_valid(dn, a) : 0;
	*policy = a ? a->policy : DAR_POLICY_DEFAULT;
	f->careof_bound = bu_careof_bound(dn, bu);
	f->local = ipv6_chk_addr(dn->net, &rx->dst, NULL, 0);
	f->full = dar_bcache_full(&dn->bcache);
	rcu_read_unlock();
	f->held = &held->d;
	f->policy = policy;
	f->careof_known = bu->nonce &&
			  dar_rr_check(&dn->rr, ktime_get_boottime_ns(),
				       bu->nonce, &rx->src, f->careof);
}

static struct dar_verdict bu_judge(struct dar_net *dn, const struct dar_bu *bu,
				   const struct dar_fresh *fresh, bool detected,
				   struct dar_binding_view *held)
{
	struct dar_facts facts = {
		.fresh = fresh ? fresh->phkt : NULL,
		.detected = detected,
	};
	struct dar_policy policy;
	struct dar_verdict v;

	dar_bcache_get(&dn->bcache, &bu->home, held);
	bu_facts(dn, bu, held, &policy, &facts);
	v = dar_decide(bu, &facts);
	memzero_explicit(facts.careof, sizeof(facts.careof));
	return v;
}

struct dar_verdict dar_bu_judge(struct dar_net *dn, const struct dar_bu *bu,
				const struct dar_fresh *fresh)
{
	struct dar_binding_view held;
	struct dar_verdict v;

	v = bu_judge(dn, bu, fresh, false, &held);
	memzero_explicit(held.d.phkt, sizeof(held.d.phkt));
	return v;
}

/* Who proves nothing may not even have the source address he claims. */
static bool bu_may_refuse(struct dar_net *dn, const struct dar_verdict *v)
{
	u32 rate = READ_ONCE(dn->settings.refusal_rate);

	if (v->keyed || !dar_pace_take(&dn->refusals, ktime_get_ns(), rate))
		return true;
	dar_stat_inc(dn->mib, DAR_STAT_REFUSAL_LIMITED);
	return false;
}

void dar_bu_reject(struct dar_net *dn, const struct dar_bu *bu,
		   const struct dar_verdict *v)
{
	bool answer = v->action == DAR_REFUSE && bu_may_refuse(dn, v);

	dar_stat_inc(dn->mib, v->reason);
	dar_notify_drop(dn, bu->rx, bu, v->reason, answer ? v->status : 0);
	if (answer)
		dar_ack_send(dn, bu, v, NULL);
}

/* The contents of the cache once the message is accepted. */
static void bu_compose(struct dar_net *dn, const struct dar_bu *bu,
		       const struct dar_verdict *v,
		       const struct dar_fresh *fresh,
		       const struct dar_binding_data *old,
		       struct dar_binding_data *new)
{
	*new = *old;
	new->active = v->action == DAR_BIND;
	new->seq = bu->rx->mh.bu.seq;
	new->lifetime = v->lifetime * FAMA_MH_LIFETIME_UNIT;
	new->auth = fresh ? DAR_AUTH_CGA : DAR_AUTH_PHKT;
	new->state = v->state;
	new->has_phkt = true;
	if (fresh)
		memcpy(new->phkt, fresh->phkt, sizeof(new->phkt));
	if (!new->active) {
		new->deadline = dar_forget_time(dn, &bu->home);
		return;
	}
	new->coa = bu->rx->src;
	new->dar = bu->rx->dst;
	new->deadline = ktime_get_boottime_ns() +
			(u64)new->lifetime * NSEC_PER_SEC;
}

/* Lifetime 0 in the notification says that a binding was there and is gone. */
static void bu_announce(struct dar_net *dn, const struct dar_bu *bu,
			const struct dar_binding_view *held,
			const struct dar_binding_data *new, u32 credit)
{
	struct dar_binding_view view = *held;

	if (!new->active && !held->d.active)
		return;
	if (new->active && !held->d.active) {
		view.tx_packets = 0;
		view.tx_bytes = 0;
		view.rx_packets = 0;
		view.rx_bytes = 0;
	}
	view.d = *new;
	view.credit = credit;
	dar_notify_binding(dn, &view, bu->rx->time);
}

/* Credit for the message itself.  Return: what there is now. */
static u32 bu_earn(struct dar_net *dn, const struct dar_bu *bu)
{
	u32 octets = sizeof(struct ipv6hdr) + bu->rx->len, credit = 0;
	u64 now = ktime_get_boottime_ns();
	struct dar_binding *b;

	rcu_read_lock();
	b = dar_bcache_find(&dn->bcache, &bu->home);
	if (b) {
		dar_credit_earn(&b->credit, octets, now);
		credit = dar_credit_left(atomic64_read(&b->credit), now);
	}
	rcu_read_unlock();
	return credit;
}

static void bu_accepted(struct dar_net *dn, const struct dar_bu *bu,
			const struct dar_verdict *v,
			const struct dar_fresh *fresh,
			const struct dar_binding_view *held,
			const struct dar_binding_data *new)
{
	u32 credit;

	dar_stat_inc(dn->mib, fresh ? DAR_STAT_BU_CGA : DAR_STAT_BU_PHKT);
	if (bu->dereg)
		dar_stat_inc(dn->mib, DAR_STAT_BU_DEREG);
	credit = bu_earn(dn, bu);
	dar_notify_bu(dn, bu);
	dar_ack_send(dn, bu, v, fresh);
	if (new->active && !held->d.active)
		dar_proxy_begin(dn, &bu->home);
	bu_announce(dn, bu, held, new, credit);
}

/* Return: as dar_bcache_set(). */
static int bu_accept(struct dar_net *dn, const struct dar_bu *bu,
		     const struct dar_verdict *v,
		     const struct dar_fresh *fresh,
		     const struct dar_binding_view *held)
{
	struct dar_binding_data new;
	int err;

	bu_compose(dn, bu, v, fresh, &held->d, &new);
	err = dar_bcache_set(&dn->bcache, held, &new);
	if (!err)
		bu_accepted(dn, bu, v, fresh, held, &new);
	memzero_explicit(new.phkt, sizeof(new.phkt));
	return err;
}

/* A good message that the cache has no room for. */
static void bu_refuse_full(struct dar_net *dn, const struct dar_bu *bu,
			   const struct dar_verdict *accepted, int err)
{
	struct dar_verdict v;

	v = dar_decide_refusal(bu, err == -ENOSPC ? DAR_STAT_CACHE_FULL :
						DAR_STAT_NO_MEMORY,
			   FAMA_BA_NO_RESOURCES);
	v.keyed = bu->proof == DAR_PROOF_PHKT;
	v.kbm = accepted->kbm;
	dar_bu_reject(dn, bu, &v);
	memzero_explicit(&v.kbm, sizeof(v.kbm));
}

/*
 * Another message about the same address may be accepted between decision and
 * commitment: decide again then.  Each round means that somebody else got on.
 */
static bool bu_settle(struct dar_net *dn, const struct dar_bu *bu,
		      const struct dar_fresh *fresh, bool detected)
{
	struct dar_binding_view held;
	struct dar_verdict v;
	int err;

	do {
		err = 0;
		v = bu_judge(dn, bu, fresh, detected, &held);
		if (v.action == DAR_BIND || v.action == DAR_UNBIND)
			err = bu_accept(dn, bu, &v, fresh, &held);
	} while (err == -EAGAIN);

	if (err)
		bu_refuse_full(dn, bu, &v, err);
	else if (v.action == DAR_DROP || v.action == DAR_REFUSE)
		dar_bu_reject(dn, bu, &v);
	else if (v.action == DAR_DETECT)
		dar_detect(dn, bu, fresh);
	memzero_explicit(held.d.phkt, sizeof(held.d.phkt));
	memzero_explicit(&v.kbm, sizeof(v.kbm));
	return v.action != DAR_VERIFY;
}

bool dar_bu_settle(struct dar_net *dn, const struct dar_bu *bu,
		   const struct dar_fresh *fresh)
{
	return bu_settle(dn, bu, fresh, false);
}

void dar_bu_settle_detected(struct dar_net *dn, const struct dar_bu *bu,
			    const struct dar_fresh *fresh)
{
	bu_settle(dn, bu, fresh, true);
}

void dar_bu_rx(struct net *net, const struct fama_mhio_rx *rx)
{
	struct dar_net *dn = dar_net(net);
	struct dar_bu bu;

	dar_stat_inc(dn->mib, DAR_STAT_RX_BU);
	dar_bu_read(&bu, rx);
	if (!dar_bu_settle(dn, &bu, NULL))
		dar_verify(dn, &bu);
}

void dar_bu_malformed(struct net *net, const struct fama_mhio_rx *rx,
		      enum fama_mhio_drop why)
{
	static const enum dar_stat reasons[FAMA_MHIO_DROPS] = {
		[FAMA_MHIO_CHECKSUM] = DAR_STAT_BAD_CHECKSUM,
		[FAMA_MHIO_TRUNCATED] = DAR_STAT_TRUNCATED,
		[FAMA_MHIO_PROTO] = DAR_STAT_BAD_PAYLOAD_PROTO,
		[FAMA_MHIO_TYPE] = DAR_STAT_UNKNOWN_TYPE,
		[FAMA_MHIO_SHORT] = DAR_STAT_SHORT_HEADER,
		[FAMA_MHIO_OPTION] = DAR_STAT_MALFORMED,
	};
	struct dar_net *dn = dar_net(net);

	dar_stat_inc(dn->mib, reasons[why]);
	dar_notify_drop(dn, rx, NULL, reasons[why], 0);
}
