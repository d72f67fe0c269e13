/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Care-of Test Init (RFC 6275 section 9.4.2).  Any source gets an answer, as often
 * as is fair to others, and no state is kept about it.
 */
#ifndef _DAR_COTI_H
#define _DAR_COTI_H

#include "../state/dar.h"

/* A Care-of Test Init was received.  Context: softirq, RCU read side. */
void dar_coti_rx(struct dar_net *dn, const struct fama_mhio_rx *rx);

#endif /* _DAR_COTI_H */
