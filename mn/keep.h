/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which addresses of former links are kept, by the policy and by their use.
 * release.h gives up the others.  All functions take mn->lock.
 */
#ifndef _MN_KEEP_H
#define _MN_KEEP_H

#include <linux/types.h>

#include "policy.h"

struct mn_addr;
struct mn_net;
struct mn_usage;

/* What keeps an address, if anything does. */
enum mn_kept mn_keep_judge(const struct mn_net *mn, const struct mn_addr *a);

/* The address has left its link: its use is counted from here on. */
void mn_keep_left(struct mn_addr *a);

/* Is an address that is on no link bound to where the node is? */
bool mn_keep_follows(const struct mn_net *mn, const struct mn_addr *a);

/* Number of addresses that the node still wants to have. */
unsigned int mn_keep_live(const struct mn_net *mn);

/**
 * mn_keep_victim() - the address to give up when there are too many
 * @mn: the node
 * @leaving_too: it may be one that is being deregistered already
 *
 * Return: NULL when all addresses are on links.
 */
struct mn_addr *mn_keep_victim(struct mn_net *mn, bool leaving_too);

/* Ticks after which to judge all addresses again; 0: no need to. */
unsigned long mn_keep_period(const struct mn_net *mn);

/**
 * mn_keep_ask() - which addresses to count the sockets of
 * @mn: the node
 * @use: room for %MN_MAX_ADDRESSES
 *
 * Return: number of entries that were filled in.
 */
unsigned int mn_keep_ask(struct mn_net *mn, struct mn_usage *use);

/* The sockets have been counted. */
void mn_keep_note(struct mn_net *mn, const struct mn_usage *use,
		  unsigned int count);

#endif /* _MN_KEEP_H */
