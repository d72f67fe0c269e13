// SPDX-License-Identifier: GPL-2.0-only
/*
 * DER of RSA keys: what is right, and each way to be wrong.
 */
#include <linux/module.h>

#include <fama/spki.h>

#include "der.h"
#include "expect.h"
#include "oracle_cga.h"
#include "oracle_keys.h"

static void describe_key(const struct oracle_key *key, char *desc)
{
	strscpy(desc, key->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(oracle_keys, oracle_keys, describe_key);

static void describe_cga(const struct oracle_cga *v, char *desc)
{
	strscpy(desc, v->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(oracle_cga, oracle_cga, describe_cga);

/* The length of the key says where it ends, since extensions may follow it. */
static void spki_in_params(struct kunit *test)
{
	const struct oracle_cga *v = test->param_value;
	struct fama_spki spki;

	only_rows(test, v->generated);

	KUNIT_ASSERT_EQ(test, 0, fama_spki_parse(v->params + 25,
						 v->params_len - 25, &spki));
	KUNIT_EXPECT_EQ(test, v->spki_len, spki.len);
	KUNIT_ASSERT_EQ(test, v->pkcs1_len, spki.key_len);
	EXPECT_OCTETS(test, spki.key, v->pkcs1, v->pkcs1_len);
	KUNIT_EXPECT_EQ(test, 65537u, spki.e);
	KUNIT_EXPECT_NE(test, 0, spki.n[0]);
	/* n and e are what the key is made of. */
	KUNIT_EXPECT_PTR_EQ(test, spki.key + spki.key_len - 5, spki.n + spki.n_len);
}

static void spki_truncated(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	struct fama_spki spki;
	size_t len;

	for (len = 0; len < key->spki_len; len++) {
		u8 *buf = exact(test, key->spki, len);

		KUNIT_EXPECT_EQ_MSG(test, -EBADMSG,
				    fama_spki_parse(buf, len, &spki),
				    "length %zu", len);
		kunit_kfree(test, buf);
	}
	KUNIT_EXPECT_EQ(test, 0, fama_spki_parse(key->spki, len, &spki));
	KUNIT_EXPECT_EQ(test, len, spki.len);
}

/* Offsets of the length octets of each element of @buf, constructed or not. */
static size_t length_offsets(const u8 *buf, size_t len, size_t *offs, size_t n)
{
	size_t at = 0, found = 0;

	while (at + 2 <= len && found < n) {
		size_t head = 2 + (buf[at + 1] & 0x80 ? buf[at + 1] & 0x7f : 0);
		size_t i, body = head == 2 ? buf[at + 1] : 0;

		for (i = 2; i < head; i++)
			body = body << 8 | buf[at + i];
		offs[found++] = at + head - 1;
		if (buf[at] == 0x30)
			at += head;
		else if (buf[at] == 0x03)
			at += head + 1;
		else
			at += head + body;
	}
	return found;
}

/* An element whose length is wrong by one does not fill its outer element. */
static void spki_length_off(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	u8 *buf = exact(test, key->spki, key->spki_len);
	struct fama_spki spki;
	size_t offs[16], n, i;
	int delta;

	n = length_offsets(buf, key->spki_len, offs, ARRAY_SIZE(offs));
	KUNIT_ASSERT_EQ(test, (size_t)8, n);
	for (i = 0; i < n; i++) {
		for (delta = -255; delta <= 255; delta++) {
			u8 was = buf[offs[i]];

			if (!delta || was + delta < 0 || was + delta > 255)
				continue;
			buf[offs[i]] = was + delta;
			KUNIT_EXPECT_NE_MSG(test, 0,
					    fama_spki_parse(buf, key->spki_len,
							    &spki),
					    "element %zu, off by %d", i, delta);
			buf[offs[i]] = was;
		}
	}
}

/* Damage before the modulus, whose leading zero octet is a number's already. */
static void spki_head_damaged(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	u8 *buf = exact(test, key->spki, key->spki_len);
	struct fama_spki spki, ok;
	size_t bit, head;

	KUNIT_ASSERT_EQ(test, 0, fama_spki_parse(buf, key->spki_len, &ok));
	head = ok.n - 1 - buf;
	for (bit = 0; bit < head * 8; bit++) {
		buf[bit / 8] ^= 1 << bit % 8;
		KUNIT_EXPECT_NE_MSG(test, 0,
				    fama_spki_parse(buf, key->spki_len, &spki),
				    "bit %zu", bit);
		buf[bit / 8] ^= 1 << bit % 8;
	}
}

struct der_case {
	const char *name;
	u8 octets[40];
	size_t len;
	int err;
};

static const struct der_case der_cases[] = {
	{ "smallest", {
		0x30, 0x1a, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x09, 0x00, 0x30, 0x06,
		0x02, 0x01, 0x0f, 0x02, 0x01, 0x03 }, 28, 0 },
	{ "empty", {}, 0, -EBADMSG },
	{ "elliptic curve", {
		0x30, 0x19, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce,
		0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d,
		0x03, 0x01, 0x07, 0x03, 0x02, 0x00, 0x04 }, 27, -ENOPKG },
	{ "RSASSA-PSS", {
		0x30, 0x1a, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x0a, 0x05, 0x00, 0x03, 0x09, 0x00,
		0x30, 0x06, 0x02, 0x01, 0x0f, 0x02, 0x01, 0x03 }, 28, -ENOPKG },
	{ "longer OID", {
		0x30, 0x1b, 0x30, 0x0e, 0x06, 0x0a, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x09,
		0x00, 0x30, 0x06, 0x02, 0x01, 0x0f, 0x02, 0x01, 0x03 },
		29, -ENOPKG },
	{ "no NULL", {
		0x30, 0x18, 0x30, 0x0b, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x03, 0x09, 0x00, 0x30, 0x06,
		0x02, 0x01, 0x0f, 0x02, 0x01, 0x03 }, 26, -EBADMSG },
	{ "NULL with an octet", {
		0x30, 0x1b, 0x30, 0x0e, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x01, 0x00, 0x03, 0x09,
		0x00, 0x30, 0x06, 0x02, 0x01, 0x0f, 0x02, 0x01, 0x03 },
		29, -EBADMSG },
	{ "two NULLs", {
		0x30, 0x1c, 0x30, 0x0f, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x05, 0x00, 0x03,
		0x09, 0x00, 0x30, 0x06, 0x02, 0x01, 0x0f, 0x02, 0x01, 0x03 },
		30, -EBADMSG },
	{ "unused bits", {
		0x30, 0x1a, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x09, 0x01, 0x30, 0x06,
		0x02, 0x01, 0x0f, 0x02, 0x01, 0x03 }, 28, -EBADMSG },
	{ "empty bit string", {
		0x30, 0x11, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x00 }, 19, -EBADMSG },
	{ "indefinite length", {
		0x30, 0x80, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x09, 0x00, 0x30, 0x06,
		0x02, 0x01, 0x0f, 0x02, 0x01, 0x03, 0x00, 0x00 },
		30, -EBADMSG },
	{ "length not minimal", {
		0x30, 0x81, 0x1a, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x09, 0x00, 0x30, 0x06,
		0x02, 0x01, 0x0f, 0x02, 0x01, 0x03 }, 29, -EBADMSG },
	{ "two octets of length not minimal", {
		0x30, 0x82, 0x00, 0x1a, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x09, 0x00, 0x30, 0x06,
		0x02, 0x01, 0x0f, 0x02, 0x01, 0x03 }, 30, -EBADMSG },
	{ "length of 4 GiB", {
		0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x30, 0x0d, 0x06, 0x09 }, 10, -EBADMSG },
	{ "length of length runs out", {
		0x30, 0x82, 0x01 }, 3, -EBADMSG },
	{ "negative modulus", {
		0x30, 0x1a, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x09, 0x00, 0x30, 0x06,
		0x02, 0x01, 0x8f, 0x02, 0x01, 0x03 }, 28, -EBADMSG },
	{ "modulus 0", {
		0x30, 0x1a, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x09, 0x00, 0x30, 0x06,
		0x02, 0x01, 0x00, 0x02, 0x01, 0x03 }, 28, -EBADMSG },
	{ "exponent 0", {
		0x30, 0x1a, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x09, 0x00, 0x30, 0x06,
		0x02, 0x01, 0x0f, 0x02, 0x01, 0x00 }, 28, -EBADMSG },
	{ "empty modulus", {
		0x30, 0x19, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x08, 0x00, 0x30, 0x05,
		0x02, 0x00, 0x02, 0x01, 0x03 }, 27, -EBADMSG },
	{ "modulus not minimal", {
		0x30, 0x1b, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x0a, 0x00, 0x30, 0x07,
		0x02, 0x02, 0x00, 0x0f, 0x02, 0x01, 0x03 }, 29, -EBADMSG },
	{ "no exponent", {
		0x30, 0x17, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x06, 0x00, 0x30, 0x03,
		0x02, 0x01, 0x0f }, 25, -EBADMSG },
	{ "a third number", {
		0x30, 0x1d, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x0c, 0x00, 0x30, 0x09,
		0x02, 0x01, 0x0f, 0x02, 0x01, 0x03, 0x02, 0x01, 0x07 },
		31, -EBADMSG },
	{ "octets behind the key", {
		0x30, 0x1b, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x0a, 0x00, 0x30, 0x06,
		0x02, 0x01, 0x0f, 0x02, 0x01, 0x03, 0x00 }, 29, -EBADMSG },
	{ "octets behind the bit string", {
		0x30, 0x1b, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x09, 0x00, 0x30, 0x06,
		0x02, 0x01, 0x0f, 0x02, 0x01, 0x03, 0x00 }, 29, -EBADMSG },
};

static void describe_der(const struct der_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(der_cases, der_cases, describe_der);

static void spki_der(struct kunit *test)
{
	const struct der_case *c = test->param_value;
	u8 *buf = exact(test, c->octets, c->len);
	struct fama_spki spki = {};

	KUNIT_EXPECT_EQ(test, c->err, fama_spki_parse(buf, c->len, &spki));
	if (c->err)
		return;
	KUNIT_EXPECT_EQ(test, c->len, spki.len);
	KUNIT_EXPECT_EQ(test, (size_t)1, spki.n_len);
	KUNIT_EXPECT_EQ(test, 0x0f, spki.n[0]);
	KUNIT_EXPECT_EQ(test, 3u, spki.e);
}

/* 0x80 is the beginning of no length, not a length of 128. */
static void spki_indefinite(struct kunit *test)
{
	static const u8 e[] = { 3 };
	struct fama_spki spki;
	u8 n[103], buf[160];
	size_t len;

	memset(n, 0x55, sizeof(n));
	len = der_put_spki(buf, n, sizeof(n), e, sizeof(e));
	KUNIT_ASSERT_EQ(test, (size_t)131, len);
	KUNIT_EXPECT_EQ(test, 0x80, buf[2]);
	KUNIT_EXPECT_EQ(test, 0, fama_spki_parse(buf, len, &spki));
	buf[1] = 0x30;
	KUNIT_EXPECT_EQ(test, -EBADMSG,
			fama_spki_parse(buf + 1, len - 1, &spki));
}

struct usable_case {
	const char *name;
	size_t bits;
	u8 last;
	u8 e[5];
	size_t e_len;
	int err;
	unsigned int sizes;	/* 0: those of RFC 4866 */
};

static const struct usable_case usable_cases[] = {
	{ "1024, 65537",	1024, 0xff, { 1, 0, 1 }, 3, 0 },
	{ "1536, 65537",	1536, 0xff, { 1, 0, 1 }, 3, 0 },
	{ "1024, 3",		1024, 0x01, { 3 }, 1, 0 },
	{ "1536, 3",		1536, 0x01, { 3 }, 1, 0 },
	{ "exponent 1",		1024, 0xff, { 1 }, 1, -EINVAL },
	{ "exponent 2",		1024, 0xff, { 2 }, 1, -EINVAL },
	{ "exponent 17",	1024, 0xff, { 17 }, 1, -EINVAL },
	{ "exponent 65536",	1024, 0xff, { 1, 0, 0 }, 3, -EINVAL },
	{ "exponent 65539",	1536, 0xff, { 1, 0, 3 }, 3, -EINVAL },
	{ "exponent 2^24 + 3",	1024, 0xff, { 1, 0, 0, 3 }, 4, -EINVAL },
	{ "exponent 2^32 + 3",	1024, 0xff, { 1, 0, 0, 0, 3 }, 5, -EINVAL },
	{ "even",		1024, 0xfe, { 1, 0, 1 }, 3, -EKEYREJECTED },
	{ "even 1536",		1536, 0x80, { 3 }, 1, -EKEYREJECTED },
	{ "384",		384, 0xff, { 1, 0, 1 }, 3, -EKEYREJECTED },
	{ "512",		512, 0xff, { 1, 0, 1 }, 3, -EKEYREJECTED },
	{ "1016",		1016, 0xff, { 1, 0, 1 }, 3, -EKEYREJECTED },
	{ "1017",		1017, 0xff, { 1, 0, 1 }, 3, -EKEYREJECTED },
	{ "1023",		1023, 0xff, { 1, 0, 1 }, 3, -EKEYREJECTED },
	{ "1025",		1025, 0xff, { 1, 0, 1 }, 3, -EKEYREJECTED },
	{ "1032",		1032, 0xff, { 1, 0, 1 }, 3, -EKEYREJECTED },
	{ "1280",		1280, 0xff, { 1, 0, 1 }, 3, -EKEYREJECTED },
	{ "1535",		1535, 0xff, { 1, 0, 1 }, 3, -EKEYREJECTED },
	{ "2048",		2048, 0xff, { 1, 0, 1 }, 3, -EKEYREJECTED },
	{ "4096",		4096, 0xff, { 1, 0, 1 }, 3, -EKEYREJECTED },
	{ "2048 allowed",	2048, 0xff, { 1, 0, 1 }, 3, 0, FAMA_KEY_ANY },
	{ "2048 alone",		2048, 0xff, { 3 }, 1, 0, FAMA_KEY_2048 },
	{ "2048 even",		2048, 0xfe, { 3 }, 1, -EKEYREJECTED, FAMA_KEY_ANY },
	{ "2048, exponent 17",	2048, 0xff, { 17 }, 1, -EINVAL, FAMA_KEY_ANY },
	{ "2047",		2047, 0xff, { 3 }, 1, -EKEYREJECTED, FAMA_KEY_ANY },
	{ "2049",		2049, 0xff, { 3 }, 1, -EKEYREJECTED, FAMA_KEY_ANY },
	{ "3072",		3072, 0xff, { 3 }, 1, -EKEYREJECTED, FAMA_KEY_ANY },
	{ "1024 not allowed",	1024, 0xff, { 3 }, 1, -EKEYREJECTED,
	  FAMA_KEY_1536 | FAMA_KEY_2048 },
	{ "1536 not allowed",	1536, 0xff, { 3 }, 1, -EKEYREJECTED,
	  FAMA_KEY_1024 | FAMA_KEY_2048 },
	{ "1536 allowed",	1536, 0xff, { 3 }, 1, 0, FAMA_KEY_1536 },
};

static void describe_usable(const struct usable_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(usable_cases, usable_cases, describe_usable);

static void spki_usable(struct kunit *test)
{
	const struct usable_case *c = test->param_value;
	size_t n_len = DIV_ROUND_UP(c->bits, 8), len;
	u8 *n = kunit_kzalloc(test, n_len, GFP_KERNEL);
	u8 *buf = kunit_kzalloc(test, n_len + 64, GFP_KERNEL);
	struct fama_spki spki;
	u64 e = 0;
	size_t i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, n);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	for (i = 0; i < c->e_len; i++)
		e = e << 8 | c->e[i];
	n[0] = 1 << (c->bits - 1) % 8;
	n[n_len - 1] |= c->last;

	len = der_put_spki(buf, n, n_len, c->e, c->e_len);
	KUNIT_ASSERT_EQ(test, 0, fama_spki_parse(buf, len, &spki));
	KUNIT_EXPECT_EQ(test, len, spki.len);
	KUNIT_ASSERT_EQ(test, n_len, spki.n_len);
	EXPECT_OCTETS(test, spki.n, n, n_len);
	KUNIT_EXPECT_EQ(test, e > U32_MAX ? 0 : (u32)e, spki.e);
	KUNIT_EXPECT_EQ(test, c->err,
			fama_spki_usable(&spki, c->sizes ?: FAMA_KEY_RFC4866));
}

static void spki_from_private(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	u8 *out = kunit_kzalloc(test, key->spki_len, GFP_KERNEL);
	size_t size;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, out);
	for (size = 0; size < key->spki_len; size++)
		KUNIT_EXPECT_EQ(test, -EMSGSIZE,
				fama_spki_from_private(key->priv,
						       key->priv_len, out,
						       size));
	KUNIT_ASSERT_EQ(test, (int)key->spki_len,
			fama_spki_from_private(key->priv, key->priv_len, out,
					       size));
	EXPECT_OCTETS(test, out, key->spki, key->spki_len);
}

/* Short and long lengths are written as the writer of the tests does. */
static void spki_from_private_sizes(struct kunit *test)
{
	static const u8 e[] = { 3 };
	u8 *n = kunit_kzalloc(test, 300, GFP_KERNEL);
	u8 *der = kunit_kzalloc(test, 400, GFP_KERNEL);
	u8 *want = kunit_kzalloc(test, 400, GFP_KERNEL);
	u8 *got = kunit_kzalloc(test, 400, GFP_KERNEL);
	size_t n_len, len, i;

	KUNIT_ASSERT_TRUE(test, n && der && want && got);
	memset(n, 0x55, 300);
	for (n_len = 1; n_len < 300; n_len++) {
		len = der_put(der, 0x02, (const u8[]){ 0 }, 1);
		len += der_put_uint(der + len, n, n_len);
		for (i = 0; i < 7; i++)
			len += der_put_uint(der + len, e, 1);
		len = der_put(der, 0x30, der, len);

		i = der_put_spki(want, n, n_len, e, 1);
		KUNIT_ASSERT_EQ(test, (int)i,
				fama_spki_from_private(der, len, got, 400));
		EXPECT_OCTETS(test, got, want, i);
	}
}

/* The largest that two octets of length can say, and one octet more. */
static void spki_from_private_largest(struct kunit *test)
{
	static const u8 e[] = { 3 };
	const size_t all = 0xffff, size = all + 64;
	u8 *n = kunit_kzalloc(test, size, GFP_KERNEL);
	u8 *der = kunit_kzalloc(test, size, GFP_KERNEL);
	u8 *got = kunit_kzalloc(test, size, GFP_KERNEL);
	size_t n_len, len, i;

	KUNIT_ASSERT_TRUE(test, n && der && got);
	memset(n, 0x55, size);
	/* Heads of modulus, key and bit string, exponent, algorithm */
	for (n_len = all - 4 - 4 - 5 - 3 - 15; n_len <= all - 30; n_len++) {
		bool fits = n_len == all - 31;

		len = der_put(der, 0x02, (const u8[]){ 0 }, 1);
		len += der_put_uint(der + len, n, n_len);
		for (i = 0; i < 7; i++)
			len += der_put_uint(der + len, e, 1);
		len = der_put(der, 0x30, der, len);
		KUNIT_EXPECT_EQ(test, fits ? (int)all + 4 : -EMSGSIZE,
				fama_spki_from_private(der, len, got, size));
	}
}

static void spki_private_truncated(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	u8 out[300], *more;
	size_t len;

	for (len = 0; len < key->priv_len; len++) {
		u8 *der = exact(test, key->priv, len);

		KUNIT_EXPECT_EQ_MSG(test, -EBADMSG,
				    fama_spki_from_private(der, len, out,
							   sizeof(out)),
				    "length %zu", len);
		kunit_kfree(test, der);
	}

	more = kunit_kzalloc(test, len + 1, GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, more);
	memcpy(more, key->priv, len);
	KUNIT_EXPECT_EQ(test, -EBADMSG,
			fama_spki_from_private(more, len + 1, out, sizeof(out)));
}

/* A key of version 1 has more than two primes; fama does not read it. */
static void spki_private_damaged(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	u8 *der = exact(test, key->priv, key->priv_len);
	size_t offs[16], n, i;
	u8 out[300];

	n = length_offsets(der, key->priv_len, offs, ARRAY_SIZE(offs));
	KUNIT_ASSERT_EQ(test, (size_t)10, n);
	for (i = 0; i < n; i++) {
		der[offs[i]]++;
		KUNIT_EXPECT_EQ_MSG(test, -EBADMSG,
				    fama_spki_from_private(der, key->priv_len,
							   out, sizeof(out)),
				    "element %zu", i);
		der[offs[i]]--;
	}
	der[offs[1] + 1] = 1;
	KUNIT_EXPECT_EQ(test, -EBADMSG,
			fama_spki_from_private(der, key->priv_len, out,
					       sizeof(out)));
}

/* Exactly eight numbers follow the version, and none of them is 0. */
static void spki_private_numbers(struct kunit *test)
{
	static const u8 three[] = { 3 }, zero[] = { 0 };
	u8 der[64], out[64];
	int n, at, i;

	for (n = 0; n < 12; n++) {
		for (at = 0; at <= n; at++) {
			bool ok = n == 8 && at == n;
			size_t len;

			len = der_put_uint(der, zero, 1);
			for (i = 0; i < n; i++)
				len += der_put_uint(der + len,
						    i == at ? zero : three, 1);
			len = der_put(der, 0x30, der, len);
			KUNIT_EXPECT_EQ_MSG(test, ok ? 28 : -EBADMSG,
					    fama_spki_from_private(der, len, out,
								   sizeof(out)),
					    "%d numbers, number %d is 0", n, at);
		}
	}
}

static struct kunit_case spki_cases[] = {
	KUNIT_CASE_PARAM(spki_in_params, oracle_cga_gen_params),
	KUNIT_CASE_PARAM(spki_truncated, oracle_keys_gen_params),
	KUNIT_CASE_PARAM(spki_length_off, oracle_keys_gen_params),
	KUNIT_CASE_PARAM(spki_head_damaged, oracle_keys_gen_params),
	KUNIT_CASE_PARAM(spki_der, der_cases_gen_params),
	KUNIT_CASE(spki_indefinite),
	KUNIT_CASE_PARAM(spki_usable, usable_cases_gen_params),
	KUNIT_CASE_PARAM(spki_from_private, oracle_keys_gen_params),
	KUNIT_CASE(spki_from_private_sizes),
	KUNIT_CASE(spki_from_private_largest),
	KUNIT_CASE_PARAM(spki_private_truncated, oracle_keys_gen_params),
	KUNIT_CASE_PARAM(spki_private_damaged, oracle_keys_gen_params),
	KUNIT_CASE(spki_private_numbers),
	{}
};

static struct kunit_suite spki_suite = {
	.name = "fama_spki",
	.test_cases = spki_cases,
};

kunit_test_suite(spki_suite);

MODULE_DESCRIPTION("Tests of fama's DER of RSA keys");
MODULE_LICENSE("GPL");
