/* SPDX-License-Identifier: GPL-2.0-only */
/* The tunnel device as ethtool sees it: its driver, and the counters of its role. */
#ifndef _FAMA_ETHTOOL_H
#define _FAMA_ETHTOOL_H

#include <linux/ethtool.h>

extern const struct ethtool_ops fama_ethtool_ops;

#endif /* _FAMA_ETHTOOL_H */
