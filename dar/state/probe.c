// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "probe.h"

#define PROBE_MAX	4096	/* addresses at a time; see dar_limit_detection() */

struct dar_probe *dar_probe_new(const struct dar_bu *bu,
				const struct dar_phkt *fresh)
{
	struct dar_probe *probe;

	probe = kmalloc(struct_size(probe, data, bu->rx->len),
			GFP_ATOMIC | __GFP_NOWARN);
	if (!probe)
		return NULL;
	if (!dar_bu_copy(&probe->rx, probe->data, bu->rx)) {
		kfree(probe);
		return NULL;
	}
	probe->home = bu->home;
	probe->taken = false;
	probe->signed_bu = fresh;
	if (fresh)
		probe->fresh = *fresh;
	get_random_bytes(probe->nonce, sizeof(probe->nonce));
	return probe;
}

void dar_probes_init(struct dar_probes *p, work_func_t work)
{
	spin_lock_init(&p->lock);
	INIT_LIST_HEAD(&p->list);
	hash_init(p->table);
	p->seed = get_random_u32();
	INIT_DELAYED_WORK(&p->work, work);
}

/* Nobody but us knows which addresses share a bucket. */
static u32 probe_key(const struct dar_probes *p, const struct in6_addr *home)
{
	return __ipv6_addr_jhash(home, p->seed);
}

static struct dar_probe *probe_find(struct dar_probes *p,
				    const struct in6_addr *home)
{
	struct dar_probe *probe;

	lockdep_assert_held(&p->lock);
	hash_for_each_possible(p->table, probe, node, probe_key(p, home))
		if (ipv6_addr_equal(&probe->home, home))
			return probe;
	return NULL;
}

/*
 * A node that gets no answer sends again, and accepts only the answer to its last
 * message.  So a newer message replaces the one that waits.
 */
static struct dar_probe *probe_replace(struct dar_probe *old,
				       struct dar_probe *probe)
{
	s16 newer = probe->rx.mh.bu.seq - old->rx.mh.bu.seq;

	if (newer <= 0)
		return probe;
	probe->ifindex = old->ifindex;
	probe->due = old->due;
	probe->taken = old->taken;
	memcpy(probe->nonce, old->nonce, sizeof(probe->nonce));
	list_replace(&old->list, &probe->list);
	hlist_add_before(&probe->node, &old->node);
	hash_del(&old->node);
	return old;
}

struct dar_probe *dar_probes_add(struct dar_probes *p, struct dar_probe *probe,
				 bool *first)
{
	struct dar_probe *out = NULL, *old;

	spin_lock_bh(&p->lock);
	old = probe_find(p, &probe->home);
	*first = !old;
	if (old) {
		out = probe_replace(old, probe);
	} else if (p->len < PROBE_MAX) {
		list_add_tail(&probe->list, &p->list);
		hash_add(p->table, &probe->node, probe_key(p, &probe->home));
		WRITE_ONCE(p->len, p->len + 1);
	} else {
		out = probe;
	}
	spin_unlock_bh(&p->lock);
	return out;
}

static bool probe_ended(const struct dar_probe *probe)
{
	return probe->taken || !time_before(jiffies, probe->due);
}

struct dar_probe *dar_probes_pop(struct dar_probes *p, bool any)
{
	struct dar_probe *probe, *found = NULL;

	spin_lock_bh(&p->lock);
	list_for_each_entry(probe, &p->list, list) {
		if (!any && !probe_ended(probe))
			continue;
		list_del(&probe->list);
		hash_del(&probe->node);
		WRITE_ONCE(p->len, p->len - 1);
		found = probe;
		break;
	}
	spin_unlock_bh(&p->lock);
	return found;
}

void dar_probes_arm(struct dar_probes *p)
{
	unsigned long now = jiffies, wait = MAX_JIFFY_OFFSET;
	struct dar_probe *probe;

	spin_lock_bh(&p->lock);
	list_for_each_entry(probe, &p->list, list)
		wait = min(wait, time_after(probe->due, now) && !probe->taken ?
				 probe->due - now : 0);
	if (!list_empty(&p->list))
		mod_delayed_work(system_wq, &p->work, wait);
	spin_unlock_bh(&p->lock);
}

/* A solicitation for the address says nothing, unless the sender probes it. */
static bool probe_is_claimed(const struct dar_probe *probe,
			     const struct dar_nd *nd)
{
	if (nd->advert)
		return true;
	return nd->probe && !(nd->nonce && !memcmp(nd->nonce, probe->nonce,
						    sizeof(probe->nonce)));
}

void dar_probes_hear(struct dar_probes *p, int ifindex,
		     const struct dar_nd *nd)
{
	struct dar_probe *probe;

	if (likely(!READ_ONCE(p->len)))
		return;
	spin_lock_bh(&p->lock);
	probe = probe_find(p, &nd->target);
	if (probe && probe->ifindex == ifindex &&
	    probe_is_claimed(probe, nd)) {
		probe->taken = true;
		mod_delayed_work(system_wq, &p->work, 0);
	}
	spin_unlock_bh(&p->lock);
}
