/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mobility Header messages (RFC 6275 section 6.1), octets to struct and back.
 *
 * Pure: buffers in, buffers out; no packet, no allocation, no time.
 */
#ifndef _FAMA_MH_H
#define _FAMA_MH_H

#include <linux/in6.h>
#include <linux/types.h>

#include <fama/mhopt.h>

#define FAMA_MH_MAX_LEN		2048	/* octets; Header Len is 8 bits */
#define FAMA_MH_LIFETIME_UNIT	4	/* seconds (RFC 6275 section 6.1.7) */

/* RFC 6275 section 6.1.1 */
enum fama_mh_type {
	FAMA_MH_BRR	= 0,
	FAMA_MH_HOTI	= 1,
	FAMA_MH_COTI	= 2,
	FAMA_MH_HOT	= 3,
	FAMA_MH_COT	= 4,
	FAMA_MH_BU	= 5,
	FAMA_MH_BA	= 6,
	FAMA_MH_BE	= 7,
};

/* Flags of a Binding Update (RFC 6275 section 6.1.7) */
#define FAMA_BU_ACK		0x8000
#define FAMA_BU_HOME		0x4000
#define FAMA_BU_LLADDR		0x2000
#define FAMA_BU_KEYMGMT		0x1000

/* Status of a Binding Ack (RFC 6275 6.1.8, RFC 4866 5.7) */
enum fama_ba_status {
	FAMA_BA_ACCEPTED		= 0,
	FAMA_BA_REFUSED			= 128,	/* first of the refusals */
	FAMA_BA_PROHIBITED		= 129,
	FAMA_BA_NO_RESOURCES		= 130,
	FAMA_BA_NOT_SUPPORTED		= 131,
	FAMA_BA_NOT_HOME_SUBNET		= 132,
	FAMA_BA_NOT_HOME_AGENT		= 133,
	FAMA_BA_DAD_FAILED		= 134,
	FAMA_BA_SEQ_WINDOW		= 135,
	FAMA_BA_HOME_NONCE		= 136,
	FAMA_BA_CAREOF_NONCE		= 137,
	FAMA_BA_NONCES			= 138,
	FAMA_BA_TYPE_CHANGE		= 139,
	FAMA_BA_PHKT_UNAVAILABLE	= 147,
	FAMA_BA_CGA_FAILED		= 148,
	FAMA_BA_PHKT_EXISTS		= 149,
	FAMA_BA_HOME_NONCE_EXPECTED	= 150,
	FAMA_BA_BAD_CAREOF		= 174,
};

/* Status of a Binding Error (RFC 6275 section 6.1.9) */
enum fama_be_status {
	FAMA_BE_UNKNOWN_BINDING		= 1,
	FAMA_BE_UNKNOWN_TYPE		= 2,
};

/**
 * struct fama_mh - one message, parsed or to be built
 * @type: &enum fama_mh_type
 * @bu: Binding Update; @lifetime in units of 4 s, host byte order throughout
 * @ba: Binding Ack
 * @be: Binding Error
 * @init: Home or Care-of Test Init
 * @test: Home or Care-of Test
 * @opt: the options
 */
struct fama_mh {
	u8 type;
	union {
		struct {
			u16 seq;
			u16 flags;
			u16 lifetime;
		} bu;
		struct {
			u8 status;
			u8 flags;
			u16 seq;
			u16 lifetime;
		} ba;
		struct {
			u8 status;
			struct in6_addr home;
		} be;
		struct {
			u8 cookie[8];
		} init;
		struct {
			u16 nonce_index;
			u8 cookie[8];
			u8 token[8];
		} test;
	};
	struct fama_mhopt opt;
};

/**
 * enum fama_mh_err - why a message cannot be parsed
 * @FAMA_MH_OK: it can
 * @FAMA_MH_ETRUNC: buffer and Header Len disagree
 * @FAMA_MH_EPROTO: Payload Proto is not 59; ICMPv6 Parameter Problem code 0,
 *	pointer to octet 0 (RFC 6275 section 9.2)
 * @FAMA_MH_ETYPE: unknown MH Type; Binding Error 2
 * @FAMA_MH_ESHORT: Header Len below the minimum of the type; ICMPv6 Parameter
 *	Problem code 0, pointer to octet 1
 * @FAMA_MH_EOPT: an option runs past the end, has a wrong length, or stands
 *	where it may not
 */
enum fama_mh_err {
	FAMA_MH_OK,
	FAMA_MH_ETRUNC,
	FAMA_MH_EPROTO,
	FAMA_MH_ETYPE,
	FAMA_MH_ESHORT,
	FAMA_MH_EOPT,
};

/**
 * fama_mh_parse() - octets to struct
 * @buf: the Mobility Header
 * @len: octets of it, exactly (Header Len + 1) * 8
 * @mh: result; pointers in @mh->opt point into @buf
 *
 * The checksum is the caller's, and is to be checked first.  Then the order is
 * that of RFC 6275 section 9.2: type, Payload Proto, Header Len, options; on an
 * error @mh->type is valid from %FAMA_MH_ETYPE on.  Unknown options are skipped.
 *
 * Return: %FAMA_MH_OK or the first check that fails.
 */
enum fama_mh_err fama_mh_parse(const u8 *buf, size_t len, struct fama_mh *mh);

/**
 * struct fama_mh_fixup - what must be filled in after fama_mh_build()
 * @signed_len: octets from 0 that a signature covers (0: no signature)
 * @sig: where the signature goes, in the buffer; fama_mhopt_put_sig() writes it
 * @auth: where the 12 octets of the authenticator go, NULL without one
 */
struct fama_mh_fixup {
	size_t signed_len;
	u8 *sig;
	u8 *auth;
};

/**
 * fama_mh_build() - struct to octets
 * @mh: the message.  Options are written in the order of the protocol profile:
 *	BU: AltCoA, CGA Parameters, Signature, Care-of Test Init, CGA Parameters
 *	Request, Nonce Indices, BAD.  BA: Binding Refresh Advice, PHKT, CGA
 *	Parameters, Signature, Care-of Test, Nonce Indices, BAD.  Signature and
 *	authenticator are zero octets until the caller fills them in, and their pointers in
 *	@mh->opt are not looked at (@sig_len is).
 * @buf: result, checksum 0
 * @size: octets at @buf
 * @fix: result, may be NULL when neither signature nor authenticator is asked
 *	for; not touched on error
 *
 * Pads as the alignment rules of the options and the 8-octet unit want.
 * Return: octets written, -EMSGSIZE when it does not fit @size or
 * %FAMA_MH_MAX_LEN, -EINVAL for a message that cannot exist: unknown type,
 * options of another type, CGA Parameters without Signature or the reverse,
 * a length of zero or above the option's limit.
 */
int fama_mh_build(const struct fama_mh *mh, u8 *buf, size_t size,
		  struct fama_mh_fixup *fix);

/**
 * fama_seq_newer() - is a sequence number newer (RFC 6275 section 9.5.1)
 * @seq: number received
 * @last: number accepted last
 *
 * Modulo 2^16: @last and the 32768 numbers before it are not newer.
 *
 * Return: true when it is.
 */
static inline bool fama_seq_newer(u16 seq, u16 last)
{
	return (s16)(u16)(seq - last) > 0;
}

#endif /* _FAMA_MH_H */
