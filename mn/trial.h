/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Another address of an access router is tried.
 *
 * A router may be renumbered.  Whoever says so is not believed, but asked: the next
 * Binding Update, proven with the PHKT, goes to the other address.  Who answers it with
 * the PHKT is the access router, for nobody else has that.  Without an answer the
 * update is repeated to the address that was known before.  A PHKT that comes with
 * the answer is none that the node had: such an answer proves nothing.
 */
#ifndef _MN_TRIAL_H
#define _MN_TRIAL_H

#include "addr.h"

/**
 * mn_trial_begin() - try another address, if it may be the router's
 * @a: the anchored address; mn->lock
 * @other: the other address
 *
 * Then mn_signal_run() has something to send.
 * Return: true: it is tried.
 */
bool mn_trial_begin(struct mn_addr *a, const struct in6_addr *other);

/* A message is about to be sent: without an answer to the first one the trial ends. */
void mn_trial_sending(struct mn_addr *a);

/* The trial ends without an answer.  mn->lock */
void mn_trial_end(struct mn_addr *a);

/* An answer is proven: the address that was tried is the router's.  mn->lock */
void mn_trial_won(struct mn_net *mn, struct mn_addr *a);

#endif /* _MN_TRIAL_H */
