/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_CRYPTO_SHA1_H
#define _UNITS_CRYPTO_SHA1_H

#include <linux/types.h>

#define SHA1_DIGEST_SIZE	20
#define SHA1_BLOCK_SIZE		64
#define SHA1_WORKSPACE_WORDS	16

#define SHA1_H0			0x67452301U
#define SHA1_H1			0xefcdab89U
#define SHA1_H2			0x98badcfeU
#define SHA1_H3			0x10325476U
#define SHA1_H4			0xc3d2e1f0U

/* Hash one block; @work is left dirty, as the kernel's is. */
void sha1_transform(u32 *state, const char *block, u32 *work);

#endif
