// SPDX-License-Identifier: GPL-2.0-only
/*
 * RSA: the oracle's signatures and ciphertexts, keys and paddings that must
 * be refused.
 */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <crypto/akcipher.h>
#include <crypto/sha1.h>

#include <fama/auth.h>
#include <fama/pki.h>
#include <fama/spki.h>

#include "der.h"
#include "expect.h"
#include "oracle_cga.h"
#include "oracle_keys.h"
#include "oracle_mh.h"

#define ALL	FAMA_KEY_ANY

static const u8 digest[SHA1_DIGEST_SIZE] = "twenty octets of SHA";
static const u8 token[FAMA_TOKEN_LEN] = { 0, 0xff, 2, 0, 4, 5, 6, 0 };

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

static void describe_mh(const struct oracle_mh *v, char *desc)
{
	strscpy(desc, v->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(oracle_mh, oracle_mh, describe_mh);

/* Both halves of a key. */
struct pair {
	struct fama_pki *priv;
	struct fama_pki *pub;
	size_t len;
};

static void pair_get(struct kunit *test, const struct oracle_key *key,
		     struct pair *pair)
{
	pair->priv = fama_pki_private(key->priv, key->priv_len, ALL);
	pair->pub = fama_pki_public(key->spki, key->spki_len, ALL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pair->priv);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pair->pub);
	pair->len = fama_pki_len(pair->priv);
}

static void pair_put(struct pair *pair)
{
	fama_pki_free(pair->priv);
	fama_pki_free(pair->pub);
}

/* With the largest key, which is slow, only some octets are damaged. */
static size_t stride(const struct pair *pair)
{
	return pair->len > 192 ? 7 : 1;
}

/* The raw operation of the kernel's crypto, to make any encoded message. */
static int raw(const struct oracle_key *key, bool private, u8 *em, size_t len)
{
	struct akcipher_request *req;
	struct crypto_akcipher *tfm;
	struct scatterlist src, dst;
	DECLARE_CRYPTO_WAIT(wait);
	struct fama_spki spki;
	int err;

	err = fama_spki_parse(key->spki, key->spki_len, &spki);
	if (err)
		return err;
	tfm = crypto_alloc_akcipher("rsa", 0, 0);
	if (IS_ERR(tfm))
		return PTR_ERR(tfm);
	if (private)
		err = crypto_akcipher_set_priv_key(tfm, key->priv, key->priv_len);
	else
		err = crypto_akcipher_set_pub_key(tfm, spki.key, spki.key_len);
	req = akcipher_request_alloc(tfm, GFP_KERNEL);
	if (!err && req) {
		sg_init_one(&src, em, len);
		sg_init_one(&dst, em, len);
		akcipher_request_set_crypt(req, &src, &dst, len, len);
		akcipher_request_set_callback(req, CRYPTO_TFM_REQ_MAY_SLEEP,
					      crypto_req_done, &wait);
		err = crypto_wait_req(private ? crypto_akcipher_decrypt(req) :
				      crypto_akcipher_encrypt(req), &wait);
		if (!err && req->dst_len != len)
			err = -EIO;
	}
	akcipher_request_free(req);
	crypto_free_akcipher(tfm);
	return err;
}

/* The kernels that run this are not in FIPS mode. */
static void pki_sizes(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, fama_pki_sizes(), FAMA_KEY_ANY);
}

static void pki_len(struct kunit *test)
{
	static const size_t lens[] = { 128, 192, 256 };
	const struct oracle_key *key = test->param_value;
	struct pair pair;

	pair_get(test, key, &pair);
	KUNIT_EXPECT_EQ(test, lens[key - oracle_keys], pair.len);
	KUNIT_EXPECT_EQ(test, pair.len, fama_pki_len(pair.pub));
	pair_put(&pair);
	fama_pki_free(NULL);
	fama_pki_free(ERR_PTR(-ENOMEM));
}

/* PKCS#1 v1.5 is deterministic: the oracle's signature is the only one. */
static void expect_signature(struct kunit *test, const struct oracle_key *key,
			     const u8 *hash, const u8 *want, size_t len)
{
	u8 sig[FAMA_PKI_MAX_LEN];
	struct pair pair;

	pair_get(test, key, &pair);
	KUNIT_ASSERT_EQ(test, len, pair.len);
	KUNIT_EXPECT_EQ(test, 0, fama_pki_sign(pair.priv, hash, sig));
	EXPECT_OCTETS(test, sig, want, len);
	KUNIT_EXPECT_EQ(test, 0, fama_pki_verify(pair.pub, hash, want, len));
	KUNIT_EXPECT_EQ(test, 0, fama_pki_verify(pair.priv, hash, want, len));
	pair_put(&pair);
}

static void pki_sign_cga(struct kunit *test)
{
	const struct oracle_cga *v = test->param_value;
	u8 hash[SHA1_DIGEST_SIZE];
	struct sha1_ctx ctx;

	only_rows(test, v->signature);
	sha1_init(&ctx);
	sha1_update(&ctx, v->signed_octets, v->signed_octets_len);
	sha1_final(&ctx, hash);
	expect_signature(test, &oracle_keys[v->key], hash, v->signature,
			 v->signature_len);
}

static void pki_sign_mh(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;
	u8 hash[SHA1_DIGEST_SIZE];

	only_rows(test, v->signature);
	fama_auth_digest(hash, &v->coa, &v->cn, v->mh, v->want.opt.signed_len);
	expect_signature(test, &oracle_keys[v->key], hash, v->signature,
			 v->signature_len);
}

static void pki_decrypt_mh(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;
	u8 got[FAMA_TOKEN_LEN];
	struct pair pair;

	only_rows(test, v->ciphertext);
	pair_get(test, &oracle_keys[v->key], &pair);
	KUNIT_EXPECT_EQ(test, 0, fama_pki_decrypt(pair.priv, v->ciphertext,
						  v->ciphertext_len, got));
	EXPECT_OCTETS(test, got, v->phkt, v->phkt_len);
	pair_put(&pair);
}

static void pki_verify_wrong(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	u8 sig[FAMA_PKI_MAX_LEN + 1] = {}, hash[SHA1_DIGEST_SIZE];
	struct fama_spki spki;
	struct pair pair;
	size_t bit, len;

	pair_get(test, key, &pair);
	KUNIT_ASSERT_EQ(test, 0, fama_pki_sign(pair.priv, digest, sig));
	for (len = 0; len <= pair.len + 1; len++)
		KUNIT_EXPECT_EQ_MSG(test, len == pair.len ? 0 : -EKEYREJECTED,
				    fama_pki_verify(pair.pub, digest, sig, len),
				    "length %zu", len);
	for (bit = 0; bit < pair.len * 8; bit += stride(&pair)) {
		sig[bit / 8] ^= 1 << bit % 8;
		KUNIT_EXPECT_EQ_MSG(test, -EKEYREJECTED,
				    fama_pki_verify(pair.pub, digest, sig,
						    pair.len),
				    "bit %zu", bit);
		sig[bit / 8] ^= 1 << bit % 8;
	}
	memcpy(hash, digest, sizeof(hash));
	for (bit = 0; bit < sizeof(hash) * 8; bit++) {
		hash[bit / 8] ^= 1 << bit % 8;
		KUNIT_EXPECT_EQ(test, -EKEYREJECTED,
				fama_pki_verify(pair.pub, hash, sig, pair.len));
		hash[bit / 8] ^= 1 << bit % 8;
	}

	/* 0, the modulus, and what is above it */
	KUNIT_ASSERT_EQ(test, 0, fama_spki_parse(key->spki, key->spki_len,
						 &spki));
	KUNIT_EXPECT_EQ(test, -EKEYREJECTED,
			fama_pki_verify(pair.pub, digest, spki.n, pair.len));
	memset(sig, 0, sizeof(sig));
	KUNIT_EXPECT_EQ(test, -EKEYREJECTED,
			fama_pki_verify(pair.pub, digest, sig, pair.len));
	memset(sig, 0xff, sizeof(sig));
	KUNIT_EXPECT_EQ(test, -EKEYREJECTED,
			fama_pki_verify(pair.pub, digest, sig, pair.len));
	pair_put(&pair);
}

static void pki_other_key(struct kunit *test)
{
	u8 sig[FAMA_PKI_MAX_LEN] = {};
	struct pair small, large;

	pair_get(test, &oracle_keys[0], &small);
	pair_get(test, &oracle_keys[1], &large);
	KUNIT_EXPECT_EQ(test, 0, fama_pki_sign(small.priv, digest, sig));
	KUNIT_EXPECT_EQ(test, -EKEYREJECTED,
			fama_pki_verify(large.pub, digest, sig, small.len));
	KUNIT_EXPECT_EQ(test, -EKEYREJECTED,
			fama_pki_verify(large.pub, digest, sig, large.len));
	pair_put(&small);
	pair_put(&large);
}

static void pki_needs_private(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	u8 buf[FAMA_PKI_MAX_LEN] = {}, got[FAMA_TOKEN_LEN];
	struct pair pair;

	pair_get(test, key, &pair);
	KUNIT_EXPECT_EQ(test, -EINVAL, fama_pki_sign(pair.pub, digest, buf));
	KUNIT_EXPECT_EQ(test, -EINVAL, fama_pki_decrypt(pair.pub, buf, pair.len,
							got));
	pair_put(&pair);
}

/* The encoded message of a right signature, octet by octet. */
static void emsa(u8 *em, size_t len)
{
	static const u8 info[] = {
		0x00, 0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b,
		0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14,
	};

	memset(em, 0xff, len);
	em[0] = 0;
	em[1] = 1;
	memcpy(em + len - 36, info, sizeof(info));
	memcpy(em + len - 20, digest, 20);
}

/*
 * Every octet of the encoded message is looked at.  Also the one forged for
 * e = 3: digest right behind short padding, anything after it.
 */
static void pki_emsa(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	struct pair pair;
	size_t i;
	u8 *em;

	pair_get(test, key, &pair);
	em = kunit_kzalloc(test, pair.len, GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, em);

	emsa(em, pair.len);
	KUNIT_ASSERT_EQ(test, 0, raw(key, true, em, pair.len));
	KUNIT_EXPECT_EQ(test, 0, fama_pki_verify(pair.pub, digest, em, pair.len));
	for (i = 0; i < pair.len; i += stride(&pair)) {
		emsa(em, pair.len);
		em[i] ^= i ? 0x80 : 0x01;
		KUNIT_ASSERT_EQ(test, 0, raw(key, true, em, pair.len));
		KUNIT_EXPECT_EQ_MSG(test, -EKEYREJECTED,
				    fama_pki_verify(pair.pub, digest, em,
						    pair.len),
				    "octet %zu", i);
	}

	emsa(em, pair.len);
	memmove(em + 10, em + pair.len - 36, 36);
	memset(em + 46, 0x5a, pair.len - 46);
	KUNIT_ASSERT_EQ(test, 0, raw(key, true, em, pair.len));
	KUNIT_EXPECT_EQ(test, -EKEYREJECTED,
			fama_pki_verify(pair.pub, digest, em, pair.len));
	pair_put(&pair);
}

static void pki_round_trip(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	u8 got[FAMA_TOKEN_LEN];
	struct pair pair;
	u8 *last, *out;
	int round;
	size_t i;

	pair_get(test, key, &pair);
	out = kunit_kzalloc(test, pair.len, GFP_KERNEL);
	last = kunit_kzalloc(test, pair.len, GFP_KERNEL);
	KUNIT_ASSERT_TRUE(test, out && last);

	for (round = 0; round < 50; round++) {
		KUNIT_ASSERT_EQ(test, 0, fama_pki_encrypt(pair.pub, token, out));
		KUNIT_EXPECT_EQ(test, 0, fama_pki_decrypt(pair.priv, out,
							  pair.len, got));
		EXPECT_OCTETS(test, got, token, sizeof(got));

		/* What is inside: 00 02, random octets but 00, 00, token. */
		KUNIT_ASSERT_EQ(test, 0, raw(key, true, out, pair.len));
		KUNIT_EXPECT_EQ(test, 0, out[0]);
		KUNIT_EXPECT_EQ(test, 2, out[1]);
		for (i = 2; i < pair.len - 9; i++)
			KUNIT_EXPECT_NE(test, 0, out[i]);
		KUNIT_EXPECT_EQ(test, 0, out[i]);
		EXPECT_OCTETS(test, out + i + 1, token, sizeof(token));
		KUNIT_EXPECT_TRUE(test, memcmp(out, last, pair.len));
		memcpy(last, out, pair.len);
	}
	pair_put(&pair);
}

/* A wrong padding gives a token that is never the right one and never the same. */
static void expect_random(struct kunit *test, struct pair *pair, const u8 *in,
			  const char *what)
{
	u8 a[FAMA_TOKEN_LEN] = {}, b[FAMA_TOKEN_LEN] = {};

	KUNIT_EXPECT_EQ_MSG(test, 0, fama_pki_decrypt(pair->priv, in, pair->len,
						      a), "%s", what);
	KUNIT_EXPECT_EQ_MSG(test, 0, fama_pki_decrypt(pair->priv, in, pair->len,
						      b), "%s", what);
	KUNIT_EXPECT_TRUE_MSG(test, memcmp(a, token, sizeof(a)), "%s", what);
	KUNIT_EXPECT_TRUE_MSG(test, memcmp(b, token, sizeof(b)), "%s", what);
	KUNIT_EXPECT_TRUE_MSG(test, memcmp(a, b, sizeof(a)), "%s", what);
}

static void eme(u8 *em, size_t len)
{
	memset(em, 0x33, len);
	em[0] = 0;
	em[1] = 2;
	em[len - 9] = 0;
	memcpy(em + len - 8, token, 8);
}

static void pki_eme(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	u8 got[FAMA_TOKEN_LEN];
	struct pair pair;
	size_t i;
	u8 *em;

	pair_get(test, key, &pair);
	em = kunit_kzalloc(test, pair.len, GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, em);

	eme(em, pair.len);
	KUNIT_ASSERT_EQ(test, 0, raw(key, false, em, pair.len));
	KUNIT_EXPECT_EQ(test, 0, fama_pki_decrypt(pair.priv, em, pair.len, got));
	EXPECT_OCTETS(test, got, token, sizeof(got));

	for (i = 0; i < pair.len - 8; i += stride(&pair)) {
		eme(em, pair.len);
		em[i] = i < 2 || i == pair.len - 9 ? 1 : 0;
		KUNIT_ASSERT_EQ(test, 0, raw(key, false, em, pair.len));
		expect_random(test, &pair, em, "padding");
	}
	/* Only its second octet distinguishes an encoded signature from a token. */
	eme(em, pair.len);
	em[1] = 0;
	KUNIT_ASSERT_EQ(test, 0, raw(key, false, em, pair.len));
	expect_random(test, &pair, em, "block type 0");
	pair_put(&pair);
}

static void pki_decrypt_wrong(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	u8 got[FAMA_TOKEN_LEN] = {}, out[FAMA_PKI_MAX_LEN + 1] = {};
	struct fama_spki spki;
	struct pair pair;
	size_t i;

	pair_get(test, key, &pair);
	KUNIT_ASSERT_EQ(test, 0, fama_pki_encrypt(pair.pub, token, out));
	for (i = 0; i <= pair.len + 1; i++)
		KUNIT_EXPECT_EQ_MSG(test, i == pair.len ? 0 : -EBADMSG,
				    fama_pki_decrypt(pair.priv, out, i, got),
				    "length %zu", i);
	for (i = 0; i < pair.len * 8; i += 13 * stride(&pair)) {
		out[i / 8] ^= 1 << i % 8;
		expect_random(test, &pair, out, "flipped bit");
		out[i / 8] ^= 1 << i % 8;
	}

	KUNIT_ASSERT_EQ(test, 0, fama_spki_parse(key->spki, key->spki_len,
						 &spki));
	expect_random(test, &pair, spki.n, "modulus");
	memset(out, 0, sizeof(out));
	expect_random(test, &pair, out, "zero");
	memset(out, 0xff, sizeof(out));
	expect_random(test, &pair, out, "above modulus");
	pair_put(&pair);
}

/* Only the sets of sizes that include the size of the key accept it. */
static void pki_refused(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	unsigned int own = BIT(key - oracle_keys), sizes;
	struct fama_pki *pki;

	for (sizes = 0; sizes <= FAMA_KEY_ANY; sizes++) {
		pki = fama_pki_private(key->priv, key->priv_len, sizes);
		if (!(sizes & own))
			KUNIT_EXPECT_EQ(test, (long)-EKEYREJECTED, PTR_ERR(pki));
		else
			KUNIT_EXPECT_NOT_ERR_OR_NULL(test, pki);
		fama_pki_free(pki);
		pki = fama_pki_public(key->spki, key->spki_len, sizes);
		if (!(sizes & own))
			KUNIT_EXPECT_EQ(test, (long)-EKEYREJECTED, PTR_ERR(pki));
		else
			KUNIT_EXPECT_NOT_ERR_OR_NULL(test, pki);
		fama_pki_free(pki);
	}
	KUNIT_EXPECT_EQ(test, own & FAMA_KEY_RFC4866, own & 3u);
}

/* An object takes one key after the other, even after a key that was refused. */
static void pki_set_public(struct kunit *test)
{
	static const u8 digest[SHA1_DIGEST_SIZE] = "any";
	struct fama_pki *pki = fama_pki_new();
	const struct oracle_key *key;
	u8 sig[FAMA_PKI_MAX_LEN];
	struct pair pair;
	int i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pki);
	for (i = 0; i < 2 * ARRAY_SIZE(oracle_keys); i++) {
		key = &oracle_keys[i % ARRAY_SIZE(oracle_keys)];
		pair_get(test, key, &pair);
		KUNIT_EXPECT_EQ(test, 0, fama_pki_sign(pair.priv, digest, sig));
		KUNIT_EXPECT_EQ(test, 0,
				fama_pki_set_public(pki, key->spki,
						    key->spki_len, ALL));
		KUNIT_EXPECT_EQ(test, pair.len, fama_pki_len(pki));
		KUNIT_EXPECT_EQ(test, 0, fama_pki_verify(pki, digest, sig,
							 pair.len));
		KUNIT_EXPECT_EQ(test, -EINVAL, fama_pki_sign(pki, digest, sig));
		pair_put(&pair);
		KUNIT_EXPECT_EQ(test, -EBADMSG,
				fama_pki_set_public(pki, key->spki,
						    key->spki_len - 1, ALL));
	}
	fama_pki_free(pki);
}

/* RFC 3972 appendix A has 512 bits. */
static void pki_refused_rfc3972(struct kunit *test)
{
	const struct oracle_cga *v = &oracle_cga[0];

	KUNIT_ASSERT_EQ(test, (size_t)94, v->spki_len);
	KUNIT_EXPECT_EQ(test, (long)-EKEYREJECTED,
			PTR_ERR(fama_pki_public(v->spki, v->spki_len, ALL)));
}

static void pki_public_bad(struct kunit *test)
{
	static const u8 one[] = { 1 }, f4[] = { 1, 0, 1 };
	const struct oracle_key *key = test->param_value;
	u8 *n, *buf = kunit_kzalloc(test, key->spki_len + 1, GFP_KERNEL);
	struct fama_spki spki;
	struct fama_pki *pki;
	size_t len;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	KUNIT_ASSERT_EQ(test, 0, fama_spki_parse(key->spki, key->spki_len,
						 &spki));
	n = exact(test, spki.n, spki.n_len);

	len = der_put_spki(buf, n, spki.n_len, f4, 3);
	pki = fama_pki_public(buf, len, ALL);
	KUNIT_EXPECT_NOT_ERR_OR_NULL(test, pki);
	fama_pki_free(pki);
	KUNIT_EXPECT_EQ(test, (long)-EBADMSG,
			PTR_ERR(fama_pki_public(buf, len + 1, ALL)));
	KUNIT_EXPECT_EQ(test, (long)-EBADMSG,
			PTR_ERR(fama_pki_public(buf, len - 1, ALL)));

	len = der_put_spki(buf, n, spki.n_len, one, 1);
	KUNIT_EXPECT_EQ(test, (long)-EINVAL, PTR_ERR(fama_pki_public(buf, len, ALL)));
	n[spki.n_len - 1] &= 0xfe;
	len = der_put_spki(buf, n, spki.n_len, f4, 3);
	KUNIT_EXPECT_EQ(test, (long)-EKEYREJECTED,
			PTR_ERR(fama_pki_public(buf, len, ALL)));
	buf[15] ^= 1;		/* in the object identifier */
	KUNIT_EXPECT_EQ(test, (long)-ENOPKG, PTR_ERR(fama_pki_public(buf, len, ALL)));
}

/* Contents of the integers of an RSAPrivateKey: version, n, e, d, p ... */
static void integers(u8 *der, u8 *at[9], size_t len[9])
{
	u8 *p = der + 4;
	int i;

	for (i = 0; i < 9; i++) {
		size_t head = 2 + (p[1] & 0x80 ? p[1] & 0x7f : 0), n = p[1];

		if (head == 3)
			n = p[2];
		else if (head == 4)
			n = p[2] << 8 | p[3];
		at[i] = p + head;
		len[i] = n;
		p += head + n;
	}
}

/*
 * The probe finds damage in every number that the kernel computes with: with
 * the Chinese remainder theorem that is not d.
 */
static void pki_private_damaged(struct kunit *test)
{
	const struct oracle_key *key = test->param_value;
	u8 *der = exact(test, key->priv, key->priv_len), *at[9];
	struct fama_pki *pki;
	size_t len[9], pos;
	int i, bit;

	integers(der, at, len);
	for (i = 1; i < 9; i++) {
		for (pos = 1; pos < len[i]; pos += i == 2 ? 1 : len[i] / 5) {
			for (bit = 0; bit < 2; bit++) {
				at[i][pos] ^= 1 << bit;
				pki = fama_pki_private(der, key->priv_len, ALL);
				at[i][pos] ^= 1 << bit;
				if (i == 3 && !IS_ERR(pki)) {
					fama_pki_free(pki);
					continue;
				}
				KUNIT_EXPECT_EQ_MSG(test, i == 2 ? (long)-EINVAL :
						    (long)-EKEYREJECTED,
						    PTR_ERR(pki),
						    "number %d, octet %zu", i, pos);
			}
		}
		at[i][len[i] - 1] ^= 1;
		pki = fama_pki_private(der, key->priv_len, ALL);
		KUNIT_EXPECT_TRUE_MSG(test, IS_ERR(pki) || i == 3, "number %d", i);
		fama_pki_free(pki);
		at[i][len[i] - 1] ^= 1;
	}
	pki = fama_pki_private(der, key->priv_len, ALL);
	KUNIT_EXPECT_NOT_ERR_OR_NULL(test, pki);
	fama_pki_free(pki);
	KUNIT_EXPECT_EQ(test, (long)-EBADMSG,
			PTR_ERR(fama_pki_private(der, key->priv_len - 1, ALL)));
	KUNIT_EXPECT_EQ(test, (long)-EBADMSG,
			PTR_ERR(fama_pki_private(key->spki,
						 key->spki_len, ALL)));
}

static struct kunit_case pki_cases[] = {
	KUNIT_CASE(pki_sizes),
	KUNIT_CASE_PARAM(pki_len, oracle_keys_gen_params),
	KUNIT_CASE_PARAM(pki_sign_cga, oracle_cga_gen_params),
	KUNIT_CASE_PARAM(pki_sign_mh, oracle_mh_gen_params),
	KUNIT_CASE_PARAM(pki_decrypt_mh, oracle_mh_gen_params),
	KUNIT_CASE_PARAM(pki_verify_wrong, oracle_keys_gen_params),
	KUNIT_CASE(pki_other_key),
	KUNIT_CASE_PARAM(pki_needs_private, oracle_keys_gen_params),
	KUNIT_CASE_PARAM(pki_emsa, oracle_keys_gen_params),
	KUNIT_CASE_PARAM(pki_round_trip, oracle_keys_gen_params),
	KUNIT_CASE_PARAM(pki_eme, oracle_keys_gen_params),
	KUNIT_CASE_PARAM(pki_decrypt_wrong, oracle_keys_gen_params),
	KUNIT_CASE_PARAM(pki_refused, oracle_keys_gen_params),
	KUNIT_CASE(pki_set_public),
	KUNIT_CASE(pki_refused_rfc3972),
	KUNIT_CASE_PARAM(pki_public_bad, oracle_keys_gen_params),
	KUNIT_CASE_PARAM(pki_private_damaged, oracle_keys_gen_params),
	{}
};

static struct kunit_suite pki_suite = {
	.name = "fama_pki",
	.test_cases = pki_cases,
};

kunit_test_suite(pki_suite);

MODULE_DESCRIPTION("Tests of fama's RSA");
MODULE_LICENSE("GPL");
