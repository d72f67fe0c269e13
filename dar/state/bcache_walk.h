/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A walk through all bindings, or all entries, of a binding cache.
 */
#ifndef _DAR_BCACHE_WALK_H
#define _DAR_BCACHE_WALK_H

#include "bcache.h"

/**
 * dar_bcache_walk() - call a function for every active binding
 * @bc: the cache
 * @fn: gets a copy of the binding; may write the entry.  If it returns false, the
 *	walk ends.  Context: RCU read side
 * @arg: first argument of @fn
 *
 * Bindings that are added during the walk may be missed; others may be visited
 * twice.
 * Context: process; no lock is held between the calls.
 */
void dar_bcache_walk(struct dar_bcache *bc,
		     bool (*fn)(void *arg,
				const struct dar_binding_view *view),
		     void *arg);

/* The same for every entry, active or not. */
void dar_bcache_walk_all(struct dar_bcache *bc,
			 bool (*fn)(void *arg,
				    const struct dar_binding_view *view),
			 void *arg);

#endif /* _DAR_BCACHE_WALK_H */
