/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Notifications of the family "mn".  Without a listener they cost next to
 * nothing.  One that finds no memory is lost, like one that finds the buffer of a
 * listener full.
 */
#ifndef _MN_EVENT_H
#define _MN_EVENT_H

#include <linux/in6.h>
#include <linux/mn.h>

#include <fama/mhio.h>
#include <fama/trace.h>

#include "stats.h"

struct mn_addr;
struct mn_link;
struct mn_net;

/* See &enum mn_event.  mn->lock; times are ktime_get_real_ns(). */
void mn_event_link(struct mn_net *mn, const struct mn_link *link, bool up);
void mn_event_attach(struct mn_net *mn, const struct mn_link *link,
		     const struct in6_addr *dar, u64 time);
void mn_event_address(struct mn_net *mn, const struct mn_addr *a);
void mn_event_bu(struct mn_net *mn, const struct mn_addr *a, u64 time,
		 enum mn_auth auth, u32 lifetime);
void mn_event_ba(struct mn_net *mn, const struct mn_addr *a, u64 time, u16 seq,
		 u32 lifetime, u8 status);
void mn_event_expire(struct mn_net *mn, const struct mn_addr *a);

/* @addr may be NULL, @ifindex and @who 0: then nothing is said of it. */
void mn_event_restore(struct mn_net *mn, enum mn_what what,
		      const struct in6_addr *addr, int ifindex, u32 who);
void mn_event_contest(struct mn_net *mn, u32 who);

/**
 * mn_event_verdict() - trace the verdict on a message
 * @mn: the node
 * @rx: the message
 * @verdict: counter
 * @status: status of the message, or %FAMA_TRACE_NO_STATUS
 *
 * Context: any.
 */
void mn_event_verdict(struct mn_net *mn, const struct fama_mhio_rx *rx,
		      enum mn_stat verdict, int status);

/* A packet of an address is not sent.  Notified with a limited rate; any context. */
void mn_event_lost(struct mn_net *mn, const struct in6_addr *addr,
		   enum mn_stat why);

/* The message is dropped.  Traced, and notified with a limited rate; any context. */
void mn_event_drop(struct mn_net *mn, const struct fama_mhio_rx *rx,
		   enum mn_stat why);

#endif /* _MN_EVENT_H */
