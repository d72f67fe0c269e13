// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netlink.h>
#include <linux/string.h>

#include "checkpoint.h"
#include "mn.h"
#include "save.h"
#include "upgrade.h"
#include "work.h"

static int upgrade_freeze(struct mn_net *mn, const u8 *secret, u8 **octets,
			  size_t *len, struct netlink_ext_ack *extack)
{
	if (!mn->enabled) {
		NL_SET_ERR_MSG(extack, "mobile node is not enabled");
		return -ENOTCONN;
	}
	if (mn->frozen) {
		NL_SET_ERR_MSG(extack, MN_FROZEN);
		return -EBUSY;
	}
	*octets = mn_save(mn, secret, len);
	if (!*octets)
		return -ENOMEM;
	mn_checkpoint_read(&mn->checkpoint, *octets);
	mn->frozen = true;
	return 0;
}

int mn_upgrade_freeze(struct mn_net *mn, const u8 *secret, u8 **octets,
		      size_t *len, struct netlink_ext_ack *extack)
{
	int err;

	mutex_lock(&mn->lock);
	err = upgrade_freeze(mn, secret, octets, len, extack);
	mutex_unlock(&mn->lock);
	return err;
}

static bool upgrade_is_last(const struct mn_net *mn, const u8 *octets, size_t len)
{
	struct mn_checkpoint c;

	return len >= MN_CHECKPOINT_HEADER_LEN &&
	       !mn_checkpoint_read(&c, octets) &&
	       !memcmp(c.name, mn->checkpoint.name, sizeof(c.name));
}

/* What is sent from now on has numbers that the checkpoint does not know. */
static int upgrade_thaw(struct mn_net *mn, const u8 *octets, size_t len,
			struct netlink_ext_ack *extack)
{
	if (!mn->frozen) {
		NL_SET_ERR_MSG(extack, "the node is not frozen");
		return -ENOTCONN;
	}
	if (octets && !upgrade_is_last(mn, octets, len)) {
		NL_SET_ERR_MSG(extack, "this is not the last checkpoint");
		return -EPERM;
	}
	mn->spent = mn->checkpoint;
	mn->frozen = false;
	mn_wake(mn);
	mn_work_arm(mn);
	return 0;
}

int mn_upgrade_thaw(struct mn_net *mn, const u8 *octets, size_t len,
		    struct netlink_ext_ack *extack)
{
	int err;

	mutex_lock(&mn->lock);
	err = upgrade_thaw(mn, octets, len, extack);
	mutex_unlock(&mn->lock);
	return err;
}
