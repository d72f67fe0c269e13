/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reception of Mobility Headers and of Home Address options.
 */
#ifndef _DAR_RX_H
#define _DAR_RX_H

#include "../state/dar.h"

/* Start receiving.  Return: see fama_mhio_attach(). */
int dar_rx_start(struct dar_net *dn);

/* Stop receiving.  No message is being handled afterwards. */
void dar_rx_stop(struct dar_net *dn);

#endif /* _DAR_RX_H */
