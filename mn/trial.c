// SPDX-License-Identifier: GPL-2.0-only
#include <net/ipv6.h>

#include "believe.h"
#include "event.h"
#include "mn.h"
#include "stats.h"
#include "trial.h"

bool mn_trial_begin(struct mn_addr *a, const struct in6_addr *other)
{
	u64 now = mn_now();

	if (!mn_believe_trial(&a->addr, &a->dar, other, a->tried, now) ||
	    !mn_bul_ask_other(&a->bul, now))
		return false;
	a->trial = *other;
	a->tried = now;
	return true;
}

void mn_trial_sending(struct mn_addr *a)
{
	if (a->bul.tries || mn_bul_auth(&a->bul) != MN_AUTH_PHKT)
		mn_trial_end(a);
}

void mn_trial_end(struct mn_addr *a)
{
	if (!mn_addr_tries(a))
		return;
	a->trial = in6addr_any;
	mn_bul_ask_again(&a->bul);
}

void mn_trial_won(struct mn_net *mn, struct mn_addr *a)
{
	if (!mn_addr_tries(a))
		return;
	a->dar = a->trial;
	a->trial = in6addr_any;
	mn_stats_inc(&mn->stats, MN_STAT_DAR_CHANGED);
	mn_event_address(mn, a);
	if (rcu_access_pointer(a->path))
		mn_addr_set_path(mn, a, &a->bul.coa);
}
