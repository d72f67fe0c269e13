// SPDX-License-Identifier: GPL-2.0-only
#include <linux/hrtimer.h>
#include <linux/slab.h>

#include "mn.h"

#define INBOX_MAX	256	/* messages waiting */
#define INBOX_SLACK	NSEC_PER_MSEC	/* how late the timer may be */

/**
 * struct mn_msg - what an interrupt brought
 * @list: in mn_net.inbox
 * @is_ra: @ra is valid, else @mh
 * @ra: Router Advertisement
 * @mh: Mobility Header, pointers into @buf
 * @buf: its octets
 */
struct mn_msg {
	struct list_head list;
	bool is_ra;
	union {
		struct mn_ra ra;
		struct fama_mhio_rx mh;
	};
	u8 buf[];
};

static void inbox_put(struct mn_net *mn, struct mn_msg *msg)
{
	bool full;

	spin_lock_bh(&mn->inbox_lock);
	full = mn->inbox_len >= INBOX_MAX;
	if (!full) {
		list_add_tail(&msg->list, &mn->inbox);
		mn->inbox_len++;
	}
	spin_unlock_bh(&mn->inbox_lock);
	if (full) {
		mn_stats_inc(&mn->stats, MN_STAT_QUEUE_FULL);
		kfree(msg);
		return;
	}
	mn_inbox_kick(mn);
}

void mn_inbox_put_ra(struct mn_net *mn, const struct mn_ra *ra)
{
	struct mn_msg *msg = kzalloc(sizeof(*msg), GFP_ATOMIC);

	if (!msg)
		return;
	msg->is_ra = true;
	msg->ra = *ra;
	inbox_put(mn, msg);
}

/* Moves with the buffer: pointers of the options point into the copy. */
static const u8 *inbox_rebase(const struct fama_mhio_rx *rx, const u8 *buf,
			      const u8 *p)
{
	return p ? buf + (p - rx->buf) : NULL;
}

void mn_inbox_put_mh(struct mn_net *mn, const struct fama_mhio_rx *rx)
{
	struct mn_msg *msg = kzalloc(sizeof(*msg) + rx->len, GFP_ATOMIC);
	struct fama_mhopt *opt;

	if (!msg)
		return;
	memcpy(msg->buf, rx->buf, rx->len);
	msg->mh = *rx;
	msg->mh.buf = msg->buf;
	opt = &msg->mh.mh.opt;
	opt->cga = inbox_rebase(rx, msg->buf, opt->cga);
	opt->sig = inbox_rebase(rx, msg->buf, opt->sig);
	opt->phkt = inbox_rebase(rx, msg->buf, opt->phkt);
	opt->auth = inbox_rebase(rx, msg->buf, opt->auth);
	inbox_put(mn, msg);
}

static struct mn_msg *inbox_get(struct mn_net *mn)
{
	struct mn_msg *msg;

	spin_lock_bh(&mn->inbox_lock);
	msg = list_first_entry_or_null(&mn->inbox, struct mn_msg, list);
	if (msg) {
		list_del(&msg->list);
		mn->inbox_len--;
	}
	spin_unlock_bh(&mn->inbox_lock);
	return msg;
}

void mn_inbox_purge(struct mn_net *mn)
{
	struct mn_msg *msg;

	while ((msg = inbox_get(mn)))
		kfree(msg);
}

void mn_inbox_kick(struct mn_net *mn)
{
	queue_work(mn_wq, &mn->work);
}

void mn_inbox_arm(struct mn_net *mn)
{
	u64 next = MN_BUL_NEVER;
	struct mn_link *link;
	struct mn_addr *a;

	lockdep_assert_held(&mn->lock);
	mn_keep_arm(mn);
	list_for_each_entry(a, &mn->addrs, list)
		next = min(next, mn_bul_next(&a->bul));
	list_for_each_entry(link, &mn->links, list)
		next = min3(next, link->until, link->solicit.due);
	if (next == MN_BUL_NEVER)
		hrtimer_try_to_cancel(&mn->timer);
	else
		hrtimer_start_range_ns(&mn->timer, ns_to_ktime(next),
				       INBOX_SLACK, HRTIMER_MODE_ABS);
}

/* Links first: an advertisement says something about the link as it is now. */
static void inbox_work(struct work_struct *work)
{
	struct mn_net *mn = container_of(work, struct mn_net, work);
	struct mn_msg *msg;

	mutex_lock(&mn->lock);
	if (mn->enabled) {
		mn_link_events(mn);
		mn_dad_events(mn);
		while ((msg = inbox_get(mn))) {
			if (msg->is_ra)
				mn_attach_ra(mn, &msg->ra);
			else
				mn_signal_rx(mn, &msg->mh);
			kfree(msg);
		}
		mn_inbox_arm(mn);
	}
	mutex_unlock(&mn->lock);
}

static void inbox_due(struct work_struct *work)
{
	struct mn_net *mn = container_of(work, struct mn_net, due);

	mutex_lock(&mn->lock);
	if (mn->enabled) {
		mn_link_timer(mn);
		mn_signal_run_all(mn);
		mn_inbox_arm(mn);
	}
	mutex_unlock(&mn->lock);
}

/*
 * Not a delayed work, whose time stands still in suspend: what ended meanwhile
 * is due the moment the machine is back.
 */
static enum hrtimer_restart inbox_timer(struct hrtimer *timer)
{
	struct mn_net *mn = container_of(timer, struct mn_net, timer);

	queue_work(mn_wq, &mn->due);
	return HRTIMER_NORESTART;
}

void mn_inbox_stop(struct mn_net *mn)
{
	hrtimer_cancel(&mn->timer);
	cancel_work_sync(&mn->due);
	cancel_work_sync(&mn->work);
}

void mn_inbox_init(struct mn_net *mn)
{
	INIT_LIST_HEAD(&mn->inbox);
	spin_lock_init(&mn->inbox_lock);
	INIT_WORK(&mn->work, inbox_work);
	INIT_WORK(&mn->due, inbox_due);
	hrtimer_setup(&mn->timer, inbox_timer, CLOCK_BOOTTIME,
		      HRTIMER_MODE_ABS);
}
