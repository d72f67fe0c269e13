// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rtnetlink.h>
#include <linux/wait_bit.h>

#include <uapi/linux/dar.h>

#include "dar.h"
#include "tell.h"

static int config_netdev_event(struct notifier_block *nb, unsigned long event,
			       void *ptr)
{
	struct dar_net *dn = container_of(nb, struct dar_net, notifier);
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);

	/* Not here: there may be a million bindings, and this is RTNL. */
	if (event == NETDEV_UNREGISTER &&
	    dar_prefix_del_device(dn, dev->ifindex))
		queue_work(system_unbound_wq, &dn->sweep);
	return NOTIFY_DONE;
}

static void config_del_anchors(struct dar_net *dn)
{
	rtnl_lock();
	dar_prefix_del_device(dn, 0);
	rtnl_unlock();
}

static void config_rx(struct net *net, const struct fama_mhio_rx *rx)
{
	if (rx->mh.type == FAMA_MH_COTI)
		dar_coti_rx(net, rx);
	else
		dar_bu_rx(net, rx);
}

/* ORDER: messages come last: everything they touch is there. */
static int config_start(struct dar_net *dn, const char *name)
{
	int err;

	dn->notifier.notifier_call = config_netdev_event;
	err = register_netdevice_notifier_net(dn->net, &dn->notifier);
	if (err)
		return err;
	err = dar_verify_start(dn);
	if (err)
		goto err_notifier;
	err = dar_dev_create(dn, name);
	if (err)
		goto err_verify;
	dar_rr_start(&dn->rr);
	dn->role = (struct fama_mhio_role) {
		.types = BIT(FAMA_MH_BU) | BIT(FAMA_MH_COTI),
		.rx = config_rx,
		.drop = dar_bu_malformed,
		.stray = dar_tell_stray,
	};
	err = fama_mhio_attach(dn->net, &dn->role);
	if (err)
		goto err_dev;
	return 0;

err_dev:
	dar_rr_stop(&dn->rr);
	dar_dev_destroy(dn);
err_verify:
	dar_verify_stop(dn);
err_notifier:
	unregister_netdevice_notifier_net(dn->net, &dn->notifier);
	return err;
}

/*
 * ORDER: first all who write the cache - messages, then what they queued, then
 * what the removal of anchors queued - then the packet path, then the cache.
 */
static void config_stop(struct dar_net *dn)
{
	fama_mhio_detach(dn->net, &dn->role);
	dar_verify_stop(dn);
	dar_detect_stop(dn);
	unregister_netdevice_notifier_net(dn->net, &dn->notifier);
	config_del_anchors(dn);
	cancel_work_sync(&dn->sweep);
	dar_dev_destroy(dn);
	dar_bcache_flush(&dn->bcache);
	dar_rr_stop(&dn->rr);
}

static int config_busy(struct netlink_ext_ack *extack)
{
	NL_SET_ERR_MSG(extack, "being disabled in this namespace");
	return -EBUSY;
}

static int config_may_enable(const struct dar_net *dn,
			     struct netlink_ext_ack *extack)
{
	if (dn->stopping)
		return config_busy(extack);
	if (!dn->enabled)
		return 0;
	NL_SET_ERR_MSG(extack, "already enabled in this namespace");
	return -EALREADY;
}

int dar_enable(struct dar_net *dn, const char *name,
	       struct netlink_ext_ack *extack)
{
	int err;

	if (!dev_valid_name(name) || strchr(name, '%')) {
		NL_SET_ERR_MSG(extack, "not a name for a device");
		return -EINVAL;
	}
	mutex_lock(&dn->lock);
	err = config_may_enable(dn, extack);
	if (err)
		goto out;
	err = config_start(dn, name);
	if (err == -EEXIST)
		NL_SET_ERR_MSG(extack, "a device of this name exists");
	else if (err == -ENOENT)
		NL_SET_ERR_MSG(extack, "this kernel has no RSA");
	else if (err)
		NL_SET_ERR_MSG(extack, "cannot set up the tunnel device");
	WRITE_ONCE(dn->enabled, !err);
out:
	mutex_unlock(&dn->lock);
	return err;
}

/* Lock the configuration, unless not enabled. */
static int config_lock(struct dar_net *dn, struct netlink_ext_ack *extack)
{
	int err;

	mutex_lock(&dn->lock);
	if (dn->enabled)
		return 0;
	if (dn->stopping) {
		err = config_busy(extack);
	} else {
		NL_SET_ERR_MSG(extack, "not enabled in this namespace");
		err = -ENOTCONN;
	}
	mutex_unlock(&dn->lock);
	return err;
}

/* For what takes its time and needs no lock: is it enabled. */
static int config_check(struct dar_net *dn, struct netlink_ext_ack *extack)
{
	int err = config_lock(dn, extack);

	if (!err)
		mutex_unlock(&dn->lock);
	return err;
}

static void config_stopped(struct dar_net *dn)
{
	mutex_lock(&dn->lock);
	WRITE_ONCE(dn->stopping, false);
	mutex_unlock(&dn->lock);
	wake_up_var(&dn->stopping);
}

int dar_disable(struct dar_net *dn, struct netlink_ext_ack *extack)
{
	int err = config_lock(dn, extack);

	if (err)
		return err;
	WRITE_ONCE(dn->enabled, false);
	dn->stopping = true;
	mutex_unlock(&dn->lock);
	config_stop(dn);
	config_stopped(dn);
	return 0;
}

void dar_shut_down(struct dar_net *dn)
{
	dar_disable(dn, NULL);
	wait_var_event(&dn->stopping, !READ_ONCE(dn->stopping));
	/* Who has just said so still holds the lock. */
	mutex_lock(&dn->lock);
	mutex_unlock(&dn->lock);
}

int dar_anchor_new(struct dar_net *dn, const struct dar_anchor *want,
		   struct netlink_ext_ack *extack)
{
	int err;

	err = config_lock(dn, extack);
	if (err)
		return err;
	rtnl_lock();
	err = dar_prefix_add(dn, want, extack);
	rtnl_unlock();
	mutex_unlock(&dn->lock);
	return err;
}

int dar_anchor_set(struct dar_net *dn, const struct in6_addr *prefix,
		   void (*edit)(struct dar_policy *policy, const void *arg),
		   const void *arg, struct netlink_ext_ack *extack)
{
	int err;

	err = config_lock(dn, extack);
	if (err)
		return err;
	rtnl_lock();
	err = dar_prefix_set(dn, prefix, edit, arg);
	rtnl_unlock();
	if (err == -ENOENT)
		NL_SET_ERR_MSG(extack, "prefix is not anchored");
	mutex_unlock(&dn->lock);
	return err;
}

/* ORDER: what softirqs accepted before they knew is there to be swept. */
int dar_anchor_del(struct dar_net *dn, const struct in6_addr *prefix,
		   struct netlink_ext_ack *extack)
{
	int err;

	err = config_lock(dn, extack);
	if (err)
		return err;
	rtnl_lock();
	err = dar_prefix_del(dn, prefix);
	rtnl_unlock();
	mutex_unlock(&dn->lock);
	if (err) {
		NL_SET_ERR_MSG(extack, "prefix is not anchored");
		return err;
	}
	synchronize_net();
	dar_sweep(dn);
	return 0;
}

/* A disable needs no help, and tells nobody. */
static bool config_flush_one(void *arg, const struct dar_binding_view *view)
{
	struct dar_net *dn = arg;

	if (!READ_ONCE(dn->enabled))
		return false;
	dar_binding_revoke(dn, view);
	return true;
}

/* Again if it was refreshed at this very moment. */
static int config_flush_home(struct dar_net *dn, const struct in6_addr *home)
{
	struct dar_binding_view view;
	int err = -ENOENT;

	while (dar_bcache_get(&dn->bcache, home, &view) && view.d.active) {
		err = dar_binding_revoke(dn, &view);
		if (err != -EAGAIN)
			break;
		err = -ENOENT;
	}
	memzero_explicit(&view, sizeof(view));
	return err;
}

int dar_flush(struct dar_net *dn, const struct in6_addr *home,
	      struct netlink_ext_ack *extack)
{
	int err;

	err = config_check(dn, extack);
	if (err)
		return err;
	if (!home) {
		dar_bcache_for_each(&dn->bcache, config_flush_one, dn);
		return 0;
	}
	err = config_flush_home(dn, home);
	if (err)
		NL_SET_ERR_MSG(extack, "no binding of this home address");
	return err;
}

/* If it comes to be bound at this very moment, it is not remembered. */
static int config_forget_home(struct dar_net *dn, const struct in6_addr *home)
{
	struct dar_binding_view view;
	int err = -ENOENT;

	if (dar_bcache_get(&dn->bcache, home, &view) && !view.d.active)
		err = dar_bcache_forget(&dn->bcache, &view);
	memzero_explicit(&view, sizeof(view));
	return err;
}

int dar_memory_flush(struct dar_net *dn, const struct in6_addr *home,
		     struct netlink_ext_ack *extack)
{
	int err;

	err = config_check(dn, extack);
	if (err)
		return err;
	if (!home) {
		dar_bcache_forget_ended(&dn->bcache);
		return 0;
	}
	err = config_forget_home(dn, home);
	if (err)
		NL_SET_ERR_MSG(extack, "this address is not remembered");
	return err;
}

static int config_check_change(const struct dar_change *change,
			       struct netlink_ext_ack *extack)
{
	if (!change->which) {
		NL_SET_ERR_MSG(extack, "nothing to set");
		return -EINVAL;
	}
	if (!dar_change_valid(change)) {
		NL_SET_ERR_MSG(extack, "out of range");
		return -ERANGE;
	}
	return 0;
}

/* ORDER: what can fail comes first. */
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
	return 0;
}

int dar_set(struct dar_net *dn, const struct dar_change *change,
	    struct netlink_ext_ack *extack)
{
	int err;

	err = config_lock(dn, extack);
	if (err)
		return err;
	err = config_set(dn, change, extack);
	mutex_unlock(&dn->lock);
	return err;
}

int dar_try_set(struct dar_net *dn, const struct dar_change *change)
{
	int err = -ENOTCONN;

	if (!mutex_trylock(&dn->lock))
		return -EAGAIN;
	if (dn->enabled)
		err = config_set(dn, change, NULL);
	mutex_unlock(&dn->lock);
	return err;
}
