// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel has in lib/, net/ and crypto/, for user space.
 */
#include <crypto/sha1.h>
#include <crypto/utils.h>
#include <linux/random.h>
#include <linux/string.h>
#include <linux/unaligned.h>
#include <net/ipv6.h>

#include <stdlib.h>
#include <sys/random.h>

void memzero_explicit(void *s, size_t len)
{
	memset(s, 0, len);
	asm volatile("" : : "r" (s) : "memory");
}

ssize_t strscpy(char *dst, const char *src, size_t size)
{
	size_t len = strnlen(src, size);

	if (!size)
		return -E2BIG;
	memcpy(dst, src, len);
	dst[len < size ? len : size - 1] = '\0';
	return len < size ? (ssize_t)len : -E2BIG;
}

void *memchr_inv(const void *start, int c, size_t len)
{
	const u8 *p = start;

	for (; len; p++, len--)
		if (*p != (u8)c)
			return (void *)p;
	return NULL;
}

void get_random_bytes(void *buf, size_t len)
{
	if (getrandom(buf, len, 0) != (ssize_t)len)
		abort();
}

unsigned long crypto_memneq(const void *a, const void *b, size_t size)
{
	const u8 *p = a, *q = b;
	unsigned long differ = 0;

	while (size--)
		differ |= *p++ ^ *q++;
	return differ;
}

/* Prefixes in the order of their check. */
static const struct {
	struct in6_addr prefix;
	unsigned int len;
	unsigned int type;
} address_types[] = {
	{ { .s6_addr = { [15] = 0 } }, 128, IPV6_ADDR_ANY },
	{ { .s6_addr = { [15] = 1 } }, 128,
	  IPV6_ADDR_LOOPBACK | IPV6_ADDR_UNICAST },
	{ { .s6_addr = { [15] = 0 } }, 96,
	  IPV6_ADDR_COMPATv4 | IPV6_ADDR_UNICAST },
	{ { .s6_addr = { [10] = 0xff, 0xff } }, 96, IPV6_ADDR_MAPPED },
	{ { .s6_addr = { 0xfe, 0x80 } }, 10,
	  IPV6_ADDR_LINKLOCAL | IPV6_ADDR_UNICAST },
	{ { .s6_addr = { 0xfe, 0xc0 } }, 10,
	  IPV6_ADDR_SITELOCAL | IPV6_ADDR_UNICAST },
};

/* RFC 4291 section 2.7: the low half of the second octet is the scope. */
static int multicast_type(const struct in6_addr *addr)
{
	static const int scopes[16] = {
		[1] = IPV6_ADDR_LOOPBACK,
		[2] = IPV6_ADDR_LINKLOCAL,
		[5] = IPV6_ADDR_SITELOCAL,
	};

	return IPV6_ADDR_MULTICAST | scopes[addr->s6_addr[1] & 0xf];
}

int ipv6_addr_type(const struct in6_addr *addr)
{
	size_t i;

	if (ipv6_addr_is_multicast(addr))
		return multicast_type(addr);
	for (i = 0; i < ARRAY_SIZE(address_types); i++)
		if (ipv6_prefix_equal(addr, &address_types[i].prefix,
				      address_types[i].len))
			return address_types[i].type;
	return IPV6_ADDR_UNICAST;
}

/* FIPS 180-4 section 6.1; kunit/sha1_kunit.c has the vectors that prove it. */
static u32 rotate(u32 word, unsigned int bits)
{
	return word << bits | word >> (32 - bits);
}

/* The function and the constant of a round. */
static u32 sha1_mix(unsigned int round, u32 b, u32 c, u32 d)
{
	switch (round / 20) {
	case 0:
		return (d ^ (b & (c ^ d))) + 0x5a827999;
	case 1:
		return (b ^ c ^ d) + 0x6ed9eba1;
	case 2:
		return ((b & c) | (d & (b | c))) + 0x8f1bbcdc;
	default:
		return (b ^ c ^ d) + 0xca62c1d6;
	}
}

void sha1_transform(u32 *state, const char *block, u32 *work)
{
	u32 a = state[0], b = state[1], c = state[2], d = state[3];
	u32 e = state[4], next;
	unsigned int i;

	for (i = 0; i < 80; i++) {
		u32 *w = &work[i % 16];

		if (i < 16)
			*w = get_unaligned_be32(block + 4 * i);
		else
			*w = rotate(work[(i + 13) % 16] ^ work[(i + 8) % 16] ^
				    work[(i + 2) % 16] ^ *w, 1);
		next = rotate(a, 5) + sha1_mix(i, b, c, d) + e + *w;
		e = d;
		d = c;
		c = rotate(b, 30);
		b = a;
		a = next;
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
}
