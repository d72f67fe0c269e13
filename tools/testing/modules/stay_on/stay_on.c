// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests only: a test machine can be suspended although its root is on 9p.
 *
 * The driver of 9p does not know suspend: on resume its device is reset, and
 * every file is gone.  While this is loaded the devices on PCI are left alone.
 * To be used with /sys/power/pm_test, which stops short of taking the power.
 */
#include <linux/device.h>
#include <linux/module.h>
#include <linux/pci.h>

static void stay_on_set(bool on)
{
	struct pci_dev *dev = NULL;

	for_each_pci_dev(dev)
		dev_pm_syscore_device(&dev->dev, on);
}

static int __init stay_on_init(void)
{
	stay_on_set(true);
	return 0;
}

static void __exit stay_on_exit(void)
{
	stay_on_set(false);
}

module_init(stay_on_init);
module_exit(stay_on_exit);

MODULE_DESCRIPTION("Tests of suspend on a machine without disks");
MODULE_LICENSE("GPL");
