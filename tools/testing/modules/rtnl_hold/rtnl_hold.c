// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests only: somebody holds the RTNL, again and again, as long as this is loaded.
 *
 * hold_ms: for how long each time; between the times there is one millisecond
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>

static unsigned int hold_ms = 50;
module_param(hold_ms, uint, 0444);

static struct task_struct *hold_task;

static int hold_run(void *unused)
{
	while (!kthread_should_stop()) {
		rtnl_lock();
		msleep(hold_ms);
		rtnl_unlock();
		usleep_range(1000, 2000);
	}
	return 0;
}

static int __init hold_init(void)
{
	hold_task = kthread_run(hold_run, NULL, "rtnl_hold");
	return PTR_ERR_OR_ZERO(hold_task);
}

static void __exit hold_exit(void)
{
	kthread_stop(hold_task);
}

module_init(hold_init);
module_exit(hold_exit);

MODULE_DESCRIPTION("Tests of what must not wait for the RTNL");
MODULE_LICENSE("GPL");
