/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Access links come and go: their anchors and bindings wait for them.
 */
#ifndef _DAR_LINKS_H
#define _DAR_LINKS_H

#include "../state/dar.h"

void dar_links_init(struct dar_net *dn);

/* Begin to notice devices.  Return: 0 or an error. */
int dar_links_start(struct dar_net *dn);

/* The caller has removed all anchors. */
void dar_links_stop(struct dar_net *dn);

#endif /* _DAR_LINKS_H */
