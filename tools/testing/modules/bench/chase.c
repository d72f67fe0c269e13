// SPDX-License-Identifier: GPL-2.0-only
/*
 * Benchmarks only: what a look into far memory takes, when the next depends on
 * it.  In debugfs:
 *
 * chase: write how many objects of CHASE_SIZE octets there shall be.  Read:
 *	"COUNT NS": how often one of them led to another, in an order of chance
 *	that visits all, and how long that took.
 */
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "bench.h"

#define CHASE_SIZE	256	/* as a binding */
#define CHASE_MAX	2000000U
#define CHASE_STEPS	1000000U
#define CHASE_LINE	64

/* Each leads to another. */
union chase_object {
	union chase_object *next;
	u8 octets[CHASE_SIZE];
};

static DEFINE_MUTEX(chase_lock);
static u64 chase_ns;

static void chase_free(union chase_object **all, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++) {
		kfree(all[i]);
		cond_resched();
	}
	kvfree(all);
}

/* One circle of all (Sattolo): each gets as its next one that is behind it. */
static void chase_link(union chase_object **all, u32 count)
{
	u32 i, other;

	for (i = 0; i < count; i++)
		all[i]->next = all[i];
	for (i = count - 1; i; i--) {
		other = get_random_u32() % i;
		swap(all[i]->next, all[other]->next);
		cond_resched();
	}
}

static union chase_object **chase_make(u32 count)
{
	union chase_object **all = kvcalloc(count, sizeof(*all), GFP_KERNEL);
	u32 i;

	for (i = 0; all && i < count; i++) {
		all[i] = kmalloc(CHASE_SIZE, GFP_KERNEL);
		if (!all[i]) {
			chase_free(all, i);
			return NULL;
		}
		cond_resched();
	}
	if (all)
		chase_link(all, count);
	return all;
}

static int chase_run(u32 count)
{
	union chase_object **all = chase_make(count), *at;
	u64 start;
	u32 i;

	if (!all)
		return -ENOMEM;
	start = ktime_get_ns();
	for (i = 0, at = all[0]; i < CHASE_STEPS; i++)
		at = READ_ONCE(at->next);
	chase_ns = ktime_get_ns() - start;
	chase_free(all, count);
	return 0;
}

static ssize_t chase_write(struct file *file, const char __user *from,
			   size_t len, loff_t *pos)
{
	u32 count;
	int err;

	err = kstrtou32_from_user(from, len, 0, &count);
	if (err)
		return err;
	if (!count || count > CHASE_MAX)
		return -ERANGE;
	mutex_lock(&chase_lock);
	err = chase_run(count);
	mutex_unlock(&chase_lock);
	return err ?: len;
}

static ssize_t chase_read(struct file *file, char __user *to, size_t len,
			  loff_t *pos)
{
	char line[CHASE_LINE];
	int n;

	mutex_lock(&chase_lock);
	n = scnprintf(line, sizeof(line), "%u %llu\n", CHASE_STEPS, chase_ns);
	mutex_unlock(&chase_lock);
	return simple_read_from_buffer(to, len, pos, line, n);
}

static const struct file_operations chase_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = chase_write,
	.read = chase_read,
};

void bench_chase_init(struct dentry *dir)
{
	debugfs_create_file("chase", 0600, dir, NULL, &chase_fops);
}
