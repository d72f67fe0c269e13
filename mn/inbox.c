// SPDX-License-Identifier: GPL-2.0-only
#include <linux/slab.h>

#include "event.h"
#include "inbox.h"
#include "mn.h"
#include "stats.h"

#define INBOX_MAX	256	/* messages that wait */

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
		if (!msg->is_ra)
			mn_event_drop(mn, &msg->mh, MN_STAT_QUEUE_FULL);
		kfree(msg);
		return;
	}
	mn_wake(mn);
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

/* The place in the copy of a buffer that @p points to in the original. */
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

struct mn_msg *mn_inbox_get(struct mn_net *mn)
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

	while ((msg = mn_inbox_get(mn)))
		kfree(msg);
}

void mn_inbox_init(struct mn_net *mn)
{
	INIT_LIST_HEAD(&mn->inbox);
	spin_lock_init(&mn->inbox_lock);
}
