// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include <fama/modn.h>

static void modn_load(const struct fama_modn *m, u64 *to, const u8 *from)
{
	unsigned int i;

	for (i = 0; i < m->limbs; i++)
		to[i] = get_unaligned_be64(from + m->len - 8 * (i + 1));
}

static void modn_store(const struct fama_modn *m, u8 *to, const u64 *from)
{
	unsigned int i;

	for (i = 0; i < m->limbs; i++)
		put_unaligned_be64(from[i], to + m->len - 8 * (i + 1));
}

static bool modn_less(const struct fama_modn *m, const u64 *a, const u64 *b)
{
	unsigned int i = m->limbs;

	while (i--)
		if (a[i] != b[i])
			return a[i] < b[i];
	return false;
}

static bool modn_is(const struct fama_modn *m, const u64 *a, u64 value)
{
	unsigned int i;

	for (i = 1; i < m->limbs; i++)
		if (a[i])
			return false;
	return a[0] == value;
}

static void modn_set(const struct fama_modn *m, u64 *a, u64 value)
{
	memset(a, 0, sizeof(m->n));
	a[0] = value;
}

/* @a += @b.  Return: the carry. */
static u64 modn_add(const struct fama_modn *m, u64 *a, const u64 *b)
{
	u64 carry = 0, sum;
	unsigned int i;

	for (i = 0; i < m->limbs; i++) {
		sum = b[i] + carry;
		carry = sum < carry;
		a[i] += sum;
		carry += a[i] < sum;
	}
	return carry;
}

/* @a -= @b, modulo the largest number that fits. */
static void modn_sub(const struct fama_modn *m, u64 *a, const u64 *b)
{
	u64 borrow = 0, less;
	unsigned int i;

	for (i = 0; i < m->limbs; i++) {
		less = b[i] + borrow;
		borrow = less < borrow;
		borrow += a[i] < less;
		a[i] -= less;
	}
}

/* @a = (@top * 2^64^limbs + @a) / 2 */
static void modn_half(const struct fama_modn *m, u64 *a, u64 top)
{
	unsigned int i = m->limbs;
	u64 low;

	while (i--) {
		low = a[i] & 1;
		a[i] = a[i] >> 1 | top << 63;
		top = low;
	}
}

/* @a = @a + @b modulo n; both are smaller than n. */
static void modn_add_mod(const struct fama_modn *m, u64 *a, const u64 *b)
{
	if (modn_add(m, a, b) || !modn_less(m, a, m->n))
		modn_sub(m, a, m->n);
}

/* @a = @a - @b modulo n; both are smaller than n. */
static void modn_sub_mod(const struct fama_modn *m, u64 *a, const u64 *b)
{
	bool less = modn_less(m, a, b);

	modn_sub(m, a, b);
	if (less)
		modn_add(m, a, m->n);
}

/* @a = @a / 2 modulo n, which is odd; @a is smaller than n. */
static void modn_half_mod(const struct fama_modn *m, u64 *a)
{
	u64 top = a[0] & 1 ? modn_add(m, a, m->n) : 0;

	modn_half(m, a, top);
}

void fama_modn_set(struct fama_modn *m, const u8 *n, size_t len)
{
	m->len = len;
	m->limbs = len / 8;
	modn_load(m, m->n, n);
}
EXPORT_SYMBOL_GPL(fama_modn_set);

bool fama_modn_below(struct fama_modn *m, const u8 *a)
{
	modn_load(m, m->u, a);
	return modn_less(m, m->u, m->n);
}
EXPORT_SYMBOL_GPL(fama_modn_below);

/* From the bit of most weight on: double, and add. */
void fama_modn_mul(struct fama_modn *m, const u8 *a, const u8 *b, u8 *out)
{
	unsigned int bit = m->limbs * 64;

	modn_load(m, m->u, a);
	modn_load(m, m->v, b);
	modn_set(m, m->x, 0);
	while (bit--) {
		memcpy(m->y, m->x, sizeof(m->y));
		modn_add_mod(m, m->x, m->y);
		if (m->u[bit / 64] >> bit % 64 & 1)
			modn_add_mod(m, m->x, m->v);
	}
	modn_store(m, out, m->x);
}
EXPORT_SYMBOL_GPL(fama_modn_mul);

/* Halve @a as long as it is even, and @x with it. */
static void modn_make_odd(const struct fama_modn *m, u64 *a, u64 *x)
{
	while (!(a[0] & 1)) {
		modn_half(m, a, 0);
		modn_half_mod(m, x);
	}
}

/*
 * Euclid's algorithm with halves for quotients (Knuth, volume 2, section 4.5.2).  With
 * a: the operand, u = x a and v = y a modulo n, all the time.  When u is 0, v is the
 * greatest common divisor.
 */
bool fama_modn_inverse(struct fama_modn *m, const u8 *a, u8 *out)
{
	u64 *u = m->u, *v = m->v, *x = m->x, *y = m->y;

	modn_load(m, u, a);
	memcpy(v, m->n, sizeof(m->v));
	modn_set(m, x, 1);
	modn_set(m, y, 0);
	while (!modn_is(m, u, 0)) {
		modn_make_odd(m, u, x);
		if (modn_less(m, u, v)) {
			swap(u, v);
			swap(x, y);
		}
		modn_sub(m, u, v);
		modn_sub_mod(m, x, y);
	}
	if (!modn_is(m, v, 1))
		return false;
	modn_store(m, out, y);
	return true;
}
EXPORT_SYMBOL_GPL(fama_modn_inverse);
