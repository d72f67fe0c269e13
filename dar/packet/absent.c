// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bottom_half.h>
#include <linux/rcupdate.h>

#include "../kernel/link.h"
#include "../state/doubt.h"
#include "../state/home.h"
#include "absent.h"
#include "dev.h"

/* Whoever sends to many silent nodes must not flood their link. */
#define ABSENT_RATE	2000	/* questions in a second */

void dar_absent_heard(struct dar_net *dn, struct dar_binding *b)
{
	dar_doubt_heard(b);
	if (unlikely(!dar_hold_is_idle(b)))
		dar_dev_release(dn, &b->home);
}

void dar_absent_greet(struct dar_net *dn, const struct in6_addr *home,
		      int ifindex)
{
	struct dar_binding *b;

	local_bh_disable();
	rcu_read_lock();
	b = dar_home_remembered(dn, home, ifindex);
	if (b)
		dar_absent_heard(dn, b);
	rcu_read_unlock();
	local_bh_enable();
}

/* An address that is bound meanwhile needs no question. */
static void absent_ask(struct dar_net *dn, const struct in6_addr *home)
{
	int ifindex = dar_home_link(dn, home);

	if (!ifindex || dar_home_bound(dn, home))
		return;
	if (dar_link_ask(dn->net, ifindex, home))
		dar_stat_inc(dn->mib, DAR_STAT_TX_NS);
}

/* Return: false: there is no more to do now. */
static bool absent_next(struct dar_net *dn)
{
	enum dar_silence_verdict verdict;
	struct dar_binding *b;

	b = dar_doubt_next(&dn->hold, &verdict);
	if (!b)
		return false;
	if (verdict == DAR_SILENCE_GONE) {
		dar_dev_release(dn, &b->home);
		return true;
	}
	if (verdict == DAR_SILENCE_BEGINS)
		dar_stat_inc(dn->mib, DAR_STAT_ABSENT);
	absent_ask(dn, &b->home);
	return true;
}

/* A node that has to wait for its question is found absent later. */
static void absent_work(struct work_struct *work)
{
	struct dar_net *dn = container_of(to_delayed_work(work), struct dar_net,
					  hold.doubt);
	unsigned int left = DIV_ROUND_UP(ABSENT_RATE, HZ);

	rcu_read_lock();
	while (left && absent_next(dn))
		left--;
	rcu_read_unlock();
	if (!left)
		queue_delayed_work(system_highpri_wq, &dn->hold.doubt, 1);
}

void dar_absent_init(struct dar_net *dn)
{
	INIT_DELAYED_WORK(&dn->hold.doubt, absent_work);
}
