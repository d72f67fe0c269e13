// SPDX-License-Identifier: GPL-2.0-only
#include <linux/capability.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/netdevice.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "key.h"
#include "mn.h"
#include "setting.h"
#include "sysfs.h"

static const char *const sysfs_policies[] = {
	[MN_POLICY_ALL] = "all",
	[MN_POLICY_IN_USE] = "in-use",
	[MN_POLICY_MANUAL] = "manual",
};

static struct mn_net *sysfs_mn(struct device *dev)
{
	return mn_net(dev_net(to_net_dev(dev)));
}

static ssize_t addresses_show(struct device *dev,
			      struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(sysfs_mn(dev)->addr_count));
}
static DEVICE_ATTR_RO(addresses);

/*
 * The removal of the device is done under mn_net.lock and waits for this reader.
 * So the reader must not wait for the lock: it starts again, and the file may be
 * gone then.
 */
static ssize_t sysfs_show_key(struct mn_net *mn, char *buf,
			      unsigned int (*get)(const struct mn_key *key))
{
	ssize_t len = -ENOTCONN;

	if (!mutex_trylock(&mn->lock))
		return restart_syscall();
	if (mn->keys.count)
		len = sysfs_emit(buf, "%u\n", get(mn->keys.key[0]));
	mutex_unlock(&mn->lock);
	return len;
}

static unsigned int sysfs_key_bits(const struct mn_key *key)
{
	return key->bits;
}

static ssize_t key_bits_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	return sysfs_show_key(sysfs_mn(dev), buf, sysfs_key_bits);
}
static DEVICE_ATTR_RO(key_bits);

static unsigned int sysfs_key_sec(const struct mn_key *key)
{
	return key->sec;
}

static ssize_t sec_show(struct device *dev, struct device_attribute *attr,
			char *buf)
{
	return sysfs_show_key(sysfs_mn(dev), buf, sysfs_key_sec);
}
static DEVICE_ATTR_RO(sec);

static ssize_t sysfs_set(struct device *dev,
			 int (*edit)(struct mn_settings *set, const void *arg),
			 const char *buf, size_t len)
{
	const struct net *net = dev_net(to_net_dev(dev));
	int err;

	if (!ns_capable(net->user_ns, CAP_NET_ADMIN))
		return -EPERM;
	err = mn_setting_try_set(mn_net(net), edit, buf);
	if (err == -EAGAIN)
		return restart_syscall();
	return err ?: len;
}

static ssize_t policy_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	enum mn_policy policy = READ_ONCE(sysfs_mn(dev)->set.policy);

	return sysfs_emit(buf, "%s\n", sysfs_policies[policy]);
}

static int sysfs_edit_policy(struct mn_settings *set, const void *text)
{
	int policy = sysfs_match_string(sysfs_policies, text);

	if (policy < 0)
		return policy;
	set->policy = policy;
	return 0;
}

static ssize_t policy_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t len)
{
	return sysfs_set(dev, sysfs_edit_policy, buf, len);
}
static DEVICE_ATTR_RW(policy);

static int sysfs_number(const char *text, u32 least, u32 most, u32 *value)
{
	u32 number;
	int err;

	err = kstrtou32(text, 0, &number);
	if (err)
		return err;
	if (number < least || number > most)
		return -ERANGE;
	*value = number;
	return 0;
}

static ssize_t idle_time_show(struct device *dev, struct device_attribute *attr,
			      char *buf)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(sysfs_mn(dev)->set.idle));
}

static int sysfs_edit_idle(struct mn_settings *set, const void *text)
{
	return sysfs_number(text, 0, MN_MAX_IDLE, &set->idle);
}

static ssize_t idle_time_store(struct device *dev,
			       struct device_attribute *attr, const char *buf,
			       size_t len)
{
	return sysfs_set(dev, sysfs_edit_idle, buf, len);
}
static DEVICE_ATTR_RW(idle_time);

static ssize_t max_addresses_show(struct device *dev,
				  struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(sysfs_mn(dev)->set.max));
}

static int sysfs_edit_max(struct mn_settings *set, const void *text)
{
	return sysfs_number(text, 1, MN_MAX_ADDRESSES, &set->max);
}

static ssize_t max_addresses_store(struct device *dev,
				   struct device_attribute *attr,
				   const char *buf, size_t len)
{
	return sysfs_set(dev, sysfs_edit_max, buf, len);
}
static DEVICE_ATTR_RW(max_addresses);

static struct attribute *sysfs_attrs[] = {
	&dev_attr_addresses.attr,
	&dev_attr_key_bits.attr,
	&dev_attr_sec.attr,
	&dev_attr_policy.attr,
	&dev_attr_idle_time.attr,
	&dev_attr_max_addresses.attr,
	NULL,
};

const struct attribute_group mn_sysfs_group = {
	.name = "mn",
	.attrs = sysfs_attrs,
};
