// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/rcupdate.h>

#include <uapi/linux/dar.h>

#include "../message/ack.h"
#include "../message/event.h"
#include "../packet/absent.h"
#include "../packet/dev.h"
#include "../packet/proxy.h"
#include "../state/anchor.h"
#include "../state/home.h"
#include "../state/limit.h"
#include "displace.h"
#include "judge.h"
#include "refuse.h"
#include "settle.h"

/* The counters of the anchor, which is there as long as the RCU read side section. */
static struct dar_tally *settle_tally(struct dar_net *dn,
				      const struct in6_addr *home)
{
	const struct dar_anchor *a = dar_anchor_find(dn, home);

	return a ? a->tally : NULL;
}

/* A token that we had forgotten is known again. */
static void settle_recall(struct dar_net *dn, const struct dar_bu *bu,
			  const struct dar_verdict *v,
			  struct dar_binding_data *new)
{
	u8 token[FAMA_TOKEN_LEN];

	dar_token_derive(token, dn->secret.kcn, &bu->home, v->epoch, v->turn);
	dar_token_renew(new, token, v->epoch, v->turn, bu->rx->mh.bu.seq);
	dar_token_used(new);
	memzero_explicit(token, sizeof(token));
}

static void settle_token(struct dar_net *dn, const struct dar_bu *bu,
			 const struct dar_verdict *v,
			 const struct dar_phkt *fresh,
			 struct dar_binding_data *new)
{
	if (fresh) {
		dar_token_renew(new, fresh->token, fresh->epoch, fresh->turn,
				bu->rx->mh.bu.seq);
		new->key = fresh->key;
	} else if (v->mac == DAR_MAC_DERIVED) {
		settle_recall(dn, bu, v, new);
	} else if (v->mac == DAR_MAC_PHKT) {
		dar_token_used(new);
	}
}

/* Make the contents of the cache entry for a message that is accepted. */
static void settle_compose(struct dar_net *dn, const struct dar_bu *bu,
			   const struct dar_verdict *v,
			   const struct dar_phkt *fresh,
			   const struct dar_binding_data *old,
			   struct dar_binding_data *new)
{
	*new = *old;
	new->active = v->action == DAR_BIND;
	new->seq = bu->rx->mh.bu.seq;
	new->lifetime = v->lifetime * FAMA_MH_LIFETIME_UNIT;
	new->auth = fresh ? DAR_AUTH_CGA : DAR_AUTH_PHKT;
	new->state = v->state;
	new->known = v->known;
	new->notice = false;
	new->tested |= v->mac != DAR_MAC_NONE && bu->nonce;
	new->aged &= !new->tested;
	new->ask = 0;
	settle_token(dn, bu, v, fresh, new);
	if (!new->active) {
		new->deadline = dar_home_forget_time(dn, &bu->home);
		return;
	}
	new->tally = settle_tally(dn, &bu->home);
	new->coa = bu->rx->src;
	new->dar = bu->rx->dst;
	new->deadline = ktime_get_boottime_ns() +
			(u64)new->lifetime * NSEC_PER_SEC;
	if (new->state != DAR_BINDING_VERIFIED &&
	    dar_binding_data_claims(old, &new->coa))
		new->deadline = min(new->deadline, old->deadline);
}

static struct dar_credit settle_credit(struct dar_net *dn,
				       const struct in6_addr *home)
{
	struct dar_credit credit = {};
	struct dar_binding *b;

	rcu_read_lock();
	b = dar_bcache_find(&dn->bcache, home);
	if (b)
		credit = dar_credit_left(atomic64_read(&b->credit),
					 ktime_get_boottime_ns());
	rcu_read_unlock();
	return credit;
}

static void settle_announce(struct dar_net *dn, const struct dar_bu *bu,
			    const struct dar_binding_view *held,
			    const struct dar_binding_data *new)
{
	enum dar_binding_change change = dar_binding_data_change(&held->d, new);
	struct dar_binding_view view = *held;

	if (change == DAR_CHANGE_BEGUN) {
		view.tx_packets = 0;
		view.tx_bytes = 0;
		view.rx_packets = 0;
		view.rx_bytes = 0;
	}
	view.d = *new;
	view.credit = settle_credit(dn, &bu->home);
	dar_binding_data_wipe(&view.d);
	if (change == DAR_CHANGE_ENDED)
		dar_event_end(dn, &view, DAR_END_DEREGISTERED, bu->rx->time);
	else
		dar_event_change(dn, &view, change, bu->rx->time);
}

/* What others get to know of a message that was accepted. */
static void settle_tell(struct dar_net *dn, const struct dar_bu *bu,
			const struct dar_binding_view *held,
			const struct dar_binding_data *new)
{
	if (new->active && !held->d.active)
		dar_proxy_begin(dn, &bu->home);
	settle_announce(dn, bu, held, new);
}

/* A node that sends too many is served, but nobody else hears of it. */
static void settle_accepted(struct dar_net *dn, const struct dar_bu *bu,
			    struct dar_verdict *v,
			    const struct dar_phkt *fresh,
			    const struct dar_binding_view *held,
			    const struct dar_binding_data *new)
{
	dar_stat_inc(dn->mib, fresh ? DAR_STAT_BU_CGA : DAR_STAT_BU_PHKT);
	dar_home_count(dn, &bu->home, DAR_TALLY_ACCEPTED);
	if (bu->dereg)
		dar_stat_inc(dn->mib, DAR_STAT_BU_DEREG);
	/* ORDER: before the node is told that it has its address again. */
	if (held->d.active && !new->active)
		dar_proxy_end(dn);
	v->quiet = !dar_limit_update(dn, &bu->home);
	if (v->quiet)
		dar_stat_inc(dn->mib, DAR_STAT_BU_QUIET);
	else
		dar_event_bu(dn, bu);
	dar_ack_send(dn, bu, v, fresh);
	if (new->active)
		dar_dev_release(dn, &bu->home);
	else if (!bu->rx->hao)
		dar_absent_greet(dn, &bu->home, bu->rx->ifindex);
	if (!v->quiet)
		settle_tell(dn, bu, held, new);
}

/*
 * ORDER: the anchor that the verdict saw is still there when the cache is written,
 * or the removal of the anchor, which waits for a grace period, finds the binding.
 * Return: see dar_bcache_set().
 */
static int settle_write(struct dar_net *dn, const struct dar_bu *bu,
			const struct dar_verdict *v,
			const struct dar_phkt *fresh,
			const struct dar_binding_view *held,
			struct dar_binding_data *new)
{
	int err;

	RCU_LOCKDEP_WARN(!rcu_read_lock_held(), "the anchor may be gone");

	if (v->action != DAR_BIND && v->action != DAR_UNBIND)
		return 0;
	settle_compose(dn, bu, v, fresh, &held->d, new);
	err = dar_bcache_set(&dn->bcache, held, new);
	if (err == -ENOSPC && dar_displace(dn, dar_rank(new->state, new->known)))
		err = -EAGAIN;
	return err;
}

/* The cache has no room for a binding that would have been accepted. */
static void settle_refuse(struct dar_net *dn, const struct dar_bu *bu,
			  const struct dar_verdict *v, int err)
{
	dar_refuse_keyed(dn, bu, v, err == -ENOSPC ? DAR_STAT_CACHE_FULL :
						     DAR_STAT_NO_MEMORY,
			 FAMA_BA_NO_RESOURCES);
}

/* The node repeats its message, which the router answers that resumes the state. */
static enum dar_action settle_frozen(struct dar_net *dn)
{
	dar_stat_inc(dn->mib, DAR_STAT_FROZEN);
	return DAR_DROP;
}

/*
 * Another message about the same address may be accepted between the decision and
 * the change of the cache.  Then decide again; each round means that another
 * message was settled, or that a binding made room for this one.
 */
enum dar_action dar_settle(struct dar_net *dn, const struct dar_bu *bu,
			   const struct dar_phkt *fresh, bool detected)
{
	struct dar_binding_view held;
	struct dar_binding_data new;
	struct dar_verdict v;
	int err;

	do {
		rcu_read_lock();
		v = dar_judge(dn, bu, fresh, detected, &held);
		err = settle_write(dn, bu, &v, fresh, &held, &new);
		rcu_read_unlock();
	} while (err == -EAGAIN);

	if (err == -EBUSY)
		v.action = settle_frozen(dn);
	else if (err)
		settle_refuse(dn, bu, &v, err);
	else if (v.action == DAR_BIND || v.action == DAR_UNBIND)
		settle_accepted(dn, bu, &v, fresh, &held, &new);
	else if (v.action == DAR_DROP || v.action == DAR_REFUSE)
		dar_refuse(dn, bu, &v);
	dar_binding_data_wipe(&new);
	dar_binding_data_wipe(&held.d);
	memzero_explicit(&v.kbm, sizeof(v.kbm));
	return v.action;
}
