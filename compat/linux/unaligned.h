/* SPDX-License-Identifier: GPL-2.0-only */
/* <asm/unaligned.h> became <linux/unaligned.h>. */
#ifndef _FAMA_COMPAT_UNALIGNED_H
#define _FAMA_COMPAT_UNALIGNED_H

#include <fama-features.h>

#ifdef FAMA_HAVE_UNALIGNED
#include_next <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#endif /* _FAMA_COMPAT_UNALIGNED_H */
