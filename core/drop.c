// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>

#include <fama/drop.h>
#include <fama/trace.h>

void fama_drop_trace(const struct net *net, const struct sk_buff *skb,
		     const char *why, enum skb_drop_reason reason)
{
	trace_fama_drop(net, skb, why, reason);
}
EXPORT_SYMBOL_GPL(fama_drop_trace);

void fama_drop(const struct net *net, struct sk_buff *skb, const char *why,
	       enum skb_drop_reason reason)
{
	fama_drop_trace(net, skb, why, reason);
	kfree_skb_reason(skb, reason);
}
EXPORT_SYMBOL_GPL(fama_drop);
