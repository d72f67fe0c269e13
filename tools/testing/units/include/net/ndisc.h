/* SPDX-License-Identifier: GPL-2.0-only */
/* RFC 4861 section 4, RFC 3971 section 5.3.2 */
#ifndef _UNITS_NET_NDISC_H
#define _UNITS_NET_NDISC_H

#define NDISC_NEIGHBOUR_SOLICITATION	135
#define NDISC_NEIGHBOUR_ADVERTISEMENT	136

#define ND_OPT_SOURCE_LL_ADDR	1
#define ND_OPT_TARGET_LL_ADDR	2
#define ND_OPT_NONCE		14

#endif
