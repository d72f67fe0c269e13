/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_CRYPTO_SHA1_H
#define _UNITS_CRYPTO_SHA1_H

#include <linux/types.h>

#define SHA1_DIGEST_SIZE	20
#define SHA1_BLOCK_SIZE		64
#define SHA1_WORKSPACE_WORDS	16

void sha1_init(u32 *state);

/* Hash one block; @work is left dirty, as the kernel's is. */
void sha1_transform(u32 *state, const char *block, u32 *work);

#endif
