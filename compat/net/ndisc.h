/* SPDX-License-Identifier: GPL-2.0-only */
/* Modules reached ndisc_send_na() through a table of the IPv6 stack. */
#ifndef _FAMA_COMPAT_NDISC_H
#define _FAMA_COMPAT_NDISC_H

#include_next <net/ndisc.h>
#include <fama-features.h>

#ifdef FAMA_HAVE_IPV6_STUBS
#include <net/ipv6_stubs.h>

#define ndisc_send_na(dev, daddr, solicited_addr, router, solicited, override, \
		      inc_opt)						       \
	ipv6_stub->ndisc_send_na(dev, daddr, solicited_addr, router,	       \
				 solicited, override, inc_opt)
#endif

#endif /* _FAMA_COMPAT_NDISC_H */
