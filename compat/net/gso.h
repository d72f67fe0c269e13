/* SPDX-License-Identifier: GPL-2.0-only */
/* The declarations of GSO moved here from <linux/skbuff.h>. */
#ifndef _FAMA_COMPAT_NET_GSO_H
#define _FAMA_COMPAT_NET_GSO_H

#include <fama-features.h>

#include <linux/skbuff.h>
#ifdef FAMA_HAVE_GSO
#include_next <net/gso.h>
#endif

#endif /* _FAMA_COMPAT_NET_GSO_H */
