/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of fama.ko share with each other, and nobody else sees. */
#ifndef _FAMA_CORE_H
#define _FAMA_CORE_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/ratelimit.h>
#include <net/net_namespace.h>

/**
 * struct fama_net - the core's state in one namespace
 * @lock: serialises writers of the lists below
 * @roles: receivers of Mobility Headers; RCU
 * @tunnels: tunnel devices; RCU
 * @errors: bounds the Binding Errors sent
 */
struct fama_net {
	struct mutex lock;	/* writers of the lists */
	struct list_head roles;
	struct list_head tunnels;
	struct ratelimit_state errors;
};

struct fama_net *fama_net(const struct net *net);

int fama_tunnel_init(void);
void fama_tunnel_exit(void);

#endif /* _FAMA_CORE_H */
