// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/string.h>
#include <net/addrconf.h>

#include "../pure/address.h"
#include "../state/anchor.h"
#include "../state/home.h"
#include "admit.h"
#include "judge.h"

/* A care-of address that is our own or bound here would make a forwarding loop. */
static bool judge_careof_bound(struct dar_net *dn, const struct dar_bu *bu)
{
	return dar_home_bound(dn, &bu->rx->src) ||
	       ipv6_chk_addr(dn->net, &bu->rx->src, NULL, 0);
}

/*
 * Return: for how many seconds the care-of address may remain unverified.  Further
 * messages about the same address do not make it more.
 */
static u32 judge_unverified(struct dar_net *dn, const struct dar_bu *bu,
			    const struct dar_binding_data *held)
{
	u64 now = ktime_get_boottime_ns();

	if (!dar_binding_data_claims(held, &bu->rx->src))
		return READ_ONCE(dn->settings.unverified_lifetime);
	return held->deadline > now ?
	       div_u64(held->deadline - now, NSEC_PER_SEC) : 0;
}

/* A nonce that is older than what we remember of the address proves nothing. */
static bool judge_careof_known(struct dar_net *dn, const struct dar_bu *bu,
			       const struct dar_binding_view *held, u8 *token)
{
	if (!bu->nonce)
		return false;
	if (!held->d.version &&
	    !dar_bcache_gone_before(&dn->bcache, &bu->home, bu->nonce,
				    dar_rr_last(&dn->rr)))
		return false;
	return dar_rr_check(&dn->rr, ktime_get_boottime_ns(), bu->nonce,
			    &bu->rx->src, token);
}

static void judge_facts(struct dar_net *dn, const struct dar_bu *bu,
			const struct dar_binding_view *held,
			struct dar_policy *policy, struct dar_facts *f)
{
	const struct fama_mhio_rx *rx = bu->rx;
	const struct dar_anchor *a;

	rcu_read_lock();
	a = dar_anchor_find(dn, &bu->home);
	f->serving = READ_ONCE(dn->n_anchors);
	f->anchored = a && dar_address_same_prefix(&bu->home, &rx->dst);
	f->valid = a ? dar_anchor_valid(dn, a) : 0;
	*policy = a ? a->policy : DAR_POLICY_DEFAULT;
	policy->key_sizes &= READ_ONCE(dn->rsa);
	f->at_home = a && !rx->hao && rx->ifindex == dar_anchor_ifindex(a);
	f->careof_bound = judge_careof_bound(dn, bu);
	f->local = ipv6_chk_addr(dn->net, &rx->dst, NULL, 0);
	f->own = ipv6_chk_addr(dn->net, &bu->home, NULL, 0);
	f->draining = READ_ONCE(dn->draining);
	f->full = dar_bcache_full(&dn->bcache);
	f->lowest = dar_bcache_lowest(&dn->bcache);
	f->crowded = dar_bcache_crowded(&dn->bcache, &rx->src);
	rcu_read_unlock();
	f->admitted = dar_admit(dn, bu, policy, held, f->at_home);
	f->held = &held->d;
	f->policy = policy;
	f->unverified = judge_unverified(dn, bu, &held->d);
	f->lasting = dn->secret.given;
	f->epoch = dar_secret_epoch();
	if (f->anchored && dar_decide_recalls(bu, &held->d))
		dar_secret_tokens(&dn->secret, &bu->home, f->derived);
	f->careof_known = judge_careof_known(dn, bu, held, f->careof);
}

/* @f: what the caller knows; the other facts are added, and wiped */
static struct dar_verdict judge_by(struct dar_net *dn, const struct dar_bu *bu,
				   struct dar_facts *f,
				   struct dar_binding_view *held)
{
	struct dar_policy policy;
	struct dar_verdict v;

	dar_bcache_get(&dn->bcache, &bu->home, held);
	judge_facts(dn, bu, held, &policy, f);
	v = dar_decide(bu, f);
	memzero_explicit(f->careof, sizeof(f->careof));
	memzero_explicit(f->derived, sizeof(f->derived));
	return v;
}

struct dar_verdict dar_judge(struct dar_net *dn, const struct dar_bu *bu,
			     const struct dar_phkt *fresh, bool detected,
			     struct dar_binding_view *held)
{
	struct dar_facts facts = {
		.fresh = fresh ? fresh->token : NULL,
		.detected = detected,
	};

	return judge_by(dn, bu, &facts, held);
}

struct dar_verdict dar_judge_again(struct dar_net *dn, const struct dar_bu *bu,
				   const struct dar_phkt *fresh)
{
	struct dar_facts facts = {
		.fresh = fresh ? fresh->token : NULL,
		.hashed = true,
	};
	struct dar_binding_view held;
	struct dar_verdict v;

	v = judge_by(dn, bu, &facts, &held);
	dar_binding_data_wipe(&held.d);
	return v;
}
