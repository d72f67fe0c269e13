// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/sizes.h>
#include <linux/slab.h>

#include <uapi/linux/dar.h>

#include <fama/drop.h>

#include "hold.h"

/*
 * A care-of address is proven one round trip after its first Binding Update, or some
 * seconds later if a message gets lost.
 */
#define HOLD_TIME		(4 * HZ)
#define HOLD_PACKETS		128	/* of one binding */
#define HOLD_OCTETS		SZ_512K	/* of one binding, see skb->truesize */
#define HOLD_OCTETS_ALL		SZ_16M

/**
 * struct dar_held - packets of a binding
 * @list: in dar_hold.queues
 * @b: the binding, which points here
 * @since: jiffies when the first of them came
 * @octets: memory that they take
 * @sending: a processor is sending them
 * @packets: the packets
 */
struct dar_held {
	struct list_head list;
	struct dar_binding *b;
	unsigned long since;
	unsigned int octets;
	bool sending;
	struct sk_buff_head packets;
};

static unsigned long hold_ends(const struct dar_held *held)
{
	return held->since + HOLD_TIME;
}

static struct dar_held *hold_oldest(struct dar_hold *hold)
{
	lockdep_assert_held(&hold->lock);

	return list_first_entry_or_null(&hold->queues, struct dar_held, list);
}

static struct sk_buff *hold_take(struct dar_hold *hold, struct dar_held *held)
{
	struct sk_buff *skb = __skb_dequeue(&held->packets);

	lockdep_assert_held(&hold->lock);

	if (skb) {
		held->octets -= skb->truesize;
		hold->octets -= skb->truesize;
	}
	return skb;
}

static void hold_drop(struct dar_hold *hold, struct sk_buff *skb,
		      enum dar_stat why)
{
	dar_stat_inc(hold->mib, why);
	fama_drop(hold->net, skb, dar_stat_name(why),
		  why == DAR_STAT_HELD_FULL ? SKB_DROP_REASON_QDISC_DROP :
					      SKB_DROP_REASON_QUEUE_PURGE);
}

/* Drop all packets of a binding. */
static void hold_end(struct dar_hold *hold, struct dar_held *held,
		     enum dar_stat reason)
{
	struct sk_buff *skb;

	lockdep_assert_held(&hold->lock);

	while ((skb = hold_take(hold, held)))
		hold_drop(hold, skb, reason);
	list_del(&held->list);
	WRITE_ONCE(held->b->held, NULL);
	kfree(held);
}

static void hold_arm(struct dar_hold *hold)
{
	const struct dar_held *oldest = hold_oldest(hold);
	long delay;

	if (!oldest)
		return;
	delay = hold_ends(oldest) - jiffies;
	mod_delayed_work(system_wq, &hold->work, max(delay, 0L));
}

static void hold_work(struct work_struct *work)
{
	struct dar_hold *hold = container_of(to_delayed_work(work),
					     struct dar_hold, work);
	struct dar_held *oldest;

	spin_lock_bh(&hold->lock);
	while ((oldest = hold_oldest(hold)) &&
	       time_after_eq(jiffies, hold_ends(oldest)))
		hold_end(hold, oldest, DAR_STAT_HELD_LATE);
	hold_arm(hold);
	spin_unlock_bh(&hold->lock);
}

void dar_hold_init(struct dar_hold *hold, const struct net *net,
		   struct dar_mib __percpu *mib)
{
	hold->net = net;
	spin_lock_init(&hold->lock);
	INIT_LIST_HEAD(&hold->queues);
	hold->octets = 0;
	INIT_DELAYED_WORK(&hold->work, hold_work);
	hold->mib = mib;
}

void dar_hold_flush(struct dar_hold *hold)
{
	struct dar_held *oldest;

	spin_lock_bh(&hold->lock);
	while ((oldest = hold_oldest(hold)))
		hold_end(hold, oldest, DAR_STAT_HELD_ENDED);
	spin_unlock_bh(&hold->lock);
	cancel_delayed_work_sync(&hold->work);
}

static struct dar_held *hold_new(struct dar_hold *hold, struct dar_binding *b)
{
	struct dar_held *held;

	held = kzalloc(sizeof(*held), GFP_ATOMIC | __GFP_NOWARN);
	if (!held)
		return NULL;
	held->b = b;
	held->since = jiffies;
	__skb_queue_head_init(&held->packets);
	list_add_tail(&held->list, &hold->queues);
	WRITE_ONCE(b->held, held);
	if (list_is_singular(&hold->queues))
		hold_arm(hold);
	return held;
}

/* Make room at the cost of those that have waited longest, but not of @held. */
static bool hold_make_room(struct dar_hold *hold, struct dar_held *held,
			   unsigned int octets)
{
	struct dar_held *oldest;

	if (skb_queue_len(&held->packets) >= HOLD_PACKETS ||
	    held->octets + octets > HOLD_OCTETS)
		return false;
	while (hold->octets + octets > HOLD_OCTETS_ALL) {
		oldest = hold_oldest(hold);
		if (oldest == held)
			return false;
		hold_end(hold, oldest, DAR_STAT_HELD_FULL);
	}
	return true;
}

static void hold_put(struct dar_hold *hold, struct dar_held *held,
		     struct sk_buff *skb)
{
	/* The route and the filters' state of a packet do not wait with it. */
	skb_scrub_packet(skb, false);
	held->octets += skb->truesize;
	hold->octets += skb->truesize;
	__skb_queue_tail(&held->packets, skb);
	dar_stat_inc(hold->mib, DAR_STAT_HELD);
}

static enum dar_hold_verdict hold_add(struct dar_hold *hold,
				      struct dar_binding *b,
				      struct sk_buff *skb)
{
	bool proven = READ_ONCE(b->d.state) == DAR_BINDING_VERIFIED;
	struct dar_held *held = b->held;
	enum dar_stat reason;

	if (!held && proven)
		return DAR_HOLD_PROVEN;
	reason = DAR_STAT_HELD_ENDED;
	if (!READ_ONCE(b->d.active))
		goto refused;
	reason = DAR_STAT_HELD_FULL;
	if (!held)
		held = hold_new(hold, b);
	if (!held || !hold_make_room(hold, held, skb->truesize))
		goto refused;
	hold_put(hold, held, skb);
	return DAR_HOLD_KEPT;

refused:
	/* Late is better than never: those before it are on their way. */
	if (proven)
		return DAR_HOLD_PROVEN;
	hold_drop(hold, skb, reason);
	return DAR_HOLD_REFUSED;
}

enum dar_hold_verdict dar_hold_add(struct dar_hold *hold,
				   struct dar_binding *b, struct sk_buff *skb)
{
	enum dar_hold_verdict verdict;

	spin_lock(&hold->lock);
	verdict = hold_add(hold, b, skb);
	spin_unlock(&hold->lock);
	return verdict;
}

bool dar_hold_begin(struct dar_hold *hold, struct dar_binding *b)
{
	bool begins = false;

	spin_lock(&hold->lock);
	if (b->held) {
		begins = !b->held->sending;
		b->held->sending = true;
	}
	spin_unlock(&hold->lock);
	return begins;
}

struct sk_buff *dar_hold_next(struct dar_hold *hold, struct dar_binding *b)
{
	struct sk_buff *skb = NULL;

	spin_lock(&hold->lock);
	if (b->held) {
		skb = hold_take(hold, b->held);
		if (!skb)
			hold_end(hold, b->held, DAR_STAT_HELD_ENDED);
	}
	spin_unlock(&hold->lock);
	return skb;
}

void dar_hold_stop(struct dar_hold *hold, struct dar_binding *b)
{
	spin_lock(&hold->lock);
	if (b->held)
		b->held->sending = false;
	spin_unlock(&hold->lock);
}

void dar_hold_drop(struct dar_hold *hold, struct dar_binding *b)
{
	spin_lock_bh(&hold->lock);
	if (b->held)
		hold_end(hold, b->held, DAR_STAT_HELD_ENDED);
	spin_unlock_bh(&hold->lock);
}
