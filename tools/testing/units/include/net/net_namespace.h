/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_NET_NET_NAMESPACE_H
#define _UNITS_NET_NET_NAMESPACE_H

struct net;

#endif
