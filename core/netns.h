/* SPDX-License-Identifier: GPL-2.0-only */
/* The state that fama.ko keeps in each network namespace. */
#ifndef _FAMA_NETNS_H
#define _FAMA_NETNS_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/ratelimit.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

/**
 * struct fama_netns - state of one network namespace
 * @lock: held by writers of @roles; taken in process context
 * @roles: receivers of Mobility Headers, &struct fama_mhio_role; readers use RCU
 * @tunnels: tunnel devices, &struct fama_tunnel; writers hold the RTNL, readers
 *	use RCU
 * @errors: limits how many Binding Errors are sent
 */
struct fama_netns {
	struct mutex lock;	/* held by writers of the roles */
	struct list_head roles;
	struct list_head tunnels;
	struct ratelimit_state errors;
};

extern unsigned int fama_netns_id;

/* The state of a namespace; valid from fama_netns_init() to fama_netns_exit(). */
static inline struct fama_netns *fama_netns(const struct net *net)
{
	return net_generic(net, fama_netns_id);
}

/* Create the state in each namespace that exists or will exist.  May sleep. */
int fama_netns_init(void);

/* Free the state in all namespaces.  No other code of fama.ko runs any more. */
void fama_netns_exit(void);

#endif /* _FAMA_NETNS_H */
