// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests only: the kernel is in FIPS mode while this is loaded, as with fips=1 on its
 * command line.  Only what is asked for from now on notices it.
 */
#include <linux/fips.h>
#include <linux/module.h>

static int __init fips_init(void)
{
	fips_enabled = 1;
	return 0;
}

static void __exit fips_exit(void)
{
	fips_enabled = 0;
}

module_init(fips_init);
module_exit(fips_exit);
MODULE_DESCRIPTION("FIPS mode while this is loaded");
MODULE_LICENSE("GPL");
