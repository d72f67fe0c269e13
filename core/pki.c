// SPDX-License-Identifier: GPL-2.0-only
/*
 * RSASSA-PKCS1-v1_5 and RSAES-PKCS1-v1_5 (RFC 8017 sections 8.2 and 7.2).
 *
 * The padding is made here.  The kernel's algorithm "rsa" without padding is the
 * only one that is the same in all supported versions.
 */
#include <linux/cache.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/random.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <crypto/akcipher.h>
#include <crypto/algapi.h>

#include <fama/modn.h>
#include <fama/pki.h>
#include <fama/spki.h>

#define EMSA_BLOCK	1	/* second octet of the encoded message */
#define EME_BLOCK	2

/* DigestInfo of SHA-1 up to the digest (RFC 8017 section 9.2). */
static const u8 sha1_info[] = {
	0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e,
	0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14,
};

/*
 * Any number of callers may use a key at the same time, since all of it is constant
 * once the key is set.  @n: the modulus.
 */
struct fama_pki {
	struct crypto_akcipher *tfm;
	size_t len;
	bool private;
	u8 n[FAMA_PKI_MAX_LEN];
};

/*
 * Buffers that the crypto layer may map for a device, so they cannot be on the
 * stack.  The request is last, since the memory of the implementation follows.
 */
struct pki_work {
	u8 in[FAMA_PKI_MAX_LEN] __aligned(ARCH_KMALLOC_MINALIGN);
	u8 out[FAMA_PKI_MAX_LEN] __aligned(ARCH_KMALLOC_MINALIGN);
	struct akcipher_request req;
};

static struct pki_work *pki_work_new(const struct fama_pki *pki)
{
	struct pki_work *work;

	work = kmalloc(sizeof(*work) + crypto_akcipher_reqsize(pki->tfm),
		       GFP_KERNEL);
	if (work)
		akcipher_request_set_tfm(&work->req, pki->tfm);
	return work;
}

static int pki_run(struct fama_pki *pki, struct pki_work *work, bool private)
{
	struct akcipher_request *req = &work->req;
	struct scatterlist src, dst;
	DECLARE_CRYPTO_WAIT(wait);
	int err;

	sg_init_one(&src, work->in, pki->len);
	sg_init_one(&dst, work->out, pki->len);
	akcipher_request_set_crypt(req, &src, &dst, pki->len, pki->len);
	akcipher_request_set_callback(req, CRYPTO_TFM_REQ_MAY_SLEEP |
				      CRYPTO_TFM_REQ_MAY_BACKLOG,
				      crypto_req_done, &wait);
	if (private)
		err = crypto_akcipher_decrypt(req);
	else
		err = crypto_akcipher_encrypt(req);
	err = crypto_wait_req(err, &wait);
	if (!err && req->dst_len > pki->len)
		err = -EOVERFLOW;
	return err;
}

/* RSAEP or RSADP.  @in and @out have @pki->len octets and may be the same. */
static int pki_raw(struct fama_pki *pki, const u8 *in, u8 *out, bool private)
{
	struct pki_work *work;
	size_t pad;
	int err;

	work = pki_work_new(pki);
	if (!work)
		return -ENOMEM;

	memcpy(work->in, in, pki->len);
	err = pki_run(pki, work, private);
	if (!err) {
		/* An implementation may drop leading zero octets. */
		pad = pki->len - work->req.dst_len;
		memset(out, 0, pad);
		memcpy(out + pad, work->out, work->req.dst_len);
	}
	kfree_sensitive(work);
	return err;
}

/**
 * struct pki_blind - what hides the operand of the private operation
 * @m: arithmetic modulo the modulus
 * @r: a random number, to the power of the public exponent
 * @back: the inverse of the random number
 */
struct pki_blind {
	struct fama_modn m;
	u8 r[FAMA_PKI_MAX_LEN];
	u8 back[FAMA_PKI_MAX_LEN];
};

/* The highest bit of the modulus is 1, so that a number without it is smaller. */
static int pki_blind_make(struct fama_pki *pki, struct pki_blind *blind)
{
	fama_modn_set(&blind->m, pki->n, pki->len);
	do {
		get_random_bytes(blind->r, pki->len);
		blind->r[0] &= 0x7f;
	} while (!fama_modn_inverse(&blind->m, blind->r, blind->back));
	return pki_raw(pki, blind->r, blind->r, false);
}

/*
 * RSADP of a number that a peer may have chosen.  The time of the kernel's operation
 * depends on its operand, and so would tell something about the key to who knows the
 * operand.  So it is multiplied by r^e, where nobody knows r, and the result by 1/r:
 * (a r^e)^d / r = a^d.  As pki_raw().
 */
static int pki_private(struct fama_pki *pki, const u8 *in, u8 *out)
{
	struct pki_blind *blind = kzalloc(sizeof(*blind), GFP_KERNEL);
	int err;

	if (!blind)
		return -ENOMEM;
	err = pki_blind_make(pki, blind);
	if (!err && !fama_modn_below(&blind->m, in))
		err = -EINVAL;
	if (!err) {
		fama_modn_mul(&blind->m, in, blind->r, out);
		err = pki_raw(pki, out, out, true);
	}
	if (!err)
		fama_modn_mul(&blind->m, out, blind->back, out);
	kfree_sensitive(blind);
	return err;
}

/* EMSA-PKCS1-v1_5 (RFC 8017 section 9.2): 00 01 FF.. 00 DigestInfo */
static void emsa_encode(u8 *em, size_t len, const u8 digest[SHA1_DIGEST_SIZE])
{
	size_t info = len - SHA1_DIGEST_SIZE - sizeof(sha1_info);

	em[0] = 0;
	em[1] = EMSA_BLOCK;
	memset(em + 2, 0xff, info - 3);
	em[info - 1] = 0;
	memcpy(em + info, sha1_info, sizeof(sha1_info));
	memcpy(em + len - SHA1_DIGEST_SIZE, digest, SHA1_DIGEST_SIZE);
}

/* EME-PKCS1-v1_5 (RFC 8017 section 7.2.1): 00 02, nonzero octets, 00 token */
static void eme_encode(u8 *em, size_t len, const u8 token[FAMA_TOKEN_LEN])
{
	size_t end = len - FAMA_TOKEN_LEN - 1;
	size_t i;

	em[0] = 0;
	em[1] = EME_BLOCK;
	get_random_bytes(em + 2, end - 2);
	for (i = 2; i < end; i++)
		while (!em[i])
			em[i] = get_random_u8();
	em[end] = 0;
	memcpy(em + end + 1, token, FAMA_TOKEN_LEN);
}

/*
 * Copy the token from @em to @token.  When the padding is wrong, @token is not
 * changed.  No branch and no memory address depends on @em, so that the time
 * tells nothing about the padding (Bleichenbacher's attack).
 */
static void eme_decode(const u8 *em, size_t len, u8 token[FAMA_TOKEN_LEN])
{
	size_t end = len - FAMA_TOKEN_LEN - 1;
	u32 bad = em[0] | (em[1] ^ EME_BLOCK) | em[end];
	u8 keep;
	size_t i;

	for (i = 2; i < end; i++)
		bad |= ((u32)em[i] - 1) >> 31;
	keep = (bad - 1) >> 31;		/* 1 when bad is 0 */
	keep -= 1;			/* 0xff when bad is not 0 */
	OPTIMIZER_HIDE_VAR(keep);
	for (i = 0; i < FAMA_TOKEN_LEN; i++)
		token[i] = (token[i] & keep) | (em[end + 1 + i] & ~keep);
}

size_t fama_pki_len(const struct fama_pki *pki)
{
	return pki->len;
}
EXPORT_SYMBOL_GPL(fama_pki_len);

int fama_pki_verify(struct fama_pki *pki, const u8 digest[SHA1_DIGEST_SIZE],
		    const u8 *sig, size_t len)
{
	u8 want[FAMA_PKI_MAX_LEN], em[FAMA_PKI_MAX_LEN];
	int err;

	if (len != pki->len)
		return -EKEYREJECTED;

	err = pki_raw(pki, sig, em, false);
	if (err == -EINVAL)		/* @sig is not below the modulus */
		return -EKEYREJECTED;
	if (err)
		return err;

	emsa_encode(want, len, digest);
	return crypto_memneq(want, em, len) ? -EKEYREJECTED : 0;
}
EXPORT_SYMBOL_GPL(fama_pki_verify);

int fama_pki_sign(struct fama_pki *pki, const u8 digest[SHA1_DIGEST_SIZE],
		  u8 *sig)
{
	u8 em[FAMA_PKI_MAX_LEN];
	int err;

	if (!pki->private)
		return -EINVAL;

	emsa_encode(em, pki->len, digest);
	err = pki_private(pki, em, em);
	if (err)
		return err;

	/* A wrong signature made with the CRT would disclose the primes. */
	err = fama_pki_verify(pki, digest, em, pki->len);
	if (!err)
		memcpy(sig, em, pki->len);
	memzero_explicit(em, sizeof(em));
	return err;
}
EXPORT_SYMBOL_GPL(fama_pki_sign);

int fama_pki_encrypt(struct fama_pki *pki, const u8 token[FAMA_TOKEN_LEN],
		     u8 *out)
{
	u8 em[FAMA_PKI_MAX_LEN];
	int err;

	eme_encode(em, pki->len, token);
	err = pki_raw(pki, em, out, false);
	memzero_explicit(em, sizeof(em));
	return err;
}
EXPORT_SYMBOL_GPL(fama_pki_encrypt);

int fama_pki_decrypt(struct fama_pki *pki, const u8 *in, size_t len,
		     u8 token[FAMA_TOKEN_LEN])
{
	u8 em[FAMA_PKI_MAX_LEN] = {};
	int err;

	if (!pki->private)
		return -EINVAL;
	if (len != pki->len)
		return -EBADMSG;

	err = pki_private(pki, in, em);
	if (err && err != -EINVAL)
		return err;

	/* When @in was not below the modulus, @em is zero: a wrong padding. */
	get_random_bytes(token, FAMA_TOKEN_LEN);
	eme_decode(em, len, token);
	memzero_explicit(em, sizeof(em));
	return 0;
}
EXPORT_SYMBOL_GPL(fama_pki_decrypt);

struct fama_pki *fama_pki_new(void)
{
	struct fama_pki *pki;
	int err;

	pki = kzalloc(sizeof(*pki), GFP_KERNEL);
	if (!pki)
		return ERR_PTR(-ENOMEM);
	pki->tfm = crypto_alloc_akcipher("rsa", 0, 0);
	if (IS_ERR(pki->tfm)) {
		err = PTR_ERR(pki->tfm);
		kfree(pki);
		return ERR_PTR(err);
	}
	return pki;
}
EXPORT_SYMBOL_GPL(fama_pki_new);

void fama_pki_free(struct fama_pki *pki)
{
	if (IS_ERR_OR_NULL(pki))
		return;
	crypto_free_akcipher(pki->tfm);
	kfree_sensitive(pki);
}
EXPORT_SYMBOL_GPL(fama_pki_free);

int fama_pki_set_public(struct fama_pki *pki, const u8 *spki, size_t len,
			unsigned int sizes)
{
	struct fama_spki key;
	int err;

	err = fama_spki_parse(spki, len, &key);
	if (!err && key.len != len)
		err = -EBADMSG;
	if (!err)
		err = fama_spki_usable(&key, sizes);
	if (err)
		return err;

	pki->len = key.n_len;
	memcpy(pki->n, key.n, key.n_len);
	/* The key is right, so that it is the policy of the crypto layer. */
	err = crypto_akcipher_set_pub_key(pki->tfm, key.key, key.key_len);
	return err == -EINVAL ? -EPERM : err;
}
EXPORT_SYMBOL_GPL(fama_pki_set_public);

struct fama_pki *fama_pki_public(const u8 *spki, size_t len,
				 unsigned int sizes)
{
	struct fama_pki *pki = fama_pki_new();
	int err;

	if (IS_ERR(pki))
		return pki;
	err = fama_pki_set_public(pki, spki, len, sizes);
	if (err) {
		fama_pki_free(pki);
		return ERR_PTR(err);
	}
	return pki;
}
EXPORT_SYMBOL_GPL(fama_pki_public);

/* Take the public half of a private key: whoever refuses that says why. */
static int private_set_public(struct fama_pki *pki, const u8 *der, size_t len,
			      unsigned int sizes)
{
	u8 *spki;
	int err;

	spki = kmalloc(FAMA_SPKI_MAX_LEN, GFP_KERNEL);
	if (!spki)
		return -ENOMEM;
	err = fama_spki_from_private(der, len, spki, FAMA_SPKI_MAX_LEN);
	if (err == -EMSGSIZE)		/* larger than all usable keys */
		err = -EKEYREJECTED;
	if (err > 0)
		err = fama_pki_set_public(pki, spki, err, sizes);
	kfree(spki);
	return err;
}

static int pki_probe(struct fama_pki *pki)
{
	static const u8 digest[SHA1_DIGEST_SIZE] = "fama private key ok";
	u8 sig[FAMA_PKI_MAX_LEN];
	int err;

	err = fama_pki_sign(pki, digest, sig);
	return err == -EINVAL ? -EKEYREJECTED : err;
}

/* An RSAPublicKey whose modulus has @n_len octets, which are those of no real key. */
static size_t pki_sample(u8 *der, size_t n_len)
{
	static const u8 exponent[] = { 0x02, 0x03, 0x01, 0x00, 0x01 };
	size_t body = 5 + n_len + sizeof(exponent);
	u8 *p = der;

	*p++ = 0x30;
	*p++ = 0x82;
	*p++ = body >> 8;
	*p++ = body;
	*p++ = 0x02;
	*p++ = 0x82;
	*p++ = (n_len + 1) >> 8;
	*p++ = n_len + 1;
	*p++ = 0;
	memset(p, 0xff, n_len);
	p += n_len;
	memcpy(p, exponent, sizeof(exponent));
	return p + sizeof(exponent) - der;
}

/* Does the crypto layer take keys of this length? */
static bool pki_takes(struct crypto_akcipher *tfm, size_t n_len)
{
	u8 der[FAMA_PKI_MAX_LEN + 16];

	return !crypto_akcipher_set_pub_key(tfm, der, pki_sample(der, n_len));
}

unsigned int fama_pki_sizes(void)
{
	struct crypto_akcipher *tfm = crypto_alloc_akcipher("rsa", 0, 0);
	unsigned int sizes = 0;

	if (IS_ERR(tfm))
		return 0;
	if (pki_takes(tfm, 128))
		sizes |= FAMA_KEY_1024;
	if (pki_takes(tfm, 192))
		sizes |= FAMA_KEY_1536;
	if (pki_takes(tfm, 256))
		sizes |= FAMA_KEY_2048;
	crypto_free_akcipher(tfm);
	return sizes;
}
EXPORT_SYMBOL_GPL(fama_pki_sizes);

struct fama_pki *fama_pki_private(const u8 *der, size_t len,
				  unsigned int sizes)
{
	struct fama_pki *pki = fama_pki_new();
	int err;

	if (IS_ERR(pki))
		return pki;
	err = private_set_public(pki, der, len, sizes);
	if (!err)
		err = crypto_akcipher_set_priv_key(pki->tfm, der, len);
	pki->private = !err;
	if (!err)
		err = pki_probe(pki);
	if (err) {
		fama_pki_free(pki);
		return ERR_PTR(err);
	}
	return pki;
}
EXPORT_SYMBOL_GPL(fama_pki_private);
