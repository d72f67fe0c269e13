/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Notifications to the listeners of the generic netlink group.
 *
 * Context of all functions: any up to softirq.  They cost little while nobody
 * listens.  A notification is lost if there is no memory, or no room in the
 * receive buffer of a listener.
 */
#ifndef _DAR_EVENT_H
#define _DAR_EVENT_H

#include <fama/trace.h>

#include "../pure/bu.h"
#include "../pure/decide.h"
#include "../state/anchor.h"
#include "../state/dar.h"

/**
 * dar_event_verdict() - trace the verdict on a message
 * @dn: the namespace
 * @rx: the message
 * @verdict: counter
 * @status: status of the answer, or %FAMA_TRACE_NO_STATUS
 *
 * The functions for Binding Updates and for drops do this themselves.
 */
void dar_event_verdict(struct dar_net *dn, const struct fama_mhio_rx *rx,
		       enum dar_stat verdict, int status);

/* A Binding Update was accepted. */
void dar_event_bu(struct dar_net *dn, const struct dar_bu *bu);

/* A Binding Acknowledgement was sent. */
void dar_event_ba(struct dar_net *dn, const struct dar_bu *bu,
		  const struct dar_verdict *v);

/**
 * dar_event_change() - report that an entry of the binding cache has changed
 * @dn: the namespace
 * @view: the entry now
 * @change: how it has changed, but not %DAR_CHANGE_ENDED
 * @time: when, ktime_get_real_ns()
 *
 * Whoever writes the cache calls this or dar_event_end() once for each change, so that
 * the numbers of the changes have no gaps unless a notification is lost, or left out
 * because its node sends too many updates.
 */
void dar_event_change(struct dar_net *dn, const struct dar_binding_view *view,
		      enum dar_binding_change change, u64 time);

/* The same of a binding that has ended, and why. */
void dar_event_end(struct dar_net *dn, const struct dar_binding_view *view,
		   enum dar_end why, u64 time);

/**
 * dar_event_stranger() - report that a home address was not admitted
 * @dn: the namespace
 * @bu: the message
 * @status: status of the answer, 0: there is no answer
 *
 * A program of the operator may admit it, so that the node's next try succeeds.
 * Limited to some notifications in a second, apart from all others.
 */
void dar_event_stranger(struct dar_net *dn, const struct dar_bu *bu, u8 status);

/**
 * dar_event_drop() - report that a message was refused or dropped
 * @dn: the namespace
 * @rx: the message
 * @bu: the same, or NULL if it is no Binding Update that could be parsed
 * @reason: counter
 * @status: status of the answer, 0: there is no answer
 *
 * Limited to some notifications in a second.
 */
void dar_event_drop(struct dar_net *dn, const struct fama_mhio_rx *rx,
		    const struct dar_bu *bu, enum dar_stat reason, u8 status);

/**
 * dar_event_lost() - report that a packet of a node was dropped
 * @dn: the namespace
 * @home: home address of the node
 * @reason: counter
 *
 * Limited to some notifications in a second.
 */
void dar_event_lost(struct dar_net *dn, const struct in6_addr *home,
		    enum dar_stat reason);

/* The role was enabled; name of its device. */
void dar_event_enable(struct dar_net *dn, const char *device);

void dar_event_disable(struct dar_net *dn);

/* An anchor was added or changed.  RCU read side. */
void dar_event_anchor(struct dar_net *dn, const struct dar_anchor *a);

void dar_event_anchor_del(struct dar_net *dn, const struct in6_addr *prefix);

/* An access link has got its device, or has lost it.  RTNL. */
void dar_event_link(struct dar_net *dn, const struct dar_access *access);

/* The namespace forwards packets, or does not. */
void dar_event_forwarding(struct dar_net *dn, bool forwards);

#endif /* _DAR_EVENT_H */
