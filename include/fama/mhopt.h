/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mobility options (RFC 6275 section 6.2, RFC 4866 section 5), between octets
 * and struct.  Pure.
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

#define FAMA_MH_MAX_LEN		2048	/* octets of a message; Header Len has 8 bits */
#define FAMA_OPT_MAX_LEN	255	/* octets of data in one option */
#define FAMA_OPT_SPLIT_LEN	510	/* octets of a Signature or PHKT in two options */
#define FAMA_AUTH_LEN		12	/* octets of an authenticator */
#define FAMA_TOKEN_LEN		8	/* octets of every keygen token */
#define FAMA_CGA_MAX_LEN	1024	/* octets of CGA parameters accepted */

/**
 * struct fama_mhopt - the options of one message
 * @present: BIT(type) for each option that the message has
 * @refresh: Binding Refresh Advice, in units of 4 s
 * @home_nonce: home nonce index of Nonce Indices
 * @careof_nonce: care-of nonce index of Nonce Indices
 * @cga_len: length of the CGA parameters in octets, all options together
 * @signed_len: set by parsing: octets from the start of the message to the end
 *	of its last CGA Parameters option; a signature covers them
 * @sig_len: length of the signature in octets, all options together
 * @phkt_len: length of the encrypted token in octets, all options together
 * @padding: to build: octets of padding in front of Nonce Indices
 * @alt_coa: Alternate Care-of Address
 * @cga: to build: the CGA parameters.  Parsed: type octet of the first CGA
 *	Parameters option; fama_mhopt_cga() copies the parameters
 * @sig: to build: not used, since the signature is made later.  Parsed: data of
 *	the first Signature option; NULL when that option does not directly
 *	follow the last CGA Parameters option, whatever @present says;
 *	fama_mhopt_sig() copies the signature
 * @phkt: to build: the encrypted Permanent Home Keygen Token.  Parsed: data of
 *	its first option; fama_mhopt_phkt() copies the token
 * @auth: parsed: the 12 octets of the authenticator
 * @cot: care-of keygen token of Care-of Test
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
	u16 padding;
	struct in6_addr alt_coa;
	const u8 *cga;
	const u8 *sig;
	const u8 *phkt;
	const u8 *auth;
	u8 cot[FAMA_TOKEN_LEN];
};

/* Does the message have an option of this type? */
static inline bool fama_mhopt_has(const struct fama_mhopt *opt,
				  enum fama_mhopt_type type)
{
	return opt->present & BIT(type);
}

/**
 * fama_mhopt_parse() - parse the options of a message
 * @buf: the whole Mobility Header
 * @off: offset of the first option
 * @len: octets at @buf
 * @opt: result; its pointers point into @buf
 *
 * A message that repeats an option is refused, with three exceptions.  CGA
 * Parameters may be repeated: none of these options is empty, all but the last
 * have 255 octets of data, and nothing stands between them.  Signature and PHKT
 * may each be carried in two options (an extension of RFC 4866): the first has
 * 255 octets of data, and the second is not empty and follows it directly.
 *
 * Binding Authorization Data must be the end of the message.  An option of an
 * unknown type is skipped.
 *
 * The caller checks what depends on the message: a signature that is missing or
 * stands in a wrong place (@opt->sig is NULL; status 148), options that do not
 * belong to the type of message, and options that are not signed because they
 * stand behind @opt->signed_len.
 *
 * Return: true when all options are well formed.
 */
bool fama_mhopt_parse(const u8 *buf, size_t off, size_t len,
		      struct fama_mhopt *opt);

/**
 * fama_mhopt_cga() - copy CGA parameters, which may span several options
 * @opt: parsed options that include CGA Parameters
 * @out: result
 * @size: octets at @out
 *
 * Return: octets written, or -EMSGSIZE.
 */
int fama_mhopt_cga(const struct fama_mhopt *opt, u8 *out, size_t size);

/**
 * fama_mhopt_sig() - copy the signature, which may span two options
 * @opt: parsed options; @sig is not NULL
 * @out: result
 * @size: octets at @out
 *
 * Return: octets written, or -EMSGSIZE.
 */
int fama_mhopt_sig(const struct fama_mhopt *opt, u8 *out, size_t size);

/**
 * fama_mhopt_phkt() - copy the encrypted token, which may span two options
 * @opt: parsed options that include the Permanent Home Keygen Token
 * @out: result
 * @size: octets at @out
 *
 * Return: octets written, or -EMSGSIZE.
 */
int fama_mhopt_phkt(const struct fama_mhopt *opt, u8 *out, size_t size);

/**
 * struct fama_mhopt_fixup - what must be written into a message after it was built
 * @signed_len: octets from the start that a signature covers; 0: no signature
 * @sig: where the signature goes, by fama_mhopt_put_sig(); NULL without one
 * @auth: where the 12 octets of the authenticator go; NULL without one
 */
struct fama_mhopt_fixup {
	size_t signed_len;
	u8 *sig;
	u8 *auth;
};

/**
 * fama_mhopt_build() - write the options of a message
 * @opt: the options; fama_mh_build() describes their order
 * @buf: start of the message
 * @off: offset of the first option
 * @size: octets at @buf
 * @fix: result, or NULL; not changed on an error
 *
 * Return: length of the message in octets, a multiple of 8; -EMSGSIZE when it
 * does not fit; -EINVAL for options that cannot exist.
 */
int fama_mhopt_build(const struct fama_mhopt *opt, u8 *buf, size_t off,
		     size_t size, struct fama_mhopt_fixup *fix);

/**
 * fama_mhopt_put_sig() - write the signature into a message that was built
 * @fix: result of fama_mh_build()
 * @sig: the signature
 * @len: its length in octets, the @sig_len that the message was built with
 */
void fama_mhopt_put_sig(const struct fama_mhopt_fixup *fix, const u8 *sig,
			size_t len);

/* 16 bits in network byte order, at any alignment. */
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
