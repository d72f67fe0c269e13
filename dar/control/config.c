// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rtnetlink.h>

#include "../message/event.h"
#include "../packet/mrd.h"
#include "../packet/neighbour.h"
#include "../update/sweep.h"
#include "adopt.h"
#include "config.h"
#include "fibwork.h"

/* Notify about an anchor that was added or changed; RTNL. */
static void config_notify_anchor(struct dar_net *dn,
				 const struct in6_addr *prefix)
{
	rcu_read_lock();
	dar_event_anchor(dn, dar_anchor_find(dn, prefix));
	rcu_read_unlock();
	dar_mrd_kick(dn);
}

/*
 * A flow that a flowtable sends by a port of a bridge has no route that could end, so
 * that it goes on sending to where a node was.
 */
static void config_warn_bridge(struct dar_net *dn,
			       const struct in6_addr *prefix,
			       struct netlink_ext_ack *extack)
{
	const struct dar_anchor *a;

	ASSERT_RTNL();

	rcu_read_lock();
	a = dar_anchor_find(dn, prefix);
	if (a && a->policy.fib && a->access->dev &&
	    netif_is_bridge_master(a->access->dev))
		NL_SET_ERR_MSG(extack,
			       "flowtables must name the bridge: flows by its ports do not end");
	rcu_read_unlock();
}

int dar_config_add_anchor(struct dar_net *dn,
			  const struct dar_anchor_wish *want,
			  struct netlink_ext_ack *extack)
{
	int err;

	err = dar_net_lock(dn, extack);
	if (err)
		return err;
	if (want->policy.fib)
		err = dar_fibwork_begin(dn, extack);
	if (err)
		goto unlock;
	rtnl_lock();
	err = dar_anchor_add(dn, want, extack);
	if (!err) {
		config_notify_anchor(dn, &want->prefix);
		config_warn_bridge(dn, &want->prefix, extack);
	}
	rtnl_unlock();
	if (!err) {
		dar_neighbour_learn(dn, &want->prefix);
		dar_adopt_kick(dn);
	}
unlock:
	mutex_unlock(&dn->lock);
	return err;
}

/* Does a change of a policy ask for routes? */
static bool config_wants_fib(void (*edit)(struct dar_policy *policy,
					  const void *arg),
			     const void *arg)
{
	struct dar_policy policy = {};

	edit(&policy, arg);
	return policy.fib;
}

int dar_config_set_anchor(struct dar_net *dn, const struct in6_addr *prefix,
			  void (*edit)(struct dar_policy *policy,
				       const void *arg),
			  const void *arg, struct netlink_ext_ack *extack)
{
	int err;

	err = dar_net_lock(dn, extack);
	if (err)
		return err;
	if (config_wants_fib(edit, arg))
		err = dar_fibwork_begin(dn, extack);
	if (err)
		goto unlock;
	rtnl_lock();
	err = dar_anchor_set(dn, prefix, edit, arg);
	if (!err) {
		config_notify_anchor(dn, prefix);
		config_warn_bridge(dn, prefix, extack);
	}
	rtnl_unlock();
	if (err == -ENOENT)
		NL_SET_ERR_MSG(extack, "this prefix is not anchored");
unlock:
	mutex_unlock(&dn->lock);
	if (!err)
		dar_fibwork_update(dn);
	return err;
}

/*
 * ORDER: the bindings end after a grace period, so that those are included which a
 * softirq accepted because it still found the anchor.
 */
int dar_config_del_anchor(struct dar_net *dn, const struct in6_addr *prefix,
			  struct netlink_ext_ack *extack)
{
	int err;

	err = dar_net_lock(dn, extack);
	if (err)
		return err;
	rtnl_lock();
	err = dar_anchor_del(dn, prefix);
	rtnl_unlock();
	mutex_unlock(&dn->lock);
	if (err) {
		NL_SET_ERR_MSG(extack, "this prefix is not anchored");
		return err;
	}
	dar_event_anchor_del(dn, prefix);
	synchronize_net();
	dar_sweep_unanchored(dn);
	return 0;
}

static int config_check_change(const struct dar_change *change,
			       struct netlink_ext_ack *extack)
{
	if (!change->which) {
		NL_SET_ERR_MSG(extack, "there is no setting to change");
		return -EINVAL;
	}
	if (!dar_change_valid(change)) {
		NL_SET_ERR_MSG(extack, "a setting is out of range");
		return -ERANGE;
	}
	return 0;
}

/*
 * ORDER: the change is made after everything that can fail.  Entries are forgotten
 * after the lock was dropped, because with a million of them this takes long.
 */
static int config_set(struct dar_net *dn, const struct dar_change *change,
		      struct netlink_ext_ack *extack)
{
	int err;

	lockdep_assert_held(&dn->lock);

	err = config_check_change(change, extack);
	if (err)
		return err;
	dar_change_apply(&dn->settings, change);
	dar_bcache_limit(&dn->bcache, dn->settings.max_bindings,
			 dn->settings.max_remembered);
	if (change->which & BIT(DAR_SETTING_FIB_PROTOCOL))
		dar_fib_renew(&dn->fib);
	return 0;
}

int dar_config_set(struct dar_net *dn, const struct dar_change *change,
		   struct netlink_ext_ack *extack)
{
	int err;

	err = dar_net_lock(dn, extack);
	if (err)
		return err;
	err = config_set(dn, change, extack);
	mutex_unlock(&dn->lock);
	dar_bcache_trim(&dn->bcache);
	return err;
}

int dar_config_same_secret(struct dar_net *dn, const u8 *octets, const char *file,
			   struct netlink_ext_ack *extack)
{
	int err;

	err = dar_net_lock(dn, extack);
	if (err)
		return err;
	if (dar_secret_is(&dn->secret, octets)) {
		if (file)
			dar_secret_name(&dn->secret, file);
	} else {
		NL_SET_ERR_MSG(extack, "the router has another secret until it is disabled");
		err = -EKEYREJECTED;
	}
	mutex_unlock(&dn->lock);
	return err;
}

int dar_config_try_set(struct dar_net *dn, const struct dar_change *change)
{
	int err = -ENOTCONN;

	if (!mutex_trylock(&dn->lock))
		return -EAGAIN;
	if (dn->enabled)
		err = config_set(dn, change, NULL);
	mutex_unlock(&dn->lock);
	dar_bcache_trim(&dn->bcache);
	return err;
}
