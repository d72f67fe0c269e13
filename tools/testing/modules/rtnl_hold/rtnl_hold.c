// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests only: somebody holds the RTNL, again and again, as long as this is loaded.
 *
 * hold_ms: for how long each time, 0: until this is removed; between the times there is
 *	one millisecond
 * freed: when it was free last, ns of the wall clock, the latest first
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <linux/timekeeping.h>

#define HOLD_TIMES	64

static unsigned int hold_ms = 50;
module_param(hold_ms, uint, 0444);

static DECLARE_COMPLETION(hold_begun);
static struct task_struct *hold_task;
static unsigned int hold_count;
static u64 hold_freed[HOLD_TIMES];

static int hold_get_freed(char *buf, const struct kernel_param *param)
{
	unsigned int i, count = READ_ONCE(hold_count);
	int len = 0;

	for (i = 1; i <= min_t(unsigned int, count, HOLD_TIMES); i++)
		len += scnprintf(buf + len, PAGE_SIZE - len, "%llu\n",
				 READ_ONCE(hold_freed[(count - i) % HOLD_TIMES]));
	return len;
}

static const struct kernel_param_ops hold_freed_ops = {
	.get = hold_get_freed,
};

module_param_cb(freed, &hold_freed_ops, NULL, 0444);

static void hold_once(void)
{
	rtnl_lock();
	complete_all(&hold_begun);
	do
		msleep(hold_ms ?: 1);
	while (!hold_ms && !kthread_should_stop());
	hold_freed[hold_count % HOLD_TIMES] = ktime_get_real_ns();
	WRITE_ONCE(hold_count, hold_count + 1);
	rtnl_unlock();
}

static int hold_run(void *unused)
{
	while (!kthread_should_stop()) {
		hold_once();
		usleep_range(1000, 2000);
	}
	return 0;
}

static int __init hold_init(void)
{
	hold_task = kthread_run(hold_run, NULL, "rtnl_hold");
	if (IS_ERR(hold_task))
		return PTR_ERR(hold_task);
	/* Who has loaded this may count on it that the RTNL is held. */
	wait_for_completion(&hold_begun);
	return 0;
}

static void __exit hold_exit(void)
{
	kthread_stop(hold_task);
}

module_init(hold_init);
module_exit(hold_exit);

MODULE_DESCRIPTION("Tests of what must not wait for the RTNL");
MODULE_LICENSE("GPL");
