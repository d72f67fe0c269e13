// SPDX-License-Identifier: GPL-2.0-only
#include <linux/hrtimer.h>
#include <linux/slab.h>

#include "addr.h"
#include "answer.h"
#include "attach.h"
#include "choice.h"
#include "dad.h"
#include "dev.h"
#include "guard.h"
#include "inbox.h"
#include "keep.h"
#include "link.h"
#include "mn.h"
#include "release.h"
#include "signal.h"
#include "srcmark.h"
#include "usage.h"
#include "work.h"

/* How late the timer may be: a part of how far it is, so that one fits several needs. */
#define WORK_SLACK_MIN	NSEC_PER_MSEC
#define WORK_SLACK_PART	64

#define WORK_MESSAGES	16		/* so many before somebody else has the lock */

static u64 work_next(const struct mn_net *mn)
{
	const struct mn_link *link;
	const struct mn_addr *a;
	u64 next = MN_BUL_NEVER;

	list_for_each_entry(a, &mn->addrs, list)
		next = min(next, mn_bul_next(&a->bul));
	list_for_each_entry(link, &mn->links, list)
		next = min3(next, mn_movement_next(&link->move),
			    link->reach.due);
	return next;
}

/* A run that is due earlier stays. */
static void work_arm_keeper(struct mn_net *mn)
{
	unsigned long period = mn->enabled ? mn_keep_period(mn) : 0;
	bool late = timer_pending(&mn->keeper.timer) &&
		    time_after(READ_ONCE(mn->keeper.timer.expires),
			       jiffies + period);

	if (period && late)
		mod_delayed_work(system_power_efficient_wq, &mn->keeper, period);
	else if (period)
		queue_delayed_work(system_power_efficient_wq, &mn->keeper,
				   period);
}

static u64 work_slack(u64 next)
{
	u64 now = mn_now();

	return max_t(u64, next > now ? div_u64(next - now, WORK_SLACK_PART) : 0,
		     WORK_SLACK_MIN);
}

void mn_work_arm(struct mn_net *mn)
{
	u64 next;

	lockdep_assert_held(&mn->lock);
	work_arm_keeper(mn);
	mn_signal_prepare(mn);
	mn_srcmark_update(mn);
	next = work_next(mn);
	if (next == MN_BUL_NEVER)
		hrtimer_try_to_cancel(&mn->timer);
	else
		hrtimer_start_range_ns(&mn->timer, ns_to_ktime(next),
				       work_slack(next), HRTIMER_MODE_ABS);
}

static bool work_read_message(struct mn_net *mn)
{
	struct mn_msg *msg = mn_inbox_get(mn);

	if (!msg)
		return false;
	if (msg->is_ra)
		mn_attach_ra(mn, &msg->ra);
	else
		mn_answer_rx(mn, &msg->mh);
	kfree(msg);
	return true;
}

/*
 * Whoever floods the node keeps neither the links nor the timer nor a command waiting:
 * they have their turn after some messages.
 */
static void work_read_inbox(struct mn_net *mn)
{
	int i;

	for (i = 0; i < WORK_MESSAGES; i++)
		if (!work_read_message(mn))
			return;
	mn_wake(mn);
}

/* A link whose interface is gone is no link any more: it may have come back. */
static void work_look(struct mn_net *mn)
{
	if (!xchg(&mn->appeared, false))
		return;
	mn_link_look(mn);
	mn_attach_events(mn);
}

/*
 * Links come first: an advertisement is about the link as it is now.  Answers come before
 * the next signature: the packets that wait for them leave.  The choice of programs comes last:
 * it looks at every interface, and no handover waits for that.
 */
static void work_run(struct work_struct *work)
{
	struct mn_net *mn = container_of(work, struct mn_net, work);

	mutex_lock(&mn->lock);
	if (mn_acts(mn)) {
		mn_attach_events(mn);
		work_look(mn);
		mn_dad_events(mn);
		work_read_inbox(mn);
		mn_attach_returns(mn);
		mn_signal_sign(mn);
		mn_choice_update(mn);
		mn_work_arm(mn);
	} else if (mn->enabled) {
		mn_attach_gone(mn);
	}
	mutex_unlock(&mn->lock);
}

static void work_due(struct work_struct *work)
{
	struct mn_net *mn = container_of(work, struct mn_net, due);

	mutex_lock(&mn->lock);
	if (mn_acts(mn)) {
		mn_attach_timer(mn);
		mn_signal_run_all(mn);
		mn_attach_returns(mn);
		mn_work_arm(mn);
	}
	mutex_unlock(&mn->lock);
}

/*
 * This is no delayed work, whose time stands still in suspend: what ended
 * meanwhile is due the moment the machine is back.
 */
static enum hrtimer_restart work_timer(struct hrtimer *timer)
{
	struct mn_net *mn = container_of(timer, struct mn_net, timer);

	queue_work(mn->queue, &mn->due);
	return HRTIMER_NORESTART;
}

/*
 * The tables of sockets are walked without the lock: a handover does not wait
 * for that.
 */
static void work_keep(struct work_struct *work)
{
	struct mn_net *mn = container_of(to_delayed_work(work), struct mn_net,
					 keeper);
	unsigned int count = 0;
	struct mn_usage *use;

	use = kcalloc(MN_MAX_ADDRESSES, sizeof(*use), GFP_KERNEL);
	mutex_lock(&mn->lock);
	if (use && mn_acts(mn))
		count = mn_keep_ask(mn, use);
	mutex_unlock(&mn->lock);
	if (count)
		mn_usage_count(mn->net, &mn->set.transient, use, count);
	mutex_lock(&mn->lock);
	if (mn_acts(mn)) {
		mn_keep_note(mn, use, count);
		mn_release_unused(mn);
		mn_work_arm(mn);
	}
	mutex_unlock(&mn->lock);
	kfree(use);
}

void mn_work_stop(struct mn_net *mn)
{
	hrtimer_cancel(&mn->timer);
	cancel_work_sync(&mn->due);
	cancel_work_sync(&mn->work);
	cancel_delayed_work_sync(&mn->keeper);
	cancel_delayed_work_sync(&mn->stale);
	mn_guard_flush(mn);
}

void mn_work_init(struct mn_net *mn)
{
	INIT_WORK(&mn->work, work_run);
	INIT_WORK(&mn->due, work_due);
	/* Who sleeps need not wake for it. */
	INIT_DEFERRABLE_WORK(&mn->keeper, work_keep);
	mn_dev_init_net(mn);
	mn_guard_init(mn);
	hrtimer_setup(&mn->timer, work_timer, CLOCK_BOOTTIME,
		      HRTIMER_MODE_ABS);
}
