/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What operations with RSA keys cost, in units of one public operation with a key of
 * 1536 bits, as measured.  Pure.
 */
#ifndef _DAR_COST_H
#define _DAR_COST_H

#include <linux/types.h>

/* Verifying a signature with a key of 1536 bits, and encrypting a token with it. */
#define DAR_COST_USUAL		2

/*
 * Return: cost of verifying a signature of so many octets, and of encrypting a token
 * with the same key.
 */
static inline u32 dar_cost_verify(size_t len)
{
	return len <= 1024 / 8 ? 1 : len <= 1536 / 8 ? 2 : 3;
}

/* Return: cost of making a signature of so many octets. */
static inline u32 dar_cost_sign(size_t len)
{
	return len <= 1024 / 8 ? 16 : len <= 1536 / 8 ? 46 : 96;
}

#endif /* _DAR_COST_H */
