/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Duplicate Address Detection for a home address before its first binding (RFC 6275
 * section 10.3.1): one probe, then RetransTimer of waiting for another node that
 * has the address or probes it, too.
 */
#ifndef _DAR_DETECT_H
#define _DAR_DETECT_H

#include "../pure/bu.h"
#include "../state/dar.h"
#include "../state/phkt.h"

/**
 * dar_detect() - begin a detection
 * @dn: the namespace
 * @bu: a Binding Update that passed all checks; it is copied
 * @fresh: new PHKT if it was signed, otherwise NULL; it is copied
 *
 * When the detection ends the message is settled or refused.
 * Context: any up to softirq.
 */
void dar_detect(struct dar_net *dn, const struct dar_bu *bu,
		const struct dar_phkt *fresh);

void dar_detect_init(struct dar_net *dn);

/* Forget all messages that wait.  The caller has stopped all users. */
void dar_detect_stop(struct dar_net *dn);

#endif /* _DAR_DETECT_H */
