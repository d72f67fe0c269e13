/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Binding Refresh Requests (RFC 6275 section 9.5.5).
 */
#ifndef _DAR_BRR_H
#define _DAR_BRR_H

#include "../state/dar.h"

/* Ask a node to refresh its binding, at its care-of address.  Context: any. */
void dar_brr_send(struct dar_net *dn, const struct dar_binding_view *view);

#endif /* _DAR_BRR_H */
