/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Verification of the signatures of Binding Updates: two RSA operations each, which
 * sleep.  A message gets here after it has passed all cheaper checks.
 */
#ifndef _DAR_VERIFY_H
#define _DAR_VERIFY_H

#include "../pure/bu.h"
#include "../state/dar.h"

int dar_verify_module_init(void);
void dar_verify_module_exit(void);
void dar_verify_init(struct dar_net *dn);

/* Get ready.  Return: 0; -ENOENT: the kernel has no RSA; -ENOMEM. */
int dar_verify_start(struct dar_net *dn);

/* Forget all messages that wait.  The caller has stopped all users. */
void dar_verify_stop(struct dar_net *dn);

/*
 * Queue a signed Binding Update to be verified and then settled, or refuse it.
 * Context: any up to softirq.
 */
void dar_verify(struct dar_net *dn, const struct dar_bu *bu);

#endif /* _DAR_VERIFY_H */
