// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ipv6.h>
#include <linux/ktime.h>
#include <linux/rcupdate.h>

#include <uapi/linux/dar.h>

#include "pay.h"

/* A Home Address option, in its header, and a type 2 routing header. */
#define PAY_HOME_HEADER		24

static struct dar_credit pay_for(size_t len, bool home)
{
	return (struct dar_credit) {
		.octets = sizeof(struct ipv6hdr) +
			  (home ? PAY_HOME_HEADER : 0) + len,
		.packets = 1,
	};
}

/* Without an entry, which may have been forgotten already, there is no credit. */
static bool pay(struct dar_net *dn, const struct in6_addr *home,
		struct dar_credit earned, struct dar_credit cost)
{
	atomic64_t none = ATOMIC64_INIT(0);
	struct dar_binding *b;
	bool paid;

	rcu_read_lock();
	b = dar_bcache_find(&dn->bcache, home);
	paid = dar_credit_exchange(b ? &b->credit : &none, earned, cost,
				   ktime_get_boottime_ns());
	rcu_read_unlock();
	return paid;
}

/*
 * Is the source of an update the address of the node for sure?  The home address is,
 * since its owner has signed or holds the PHKT.
 */
static bool pay_is_proven(const struct dar_bu *bu, const struct dar_verdict *v)
{
	return !bu->rx->hao ||
	       (v->action == DAR_BIND && v->state == DAR_BINDING_VERIFIED);
}

bool dar_pay_answer(struct dar_net *dn, const struct dar_bu *bu,
		    const struct dar_verdict *v, size_t len)
{
	struct dar_credit earned = pay_for(bu->rx->len, bu->rx->hao);
	struct dar_credit cost = pay_for(len, bu->rx->hao);

	if (v->action != DAR_BIND && v->action != DAR_UNBIND)
		return true;
	if (!pay_is_proven(bu, v))
		return pay(dn, &bu->home, earned, cost);
	pay(dn, &bu->home, earned, (struct dar_credit) {});
	return true;
}

bool dar_pay_message(struct dar_net *dn, const struct dar_binding_view *view,
		     size_t len)
{
	if (view->d.state == DAR_BINDING_VERIFIED ||
	    pay(dn, &view->home, (struct dar_credit) {}, pay_for(len, false)))
		return true;
	dar_stat_inc(dn->mib, DAR_STAT_CREDIT_EXHAUSTED);
	return false;
}
