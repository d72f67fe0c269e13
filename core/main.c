// SPDX-License-Identifier: GPL-2.0-only
/*
 * fama.ko: what the access router (dar.ko) and the mobile node (mn.ko) share.
 */
#include <linux/module.h>
#include <linux/rcupdate.h>

#include "netns.h"
#include "tunnel6.h"

/* ORDER: a packet may arrive as soon as tunnel6 knows the handler. */
static int __init fama_init(void)
{
	int err;

	err = fama_netns_init();
	if (err)
		return err;
	err = fama_tunnel6_init();
	if (err)
		fama_netns_exit();
	return err;
}

static void __exit fama_exit(void)
{
	fama_tunnel6_exit();
	fama_netns_exit();
	rcu_barrier();	/* for the callbacks of fama_route_set() */
}

module_init(fama_init);
module_exit(fama_exit);

MODULE_DESCRIPTION("FAMA core: Mobility Headers, CGA, tunnels");
MODULE_AUTHOR("The authors of fama");
MODULE_LICENSE("GPL");
MODULE_VERSION(FAMA_VERSION);
/* Signatures are verified by whatever the kernel has for RSA, which may be a module. */
MODULE_SOFTDEP("pre: crypto-rsa");
