// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <net/net_namespace.h>

#define CREATE_TRACE_POINTS
#include <fama/trace.h>

EXPORT_TRACEPOINT_SYMBOL_GPL(fama_verdict);
EXPORT_TRACEPOINT_SYMBOL_GPL(fama_drop);
