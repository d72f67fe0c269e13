/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The end of a binding that its node did not ask for.
 */
#ifndef _DAR_UNBIND_H
#define _DAR_UNBIND_H

#include "../state/dar.h"

/**
 * dar_unbind() - end a binding, and protect its address against replay
 * @dn: the namespace
 * @view: copy of the binding
 * @after: result: the entry afterwards; the caller wipes its PHKT
 *
 * Context: any up to softirq.
 * Return: see dar_bcache_set().
 */
int dar_unbind(struct dar_net *dn, const struct dar_binding_view *view,
	       struct dar_binding_view *after);

/* The same when its time is over, with a notification.  Its node knows the time. */
int dar_unbind_expired(struct dar_net *dn, const struct dar_binding_view *view);

/* The same, with a notification that says why, and a Binding Error to the node. */
int dar_unbind_revoke(struct dar_net *dn, const struct dar_binding_view *view,
		      enum dar_end why);

#endif /* _DAR_UNBIND_H */
