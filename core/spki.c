// SPDX-License-Identifier: GPL-2.0-only
/* RFC 5280 section 4.1 and RFC 8017 appendix A.1. */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/string.h>

#include <fama/spki.h>

#define DER_INTEGER	0x02
#define DER_BIT_STRING	0x03
#define DER_NULL	0x05
#define DER_OID		0x06
#define DER_SEQUENCE	0x30

#define DER_MAX		0xffff	/* octets in an element that is read here */

/* 1.2.840.113549.1.1.1 */
static const u8 rsa_oid[] = {
	0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
};

/* DER octets that have not been read yet. */
struct der {
	const u8 *p;
	size_t len;
};

/* Read the length behind the tag, in the one encoding that DER allows. */
static bool der_length(const struct der *in, size_t *head, size_t *len)
{
	u8 first;

	if (in->len < 2)
		return false;
	first = in->p[1];
	*head = 2 + (first & 0x80 ? first & 0x7f : 0);
	if (first < 0x80) {
		*len = first;
		return true;
	}
	if (in->len < *head)
		return false;
	if (first == 0x81) {
		*len = in->p[2];
		return *len >= 0x80;
	}
	if (first == 0x82) {
		*len = in->p[2] << 8 | in->p[3];
		return *len >= 0x100;
	}
	return false;
}

/* Take the first element from @in.  @out becomes its contents. */
static bool der_take(struct der *in, u8 tag, struct der *out)
{
	size_t head, len;

	if (!der_length(in, &head, &len) || in->p[0] != tag ||
	    len > in->len - head)
		return false;

	out->p = in->p + head;
	out->len = len;
	in->p += head + len;
	in->len -= head + len;
	return true;
}

/*
 * Take an INTEGER that is not negative.  @out has no leading zero octets: the
 * number 0 has no octets at all.
 */
static bool der_uint(struct der *in, struct der *out)
{
	if (!der_take(in, DER_INTEGER, out) || !out->len || out->p[0] & 0x80)
		return false;
	if (out->p[0])
		return true;
	if (out->len > 1 && !(out->p[1] & 0x80))
		return false;
	out->p++;
	out->len--;
	return true;
}

static u32 small_uint(const struct der *num)
{
	u32 v = 0;
	size_t i;

	if (num->len > sizeof(v))
		return 0;
	for (i = 0; i < num->len; i++)
		v = v << 8 | num->p[i];
	return v;
}

/* RSAPublicKey ::= SEQUENCE { modulus, publicExponent } */
static bool rsa_public(const struct der *key, struct fama_spki *spki)
{
	struct der in = *key, seq, n, e;

	if (!der_take(&in, DER_SEQUENCE, &seq) || in.len ||
	    !der_uint(&seq, &n) || !der_uint(&seq, &e) || seq.len ||
	    !n.len || !e.len)
		return false;

	spki->key = key->p;
	spki->key_len = key->len;
	spki->n = n.p;
	spki->n_len = n.len;
	spki->e = small_uint(&e);
	return true;
}

int fama_spki_parse(const u8 *buf, size_t len, struct fama_spki *spki)
{
	struct der in = { buf, len }, all, alg, oid, params, bits;

	if (!der_take(&in, DER_SEQUENCE, &all) ||
	    !der_take(&all, DER_SEQUENCE, &alg) ||
	    !der_take(&alg, DER_OID, &oid))
		return -EBADMSG;
	if (oid.len != sizeof(rsa_oid) || memcmp(oid.p, rsa_oid, oid.len))
		return -ENOPKG;
	if (!der_take(&alg, DER_NULL, &params) || params.len || alg.len)
		return -EBADMSG;

	/* The first octet is the number of unused bits in the last octet. */
	if (!der_take(&all, DER_BIT_STRING, &bits) || all.len ||
	    !bits.len || bits.p[0])
		return -EBADMSG;
	bits.p++;
	bits.len--;
	if (!rsa_public(&bits, spki))
		return -EBADMSG;
	spki->len = len - in.len;
	return 0;
}
EXPORT_SYMBOL_GPL(fama_spki_parse);

/*
 * RSAPrivateKey ::= SEQUENCE { version 0, n, e, d, p, q, dP, dQ, qInv }.
 * @pub becomes the elements n and e, of which e directly follows n.
 */
static bool rsa_private(const u8 *buf, size_t len, struct der *pub)
{
	struct der in = { buf, len }, seq, num;
	int i;

	if (!der_take(&in, DER_SEQUENCE, &seq) || in.len ||
	    !der_uint(&seq, &num) || num.len)
		return false;

	pub->p = seq.p;
	for (i = 0; i < 8; i++) {
		if (!der_uint(&seq, &num) || !num.len)
			return false;
		if (i == 1)
			pub->len = seq.p - pub->p;
	}
	return !seq.len;
}

static size_t der_head_len(size_t len)
{
	return len < 0x80 ? 2 : len < 0x100 ? 3 : 4;
}

static u8 *der_head(u8 *out, u8 tag, size_t len)
{
	*out++ = tag;
	if (len >= 0x100) {
		*out++ = 0x82;
		*out++ = len >> 8;
	} else if (len >= 0x80) {
		*out++ = 0x81;
	}
	*out++ = len;
	return out;
}

static u8 *put_rsa_algorithm(u8 *out)
{
	out = der_head(out, DER_SEQUENCE, 2 + sizeof(rsa_oid) + 2);
	out = der_head(out, DER_OID, sizeof(rsa_oid));
	memcpy(out, rsa_oid, sizeof(rsa_oid));
	return der_head(out + sizeof(rsa_oid), DER_NULL, 0);
}

int fama_spki_from_private(const u8 *der, size_t len, u8 *out, size_t size)
{
	const size_t alg = 2 + 2 + sizeof(rsa_oid) + 2;
	size_t bits, all;
	struct der pub;
	u8 *p;

	if (!rsa_private(der, len, &pub))
		return -EBADMSG;

	bits = 1 + der_head_len(pub.len) + pub.len;
	all = alg + der_head_len(bits) + bits;
	if (all > DER_MAX || der_head_len(all) + all > size)
		return -EMSGSIZE;

	p = der_head(out, DER_SEQUENCE, all);
	p = put_rsa_algorithm(p);
	p = der_head(p, DER_BIT_STRING, bits);
	*p++ = 0;
	p = der_head(p, DER_SEQUENCE, pub.len);
	memcpy(p, pub.p, pub.len);
	return p + pub.len - out;
}
EXPORT_SYMBOL_GPL(fama_spki_from_private);

unsigned int fama_spki_size(const struct fama_spki *spki)
{
	if (!(spki->n[0] & 0x80))
		return 0;
	switch (spki->n_len) {
	case 1024 / 8:
		return FAMA_KEY_1024;
	case 1536 / 8:
		return FAMA_KEY_1536;
	case 2048 / 8:
		return FAMA_KEY_2048;
	}
	return 0;
}
EXPORT_SYMBOL_GPL(fama_spki_size);

int fama_spki_usable(const struct fama_spki *spki, unsigned int sizes)
{
	if (!(fama_spki_size(spki) & sizes))
		return -EKEYREJECTED;
	if (!(spki->n[spki->n_len - 1] & 1))
		return -EKEYREJECTED;
	if (spki->e != 3 && spki->e != 65537)
		return -EINVAL;
	return 0;
}
EXPORT_SYMBOL_GPL(fama_spki_usable);
