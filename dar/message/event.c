// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>

#include <uapi/linux/dar.h>

#include <fama/trace.h>

#include "../kernel/family.h"
#include "../kernel/fingerprint.h"
#include "../state/limit.h"
#include "event.h"
#include "fill.h"

static bool event_wanted(struct dar_net *dn)
{
	return genl_has_listeners(&dar_family, dn->net,
				  DAR_FAMILY_EVENTS);
}

static struct sk_buff *event_new(enum dar_event event, u64 time,
				 void **hdr)
{
	struct sk_buff *skb = genlmsg_new(NLMSG_GOODSIZE, GFP_ATOMIC);

	if (!skb)
		return NULL;
	*hdr = dar_family_put(skb, 0, 0, 0, DAR_CMD_EVENT);
	if (*hdr && !nla_put_u8(skb, DAR_A_EVENT, event) &&
	    !dar_fill_u64(skb, DAR_A_TIME, time))
		return skb;
	nlmsg_free(skb);
	return NULL;
}

static void event_send(struct dar_net *dn, struct sk_buff *skb, void *hdr,
		       int err)
{
	if (err) {
		nlmsg_free(skb);
		return;
	}
	genlmsg_end(skb, hdr);
	genlmsg_multicast_netns(&dar_family, dn->net, skb, 0,
				DAR_FAMILY_EVENTS, GFP_ATOMIC);
}

static int event_fill_message(struct sk_buff *skb, const struct dar_bu *bu,
			      u16 seq, u32 lifetime)
{
	if (nla_put_in6_addr(skb, DAR_A_HOME, &bu->home) ||
	    nla_put_in6_addr(skb, DAR_A_CAREOF, &bu->rx->src) ||
	    nla_put_u16(skb, DAR_A_SEQ, seq) ||
	    nla_put_u32(skb, DAR_A_LIFETIME,
			lifetime * FAMA_MH_LIFETIME_UNIT))
		return -EMSGSIZE;
	return 0;
}

/* The counter that says how a Binding Update was accepted. */
static enum dar_stat event_verdict(const struct dar_bu *bu)
{
	if (bu->dereg)
		return DAR_STAT_BU_DEREG;
	return bu->proof == DAR_PROOF_CGA ? DAR_STAT_BU_CGA : DAR_STAT_BU_PHKT;
}

void dar_event_verdict(struct dar_net *dn, const struct fama_mhio_rx *rx,
		       enum dar_stat verdict, int status)
{
	trace_fama_verdict(dn->net, "dar", rx, dar_stat_name(verdict), status);
}

void dar_event_bu(struct dar_net *dn, const struct dar_bu *bu)
{
	u8 auth = bu->proof == DAR_PROOF_CGA ? DAR_AUTH_CGA : DAR_AUTH_PHKT;
	struct sk_buff *skb;
	void *hdr;
	int err;

	dar_event_verdict(dn, bu->rx, event_verdict(bu), FAMA_BA_ACCEPTED);
	if (!event_wanted(dn))
		return;
	skb = event_new(DAR_EVENT_BU, bu->rx->time, &hdr);
	if (!skb)
		return;
	err = event_fill_message(skb, bu, bu->rx->mh.bu.seq,
				 bu->rx->mh.bu.lifetime) ?:
	      nla_put_u8(skb, DAR_A_AUTH, auth);
	event_send(dn, skb, hdr, err);
}

void dar_event_ba(struct dar_net *dn, const struct dar_bu *bu,
		  const struct dar_verdict *v)
{
	struct sk_buff *skb;
	void *hdr;
	int err;

	if (v->quiet || !event_wanted(dn))
		return;
	skb = event_new(DAR_EVENT_BA, ktime_get_real_ns(), &hdr);
	if (!skb)
		return;
	err = event_fill_message(skb, bu, v->seq, v->lifetime) ?:
	      nla_put_u8(skb, DAR_A_STATUS, v->status);
	event_send(dn, skb, hdr, err);
}

static int event_fill_change(struct sk_buff *skb,
			     const struct dar_binding_view *view,
			     enum dar_binding_change change)
{
	return nla_put_u8(skb, DAR_A_CHANGE, change) ?:
	       dar_fill_prefix(skb, &view->home) ?:
	       (change == DAR_CHANGE_REMEMBERED ? dar_fill_memory(skb, view) :
						  dar_fill_binding(skb, view));
}

void dar_event_change(struct dar_net *dn, const struct dar_binding_view *view,
		      enum dar_binding_change change, u64 time)
{
	enum dar_event kind = change == DAR_CHANGE_REMEMBERED ?
			      DAR_EVENT_MEMORY : DAR_EVENT_BINDING;
	struct sk_buff *skb;
	void *hdr;

	if (!event_wanted(dn))
		return;
	skb = event_new(kind, time, &hdr);
	if (skb)
		event_send(dn, skb, hdr, event_fill_change(skb, view, change));
}

/* Is this what nobody has asked for? */
static bool event_is_expiry(enum dar_end why)
{
	return why == DAR_END_EXPIRED || why == DAR_END_DISPLACED;
}

void dar_event_end(struct dar_net *dn, const struct dar_binding_view *view,
		   enum dar_end why, u64 time)
{
	enum dar_event kind = event_is_expiry(why) ? DAR_EVENT_EXPIRE :
						     DAR_EVENT_BINDING;
	struct sk_buff *skb;
	void *hdr;
	int err;

	if (!event_wanted(dn))
		return;
	skb = event_new(kind, time, &hdr);
	if (!skb)
		return;
	err = event_fill_change(skb, view, DAR_CHANGE_ENDED) ?:
	      nla_put_u8(skb, DAR_A_END, why);
	event_send(dn, skb, hdr, err);
}

static int event_fill_stranger(struct sk_buff *skb, const struct dar_bu *bu)
{
	u8 fingerprint[DAR_FINGERPRINT_LEN];

	if (nla_put_in6_addr(skb, DAR_A_HOME, &bu->home) ||
	    nla_put_in6_addr(skb, DAR_A_CAREOF, &bu->rx->src) ||
	    (dar_fingerprint(bu, fingerprint) &&
	     nla_put(skb, DAR_A_FINGERPRINT, sizeof(fingerprint), fingerprint)))
		return -EMSGSIZE;
	return 0;
}

void dar_event_stranger(struct dar_net *dn, const struct dar_bu *bu, u8 status)
{
	struct sk_buff *skb;
	void *hdr;

	dar_event_verdict(dn, bu->rx, DAR_STAT_NOT_ADMITTED,
			  status ?: FAMA_TRACE_NO_STATUS);
	if (!event_wanted(dn) ||
	    !dar_limit_stranger(dn, &bu->rx->src, &bu->home))
		return;
	skb = event_new(DAR_EVENT_STRANGER, bu->rx->time, &hdr);
	if (skb)
		event_send(dn, skb, hdr, event_fill_stranger(skb, bu));
}

/* If the message was not parsed, only the addresses of its packet are known. */
static int event_fill_drop(struct sk_buff *skb, const struct fama_mhio_rx *rx,
			   const struct dar_bu *bu, u8 status)
{
	if ((bu && (nla_put_in6_addr(skb, DAR_A_HOME, &bu->home) ||
		    nla_put_u16(skb, DAR_A_SEQ, rx->mh.bu.seq))) ||
	    (!bu && rx->hao && nla_put_in6_addr(skb, DAR_A_HOME, &rx->home)) ||
	    nla_put_in6_addr(skb, DAR_A_CAREOF, &rx->src) ||
	    (status && nla_put_u8(skb, DAR_A_STATUS, status)))
		return -EMSGSIZE;
	return 0;
}

void dar_event_drop(struct dar_net *dn, const struct fama_mhio_rx *rx,
		    const struct dar_bu *bu, enum dar_stat reason, u8 status)
{
	struct sk_buff *skb;
	void *hdr;
	int err;

	dar_event_verdict(dn, rx, reason, status ?: FAMA_TRACE_NO_STATUS);
	if (!event_wanted(dn) || !dar_limit_event(dn, reason))
		return;
	skb = event_new(DAR_EVENT_DROP, rx->time, &hdr);
	if (!skb)
		return;
	err = nla_put_string(skb, DAR_A_REASON, dar_stat_name(reason)) ?:
	      event_fill_drop(skb, rx, bu, status);
	event_send(dn, skb, hdr, err);
}

void dar_event_lost(struct dar_net *dn, const struct in6_addr *home,
		    enum dar_stat reason)
{
	struct sk_buff *skb;
	void *hdr;
	int err;

	if (!event_wanted(dn) || !dar_limit_event(dn, reason))
		return;
	skb = event_new(DAR_EVENT_DROP, ktime_get_real_ns(), &hdr);
	if (!skb)
		return;
	err = nla_put_string(skb, DAR_A_REASON, dar_stat_name(reason)) ?:
	      nla_put_in6_addr(skb, DAR_A_HOME, home);
	event_send(dn, skb, hdr, err);
}

/* Begin a notification that is about the router itself.  Return: NULL: none. */
static struct sk_buff *event_begin(struct dar_net *dn, enum dar_event event,
				   void **hdr)
{
	return event_wanted(dn) ? event_new(event, ktime_get_real_ns(), hdr) :
				  NULL;
}

void dar_event_enable(struct dar_net *dn, const char *device)
{
	struct sk_buff *skb;
	void *hdr;

	skb = event_begin(dn, DAR_EVENT_ENABLE, &hdr);
	if (skb)
		event_send(dn, skb, hdr,
			   nla_put_string(skb, DAR_A_DEVICE, device) ?:
			   nla_put_u32(skb, DAR_A_RSA_SIZES, dn->rsa));
}

void dar_event_disable(struct dar_net *dn)
{
	struct sk_buff *skb;
	void *hdr;

	skb = event_begin(dn, DAR_EVENT_DISABLE, &hdr);
	if (skb)
		event_send(dn, skb, hdr, 0);
}

void dar_event_anchor(struct dar_net *dn, const struct dar_anchor *a)
{
	struct sk_buff *skb;
	void *hdr;

	skb = event_begin(dn, DAR_EVENT_ANCHOR, &hdr);
	if (skb)
		event_send(dn, skb, hdr, dar_fill_anchor(skb, a));
}

void dar_event_anchor_del(struct dar_net *dn, const struct in6_addr *prefix)
{
	struct sk_buff *skb;
	void *hdr;
	int err;

	skb = event_begin(dn, DAR_EVENT_ANCHOR_DEL, &hdr);
	if (!skb)
		return;
	err = nla_put_in6_addr(skb, DAR_A_PREFIX, prefix) ?:
	      nla_put_u8(skb, DAR_A_PREFIX_LEN, 64);
	event_send(dn, skb, hdr, err);
}

void dar_event_link(struct dar_net *dn, const struct dar_access *access)
{
	struct sk_buff *skb;
	void *hdr;
	int err;

	skb = event_begin(dn, DAR_EVENT_LINK, &hdr);
	if (!skb)
		return;
	err = dar_fill_access(skb, access) ?:
	      nla_put_u32(skb, DAR_A_ANCHORS, access->n_anchors);
	event_send(dn, skb, hdr, err);
}

void dar_event_forwarding(struct dar_net *dn, bool forwards)
{
	struct sk_buff *skb;
	void *hdr;

	skb = event_begin(dn, DAR_EVENT_FORWARDING, &hdr);
	if (skb)
		event_send(dn, skb, hdr,
			   nla_put_u8(skb, DAR_A_FORWARDING, forwards));
}
