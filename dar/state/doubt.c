// SPDX-License-Identifier: GPL-2.0-only
#include "doubt.h"

/* All wait equally long, so that the list is in the order of the times. */
static void doubt_wait(struct dar_hold *hold, struct dar_held *held)
{
	lockdep_assert_held(&hold->lock);

	held->due = jiffies + DAR_DOUBT_TIME;
	list_move_tail(&held->doubt, &hold->doubts);
}

static void doubt_arm(struct dar_hold *hold)
{
	struct dar_held *first;

	lockdep_assert_held(&hold->lock);

	first = list_first_entry_or_null(&hold->doubts, struct dar_held, doubt);
	if (first)
		mod_delayed_work(system_highpri_wq, &hold->doubt,
				 max((long)(first->due - jiffies), 0L));
}

/* Return: false: no memory: the packet goes its way. */
static bool doubt_sent(struct dar_hold *hold, struct dar_binding *b)
{
	struct dar_held *held = dar_hold_of(hold, b);

	if (!held)
		return false;
	if (list_empty(&held->doubt) && dar_doubt_is_due(b)) {
		dar_silence_begin(&held->silence, (u32)jiffies);
		doubt_wait(hold, held);
		if (list_is_singular(&hold->doubts))
			doubt_arm(hold);
	}
	if (held->silence.absent || dar_hold_is_busy(held))
		return true;
	dar_hold_settle(held);
	return false;
}

bool dar_doubt_sent(struct dar_hold *hold, struct dar_binding *b)
{
	bool waits;

	spin_lock(&hold->lock);
	waits = doubt_sent(hold, b);
	spin_unlock(&hold->lock);
	return waits;
}

/* A node that has gone is not doubted again before it is heard. */
static void doubt_end(struct dar_held *held)
{
	WRITE_ONCE(held->b->heard, 0);
	held->silence = (struct dar_silence){};
	list_del_init(&held->doubt);
	dar_hold_settle(held);
}

static enum dar_silence_verdict doubt_look(struct dar_hold *hold,
					   struct dar_held *held)
{
	u32 longest = msecs_to_jiffies(READ_ONCE(hold->settings->hold_age));
	enum dar_silence_verdict verdict;

	verdict = dar_silence_look(&held->silence, (u32)jiffies, longest,
				   !dar_backlog_is_empty(&held->queue));
	if (verdict == DAR_SILENCE_GONE)
		doubt_end(held);
	else
		doubt_wait(hold, held);
	return verdict;
}

static struct dar_binding *doubt_next(struct dar_hold *hold,
				      enum dar_silence_verdict *verdict)
{
	struct dar_binding *b;
	struct dar_held *held;

	while ((held = list_first_entry_or_null(&hold->doubts, struct dar_held,
						doubt)) &&
	       time_after_eq(jiffies, held->due)) {
		b = held->b;
		*verdict = doubt_look(hold, held);
		if (*verdict != DAR_SILENCE_REST)
			return b;
	}
	doubt_arm(hold);
	return NULL;
}

struct dar_binding *dar_doubt_next(struct dar_hold *hold,
				   enum dar_silence_verdict *verdict)
{
	struct dar_binding *b;

	spin_lock_bh(&hold->lock);
	b = doubt_next(hold, verdict);
	spin_unlock_bh(&hold->lock);
	return b;
}
