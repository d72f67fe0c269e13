/* SPDX-License-Identifier: GPL-2.0-only */
/* <asm/unaligned.h> became <linux/unaligned.h> in 6.12. */
#ifndef _FAMA_COMPAT_UNALIGNED_H
#define _FAMA_COMPAT_UNALIGNED_H

#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#include <asm/unaligned.h>
#else
#include_next <linux/unaligned.h>
#endif

#endif /* _FAMA_COMPAT_UNALIGNED_H */
