/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages on their way from interrupts to the work item.
 */
#ifndef _MN_INBOX_H
#define _MN_INBOX_H

#include <linux/list.h>
#include <linux/types.h>

#include <fama/mhio.h>

#include "ra.h"

struct mn_net;

/**
 * struct mn_msg - a message that was received
 * @list: in mn_net.inbox
 * @is_ra: @ra is valid, else @mh
 * @ra: Router Advertisement
 * @mh: Mobility Header; its pointers point into @buf
 * @buf: octets of the Mobility Header
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

void mn_inbox_init(struct mn_net *mn);

/* Any context; a message that finds the inbox full, or no memory, is lost. */
void mn_inbox_put_ra(struct mn_net *mn, const struct mn_ra *ra);
void mn_inbox_put_mh(struct mn_net *mn, const struct fama_mhio_rx *rx);

/* The oldest message, or NULL.  The caller frees it with kfree(). */
struct mn_msg *mn_inbox_get(struct mn_net *mn);

void mn_inbox_purge(struct mn_net *mn);

#endif /* _MN_INBOX_H */
