// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <fama/rtnl.h>
#include <fama/tunnel.h>

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
	mn_event_drop(mn, rx, mn_stats_of_drop(why));
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

static int config_add_device(struct mn_net *mn, const char *name,
			     struct netlink_ext_ack *extack)
{
	int err;

	mn->dev = fama_tunnel_create(mn->net, name, &mn_dev_ops);
	if (!IS_ERR(mn->dev))
		return 0;
	err = PTR_ERR(mn->dev);
	if (err == -EEXIST)
		NL_SET_ERR_MSG(extack, "a device of this name exists");
	else
		NL_SET_ERR_MSG(extack, "cannot create the tunnel device");
	return err;
}

static int config_start_io(struct mn_net *mn, const char *name,
			   struct netlink_ext_ack *extack)
{
	int err;

	mn->rtnl = fama_rtnl_open(mn->net);
	if (IS_ERR(mn->rtnl)) {
		NL_SET_ERR_MSG(extack, "cannot change addresses and routes");
		return PTR_ERR(mn->rtnl);
	}
	err = config_add_device(mn, name, extack);
	if (err)
		goto err_rtnl;
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
	NL_SET_ERR_MSG(extack, "cannot listen to messages");
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
	/* ORDER: before anything that makes addresses */
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
	mn_key_put(mn->key);
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
	mn_inbox_stop(mn);
	cancel_delayed_work_sync(&mn->keeper);
	return err;
}

int mn_config_set_key(struct mn_net *mn, struct mn_key *key,
		      struct netlink_ext_ack *extack)
{
	int err = 0;

	mutex_lock(&mn->lock);
	if (!mn->enabled) {
		NL_SET_ERR_MSG(extack, "mobile node is not enabled");
		err = -ENOTCONN;
	} else if (!mn_key_same(mn->key, key)) {
		swap(mn->key, key);
	}
	mutex_unlock(&mn->lock);
	mn_key_put(key);
	return err;
}

int mn_config_set_metric(struct mn_net *mn, int ifindex, u32 metric,
			 struct netlink_ext_ack *extack)
{
	struct mn_link *link;
	int err = 0;

	mutex_lock(&mn->lock);
	link = mn->enabled ? mn_link_find(mn, ifindex) : NULL;
	if (link) {
		mn_attach_set_metric(mn, link, metric);
		mn_inbox_arm(mn);
	} else if (mn->enabled) {
		NL_SET_ERR_MSG(extack, "not a device of the mobile node");
		err = -ENODEV;
	} else {
		NL_SET_ERR_MSG(extack, "mobile node is not enabled");
		err = -ENOTCONN;
	}
	mutex_unlock(&mn->lock);
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

/* The packet path and files read these without the lock. */
static void config_apply(struct mn_settings *to,
			 const struct mn_settings *from)
{
	WRITE_ONCE(to->policy, from->policy);
	WRITE_ONCE(to->idle, from->idle);
	WRITE_ONCE(to->max, from->max);
	WRITE_ONCE(to->transient.mark, from->transient.mark);
	WRITE_ONCE(to->transient.mask, from->transient.mask);
	WRITE_ONCE(to->transient.cgroup, from->transient.cgroup);
	WRITE_ONCE(to->signed_ack, from->signed_ack);
	WRITE_ONCE(to->early_token, from->early_token);
}

static int config_set(struct mn_net *mn,
		      int (*edit)(struct mn_settings *set, const void *arg),
		      const void *arg)
{
	struct mn_settings set = mn->set;
	int err;

	lockdep_assert_held(&mn->lock);
	err = edit(&set, arg);
	if (err)
		return err;
	config_apply(&mn->set, &set);
	if (mn->enabled)
		mn_keep_now(mn);
	return 0;
}

int mn_config_set(struct mn_net *mn,
		  int (*edit)(struct mn_settings *set, const void *arg),
		  const void *arg)
{
	int err;

	mutex_lock(&mn->lock);
	err = config_set(mn, edit, arg);
	mutex_unlock(&mn->lock);
	return err;
}

int mn_config_try_set(struct mn_net *mn,
		      int (*edit)(struct mn_settings *set, const void *arg),
		      const void *arg)
{
	int err;

	if (!mutex_trylock(&mn->lock))
		return -EAGAIN;
	err = config_set(mn, edit, arg);
	mutex_unlock(&mn->lock);
	return err;
}
