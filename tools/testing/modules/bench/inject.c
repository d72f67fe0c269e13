// SPDX-License-Identifier: GPL-2.0-only
/*
 * Benchmarks only: packets into the stack as fast as it takes them, as a driver
 * without system calls in between would hand them over.
 *
 * In debugfs, directory bench:
 *
 * packets: write them, one behind the other, each from the IPv6 header on; what
 *	was there is forgotten when the file is opened.
 * run: write "DEVICE COUNT [RANGE FIRST OFFSET...]": as if COUNT packets had come by
 *	a device of the writer's namespace, in turn.  With a RANGE, a number from
 *	FIRST on, chosen at random among so many, is put at each OFFSET of a packet,
 *	32 bits, big endian: the end of an address.  Returns when they have been
 *	handled.  DEVICE "-": they are freed at once, which is the cost of making
 *	them.  Then read: "COUNT NS" of what was written to the same open file.
 *	Several may run at once, each on the processor of its writer.
 * rsa, chase: see rsa.c, chase.c
 */
#include <linux/etherdevice.h>
#include <linux/ipv6.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/nsproxy.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/unaligned.h>
#include <linux/vmalloc.h>

#include "bench.h"

#define INJECT_BATCH	64	/* packets of one poll */
#define INJECT_ROOM	(32 << 20)
#define INJECT_OFFSETS	4
#define INJECT_LINE	160

/**
 * struct inject_order - what is to be done
 * @dev: where they come from, NULL: nowhere
 * @at: offset of the next packet
 * @count: how many
 * @range: how many numbers, 0: none are put in
 * @first: the least
 * @n_offsets: places where they are put
 * @offsets: these
 * @random: state of the generator
 */
struct inject_order {
	struct net_device *dev;
	size_t at;
	u32 count;
	u32 range;
	u32 first;
	u32 n_offsets;
	u32 offsets[INJECT_OFFSETS];
	u32 random;
};

/**
 * struct inject_result - of the order that was written to an open file
 * @count: how many were handled
 * @ns: how long that took
 */
struct inject_result {
	u64 count;
	u64 ns;
};

static DECLARE_RWSEM(inject_lock);	/* the packets */
static struct dentry *inject_dir;
static u8 *inject_packets;
static size_t inject_size;

/* Numerical Recipes' generator; the high bits are the good ones. */
static u32 inject_number(struct inject_order *o)
{
	o->random = o->random * 1664525 + 1013904223;
	return o->first + (u32)((u64)o->random * o->range >> 32);
}

static void inject_vary(struct inject_order *o, u8 *packet, size_t len)
{
	u32 i, number;

	if (!o->range)
		return;
	number = inject_number(o);
	for (i = 0; i < o->n_offsets; i++)
		if (o->offsets[i] + sizeof(number) <= len)
			put_unaligned_be32(number, packet + o->offsets[i]);
}

/* Of the packet at an offset, by its header. */
static size_t inject_len(size_t at)
{
	const struct ipv6hdr *ip6h = (const void *)(inject_packets + at);

	return sizeof(*ip6h) + get_unaligned_be16(&ip6h->payload_len);
}

/* Is there a packet, and is the last one whole. */
static bool inject_is_whole(void)
{
	size_t at = 0;

	while (at + sizeof(struct ipv6hdr) <= inject_size)
		at += inject_len(at);
	return at && at == inject_size;
}

static struct sk_buff *inject_make(struct inject_order *o)
{
	const u8 *packet = inject_packets + o->at;
	size_t len = inject_len(o->at);
	struct sk_buff *skb;
	struct ethhdr *eth;
	u8 *data;

	o->at += len;
	if (o->at == inject_size)
		o->at = 0;
	skb = netdev_alloc_skb_ip_align(o->dev, ETH_HLEN + len);
	if (!skb)
		return NULL;
	eth = skb_put_zero(skb, ETH_HLEN);
	if (o->dev)
		ether_addr_copy(eth->h_dest, o->dev->dev_addr);
	eth->h_proto = htons(ETH_P_IPV6);
	data = skb_put_data(skb, packet, len);
	inject_vary(o, data, len);
	return skb;
}

static void inject_one(struct inject_order *o)
{
	struct sk_buff *skb = inject_make(o);

	if (!skb)
		return;
	if (!o->dev) {
		kfree_skb(skb);
		return;
	}
	skb->protocol = eth_type_trans(skb, o->dev);
	netif_receive_skb(skb);
}

static int inject_run(struct inject_order *o, struct inject_result *result)
{
	u64 start = ktime_get_ns();
	u32 done = 0, end;

	if (!inject_is_whole())
		return -EINVAL;
	while (done < o->count) {
		if (signal_pending(current))
			return -EINTR;
		end = min(done + INJECT_BATCH, o->count);
		/* What the stack put off to a softirq is done at the end. */
		local_bh_disable();
		for (; done < end; done++)
			inject_one(o);
		local_bh_enable();
		cond_resched();
	}
	result->ns = ktime_get_ns() - start;
	result->count = done;
	return 0;
}

static int inject_parse(char *line, struct inject_order *o, char **device)
{
	u32 *numbers[] = { &o->count, &o->range, &o->first };
	unsigned int i;
	char *word;

	*device = strsep(&line, "\n ");
	for (i = 0; (word = strsep(&line, "\n ")) && *word; i++) {
		u32 value;

		if (kstrtou32(word, 10, &value))
			return -EINVAL;
		if (i < ARRAY_SIZE(numbers)) {
			*numbers[i] = value;
			continue;
		}
		if (o->n_offsets == INJECT_OFFSETS)
			return -ERANGE;
		o->offsets[o->n_offsets++] = value;
	}
	return i < 1 ? -EINVAL : 0;
}

static ssize_t inject_write(struct file *file, const char __user *from,
			    size_t len, loff_t *pos)
{
	struct inject_order order = { .random = 1 };
	char line[INJECT_LINE], *device;
	int err;

	if (len >= sizeof(line))
		return -EINVAL;
	if (copy_from_user(line, from, len))
		return -EFAULT;
	line[len] = 0;
	err = inject_parse(line, &order, &device);
	if (err)
		return err;
	if (strcmp(device, "-")) {
		order.dev = dev_get_by_name(current->nsproxy->net_ns, device);
		if (!order.dev)
			return -ENODEV;
	}
	down_read(&inject_lock);
	err = inject_run(&order, file->private_data);
	up_read(&inject_lock);
	dev_put(order.dev);
	return err ?: len;
}

static ssize_t inject_read(struct file *file, char __user *to, size_t len,
			   loff_t *pos)
{
	struct inject_result *result = file->private_data;
	char line[INJECT_LINE];
	loff_t start = 0;
	int n;

	n = scnprintf(line, sizeof(line), "%llu %llu\n", result->count,
		      result->ns);
	return simple_read_from_buffer(to, len, &start, line, n);
}

static int inject_open(struct inode *inode, struct file *file)
{
	struct inject_result *result = kzalloc(sizeof(*result), GFP_KERNEL);

	file->private_data = result;
	return result ? 0 : -ENOMEM;
}

static int inject_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static const struct file_operations inject_run_fops = {
	.owner = THIS_MODULE,
	.open = inject_open,
	.release = inject_release,
	.read = inject_read,
	.write = inject_write,
};

static int packets_open(struct inode *inode, struct file *file)
{
	down_write(&inject_lock);
	if (!inject_packets)
		inject_packets = vmalloc(INJECT_ROOM);
	inject_size = 0;
	up_write(&inject_lock);
	return inject_packets ? 0 : -ENOMEM;
}

static ssize_t packets_write(struct file *file, const char __user *from,
			     size_t len, loff_t *pos)
{
	ssize_t err = len;

	down_write(&inject_lock);
	if (len > INJECT_ROOM - inject_size)
		err = -ENOSPC;
	else if (copy_from_user(inject_packets + inject_size, from, len))
		err = -EFAULT;
	else
		inject_size += len;
	up_write(&inject_lock);
	return err;
}

static const struct file_operations packets_fops = {
	.owner = THIS_MODULE,
	.open = packets_open,
	.write = packets_write,
};

static int __init inject_init(void)
{
	inject_dir = debugfs_create_dir("bench", NULL);
	debugfs_create_file("packets", 0200, inject_dir, NULL, &packets_fops);
	debugfs_create_file("run", 0600, inject_dir, NULL, &inject_run_fops);
	bench_rsa_init(inject_dir);
	bench_chase_init(inject_dir);
	return 0;
}

static void __exit inject_exit(void)
{
	debugfs_remove(inject_dir);
	vfree(inject_packets);
}

module_init(inject_init);
module_exit(inject_exit);

MODULE_DESCRIPTION("Packets for benchmarks");
MODULE_LICENSE("GPL");
