// SPDX-License-Identifier: GPL-2.0-only
/*
 * For how long are softirqs held off?  On every processor a timer asks for one
 * each millisecond and looks how late it comes.  In debugfs:
 *
 * softirq: write "1" to begin anew, "0" to stop.  Read: "N MAX": how often it
 *	came, the longest time in ns that it was late, then how often it was
 *	late by at least 1, 2, 4, 8... ms.
 */
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/log2.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/seq_file.h>
#include <linux/smp.h>
#include <linux/uaccess.h>

#include "fill.h"

#define PROBE_PERIOD	NSEC_PER_MSEC
#define PROBE_CLASSES	12

/**
 * struct probe - of one processor
 * @timer: fires in a softirq
 * @count: how often
 * @max: longest delay
 * @late: number of delays of at least 1 << index ms
 */
struct probe {
	struct hrtimer timer;
	u64 count;
	u64 max;
	u64 late[PROBE_CLASSES];
};

static DEFINE_PER_CPU(struct probe, probes);
static DEFINE_MUTEX(probe_lock);
static bool probe_running;

static enum hrtimer_restart probe_fire(struct hrtimer *timer)
{
	struct probe *p = container_of(timer, struct probe, timer);
	u64 late = ktime_to_ns(ktime_sub(ktime_get(),
					 hrtimer_get_expires(timer)));
	unsigned int i;

	p->count++;
	p->max = max(p->max, late);
	for (i = 0; i < PROBE_CLASSES && late >= NSEC_PER_MSEC << i; i++)
		p->late[i]++;
	hrtimer_forward_now(timer, ns_to_ktime(PROBE_PERIOD));
	return HRTIMER_RESTART;
}

static void probe_start_here(void *unused)
{
	struct probe *p = this_cpu_ptr(&probes);

	hrtimer_setup(&p->timer, probe_fire, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_PINNED_SOFT);
	p->count = 0;
	p->max = 0;
	memset(p->late, 0, sizeof(p->late));
	hrtimer_start(&p->timer, ns_to_ktime(PROBE_PERIOD),
		      HRTIMER_MODE_REL_PINNED_SOFT);
}

static void probe_set(bool run)
{
	int cpu;

	mutex_lock(&probe_lock);
	cpus_read_lock();
	if (probe_running)
		for_each_online_cpu(cpu)
			hrtimer_cancel(&per_cpu(probes, cpu).timer);
	if (run)
		on_each_cpu(probe_start_here, NULL, true);
	probe_running = run;
	cpus_read_unlock();
	mutex_unlock(&probe_lock);
}

static ssize_t probe_write(struct file *file, const char __user *from,
			   size_t len, loff_t *pos)
{
	bool run;
	int err;

	err = kstrtobool_from_user(from, len, &run);
	if (err)
		return err;
	probe_set(run);
	return len;
}

static int probe_show(struct seq_file *m, void *unused)
{
	u64 count = 0, max = 0, late[PROBE_CLASSES] = {};
	const struct probe *p;
	unsigned int i;
	int cpu;

	for_each_online_cpu(cpu) {
		p = per_cpu_ptr(&probes, cpu);
		count += p->count;
		max = max(max, p->max);
		for (i = 0; i < PROBE_CLASSES; i++)
			late[i] += p->late[i];
	}
	seq_printf(m, "%llu %llu", count, max);
	for (i = 0; i < PROBE_CLASSES; i++)
		seq_printf(m, " %llu", late[i]);
	seq_putc(m, '\n');
	return 0;
}

static int probe_open(struct inode *inode, struct file *file)
{
	return single_open(file, probe_show, NULL);
}

static const struct file_operations probe_fops = {
	.owner = THIS_MODULE,
	.open = probe_open,
	.read = seq_read,
	.write = probe_write,
	.llseek = seq_lseek,
	.release = single_release,
};

void fill_probe_init(struct dentry *dir)
{
	debugfs_create_file("softirq", 0600, dir, NULL, &probe_fops);
}

void fill_probe_exit(void)
{
	probe_set(false);
}
