/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Arithmetic modulo an odd number of up to 2048 bits.  Pure.
 *
 * It is for random numbers that are used once: the time depends on the operands.  The
 * kernel's own arithmetic (lib/mpi) exports no inverse in the 6.12 series and after it.
 */
#ifndef _FAMA_MODN_H
#define _FAMA_MODN_H

#include <linux/types.h>

#define FAMA_MODN_MAX_LEN	256	/* octets */
#define FAMA_MODN_LIMBS		(FAMA_MODN_MAX_LEN / 8)

/**
 * struct fama_modn - memory for a computation
 * @len: octets of each number
 * @limbs: limbs of each number
 * @n: the modulus, the limb of least weight first
 * @u: a number
 * @v: a number
 * @x: a number
 * @y: a number
 *
 * All but @len, @limbs and @n is scratch.  Who has set secret numbers wipes it.
 */
struct fama_modn {
	size_t len;
	unsigned int limbs;
	u64 n[FAMA_MODN_LIMBS];
	u64 u[FAMA_MODN_LIMBS];
	u64 v[FAMA_MODN_LIMBS];
	u64 x[FAMA_MODN_LIMBS];
	u64 y[FAMA_MODN_LIMBS];
};

/**
 * fama_modn_set() - set the modulus
 * @m: memory
 * @n: an odd number larger than 1, the octet of most weight first, as everywhere here
 * @len: octets at @n and of all other numbers, a multiple of 8, at most
 *	%FAMA_MODN_MAX_LEN
 */
void fama_modn_set(struct fama_modn *m, const u8 *n, size_t len);

/* Is @a smaller than the modulus? */
bool fama_modn_below(struct fama_modn *m, const u8 *a);

/* @out = @a * @b; both are smaller than the modulus.  @out may be one of them. */
void fama_modn_mul(struct fama_modn *m, const u8 *a, const u8 *b, u8 *out);

/**
 * fama_modn_inverse() - find the number whose product with @a is 1
 * @m: memory with the modulus
 * @a: a number smaller than the modulus
 * @out: result; may be @a
 *
 * Return: false: there is none, and @out is not changed.
 */
bool fama_modn_inverse(struct fama_modn *m, const u8 *a, u8 *out);

#endif /* _FAMA_MODN_H */
