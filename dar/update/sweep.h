/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The end of many bindings at once.
 */
#ifndef _DAR_SWEEP_H
#define _DAR_SWEEP_H

#include "../state/dar.h"

/*
 * End all bindings whose home address is not anchored.  Nodes get a Binding Error.
 * Ends early if the role is disabled meanwhile.  Context: process.
 */
void dar_sweep_unanchored(struct dar_net *dn);

/* The same for all bindings. */
void dar_sweep_all(struct dar_net *dn);

#endif /* _DAR_SWEEP_H */
