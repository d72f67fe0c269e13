/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Duplicate Address Detection for a home address before its first binding (RFC 6275
 * section 10.3.1): one probe, then RetransTimer of waiting for another node that
 * has the address or probes it, too.
 */
#ifndef _DAR_DETECT_H
#define _DAR_DETECT_H

#include "../pure/bu.h"
#include "../pure/decide.h"
#include "../state/dar.h"
#include "../state/phkt.h"

/**
 * dar_detect_settle() - settle a Binding Update, after a detection if needed
 * @dn: the namespace
 * @bu: the message
 * @fresh: as in dar_settle()
 * @detected: as in dar_settle()
 *
 * If the verdict is %DAR_DETECT a detection begins with copies of @bu and @fresh.
 * When it ends the message is settled or refused.
 *
 * Context and return: as in dar_settle(); only %DAR_VERIFY is left to the caller.
 */
enum dar_action dar_detect_settle(struct dar_net *dn, const struct dar_bu *bu,
				  const struct dar_phkt *fresh, bool detected);

void dar_detect_init(struct dar_net *dn);

/* Forget all messages that wait.  The caller has stopped all users. */
void dar_detect_stop(struct dar_net *dn);

#endif /* _DAR_DETECT_H */
