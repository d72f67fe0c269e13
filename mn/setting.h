/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Settings of a namespace: struct mn_settings in mn.h.
 */
#ifndef _MN_SETTING_H
#define _MN_SETTING_H

#include "mn.h"

/* What they are until the user sets them. */
void mn_setting_init(struct mn_net *mn);

/**
 * mn_setting_set() - change settings, before or after enabling
 * @mn: the node
 * @edit: changes a copy; all that it changes takes effect, or nothing when it
 *	fails
 * @arg: its argument
 *
 * Context: process, takes mn->lock.
 * Return: 0; -EBUSY: the node is frozen; or what @edit returned.
 */
int mn_setting_set(struct mn_net *mn,
		   int (*edit)(struct mn_settings *set, const void *arg),
		   const void *arg);

/* All of them at once; mn->lock */
void mn_setting_put(struct mn_net *mn, const struct mn_settings *set);

/* The same as mn_setting_set(), but does not wait for the lock: -EAGAIN. */
int mn_setting_try_set(struct mn_net *mn,
		       int (*edit)(struct mn_settings *set, const void *arg),
		       const void *arg);

#endif /* _MN_SETTING_H */
