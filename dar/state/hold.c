// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include <uapi/linux/dar.h>

#include <fama/drop.h>
#include <fama/wire.h>

#include "hold.h"

#define HOLD_BATCH	64	/* packets that are dropped at a time */

/* What waits for an entry that has been removed: nothing, and nothing will. */
#define HOLD_CLOSED	((struct dar_held *)ERR_PTR(-ENOENT))

/* The control block of a packet is ours while it waits. */
static struct dar_backlog_item *hold_item(struct sk_buff *skb)
{
	BUILD_BUG_ON(sizeof(struct dar_backlog_item) > sizeof(skb->cb));
	return (struct dar_backlog_item *)skb->cb;
}

static struct sk_buff *hold_packet(struct dar_backlog_item *item)
{
	return container_of((char (*)[sizeof_field(struct sk_buff, cb)])item,
			    struct sk_buff, cb);
}

static struct sk_buff *hold_take(struct dar_hold *hold, struct dar_held *held)
{
	struct dar_backlog_item *item;

	lockdep_assert_held(&hold->lock);

	item = dar_backlog_pop(&hold->backlog, &held->queue);
	return item ? hold_packet(item) : NULL;
}

static void hold_drop(struct dar_hold *hold, struct sk_buff *skb,
		      enum dar_stat why)
{
	dar_stat_inc(hold->mib, why);
	fama_drop(hold->net, skb, dar_stat_name(why),
		  why == DAR_STAT_HELD_FULL ? SKB_DROP_REASON_QDISC_DROP :
					      SKB_DROP_REASON_QUEUE_PURGE);
}

static struct dar_held *hold_find(const struct dar_hold *hold,
				  const struct dar_binding *b)
{
	lockdep_assert_held(&hold->lock);

	return b->held == HOLD_CLOSED ? NULL : b->held;
}

static void hold_end(struct dar_held *held)
{
	list_del(&held->list);
	list_del(&held->doubt);
	WRITE_ONCE(held->b->held, NULL);
	kfree(held);
}

void dar_hold_settle(struct dar_held *held)
{
	if (!dar_hold_is_busy(held) && list_empty(&held->doubt))
		hold_end(held);
}

/*
 * Drop the oldest packet of a queue.  Who is sending the packets of the queue will notice
 * that there are no more.
 */
static void hold_drop_oldest(struct dar_hold *hold, struct dar_held *held,
			     enum dar_stat why)
{
	hold_drop(hold, hold_take(hold, held), why);
	dar_hold_settle(held);
}

/* Drop all packets for an address. */
static void hold_drop_all(struct dar_hold *hold, struct dar_held *held,
			  enum dar_stat why)
{
	struct sk_buff *skb;

	while ((skb = hold_take(hold, held)))
		hold_drop(hold, skb, why);
	hold_end(held);
}

static struct dar_held *hold_whose(struct dar_backlog_queue *q)
{
	return container_of(q, struct dar_held, queue);
}

static void hold_arm(struct dar_hold *hold)
{
	const struct dar_backlog_queue *first = dar_backlog_first(&hold->backlog);
	u64 now = ktime_get_coarse_boottime_ns();
	unsigned long delay = 0;

	if (!first)
		return;
	if (first->until > now)
		delay = nsecs_to_jiffies(first->until - now) + 1;
	mod_delayed_work(system_wq, &hold->work, delay);
}

/* Return: there may be more packets that have waited too long. */
static bool hold_drop_late(struct dar_hold *hold)
{
	u64 now = ktime_get_coarse_boottime_ns();
	struct dar_backlog_queue *first;
	unsigned int i;

	for (i = 0; i < HOLD_BATCH; i++) {
		first = dar_backlog_first(&hold->backlog);
		if (!first || first->until > now)
			return false;
		hold_drop_oldest(hold, hold_whose(first), DAR_STAT_HELD_LATE);
	}
	return true;
}

static void hold_work(struct work_struct *work)
{
	struct dar_hold *hold = container_of(to_delayed_work(work),
					     struct dar_hold, work);
	bool more;

	do {
		spin_lock_bh(&hold->lock);
		more = hold_drop_late(hold);
		if (!more)
			hold_arm(hold);
		spin_unlock_bh(&hold->lock);
		cond_resched();
	} while (more);
}

void dar_hold_init(struct dar_hold *hold, const struct net *net,
		   const struct dar_settings *settings,
		   struct dar_mib __percpu *mib)
{
	hold->net = net;
	spin_lock_init(&hold->lock);
	INIT_LIST_HEAD(&hold->all);
	INIT_LIST_HEAD(&hold->doubts);
	dar_backlog_init(&hold->backlog);
	INIT_DELAYED_WORK(&hold->work, hold_work);
	hold->settings = settings;
	hold->mib = mib;
}

void dar_hold_flush(struct dar_hold *hold)
{
	struct dar_held *held, *next;

	spin_lock_bh(&hold->lock);
	list_for_each_entry_safe(held, next, &hold->all, list)
		hold_drop_all(hold, held, DAR_STAT_HELD_ENDED);
	spin_unlock_bh(&hold->lock);
	cancel_delayed_work_sync(&hold->work);
	cancel_delayed_work_sync(&hold->doubt);
}

static struct dar_held *hold_new(struct dar_hold *hold, struct dar_binding *b)
{
	struct dar_held *held;

	held = kzalloc(sizeof(*held), GFP_ATOMIC | __GFP_NOWARN);
	if (!held)
		return NULL;
	held->b = b;
	dar_backlog_queue_init(&held->queue);
	INIT_LIST_HEAD(&held->doubt);
	list_add_tail(&held->list, &hold->all);
	WRITE_ONCE(b->held, held);
	return held;
}

/* Packets that are too old are of no use. */
static struct sk_buff *hold_take_timely(struct dar_hold *hold,
					struct dar_held *held, u64 now)
{
	struct sk_buff *skb;

	while ((skb = hold_take(hold, held)) && hold_item(skb)->until <= now)
		hold_drop(hold, skb, DAR_STAT_HELD_LATE);
	return skb;
}

struct dar_held *dar_hold_of(struct dar_hold *hold, struct dar_binding *b)
{
	if (b->held == HOLD_CLOSED)
		return NULL;
	return b->held ?: hold_new(hold, b);
}

/* The route and the filters' state of a packet do not wait with it. */
static void hold_put(struct dar_hold *hold, struct dar_held *held,
		     struct sk_buff *skb)
{
	bool first = dar_backlog_is_empty(&held->queue);

	skb_scrub_packet(skb, false);
	dar_backlog_push(&hold->backlog, &held->queue, hold_item(skb));
	dar_stat_inc(hold->mib, DAR_STAT_HELD);
	if (first && dar_backlog_first(&hold->backlog) == &held->queue)
		hold_arm(hold);
}

static struct dar_backlog_bounds hold_bounds(const struct dar_settings *s)
{
	return (struct dar_backlog_bounds){
		.packets = READ_ONCE(s->hold_packets),
		.octets = READ_ONCE(s->hold_octets),
		.memory = READ_ONCE(s->hold_memory),
	};
}

static void hold_measure(struct sk_buff *skb, const struct dar_settings *s)
{
	u64 age = (u64)READ_ONCE(s->hold_age) * NSEC_PER_MSEC;
	struct fama_wire wire = fama_wire(skb);

	*hold_item(skb) = (struct dar_backlog_item){
		.until = ktime_get_coarse_boottime_ns() + age,
		.memory = skb->truesize,
		.octets = wire.octets,
		.packets = wire.packets,
	};
}

/* Return: false: the packet cannot wait. */
static bool hold_keep(struct dar_hold *hold, struct dar_binding *b,
		      struct sk_buff *skb)
{
	const struct dar_backlog_bounds most = hold_bounds(hold->settings);
	struct dar_backlog_queue *excess;
	struct dar_held *held;

	hold_measure(skb, hold->settings);
	if (!dar_backlog_fits(hold_item(skb), &most))
		return false;
	held = dar_hold_of(hold, b);
	if (!held)
		return false;
	hold_put(hold, held, skb);
	/* The packet itself may go: no other queue takes so much. */
	while (b->held && (excess = dar_backlog_excess(&hold->backlog,
						       &b->held->queue, &most)))
		hold_drop_oldest(hold, hold_whose(excess), DAR_STAT_HELD_FULL);
	return true;
}

/* Is the node where packets can be sent to? */
static bool hold_is_near(const struct dar_binding *b,
			 const struct dar_held *held)
{
	if (READ_ONCE(b->d.active))
		return READ_ONCE(b->d.state) == DAR_BINDING_VERIFIED;
	return !held || !held->silence.absent;
}

static enum dar_hold_verdict hold_add(struct dar_hold *hold,
				      struct dar_binding *b,
				      struct sk_buff *skb)
{
	struct dar_held *held = hold_find(hold, b);
	bool near = hold_is_near(b, held);

	if (near && (!held || !dar_hold_is_busy(held)))
		return DAR_HOLD_GO;
	if (hold_keep(hold, b, skb))
		return DAR_HOLD_KEPT;
	/* Late is better than never: those before it are on their way. */
	if (near)
		return DAR_HOLD_GO;
	hold_drop(hold, skb, b->held == HOLD_CLOSED ? DAR_STAT_HELD_ENDED :
						      DAR_STAT_HELD_FULL);
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
	struct dar_held *held;
	bool begins = false;

	spin_lock(&hold->lock);
	held = hold_find(hold, b);
	if (held) {
		list_del_init(&held->doubt);
		held->silence = (struct dar_silence){};
		begins = !held->sending;
		held->sending = true;
	}
	spin_unlock(&hold->lock);
	return begins;
}

struct sk_buff *dar_hold_next(struct dar_hold *hold, struct dar_binding *b)
{
	u64 now = ktime_get_coarse_boottime_ns();
	struct sk_buff *skb = NULL;
	struct dar_held *held;

	spin_lock(&hold->lock);
	held = hold_find(hold, b);
	if (held) {
		skb = hold_take_timely(hold, held, now);
		if (!skb) {
			held->sending = false;
			dar_hold_settle(held);
		}
	}
	spin_unlock(&hold->lock);
	return skb;
}

void dar_hold_give_back(struct dar_hold *hold, struct dar_binding *b,
			struct sk_buff *skb)
{
	struct dar_held *held;

	spin_lock(&hold->lock);
	held = hold_find(hold, b);
	if (held)
		dar_backlog_return(&hold->backlog, &held->queue, hold_item(skb));
	else
		hold_drop(hold, skb, DAR_STAT_HELD_ENDED);
	spin_unlock(&hold->lock);
}

void dar_hold_stop(struct dar_hold *hold, struct dar_binding *b)
{
	struct dar_held *held;

	spin_lock(&hold->lock);
	held = hold_find(hold, b);
	if (held) {
		held->sending = false;
		dar_hold_settle(held);
	}
	spin_unlock(&hold->lock);
}

/* Drop what waits for an address, if something does. */
static void hold_clear(struct dar_hold *hold, struct dar_binding *b)
{
	struct dar_held *held = hold_find(hold, b);

	if (held)
		hold_drop_all(hold, held, DAR_STAT_HELD_ENDED);
}

void dar_hold_drop(struct dar_hold *hold, struct dar_binding *b)
{
	spin_lock_bh(&hold->lock);
	hold_clear(hold, b);
	spin_unlock_bh(&hold->lock);
}

void dar_hold_close(struct dar_hold *hold, struct dar_binding *b)
{
	spin_lock_bh(&hold->lock);
	hold_clear(hold, b);
	WRITE_ONCE(b->held, HOLD_CLOSED);
	spin_unlock_bh(&hold->lock);
}

void dar_hold_look(struct dar_hold *hold, const struct dar_binding *b,
		   struct dar_hold_view *view)
{
	const struct dar_held *held;

	*view = (struct dar_hold_view){};
	if (dar_hold_is_idle(b))
		return;
	spin_lock_bh(&hold->lock);
	held = hold_find(hold, b);
	if (held)
		*view = (struct dar_hold_view){
			.packets = held->queue.packets,
			.octets = held->queue.octets,
			.absent = held->silence.absent,
		};
	spin_unlock_bh(&hold->lock);
}
