/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The life of the role in a namespace.
 */
#ifndef _DAR_ENABLE_H
#define _DAR_ENABLE_H

#include "../state/dar.h"

/* Initialize dar_net.removed, the work that ends a role without a device. */
void dar_enable_init(struct dar_net *dn);

/**
 * dar_enable() - enable the role in a namespace
 * @dn: the namespace
 * @name: name of the tunnel device
 * @secret: secret of the router, %DAR_SECRET_LEN octets; NULL: the one that it has,
 *	or a random one
 * @file: name of the file that @secret comes from; NULL: unknown
 * @extack: gets an error message; may be NULL
 *
 * Return: 0; -EALREADY; -EBUSY: the role is being disabled; -EINVAL: @name is no
 * name for a device; -EEXIST: @name is taken; -ENOENT: the kernel has no RSA;
 * -ENOMEM.
 */
int dar_enable(struct dar_net *dn, const char *name, const u8 *secret,
	       const char *file, struct netlink_ext_ack *extack);

/**
 * dar_disable() - forget all bindings and anchors, and remove the tunnel device
 * @dn: the namespace
 * @extack: gets an error message; may be NULL
 *
 * All other changes fail with -EBUSY meanwhile.
 *
 * Return: 0; -ENOTCONN: it is not enabled; -EBUSY: it is being disabled.
 */
int dar_disable(struct dar_net *dn, struct netlink_ext_ack *extack);

/*
 * Disable the role at the end of the namespace.  If another process is disabling
 * it, wait for that.
 */
void dar_shut_down(struct dar_net *dn);

#endif /* _DAR_ENABLE_H */
