// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netlink.h>

#include <fama/mhio.h>
#include <fama/tunnel.h>

#include "accept.h"
#include "addr.h"
#include "anchor.h"
#include "attach.h"
#include "config.h"
#include "dad.h"
#include "event.h"
#include "guard.h"
#include "inbox.h"
#include "key.h"
#include "link.h"
#include "mn.h"
#include "name.h"
#include "ndisc.h"
#include "release.h"
#include "remove.h"
#include "restore.h"
#include "settle.h"
#include "signal.h"
#include "srcmark.h"
#include "stats.h"
#include "system.h"
#include "work.h"

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
	mn_name_del_all(mn);
}

/* An interface that cannot be a link is refused by its own name only. */
static int config_add_name(struct mn_net *mn, const char *text, u32 metric,
			   struct netlink_ext_ack *extack)
{
	return mn_link_fits(mn, text, extack) ?:
	       mn_name_add(mn, text, metric, extack);
}

static int config_add_link(struct mn_net *mn, const struct mn_config_link *link,
			   struct netlink_ext_ack *extack)
{
	char text[IFNAMSIZ];

	if (link->name)
		return config_add_name(mn, link->name, 0, extack);
	if (!mn_link_name(mn, link->ifindex, text))
		return config_add_name(mn, text, 0, extack);
	NL_SET_ERR_MSG(extack, "no such device");
	return -ENODEV;
}

static int config_add_links(struct mn_net *mn,
			    const struct mn_config_link *links,
			    unsigned int count, struct netlink_ext_ack *extack)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < count && !err; i++)
		err = config_add_link(mn, &links[i], extack);
	if (err)
		config_del_links(mn);
	return err;
}

static int config_start_input(struct mn_net *mn)
{
	int err;

	mn->role.types = BIT(FAMA_MH_BA) | BIT(FAMA_MH_BE) |
			 BIT(FAMA_MH_BRR) | BIT(FAMA_MH_COT);
	mn->role.rx = config_mh_rx;
	mn->role.drop = config_mh_drop;
	err = fama_mhio_attach(mn->net, &mn->role);
	if (err)
		return err;
	err = mn_dad_start(mn);
	if (err)
		goto err_mhio;
	err = mn_ndisc_listen(mn->net);
	if (err)
		goto err_dad;
	err = mn_guard_start(mn);
	if (err)
		goto err_ndisc;
	err = mn_accept_start(mn->net);
	if (err)
		goto err_guard;
	fama_airwatch_set(&mn->air, true);
	return 0;

err_guard:
	mn_guard_stop(mn);
err_ndisc:
	mn_ndisc_unlisten(mn->net);
err_dad:
	mn_dad_stop(mn);
err_mhio:
	fama_mhio_detach(mn->net, &mn->role);
	return err;
}

static void config_stop_input(struct mn_net *mn)
{
	fama_airwatch_set(&mn->air, false);
	mn_accept_stop(mn->net);
	mn_guard_stop(mn);
	mn_ndisc_unlisten(mn->net);
	mn_dad_stop(mn);
	fama_mhio_detach(mn->net, &mn->role);
}

static int config_start_io(struct mn_net *mn, const char *name,
			   struct netlink_ext_ack *extack)
{
	int err;

	err = mn_system_start(mn, name, extack);
	if (err)
		return err;
	err = config_start_input(mn);
	if (err) {
		NL_SET_ERR_MSG(extack, "cannot listen to messages");
		mn_system_stop(mn);
	}
	return err;
}

/*
 * ORDER: links before the work runs, and after the tunnel device, which is none: their
 * first advertisements are answers to what it sends.
 */
static int config_start(struct mn_net *mn, const struct mn_config *config,
			struct mn_keys *keys, struct netlink_ext_ack *extack)
{
	int err;

	err = config_add_links(mn, config->links, config->count, extack);
	if (err)
		return err;
	mn->table = config->table;
	mn->preference = config->preference;
	/* ORDER: the keys before anything that makes addresses */
	swap(mn->keys, *keys);
	err = config_start_io(mn, config->name, extack);
	if (err) {
		swap(mn->keys, *keys);
		mn_inbox_purge(mn);
		config_del_links(mn);
	}
	return err;
}

/* ORDER: the state of a checkpoint is there before a link is, and before the work runs. */
static int config_enable(struct mn_net *mn, const struct mn_config *config,
			 struct mn_keys *keys, struct netlink_ext_ack *extack)
{
	struct mn_restore *restore = NULL;
	int err;

	if (config->from.octets)
		restore = mn_restore_read(mn, &config->from, keys, extack);
	if (IS_ERR(restore))
		return PTR_ERR(restore);
	err = config_start(mn, config, keys, extack);
	if (!err && restore)
		mn_restore_apply(mn, restore);
	mn_restore_free(mn, restore);
	if (err)
		return err;
	/* ORDER: after the rules of what was restored */
	mn_system_unbar(mn);
	WRITE_ONCE(mn->enabled, true);
	mn_link_look(mn);
	mn_wake(mn);
	return 0;
}

int mn_config_enable(struct mn_net *mn, const struct mn_config *config,
		     struct mn_keys *keys, struct netlink_ext_ack *extack)
{
	int err = -EALREADY;

	mutex_lock(&mn->lock);
	if (mn->enabled)
		NL_SET_ERR_MSG(extack, "mobile node is enabled already");
	else
		err = config_enable(mn, config, keys, extack);
	mutex_unlock(&mn->lock);
	return err;
}

static void config_del_addrs(struct mn_net *mn)
{
	struct mn_addr *a, *next;

	list_for_each_entry_safe(a, next, &mn->addrs, list)
		mn_remove(mn, a);
}

static void config_free(struct mn_net *mn)
{
	config_del_links(mn);
	mn_system_stop(mn);
	mn_keys_put(&mn->keys);
	mn_inbox_purge(mn);
	mn->frozen = false;
	WRITE_ONCE(mn->enabled, false);
}

static void config_leave_links(struct mn_net *mn)
{
	struct mn_link *link;

	list_for_each_entry(link, &mn->links, list)
		if (link->move.cur)
			mn_attach_leave(mn, link);
}

/* Sockets outlive the addresses, and would go on in clear. */
static void config_bar(struct mn_net *mn)
{
	const struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list)
		mn_system_bar(mn, a);
}

static void config_say_farewell(struct mn_net *mn)
{
	struct mn_addr *a;

	list_for_each_entry(a, &mn->addrs, list)
		mn_signal_farewell(mn, a);
}

/* ORDER: nothing leaves in clear between the last hook and a bar. */
static void config_end(struct mn_net *mn)
{
	if (mn->frozen)
		config_bar(mn);
	config_stop_input(mn);
	if (!mn->frozen)
		config_say_farewell(mn);
	config_leave_links(mn);
	config_del_addrs(mn);
	mn_srcmark_stop(mn);
	config_free(mn);
}

int mn_config_disable(struct mn_net *mn)
{
	int err = -ENOTCONN;

	mutex_lock(&mn->lock);
	if (mn->enabled) {
		config_end(mn);
		err = 0;
	}
	mutex_unlock(&mn->lock);
	mn_work_stop(mn);
	return err;
}

/* The role may have ended and begun again since its former device was deleted. */
static void config_removed_work(struct work_struct *work)
{
	struct mn_net *mn = container_of(work, struct mn_net, removed);

	mutex_lock(&mn->lock);
	if (mn->enabled && fama_tunnel_removed(mn->dev))
		config_end(mn);
	mutex_unlock(&mn->lock);
}

void mn_config_init(struct mn_net *mn)
{
	INIT_WORK(&mn->removed, config_removed_work);
}

void mn_config_shut_down(struct mn_net *mn)
{
	mn_config_disable(mn);
	/* ORDER: there is no device any more that somebody could delete. */
	cancel_work_sync(&mn->removed);
	fama_airwatch_exit(&mn->air);
	mn_work_stop(mn);
}

/* Who changes something of a frozen node would find that it was not saved. */
static int config_lock(struct mn_net *mn, struct netlink_ext_ack *extack)
{
	mutex_lock(&mn->lock);
	if (!mn->frozen)
		return 0;
	mutex_unlock(&mn->lock);
	NL_SET_ERR_MSG(extack, MN_FROZEN);
	return -EBUSY;
}

int mn_config_set_keys(struct mn_net *mn, struct mn_keys *keys,
		       struct netlink_ext_ack *extack)
{
	int err = config_lock(mn, extack);

	if (err)
		return err;
	if (!mn->enabled) {
		NL_SET_ERR_MSG(extack, "mobile node is not enabled");
		err = -ENOTCONN;
	} else {
		mn_keys_replace(&mn->keys, keys);
	}
	mutex_unlock(&mn->lock);
	return err;
}

int mn_config_new_link(struct mn_net *mn, const char *text, u32 metric,
		       struct netlink_ext_ack *extack)
{
	int err = config_lock(mn, extack);

	if (err)
		return err;
	err = -ENOTCONN;
	if (mn->enabled)
		err = config_add_name(mn, text, metric, extack);
	else
		NL_SET_ERR_MSG(extack, "mobile node is not enabled");
	if (!err) {
		mn_link_look(mn);
		mn_wake(mn);
	}
	mutex_unlock(&mn->lock);
	return err;
}

/* A link stays that another name stands for. */
static void config_leave_names(struct mn_net *mn, const char *text)
{
	struct mn_link *link;

	list_for_each_entry(link, &mn->links, list) {
		struct mn_name *name;
		bool stays = !mn_link_is_named(link, text);

		list_for_each_entry(name, &mn->names, list)
			stays |= mn_link_is_named(link, name->text);
		if (!stays)
			set_bit(MN_LINK_GONE, &link->events);
	}
	mn_attach_events(mn);
	mn_work_arm(mn);
}

int mn_config_del_link(struct mn_net *mn, const char *text,
		       struct netlink_ext_ack *extack)
{
	struct mn_name *name;
	int err = config_lock(mn, extack);

	if (err)
		return err;
	name = mn_name_find(mn, text);
	if (name) {
		mn_name_del(name);
		config_leave_names(mn, text);
	} else {
		NL_SET_ERR_MSG(extack, "not a device of the mobile node");
		err = -ENODEV;
	}
	mutex_unlock(&mn->lock);
	return err;
}

/* The next interface of this name gets the metric as well. */
static void config_note_metric(struct mn_net *mn, int ifindex, u32 metric)
{
	char text[IFNAMSIZ];
	struct mn_name *name;

	if (mn_link_name(mn, ifindex, text))
		return;
	name = mn_name_find(mn, text);
	if (name)
		name->metric = metric;
}

/* Why there is nothing whose metric could be set; mn->lock */
static int config_no_device(const struct mn_net *mn,
			    struct netlink_ext_ack *extack)
{
	if (mn->enabled) {
		NL_SET_ERR_MSG(extack, "not a device of the mobile node");
		return -ENODEV;
	}
	NL_SET_ERR_MSG(extack, "mobile node is not enabled");
	return -ENOTCONN;
}

int mn_config_set_metric(struct mn_net *mn, int ifindex, u32 metric,
			 struct netlink_ext_ack *extack)
{
	struct mn_link *link;
	int err = config_lock(mn, extack);

	if (err)
		return err;
	link = mn->enabled ? mn_link_find(mn, ifindex) : NULL;
	if (link) {
		config_note_metric(mn, ifindex, metric);
		mn_attach_set_metric(mn, link, metric);
		mn_work_arm(mn);
	} else {
		err = config_no_device(mn, extack);
	}
	mutex_unlock(&mn->lock);
	return err;
}

/* Another name that comes first may stand for the same interface. */
static void config_set_links_metric(struct mn_net *mn, const struct mn_name *name)
{
	char text[IFNAMSIZ];
	struct mn_link *link;

	list_for_each_entry(link, &mn->links, list)
		if (!mn_link_name(mn, link->ifindex, text) &&
		    mn_name_of(mn, text) == name)
			mn_attach_set_metric(mn, link, name->metric);
}

int mn_config_set_name_metric(struct mn_net *mn, const char *text, u32 metric,
			      struct netlink_ext_ack *extack)
{
	struct mn_name *name;
	int err = config_lock(mn, extack);

	if (err)
		return err;
	name = mn->enabled ? mn_name_find(mn, text) : NULL;
	if (name) {
		name->metric = metric;
		config_set_links_metric(mn, name);
		mn_work_arm(mn);
	} else {
		err = config_no_device(mn, extack);
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
		mn_release(mn, a, MN_REASON_RELEASED);
	return 0;
}

int mn_config_keep(struct mn_net *mn, const struct in6_addr *addr,
		   enum mn_keep keep, struct netlink_ext_ack *extack)
{
	struct mn_addr *a;
	int err = config_lock(mn, extack);

	if (err)
		return err;
	a = config_find(mn, addr, extack);
	if (!a) {
		err = -ENOENT;
	} else if (keep == MN_KEEP_RELEASE) {
		err = config_release(mn, a);
	} else if (mn_addr_leaving(a)) {
		NL_SET_ERR_MSG(extack, "address is being released");
		err = -EBUSY;
	} else if (keep == MN_KEEP_KEEP && !mn_addr_anchored(a)) {
		NL_SET_ERR_MSG(extack, "address is not anchored");
		err = -EOPNOTSUPP;
	} else {
		a->keep = keep;
		mn_bul_wish(&a->bul, mn_now());
		mn_wake_keeper(mn);
	}
	if (!err)
		mn_work_arm(mn);
	mutex_unlock(&mn->lock);
	return err;
}

int mn_config_add_anchor(struct mn_net *mn, const struct in6_addr *prefix,
			 const struct in6_addr *dar,
			 struct netlink_ext_ack *extack)
{
	struct mn_addr *a;
	int err = config_lock(mn, extack);

	if (err)
		return err;
	err = mn_anchor_add(mn, prefix, dar, extack);
	a = err ? NULL : mn_addr_of_prefix(mn, prefix);
	if (a) {
		mn_settle_anchor(mn, a, dar);
		mn_work_arm(mn);
	}
	mutex_unlock(&mn->lock);
	return err;
}

int mn_config_del_anchor(struct mn_net *mn, const struct in6_addr *prefix,
			 struct netlink_ext_ack *extack)
{
	int err = config_lock(mn, extack);

	if (err)
		return err;
	err = mn_anchor_del(mn, prefix, extack);
	mutex_unlock(&mn->lock);
	return err;
}

int mn_config_add_permit(struct mn_net *mn, const struct mn_permit *rule,
			 struct netlink_ext_ack *extack)
{
	int err = config_lock(mn, extack);

	if (err)
		return err;
	err = mn_permit_add(&mn->permits, rule);
	mutex_unlock(&mn->lock);
	if (err == -EEXIST)
		NL_SET_ERR_MSG(extack, "there is a rule about this already");
	else if (err)
		NL_SET_ERR_MSG(extack, "too many rules");
	return err;
}

int mn_config_del_permit(struct mn_net *mn, const struct mn_permit *rule,
			 struct netlink_ext_ack *extack)
{
	int err = config_lock(mn, extack);

	if (err)
		return err;
	err = mn_permit_del(&mn->permits, rule);
	mutex_unlock(&mn->lock);
	if (err)
		NL_SET_ERR_MSG(extack, "there is no rule about this");
	return err;
}
