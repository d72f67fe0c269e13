/* SPDX-License-Identifier: GPL-2.0-only */
/* A writer of DER, to make the keys that nobody should send. */
#ifndef _DER_H
#define _DER_H

#include <linux/string.h>
#include <linux/types.h>

/* One element; @out may overlap @data.  Return: octets. */
static inline size_t der_put(u8 *out, u8 tag, const u8 *data, size_t len)
{
	size_t head = len < 0x80 ? 2 : len < 0x100 ? 3 : 4;

	memmove(out + head, data, len);
	out[0] = tag;
	if (head > 2)
		out[1] = 0x80 | (head - 2);
	if (head == 4)
		out[2] = len >> 8;
	out[head - 1] = len;
	return head + len;
}

/* An INTEGER that is not negative. */
static inline size_t der_put_uint(u8 *out, const u8 *num, size_t len)
{
	size_t pad = num[0] >> 7;

	memmove(out + pad, num, len);
	if (pad)
		out[0] = 0;
	return der_put(out, 0x02, out, len + pad);
}

/* SubjectPublicKeyInfo of modulus @n and exponent @e.  Return: octets. */
static inline size_t der_put_spki(u8 *out, const u8 *n, size_t n_len,
				  const u8 *e, size_t e_len)
{
	static const u8 alg[] = {
		0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
	};
	size_t len;

	len = der_put_uint(out, n, n_len);
	len += der_put_uint(out + len, e, e_len);
	len = der_put(out, 0x30, out, len);
	memmove(out + 1, out, len);
	out[0] = 0;
	len = der_put(out, 0x03, out, len + 1);
	memmove(out + sizeof(alg), out, len);
	memcpy(out, alg, sizeof(alg));
	return der_put(out, 0x30, out, len + sizeof(alg));
}

#endif
