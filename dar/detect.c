// SPDX-License-Identifier: GPL-2.0-only
/*
 * Duplicate Address Detection for a home address before its first binding
 * (RFC 6275 section 10.3.1): one probe, and RetransTimer to listen for who has
 * the address, or wants it.
 */
#include <linux/jiffies.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/ndisc.h>

#include "dar.h"

#define DETECT_MAX	256	/* at a time */

/**
 * struct detect_job - a Binding Update that waits for the end of a detection
 * @list: in dar_detection.list
 * @ifindex: access link
 * @due: when nobody has the address, jiffies
 * @nonce: of our probe: the link may send it back to us (RFC 7527)
 * @taken: somebody has the address
 * @signed_bu: there is @fresh
 * @fresh: what the signature brought
 * @home: home address
 * @rx: the message, its pointers lead into @data
 * @data: the Mobility Header
 */
struct detect_job {
	struct list_head list;
	int ifindex;
	unsigned long due;
	u8 nonce[DAR_ND_NONCE_LEN];
	bool taken;
	bool signed_bu;
	struct dar_fresh fresh;
	struct in6_addr home;
	struct fama_mhio_rx rx;
	u8 data[];
};

static struct detect_job *detect_job_new(const struct dar_bu *bu,
					 const struct dar_fresh *fresh)
{
	struct detect_job *job;

	job = kmalloc(struct_size(job, data, bu->rx->len),
		      GFP_ATOMIC | __GFP_NOWARN);
	if (!job)
		return NULL;
	if (!dar_bu_copy(&job->rx, job->data, bu->rx)) {
		kfree(job);
		return NULL;
	}
	job->home = bu->home;
	job->taken = false;
	job->signed_bu = fresh;
	if (fresh)
		job->fresh = *fresh;
	get_random_bytes(job->nonce, sizeof(job->nonce));
	return job;
}

/* Where to look and how long; 0: there is no such link. */
static unsigned long detect_time(struct dar_net *dn, struct detect_job *job)
{
	const struct dar_anchor *a;
	struct net_device *dev;
	struct inet6_dev *idev;
	unsigned long time = 0;

	rcu_read_lock();
	a = dar_prefix_find(dn, &job->home);
	dev = a ? dev_get_by_index_rcu(dn->net, a->ifindex) : NULL;
	idev = dev ? __in6_dev_get(dev) : NULL;
	if (idev) {
		job->ifindex = dev->ifindex;
		time = max(NEIGH_VAR(idev->nd_parms, RETRANS_TIME), 1);
	}
	rcu_read_unlock();
	return time;
}

static void detect_probe(struct dar_net *dn, int ifindex,
			 const struct in6_addr *home, const u8 *nonce)
{
	struct net_device *dev;
	struct in6_addr group;
	struct sk_buff *skb;
	u64 word = 0;

	memcpy(&word, nonce, DAR_ND_NONCE_LEN);
	addrconf_addr_solict_mult(home, &group);
	local_bh_disable();
	rcu_read_lock();
	dev = dev_get_by_index_rcu(dn->net, ifindex);
	skb = dev ? ndisc_ns_create(dev, home, &in6addr_any, word) : NULL;
	if (skb)
		ndisc_send_skb(skb, &group, &in6addr_any);
	rcu_read_unlock();
	local_bh_enable();
}

static struct detect_job *detect_find(struct dar_detection *d,
				      const struct in6_addr *home)
{
	struct detect_job *job;

	lockdep_assert_held(&d->lock);
	list_for_each_entry(job, &d->list, list)
		if (ipv6_addr_equal(&job->home, home))
			return job;
	return NULL;
}

/*
 * The node sends again when it gets no answer, and hears none but that to its
 * last message: that one takes the place of the one before.
 */
static struct detect_job *detect_replace(struct detect_job *old,
					 struct detect_job *job)
{
	s16 newer = job->rx.mh.bu.seq - old->rx.mh.bu.seq;

	if (newer <= 0)
		return job;
	job->ifindex = old->ifindex;
	job->due = old->due;
	job->taken = old->taken;
	memcpy(job->nonce, old->nonce, sizeof(job->nonce));
	list_replace(&old->list, &job->list);
	return old;
}

/* Return: the job that is not in the list now: NULL, @job, or another. */
static struct detect_job *detect_push(struct dar_detection *d,
				      struct detect_job *job, bool *first)
{
	struct detect_job *out = NULL, *old;

	spin_lock_bh(&d->lock);
	old = detect_find(d, &job->home);
	*first = !old;
	if (old) {
		out = detect_replace(old, job);
	} else if (d->len < DETECT_MAX) {
		list_add_tail(&job->list, &d->list);
		WRITE_ONCE(d->len, d->len + 1);
	} else {
		out = job;
	}
	spin_unlock_bh(&d->lock);
	return out;
}

/* One that is decided, or any; NULL without. */
static struct detect_job *detect_pop(struct dar_detection *d, bool any)
{
	struct detect_job *job, *found = NULL;

	spin_lock_bh(&d->lock);
	list_for_each_entry(job, &d->list, list) {
		if (!any && !job->taken && time_before(jiffies, job->due))
			continue;
		list_del(&job->list);
		WRITE_ONCE(d->len, d->len - 1);
		found = job;
		break;
	}
	spin_unlock_bh(&d->lock);
	return found;
}

/* Have the work run when the first detection ends. */
static void detect_arm(struct dar_detection *d)
{
	unsigned long now = jiffies, wait = MAX_JIFFY_OFFSET;
	struct detect_job *job;

	spin_lock_bh(&d->lock);
	list_for_each_entry(job, &d->list, list)
		wait = min(wait, time_after(job->due, now) && !job->taken ?
				 job->due - now : 0);
	if (!list_empty(&d->list))
		mod_delayed_work(system_wq, &d->work, wait);
	spin_unlock_bh(&d->lock);
}

static void detect_refuse(struct dar_net *dn, const struct dar_bu *bu,
			  enum dar_stat reason, u8 status)
{
	struct dar_verdict v = dar_decide_refusal(bu, reason, status);

	dar_bu_reject(dn, bu, &v);
}

void dar_detect(struct dar_net *dn, const struct dar_bu *bu,
		const struct dar_fresh *fresh)
{
	enum dar_stat reason = DAR_STAT_NO_MEMORY;
	struct detect_job *job, *out;
	u8 nonce[DAR_ND_NONCE_LEN];
	unsigned long time;
	bool first;
	int ifindex;

	job = detect_job_new(bu, fresh);
	if (!job)
		goto refuse;
	time = detect_time(dn, job);
	if (!time)
		goto free;
	job->due = jiffies + time;
	ifindex = job->ifindex;
	memcpy(nonce, job->nonce, sizeof(nonce));
	out = detect_push(&dn->detection, job, &first);
	reason = DAR_STAT_QUEUE_FULL;
	if (first && out)
		goto free;
	kfree_sensitive(out);
	if (!first)
		return;
	detect_probe(dn, ifindex, &bu->home, nonce);
	detect_arm(&dn->detection);
	return;
free:
	kfree_sensitive(job);
refuse:
	detect_refuse(dn, bu, reason, FAMA_BA_NO_RESOURCES);
}

/* Somebody's solicitation for an address is none of our concern. */
static bool detect_tells(const struct detect_job *job, const struct dar_nd *nd)
{
	if (nd->advert)
		return true;
	return nd->probe && !(nd->nonce && !memcmp(nd->nonce, job->nonce,
						    sizeof(job->nonce)));
}

void dar_detect_hear(struct dar_net *dn, const struct net_device *dev,
		     const struct dar_nd *nd)
{
	struct dar_detection *d = &dn->detection;
	struct detect_job *job;

	if (likely(!READ_ONCE(d->len)))
		return;
	spin_lock_bh(&d->lock);
	job = detect_find(d, &nd->target);
	if (job && job->ifindex == dev->ifindex && detect_tells(job, nd)) {
		job->taken = true;
		mod_delayed_work(system_wq, &d->work, 0);
	}
	spin_unlock_bh(&d->lock);
}

/* Refuse, but with an authenticator where the message had one. */
static void detect_failed(struct dar_net *dn, const struct dar_bu *bu,
			  const struct dar_fresh *fresh)
{
	struct dar_verdict v, judged;

	judged = dar_bu_judge(dn, bu, fresh);
	if (judged.action == DAR_DETECT) {
		v = dar_decide_refusal(bu, DAR_STAT_DAD_FAILED,
				   FAMA_BA_DAD_FAILED);
		v.keyed = bu->proof == DAR_PROOF_PHKT;
		v.kbm = judged.kbm;
		dar_bu_reject(dn, bu, &v);
		memzero_explicit(&v.kbm, sizeof(v.kbm));
	} else {
		dar_bu_settle(dn, bu, fresh);
	}
	memzero_explicit(&judged.kbm, sizeof(judged.kbm));
}

static void detect_end(struct dar_net *dn, const struct detect_job *job)
{
	const struct dar_fresh *fresh = job->signed_bu ? &job->fresh : NULL;
	struct dar_bu bu;

	dar_bu_read(&bu, &job->rx);
	if (job->taken)
		detect_failed(dn, &bu, fresh);
	else
		dar_bu_settle_detected(dn, &bu, fresh);
}

static void detect_work(struct work_struct *work)
{
	struct dar_net *dn = container_of(to_delayed_work(work),
					  struct dar_net, detection.work);
	struct detect_job *job;

	while ((job = detect_pop(&dn->detection, false))) {
		detect_end(dn, job);
		kfree_sensitive(job);
	}
	detect_arm(&dn->detection);
}

void dar_detect_init(struct dar_net *dn)
{
	spin_lock_init(&dn->detection.lock);
	INIT_LIST_HEAD(&dn->detection.list);
	INIT_DELAYED_WORK(&dn->detection.work, detect_work);
}

void dar_detect_stop(struct dar_net *dn)
{
	struct detect_job *job;

	while ((job = detect_pop(&dn->detection, true)))
		kfree_sensitive(job);
	cancel_delayed_work_sync(&dn->detection.work);
}
