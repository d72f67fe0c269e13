/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Binding Updates and Care-of Test Inits of a mobile node: they are sent when
 * the Binding Update List says so.  All functions take mn->lock.
 */
#ifndef _MN_SIGNAL_H
#define _MN_SIGNAL_H

struct mn_addr;
struct mn_net;

/* Do what is due for one address, which may be gone then. */
void mn_signal_run(struct mn_net *mn, struct mn_addr *a);

/*
 * Do what is due for all addresses, with one signature at most.  Where more are due
 * mn_net.work has the next turn.
 */
void mn_signal_run_all(struct mn_net *mn);

/*
 * Sign what is due for the address that is needed most.  A signature takes milliseconds:
 * the other addresses have their turn when the messages that have come meanwhile are read.
 */
void mn_signal_sign(struct mn_net *mn);

/*
 * Do only what needs no signature.  Packets stay held until mn_dev_flush_all().
 */
void mn_signal_quick(struct mn_net *mn, struct mn_addr *a);

/* Before it is looked when the next message is due: what do users and packets want? */
void mn_signal_prepare(struct mn_net *mn);

/* Deregister an address without waiting for an answer. */
void mn_signal_farewell(struct mn_net *mn, struct mn_addr *a);

#endif /* _MN_SIGNAL_H */
