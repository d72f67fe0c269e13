// SPDX-License-Identifier: GPL-2.0-only
#include <net/netns/generic.h>

#include "mn.h"

unsigned int mn_net_id __read_mostly;
struct workqueue_struct *mn_wq;
struct workqueue_struct *mn_urgent_wq;

struct mn_net *mn_net(const struct net *net)
{
	return net_generic(net, mn_net_id);
}

void mn_wake(struct mn_net *mn)
{
	queue_work(mn->queue, &mn->work);
}

void mn_wake_keeper(struct mn_net *mn)
{
	mod_delayed_work(system_power_efficient_wq, &mn->keeper, 0);
}
