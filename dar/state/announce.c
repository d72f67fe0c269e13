// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/slab.h>

#include "announce.h"

#define ANNOUNCE_MAX	4096	/* addresses at a time */
#define ANNOUNCE_APART	HZ	/* RetransTimer (RFC 4861 section 10) */

/**
 * struct announcement - an address that is to be announced
 * @list: in dar_announcements.list
 * @due: time in jiffies
 * @home: the address
 * @times: how many times
 */
struct announcement {
	struct list_head list;
	unsigned long due;
	struct in6_addr home;
	unsigned int times;
};

void dar_announcements_init(struct dar_announcements *a, work_func_t work)
{
	spin_lock_init(&a->lock);
	spin_lock_init(&a->turn);
	INIT_LIST_HEAD(&a->list);
	INIT_DELAYED_WORK(&a->work, work);
}

/* All wait for the same time, so the last one to come is the last one to go. */
static bool announce_add(struct dar_announcements *a, struct announcement *new)
{
	bool room;

	spin_lock_bh(&a->lock);
	room = a->len < ANNOUNCE_MAX;
	if (room) {
		list_add_tail(&new->list, &a->list);
		a->len++;
	}
	spin_unlock_bh(&a->lock);
	return room;
}

bool dar_announce_later(struct dar_announcements *a,
			const struct in6_addr *home, unsigned int times)
{
	struct announcement *new;

	if (!times)
		return true;
	new = kmalloc(sizeof(*new), GFP_ATOMIC | __GFP_NOWARN);
	if (!new)
		return false;
	new->due = jiffies + ANNOUNCE_APART;
	new->home = *home;
	new->times = times;
	if (!announce_add(a, new)) {
		kfree(new);
		return false;
	}
	/* If the work waits already, it is for one that is due earlier. */
	queue_delayed_work(system_wq, &a->work, ANNOUNCE_APART);
	return true;
}

/* The first one, if it is due or @any. */
static struct announcement *announce_take(struct dar_announcements *a, bool any)
{
	struct announcement *first;

	spin_lock_bh(&a->lock);
	first = list_first_entry_or_null(&a->list, struct announcement, list);
	if (first && !any && time_before(jiffies, first->due))
		first = NULL;
	if (first) {
		list_del(&first->list);
		a->len--;
	}
	spin_unlock_bh(&a->lock);
	return first;
}

bool dar_announce_next(struct dar_announcements *a, struct in6_addr *home,
		       unsigned int *times)
{
	struct announcement *first = announce_take(a, false);

	if (!first)
		return false;
	*home = first->home;
	*times = first->times - 1;
	kfree(first);
	return true;
}

void dar_announce_arm(struct dar_announcements *a)
{
	unsigned long now = jiffies, due = now;
	struct announcement *first;

	spin_lock_bh(&a->lock);
	first = list_first_entry_or_null(&a->list, struct announcement, list);
	if (first)
		due = first->due;
	spin_unlock_bh(&a->lock);
	if (first)
		queue_delayed_work(system_wq, &a->work,
				   time_after(due, now) ? due - now : 0);
}

void dar_announce_stop(struct dar_announcements *a)
{
	struct announcement *first;

	/* ORDER: the work may add an address. */
	cancel_delayed_work_sync(&a->work);
	while ((first = announce_take(a, true)))
		kfree(first);
}
