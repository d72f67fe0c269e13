// SPDX-License-Identifier: GPL-2.0-only
/*
 * Documentation/ABI/testing/sysfs-class-net-dar describes the files.
 */
#include <linux/capability.h>
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/sched/signal.h>
#include <linux/sysfs.h>

#include "../control/config.h"
#include "../pure/setting.h"
#include "../state/dar.h"
#include "sysfs.h"

static struct dar_net *sysfs_dar(struct device *dev)
{
	return dar_net(dev_net(to_net_dev(dev)));
}

static ssize_t anchors_show(struct device *dev, struct device_attribute *attr,
			    char *buf)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(sysfs_dar(dev)->n_anchors));
}
static DEVICE_ATTR_RO(anchors);

static ssize_t bindings_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	return sysfs_emit(buf, "%u\n",
			  dar_bcache_active(&sysfs_dar(dev)->bcache));
}
static DEVICE_ATTR_RO(bindings);

static ssize_t remembered_show(struct device *dev,
			       struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n",
			  dar_bcache_remembered(&sysfs_dar(dev)->bcache));
}
static DEVICE_ATTR_RO(remembered);

static ssize_t queued_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	return sysfs_emit(buf, "%u\n", dar_queue_len(&sysfs_dar(dev)->queue));
}
static DEVICE_ATTR_RO(queued);

static enum dar_setting sysfs_setting(struct device_attribute *attr)
{
	return (unsigned long)container_of(attr, struct dev_ext_attribute,
					   attr)->var;
}

static ssize_t setting_show(struct device *dev, struct device_attribute *attr,
			    char *buf)
{
	return sysfs_emit(buf, "%u\n",
			  dar_setting_get(&sysfs_dar(dev)->settings,
					  sysfs_setting(attr)));
}

/*
 * The removal of the device holds the RTNL and waits for this function.  Whoever
 * holds dar_net.lock may wait for the RTNL.  So the function must not wait for the
 * lock; instead the system call is restarted, and fails if the device is gone then.
 */
static ssize_t setting_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t len)
{
	const struct net *net = dev_net(to_net_dev(dev));
	enum dar_setting i = sysfs_setting(attr);
	struct dar_change change = { .which = BIT(i) };
	int err;

	if (!ns_capable(net->user_ns, CAP_NET_ADMIN))
		return -EPERM;
	err = kstrtou32(buf, 0, &change.value[i]);
	if (err)
		return err;
	err = dar_config_try_set(dar_net(net), &change);
	if (err == -EAGAIN)
		return restart_syscall();
	return err ?: len;
}

/* A file that shows a setting and changes it. */
#define SYSFS_SETTING(_name, _setting)					\
static struct dev_ext_attribute dev_attr_##_name = {			\
	.attr = __ATTR(_name, 0644, setting_show, setting_store),	\
	.var = (void *)(_setting),					\
}

SYSFS_SETTING(max_bindings, DAR_SETTING_MAX_BINDINGS);
SYSFS_SETTING(max_remembered, DAR_SETTING_MAX_REMEMBERED);
SYSFS_SETTING(queue_max, DAR_SETTING_QUEUE_MAX);
SYSFS_SETTING(verify_rate, DAR_SETTING_VERIFY_RATE);
SYSFS_SETTING(refusal_rate, DAR_SETTING_REFUSAL_RATE);
SYSFS_SETTING(unverified_lifetime, DAR_SETTING_UNVERIFIED_LIFETIME);
SYSFS_SETTING(fib_protocol, DAR_SETTING_FIB_PROTOCOL);
SYSFS_SETTING(hold_packets, DAR_SETTING_HOLD_PACKETS);
SYSFS_SETTING(hold_octets, DAR_SETTING_HOLD_OCTETS);
SYSFS_SETTING(hold_age, DAR_SETTING_HOLD_AGE);
SYSFS_SETTING(hold_memory, DAR_SETTING_HOLD_MEMORY);

static struct attribute *sysfs_attrs[] = {
	&dev_attr_anchors.attr,
	&dev_attr_bindings.attr,
	&dev_attr_remembered.attr,
	&dev_attr_queued.attr,
	&dev_attr_max_bindings.attr.attr,
	&dev_attr_max_remembered.attr.attr,
	&dev_attr_queue_max.attr.attr,
	&dev_attr_verify_rate.attr.attr,
	&dev_attr_refusal_rate.attr.attr,
	&dev_attr_unverified_lifetime.attr.attr,
	&dev_attr_fib_protocol.attr.attr,
	&dev_attr_hold_packets.attr.attr,
	&dev_attr_hold_octets.attr.attr,
	&dev_attr_hold_age.attr.attr,
	&dev_attr_hold_memory.attr.attr,
	NULL,
};

const struct attribute_group dar_sysfs_group = {
	.name = "dar",
	.attrs = sysfs_attrs,
};
