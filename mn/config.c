// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <fama/rtnl.h>

#include "mn.h"

static void config_mh_rx(struct net *net, const struct fama_mhio_rx *rx)
{
	mn_inbox_put_mh(mn_net(net), rx);
}

static void config_mh_drop(struct net *net, const struct fama_mhio_rx *rx,
			   enum fama_mhio_drop why)
{
	struct mn_net *mn = mn_net(net);

	mn_stats_inc(&mn->stats, mn_stats_of_drop(why));
	mn_genl_drop(mn, rx, mn_stats_of_drop(why));
}

static void config_del_links(struct mn_net *mn)
{
	struct mn_link *link, *next;

	list_for_each_entry_safe(link, next, &mn->links, list)
		mn_link_del(mn, link);
}

static int config_add_links(struct mn_net *mn, const int *ifindex,
			    unsigned int count, struct netlink_ext_ack *extack)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < count && !err; i++)
		err = mn_link_add(mn, ifindex[i], extack);
	if (err)
		config_del_links(mn);
	return err;
}

static int config_start_io(struct mn_net *mn, const char *name,
			   struct netlink_ext_ack *extack)
{
	int err;

	mn->rtnl = fama_rtnl_open(mn->net);
	if (IS_ERR(mn->rtnl))
		return PTR_ERR(mn->rtnl);
	mn->dev = fama_tunnel_create(mn->net, name, &mn_dev_ops);
	if (IS_ERR(mn->dev)) {
		NL_SET_ERR_MSG(extack, "cannot create the tunnel device");
		err = PTR_ERR(mn->dev);
		goto err_rtnl;
	}
	mn->role.types = BIT(FAMA_MH_BA) | BIT(FAMA_MH_BE) |
			 BIT(FAMA_MH_BRR) | BIT(FAMA_MH_COT);
	mn->role.rx = config_mh_rx;
	mn->role.drop = config_mh_drop;
	err = fama_mhio_attach(mn->net, &mn->role);
	if (err)
		goto err_dev;
	err = mn_dad_start(mn);
	if (err)
		goto err_mhio;
	err = mn_link_attach_hook(mn->net);
	if (err)
		goto err_dad;
	return 0;

err_dad:
	mn_dad_stop(mn);
err_mhio:
	fama_mhio_detach(mn->net, &mn->role);
err_dev:
	fama_tunnel_destroy(mn->dev);
err_rtnl:
	fama_rtnl_close(mn->rtnl);
	return err;
}

/* ORDER: links before hooks, else an advertisement finds no link. */
int mn_config_enable(struct mn_net *mn, const char *name, struct mn_key *key,
		     const int *ifindex, unsigned int count,
		     struct netlink_ext_ack *extack)
{
	int err = -EALREADY;

	mutex_lock(&mn->lock);
	if (mn->enabled) {
		NL_SET_ERR_MSG(extack, "mobile node is enabled already");
		goto out;
	}
	err = config_add_links(mn, ifindex, count, extack);
	if (err)
		goto out;
	mn->key = key;
	err = config_start_io(mn, name, extack);
	if (err) {
		mn->key = NULL;
		config_del_links(mn);
		goto out;
	}
	mn->enabled = true;
	mn_inbox_kick(mn);
out:
	mutex_unlock(&mn->lock);
	return err;
}

static void config_stop_input(struct mn_net *mn)
{
	mn_link_detach_hook(mn->net);
	mn_dad_stop(mn);
	fama_mhio_detach(mn->net, &mn->role);
}

static void config_del_addrs(struct mn_net *mn)
{
	struct mn_addr *a, *next;

	list_for_each_entry_safe(a, next, &mn->addrs, list)
		mn_addr_del(mn, a);
}

static void config_free(struct mn_net *mn)
{
	config_del_links(mn);
	fama_tunnel_destroy(mn->dev);
	fama_rtnl_close(mn->rtnl);
	mn_key_free(mn->key);
	mn->key = NULL;
	mn_inbox_purge(mn);
	mn->enabled = false;
}

static void config_del_default_routes(struct mn_net *mn)
{
	struct mn_link *link;

	list_for_each_entry(link, &mn->links, list)
		if (link->cur)
			mn_attach_forget(mn, link);
}

int mn_config_disable(struct mn_net *mn)
{
	struct mn_addr *a;
	int err = -ENOTCONN;

	mutex_lock(&mn->lock);
	if (mn->enabled) {
		config_stop_input(mn);
		list_for_each_entry(a, &mn->addrs, list)
			mn_signal_farewell(mn, a);
		config_del_default_routes(mn);
		config_del_addrs(mn);
		config_free(mn);
		err = 0;
	}
	mutex_unlock(&mn->lock);
	cancel_delayed_work_sync(&mn->timer);
	cancel_delayed_work_sync(&mn->keeper);
	cancel_work_sync(&mn->work);
	return err;
}

static struct mn_addr *config_find(struct mn_net *mn,
				   const struct in6_addr *addr,
				   struct netlink_ext_ack *extack)
{
	struct mn_addr *a = mn->enabled ? mn_addr_find(mn, addr) : NULL;

	if (!a)
		NL_SET_ERR_MSG(extack, "no such anchored address");
	return a;
}

static int config_release(struct mn_net *mn, struct mn_addr *a)
{
	a->keep = MN_KEEP_RELEASE;
	if (!a->link)
		mn_addr_release(mn, a, "released");
	return 0;
}

int mn_config_keep(struct mn_net *mn, const struct in6_addr *addr,
		   enum mn_keep keep, struct netlink_ext_ack *extack)
{
	struct mn_addr *a;
	int err = 0;

	mutex_lock(&mn->lock);
	a = config_find(mn, addr, extack);
	if (!a) {
		err = -ENOENT;
	} else if (keep == MN_KEEP_RELEASE) {
		err = config_release(mn, a);
	} else if (a->bul.pending == MN_BUL_RELEASE) {
		NL_SET_ERR_MSG(extack, "address is being released");
		err = -EBUSY;
	} else if (keep == MN_KEEP_KEEP && !mn_addr_anchored(a)) {
		NL_SET_ERR_MSG(extack, "address is not anchored");
		err = -EOPNOTSUPP;
	} else {
		a->keep = keep;
		mn_keep_now(mn);
	}
	if (!err)
		mn_inbox_arm(mn);
	mutex_unlock(&mn->lock);
	return err;
}

void mn_config_set(struct mn_net *mn, const struct mn_settings *set)
{
	mutex_lock(&mn->lock);
	mn->set.policy = set->policy;
	mn->set.idle = set->idle;
	mn->set.max = set->max;
	/* The packet path reads these. */
	WRITE_ONCE(mn->set.transient.mark, set->transient.mark);
	WRITE_ONCE(mn->set.transient.mask, set->transient.mask);
	WRITE_ONCE(mn->set.transient.cgroup, set->transient.cgroup);
	if (mn->enabled)
		mn_keep_now(mn);
	mutex_unlock(&mn->lock);
}

struct mn_settings mn_config_settings(struct mn_net *mn)
{
	struct mn_settings set;

	mutex_lock(&mn->lock);
	set = mn->set;
	mutex_unlock(&mn->lock);
	return set;
}
