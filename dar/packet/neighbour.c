// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netdevice.h>
#include <net/ndisc.h>
#include <net/neighbour.h>
#include <net/netevent.h>

#include "../state/anchor.h"
#include "neighbour.h"

/*
 * States in which somebody has answered for the address.  On a link without
 * link-layer addresses (NUD_NOARP) our own packets make entries.
 */
#define NEIGHBOUR_SEEN	(NUD_VALID & ~NUD_NOARP)

/* Context: RCU read side. */
static void neighbour_see(struct dar_net *dn, const struct neighbour *n)
{
	const struct in6_addr *addr = (const struct in6_addr *)n->primary_key;
	const struct dar_anchor *a;
	char lladdr[MAX_ADDR_LEN];

	if (!(READ_ONCE(n->nud_state) & NEIGHBOUR_SEEN))
		return;
	a = dar_anchor_find(dn, addr);
	if (!a || dar_anchor_ifindex(a) != n->dev->ifindex)
		return;
	neigh_ha_snapshot(lladdr, n, n->dev);
	dar_seen_add(&dn->seen, addr, lladdr, n->dev->addr_len);
}

static int neighbour_event(struct notifier_block *nb, unsigned long event,
			   void *ptr)
{
	const struct neighbour *n = ptr;
	struct dar_net *dn;

	if (event != NETEVENT_NEIGH_UPDATE || n->tbl != &nd_tbl)
		return NOTIFY_DONE;
	dn = dar_net(dev_net(n->dev));
	if (READ_ONCE(dn->n_anchors))
		neighbour_see(dn, n);
	return NOTIFY_DONE;
}

static struct notifier_block neighbour_notifier = {
	.notifier_call = neighbour_event,
};

/* What dar_neighbour_learn() looks for. */
struct neighbour_want {
	struct dar_net *dn;
	const struct in6_addr *prefix;
};

static void neighbour_learn(struct neighbour *n, void *cookie)
{
	const struct neighbour_want *want = cookie;

	if (net_eq(dev_net(n->dev), want->dn->net) &&
	    dar_address_same_prefix(want->prefix,
				    (const struct in6_addr *)n->primary_key))
		neighbour_see(want->dn, n);
}

void dar_neighbour_learn(struct dar_net *dn, const struct in6_addr *prefix)
{
	struct neighbour_want want = { .dn = dn, .prefix = prefix };

	rcu_read_lock();
	neigh_for_each(&nd_tbl, neighbour_learn, &want);
	rcu_read_unlock();
}

int dar_neighbour_module_init(void)
{
	return register_netevent_notifier(&neighbour_notifier);
}

void dar_neighbour_module_exit(void)
{
	unregister_netevent_notifier(&neighbour_notifier);
}
