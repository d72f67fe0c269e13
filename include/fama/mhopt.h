/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mobility options (RFC 6275 section 6.2, RFC 4866 section 5).
 *
 * Pure, as mh.h.
 */
#ifndef _FAMA_MHOPT_H
#define _FAMA_MHOPT_H

#include <linux/bits.h>
#include <linux/in6.h>
#include <linux/types.h>

enum fama_mhopt_type {
	FAMA_OPT_PAD1		= 0,
	FAMA_OPT_PADN		= 1,
	FAMA_OPT_REFRESH	= 2,	/* Binding Refresh Advice */
	FAMA_OPT_ALT_COA	= 3,	/* Alternate Care-of Address */
	FAMA_OPT_NONCES		= 4,	/* Nonce Indices */
	FAMA_OPT_AUTH		= 5,	/* Binding Authorization Data */
	FAMA_OPT_CGA_REQ	= 11,	/* CGA Parameters Request */
	FAMA_OPT_CGA		= 12,	/* CGA Parameters */
	FAMA_OPT_SIGNATURE	= 13,
	FAMA_OPT_PHKT		= 14,	/* Permanent Home Keygen Token */
	FAMA_OPT_COT_INIT	= 15,	/* Care-of Test Init */
	FAMA_OPT_COT		= 16,	/* Care-of Test */
};

#define FAMA_OPT_MAX_LEN	255	/* octets of data in one option */
#define FAMA_OPT_SPLIT_LEN	510	/* octets of a Signature or PHKT in two */
#define FAMA_AUTH_LEN		12	/* octets of an authenticator */
#define FAMA_TOKEN_LEN		8	/* octets of every keygen token */
#define FAMA_CGA_MAX_LEN	1024	/* octets of CGA parameters accepted */

struct fama_mh_fixup;

/**
 * struct fama_mhopt - the options of one message
 * @present: bit BIT(type) for each option that is there
 * @refresh: Binding Refresh Advice, units of 4 s
 * @alt_coa: Alternate Care-of Address
 * @home_nonce: Nonce Indices, home
 * @careof_nonce: Nonce Indices, care-of
 * @cga: build: CGA parameters in one piece.  Parse: the first CGA Parameters
 *	option (its type octet); use fama_mhopt_cga() to collect the pieces
 * @cga_len: octets of the parameters, all pieces together
 * @signed_len: parse: octets of the message up to and including the last CGA
 *	Parameters option, what a signature covers
 * @sig: Signature; parse: data of the first Signature option, NULL unless that
 *	follows the last CGA Parameters option directly, whatever @present says;
 *	use fama_mhopt_sig() to collect the pieces
 * @sig_len: octets of it, all pieces together
 * @phkt: Permanent Home Keygen Token, encrypted.  Build: in one piece.  Parse:
 *	data of the first option; use fama_mhopt_phkt() to collect the pieces
 * @phkt_len: octets of it, all pieces together
 * @cot: Care-of Test, a care-of keygen token
 * @auth: the 12 octets of the authenticator
 */
struct fama_mhopt {
	u32 present;
	u16 refresh;
	u16 home_nonce;
	u16 careof_nonce;
	u16 cga_len;
	u16 signed_len;
	u16 sig_len;
	u16 phkt_len;
	struct in6_addr alt_coa;
	const u8 *cga;
	const u8 *sig;
	const u8 *phkt;
	const u8 *auth;
	u8 cot[FAMA_TOKEN_LEN];
};

static inline bool fama_mhopt_has(const struct fama_mhopt *opt,
				  enum fama_mhopt_type type)
{
	return opt->present & BIT(type);
}

/**
 * fama_mhopt_parse() - parse the option part of a message
 * @buf: the whole Mobility Header
 * @off: octet where the options begin
 * @len: octets at @buf
 * @opt: result, pointers into @buf
 *
 * Of a repeated option the whole message is refused, but for three.  CGA
 * Parameters: none is empty, all but the last carry exactly 255 octets and
 * nothing stands between them.  Signature and PHKT may be carried in two
 * options, the second not empty and directly behind a first of 255 octets: an
 * extension of RFC 4866.
 *
 * Signature may be missing or not follow directly: that is left to the caller
 * to see as @opt->sig == NULL (status 148), never an error here.  BAD must end
 * where the message ends.  Options that do not belong to the message's type are
 * not refused, and what stands behind @opt->signed_len is not signed: both are
 * the caller's to mind.
 *
 * Return: true when well formed.
 */
bool fama_mhopt_parse(const u8 *buf, size_t off, size_t len,
		      struct fama_mhopt *opt);

/**
 * fama_mhopt_cga() - collect CGA parameters that may span several options
 * @opt: a parsed set of options with CGA Parameters
 * @out: result
 * @size: octets at @out
 *
 * Return: octets written, -EMSGSIZE.
 */
int fama_mhopt_cga(const struct fama_mhopt *opt, u8 *out, size_t size);

/* The same of Signature, as long as @opt->sig is there. */
int fama_mhopt_sig(const struct fama_mhopt *opt, u8 *out, size_t size);

/* The same of Permanent Home Keygen Token. */
int fama_mhopt_phkt(const struct fama_mhopt *opt, u8 *out, size_t size);

/**
 * fama_mhopt_put_sig() - write the signature into a message that was built
 * @fix: result of fama_mh_build()
 * @sig: signature in one piece
 * @len: octets of it, as many as were asked for
 */
void fama_mhopt_put_sig(const struct fama_mh_fixup *fix, const u8 *sig,
			size_t len);

/* fama_mhopt_build() - the option part of fama_mh_build(), from octet @off on */
int fama_mhopt_build(const struct fama_mhopt *opt, u8 *buf, size_t off,
		     size_t size, struct fama_mh_fixup *fix);

static inline u16 fama_get16(const u8 *p)
{
	return p[0] << 8 | p[1];
}

static inline void fama_put16(u8 *p, u16 v)
{
	p[0] = v >> 8;
	p[1] = v;
}

#endif /* _FAMA_MHOPT_H */
