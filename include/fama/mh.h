/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mobility Header messages (RFC 6275 section 6.1), between octets and struct.
 *
 * Pure: the functions work on buffers and know no packets, memory allocation or
 * time.
 */
#ifndef _FAMA_MH_H
#define _FAMA_MH_H

#include <linux/in6.h>
#include <linux/types.h>

#include <fama/mhopt.h>

#define FAMA_MH_LIFETIME_UNIT	4	/* seconds (RFC 6275 section 6.1.7) */

/* MH Type, RFC 6275 sections 6.1.2 to 6.1.9 */
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

/* Status of a Binding Acknowledgement (RFC 6275 6.1.8, RFC 4866 5.7) */
enum fama_ba_status {
	FAMA_BA_ACCEPTED		= 0,
	FAMA_BA_PREFIX_DISCOVERY	= 1,	/* accepted, but the prefix ends */
	FAMA_BA_REFUSED			= 128,	/* all from here on refuse */
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
 * @bu: Binding Update
 * @ba: Binding Acknowledgement
 * @be: Binding Error
 * @init: Home Test Init or Care-of Test Init
 * @test: Home Test or Care-of Test
 * @opt: the options
 *
 * All numbers are in host byte order.  Lifetimes are in units of
 * %FAMA_MH_LIFETIME_UNIT seconds.
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
 * enum fama_mh_err - why a message cannot be parsed, and the answer to it
 * @FAMA_MH_OK: the message was parsed
 * @FAMA_MH_ETRUNC: Header Len does not fit the length of the buffer
 * @FAMA_MH_EPROTO: Payload Proto is not 59; the answer is an ICMPv6 Parameter
 *	Problem with code 0 that points at octet 0 (RFC 6275 section 9.2)
 * @FAMA_MH_ETYPE: unknown MH Type; the answer is a Binding Error with status 2
 * @FAMA_MH_ESHORT: Header Len is below the minimum of the type; the answer is an
 *	ICMPv6 Parameter Problem with code 0 that points at octet 1
 * @FAMA_MH_EOPT: an option does not end within the message, has a wrong length,
 *	or stands in a wrong place
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
 * fama_mh_parse() - parse a message
 * @buf: the Mobility Header
 * @len: octets at @buf, which must be (Header Len + 1) * 8
 * @mh: result; pointers in @mh->opt point into @buf
 *
 * The caller has checked the checksum.  The order of the other checks is that of
 * RFC 6275 section 9.2: type, Payload Proto, Header Len, options.  @mh->type is
 * valid except after %FAMA_MH_ETRUNC.  Unknown options are skipped.
 *
 * Return: %FAMA_MH_OK, or the first check that fails.
 */
enum fama_mh_err fama_mh_parse(const u8 *buf, size_t len, struct fama_mh *mh);

/**
 * fama_mh_build() - write a message
 * @mh: the message.  In @mh->opt the pointers to signature and authenticator
 *	are not used; @sig_len is
 * @buf: result; its checksum is 0
 * @size: octets at @buf
 * @fix: result: where the caller writes signature and authenticator, which are
 *	zero octets until then; not changed on an error.  May be NULL for a
 *	message without both
 *
 * The order of the options is fixed.  Binding Update: Alternate Care-of Address,
 * CGA Parameters, Signature, Care-of Test Init, CGA Parameters Request, Nonce
 * Indices, Binding Authorization Data.  Binding Acknowledgement: Binding Refresh
 * Advice, PHKT, CGA Parameters, Signature, Care-of Test, Nonce Indices, Binding
 * Authorization Data.  Padding options align each option, and the message to 8
 * octets.
 *
 * Return: octets written; -EMSGSIZE when the message does not fit @size or
 * %FAMA_MH_MAX_LEN; -EINVAL for a message that cannot exist: an unknown type,
 * options that do not belong to the type, CGA Parameters without Signature or
 * the reverse, a length that is zero or above the limit of the option.
 */
int fama_mh_build(const struct fama_mh *mh, u8 *buf, size_t size,
		  struct fama_mhopt_fixup *fix);

/**
 * fama_seq_newer() - compare sequence numbers (RFC 6275 section 9.5.1)
 * @seq: the number received
 * @last: the number accepted last
 *
 * Numbers count modulo 2^16: @last and the 32768 numbers before it are not
 * newer than @last.
 *
 * Return: true when @seq is newer.
 */
static inline bool fama_seq_newer(u16 seq, u16 last)
{
	return (s16)(u16)(seq - last) > 0;
}

#endif /* _FAMA_MH_H */
