// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/netfilter_ipv6.h>
#include <net/addrconf.h>
#include <net/dst.h>
#include <net/if_inet6.h>

#include <fama/drop.h>
#include <fama/tunnel.h>

#include "addr.h"
#include "event.h"
#include "guard.h"
#include "lost.h"
#include "mn.h"
#include "system.h"

#define GUARD_PERIOD	HZ	/* from one attempt to the next */

/* What a transform makes of a packet comes here again, with addresses of its own. */
static bool guard_leads_away(const struct mn_net *mn, const struct sk_buff *skb)
{
	const struct dst_entry *dst = skb_dst(skb);
	const struct net_device *dev = dst->dev;

	return dst_xfrm(dst) || dev->flags & IFF_LOOPBACK ||
	       (dev == mn->dev && fama_tunnel_works(dev));
}

/*
 * Something may be missing.  It may be so again and again: a program may be bound to
 * another device.
 */
static void guard_doubt(struct mn_net *mn)
{
	unsigned long next = READ_ONCE(mn->repaired) + GUARD_PERIOD;
	unsigned long now = jiffies;

	queue_delayed_work(mn_wq, &mn->guard,
			   time_before(now, next) ? next - now : 0);
}

/* Other addresses, and addresses at home, leave by the first return. */
static unsigned int guard_output(void *priv, struct sk_buff *skb,
				 const struct nf_hook_state *state)
{
	struct mn_net *mn = mn_net(state->net);
	const struct mn_addr *a;

	a = mn_addr_find(mn, &ipv6_hdr(skb)->saddr);
	if (!a || !READ_ONCE(a->has_rule) || guard_leads_away(mn, skb))
		return NF_ACCEPT;
	mn_lost_note(mn, skb, MN_STAT_TUNNEL_DOWN);
	mn_event_lost(mn, &a->addr, MN_STAT_TUNNEL_DOWN);
	guard_doubt(mn);
	return NF_DROP_ERR(-ENETUNREACH);
}

/* Who is behind the node, or beside it, does not speak in its name. */
static unsigned int guard_forward(void *priv, struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	struct mn_net *mn = mn_net(state->net);

	if (!mn_addr_find(mn, &ipv6_hdr(skb)->saddr))
		return NF_ACCEPT;
	mn_lost_note(mn, skb, MN_STAT_FORWARDED);
	return NF_DROP;
}

static const struct nf_hook_ops guard_hooks[] = {
	{
		.hook = guard_output,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = NF_IP6_PRI_LAST,
	}, {
		.hook = guard_forward,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_FORWARD,
		.priority = NF_IP6_PRI_FIRST,
	},
};

static void guard_work(struct work_struct *work)
{
	struct mn_net *mn = container_of(to_delayed_work(work), struct mn_net,
					 guard);

	mutex_lock(&mn->lock);
	if (mn->enabled && !mn_system_repair(mn))
		queue_delayed_work(mn_wq, &mn->guard, GUARD_PERIOD);
	WRITE_ONCE(mn->repaired, jiffies);
	mutex_unlock(&mn->lock);
}

void mn_guard_check(struct mn_net *mn)
{
	mod_delayed_work(mn_wq, &mn->guard, 0);
}

/*
 * Our own removal of an address finds nothing to repair.  Whoever flushes all addresses
 * looks whether they are gone, and does not wait for one that comes again at once.
 */
static int guard_address(struct notifier_block *nb, unsigned long event,
			 void *ptr)
{
	struct mn_net *mn = container_of(nb, struct mn_net, guarded);
	const struct inet6_ifaddr *ifa = ptr;

	if (event == NETDEV_DOWN && ifa->idev->dev == mn->dev)
		guard_doubt(mn);
	return NOTIFY_DONE;
}

void mn_guard_init(struct mn_net *mn)
{
	INIT_DELAYED_WORK(&mn->guard, guard_work);
	mn->repaired = jiffies - GUARD_PERIOD;
}

int mn_guard_start(struct mn_net *mn)
{
	int err;

	err = nf_register_net_hooks(mn->net, guard_hooks,
				    ARRAY_SIZE(guard_hooks));
	if (err)
		return err;
	mn->guarded.notifier_call = guard_address;
	err = register_inet6addr_notifier(&mn->guarded);
	if (err)
		nf_unregister_net_hooks(mn->net, guard_hooks,
					ARRAY_SIZE(guard_hooks));
	return err;
}

void mn_guard_stop(struct mn_net *mn)
{
	unregister_inet6addr_notifier(&mn->guarded);
	nf_unregister_net_hooks(mn->net, guard_hooks, ARRAY_SIZE(guard_hooks));
}

void mn_guard_flush(struct mn_net *mn)
{
	cancel_delayed_work_sync(&mn->guard);
}
