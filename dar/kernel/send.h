/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sending of small Mobility Headers.
 */
#ifndef _DAR_SEND_H
#define _DAR_SEND_H

#include <fama/mhio.h>

/**
 * dar_send() - build and send a message of at most 24 octets
 * @net: namespace
 * @tx: addresses
 * @mh: the message, which has no options: a Binding Refresh Request, a Binding
 *	Error or a Care-of Test
 *
 * Context: any.
 * Return: 0 or an error of fama_mh_build() or fama_mhio_send().
 */
int dar_send(struct net *net, const struct fama_mhio_tx *tx,
	     const struct fama_mh *mh);

#endif /* _DAR_SEND_H */
