/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who may be bound.  A CGA proves who owns an address, but not that its owner was
 * ever a guest of the access link.
 */
#ifndef _DAR_ADMIT_H
#define _DAR_ADMIT_H

#include "../pure/bu.h"
#include "../pure/policy.h"
#include "../state/dar.h"

/**
 * dar_admit() - is the home address of a Binding Update admitted
 * @dn: the namespace
 * @bu: the message
 * @policy: policy of the anchor
 * @held: copy of the cache entry
 * @at_home: the message came from the home address itself, on its link
 *
 * Context: any up to softirq.  Costs two look-ups and at most one SHA-256.
 */
bool dar_admit(struct dar_net *dn, const struct dar_bu *bu,
	       const struct dar_policy *policy,
	       const struct dar_binding_view *held, bool at_home);

#endif /* _DAR_ADMIT_H */
