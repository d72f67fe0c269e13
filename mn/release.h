/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Addresses that are given up: deregistered at their access router, then removed.
 * All functions take mn->lock.
 */
#ifndef _MN_RELEASE_H
#define _MN_RELEASE_H

#include <linux/mn.h>

struct mn_addr;
struct mn_net;

/* Give up an address, which may be gone then; @why: told to the user. */
void mn_release(struct mn_net *mn, struct mn_addr *a, enum mn_reason why);

/* Before another address is made: give up one soon if there are too many then. */
void mn_release_make_room(struct mn_net *mn);

/* Their sockets have been counted: give up the addresses that nothing keeps. */
void mn_release_unused(struct mn_net *mn);

#endif /* _MN_RELEASE_H */
