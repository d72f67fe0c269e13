// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rtnetlink.h>
#include <linux/wait_bit.h>

#include "../message/notice.h"
#include "../packet/dev.h"
#include "../packet/steer.h"
#include "../state/limit.h"
#include "../state/anchor.h"
#include "../update/detect.h"
#include "../update/rx.h"
#include "../update/verify.h"
#include "adopt.h"
#include "enable.h"
#include "fibwork.h"
#include "links.h"
#include "renumber.h"

static void enable_del_anchors(struct dar_net *dn)
{
	rtnl_lock();
	dar_anchor_del_all(dn);
	rtnl_unlock();
}

/* ORDER: messages are received last, because they need everything else. */
static int enable_start(struct dar_net *dn, const char *name)
{
	int err;

	err = dar_links_start(dn);
	if (err)
		return err;
	err = dar_limit_start(dn);
	if (err)
		goto err_links;
	err = dar_bcache_start(&dn->bcache);
	if (err)
		goto err_limit;
	err = dar_seen_start(&dn->seen);
	if (err)
		goto err_bcache;
	err = dar_verify_start(dn);
	if (err)
		goto err_seen;
	err = dar_dev_create(dn, name);
	if (err)
		goto err_verify;
	err = dar_steer_start(dn);
	if (err)
		goto err_dev;
	dar_rr_start(&dn->rr);
	err = dar_renumber_start(dn);
	if (err)
		goto err_steer;
	err = dar_rx_start(dn);
	if (err)
		goto err_renumber;
	return 0;

err_renumber:
	dar_renumber_stop(dn);
err_steer:
	dar_rr_stop(&dn->rr);
	dar_steer_stop(dn);
err_dev:
	dar_dev_destroy(dn);
err_verify:
	dar_verify_stop(dn);
err_seen:
	dar_seen_stop(&dn->seen);
err_bcache:
	dar_bcache_stop(&dn->bcache);
err_limit:
	dar_limit_stop(dn);
err_links:
	dar_links_stop(dn);
	return err;
}

/*
 * ORDER: first everything that writes the cache: messages, then the work that they
 * queued.  Then the anchors, so that the end of the notifier, which reports that all
 * devices are gone, finds none.  Then the packet path, then the cache.
 */
static void enable_stop(struct dar_net *dn)
{
	dar_rx_stop(dn);
	dar_renumber_stop(dn);
	dar_verify_stop(dn);
	dar_detect_stop(dn);
	enable_del_anchors(dn);
	dar_links_stop(dn);
	dar_announce_stop(&dn->announcements);
	dar_adopt_stop(dn);
	dar_fibwork_stop(dn);
	dar_steer_stop(dn);
	dar_dev_destroy(dn);
	dar_seen_stop(&dn->seen);
	dar_hold_flush(&dn->hold);
	dar_bcache_flush(&dn->bcache);
	dar_bcache_stop(&dn->bcache);
	dar_bcache_freeze(&dn->bcache, false);
	dar_rr_stop(&dn->rr);
	dar_limit_stop(dn);
}

static int enable_allowed(const struct dar_net *dn,
			  struct netlink_ext_ack *extack)
{
	if (dn->stopping)
		return dar_net_busy(extack);
	if (!dn->enabled)
		return 0;
	NL_SET_ERR_MSG(extack, "the router is already enabled in this namespace");
	return -EALREADY;
}

static void enable_explain(int err, struct netlink_ext_ack *extack)
{
	if (err == -EEXIST)
		NL_SET_ERR_MSG(extack, "a device of this name exists");
	else if (err == -ENOENT)
		NL_SET_ERR_MSG(extack, "this kernel does not provide RSA");
	else if (err)
		NL_SET_ERR_MSG(extack, "cannot set up the tunnel device");
}

int dar_enable(struct dar_net *dn, const char *name, const u8 *secret,
	       const char *file, struct netlink_ext_ack *extack)
{
	int err;

	if (!dev_valid_name(name) || strchr(name, '%')) {
		NL_SET_ERR_MSG(extack, "this is not a valid name of a device");
		return -EINVAL;
	}
	mutex_lock(&dn->lock);
	err = enable_allowed(dn, extack);
	if (err)
		goto out;
	dar_secret_set(&dn->secret, secret, file);
	WRITE_ONCE(dn->draining, false);
	dar_life_begin(&dn->life, dn->anchors_version);
	err = enable_start(dn, name);
	enable_explain(err, extack);
	WRITE_ONCE(dn->enabled, !err);
	if (!err)
		dar_notice_enabled(dn, name);
out:
	mutex_unlock(&dn->lock);
	return err;
}

static void enable_stopped(struct dar_net *dn)
{
	mutex_lock(&dn->lock);
	WRITE_ONCE(dn->stopping, false);
	mutex_unlock(&dn->lock);
	wake_up_var(&dn->stopping);
}

/* End the role.  The caller holds the lock, which is released here. */
static void enable_end(struct dar_net *dn)
{
	WRITE_ONCE(dn->enabled, false);
	dn->stopping = true;
	dar_life_end(&dn->life);
	dn->resume = (struct dar_resume){};
	mutex_unlock(&dn->lock);
	enable_stop(dn);
	dar_notice_disabled(dn);
	enable_stopped(dn);
}

int dar_disable(struct dar_net *dn, struct netlink_ext_ack *extack)
{
	int err = dar_net_lock(dn, extack);

	if (!err)
		enable_end(dn);
	return err;
}

/* The role may have ended and begun again since its former device was deleted. */
static void enable_removed_work(struct work_struct *work)
{
	struct dar_net *dn = container_of(work, struct dar_net, removed);

	if (dar_net_lock(dn, NULL))
		return;
	if (dar_dev_removed(dn))
		enable_end(dn);
	else
		mutex_unlock(&dn->lock);
}

void dar_enable_init(struct dar_net *dn)
{
	INIT_WORK(&dn->removed, enable_removed_work);
}

void dar_shut_down(struct dar_net *dn)
{
	dar_disable(dn, NULL);
	wait_var_event(&dn->stopping, !READ_ONCE(dn->stopping));
	/* The process that has cleared it may still hold the lock. */
	mutex_lock(&dn->lock);
	mutex_unlock(&dn->lock);
	/* ORDER: there is no device any more that somebody could delete. */
	cancel_work_sync(&dn->removed);
}
