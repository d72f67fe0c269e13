// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages: the oracle's octets to structs and back, and hostile ones.
 */
#include <linux/module.h>
#include <linux/sched.h>

#include <fama/auth.h>
#include <fama/mh.h>

#include "expect.h"
#include "oracle_mh.h"

static void describe(const struct oracle_mh *v, char *desc)
{
	strscpy(desc, v->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(oracle_mh, oracle_mh, describe);

static void expect_body(struct kunit *test, const struct fama_mh *got,
			const struct fama_mh *want)
{
	switch (want->type) {
	case FAMA_MH_HOTI:
	case FAMA_MH_COTI:
		EXPECT_OCTETS(test, got->init.cookie, want->init.cookie, 8);
		break;
	case FAMA_MH_HOT:
	case FAMA_MH_COT:
		KUNIT_EXPECT_EQ(test, want->test.nonce_index,
				got->test.nonce_index);
		EXPECT_OCTETS(test, got->test.cookie, want->test.cookie, 8);
		EXPECT_OCTETS(test, got->test.token, want->test.token, 8);
		break;
	case FAMA_MH_BU:
		KUNIT_EXPECT_EQ(test, want->bu.seq, got->bu.seq);
		KUNIT_EXPECT_EQ(test, want->bu.flags, got->bu.flags);
		KUNIT_EXPECT_EQ(test, want->bu.lifetime, got->bu.lifetime);
		break;
	case FAMA_MH_BA:
		KUNIT_EXPECT_EQ(test, want->ba.status, got->ba.status);
		KUNIT_EXPECT_EQ(test, want->ba.flags, got->ba.flags);
		KUNIT_EXPECT_EQ(test, want->ba.seq, got->ba.seq);
		KUNIT_EXPECT_EQ(test, want->ba.lifetime, got->ba.lifetime);
		break;
	case FAMA_MH_BE:
		KUNIT_EXPECT_EQ(test, want->be.status, got->be.status);
		EXPECT_OCTETS(test, &got->be.home, &want->be.home, 16);
		break;
	}
}

static void expect_cga(struct kunit *test, const struct fama_mhopt *got,
		       const struct fama_mhopt *want)
{
	u8 *cga = kunit_kzalloc(test, FAMA_CGA_MAX_LEN, GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, cga);
	KUNIT_EXPECT_EQ(test, want->cga_len, got->cga_len);
	KUNIT_EXPECT_EQ(test, want->signed_len, got->signed_len);
	KUNIT_ASSERT_EQ(test, (int)want->cga_len,
			fama_mhopt_cga(got, cga, FAMA_CGA_MAX_LEN));
	EXPECT_OCTETS(test, cga, want->cga, want->cga_len);
	kunit_kfree(test, cga);
}

static void expect_options(struct kunit *test, const struct fama_mhopt *got,
			   const struct fama_mhopt *want)
{
	KUNIT_EXPECT_EQ(test, want->present, got->present);
	KUNIT_EXPECT_EQ(test, want->refresh, got->refresh);
	KUNIT_EXPECT_EQ(test, want->home_nonce, got->home_nonce);
	KUNIT_EXPECT_EQ(test, want->careof_nonce, got->careof_nonce);
	EXPECT_OCTETS(test, &got->alt_coa, &want->alt_coa, 16);
	EXPECT_OCTETS(test, got->cot, want->cot, FAMA_TOKEN_LEN);
	KUNIT_EXPECT_EQ(test, !!got->cga, !!want->cga_len);
	if (got->cga)
		expect_cga(test, got, want);
	KUNIT_EXPECT_EQ(test, want->sig_len, got->sig_len);
	KUNIT_EXPECT_EQ(test, fama_mhopt_has(want, FAMA_OPT_SIGNATURE),
			!!got->sig);
	KUNIT_EXPECT_EQ(test, fama_mhopt_has(want, FAMA_OPT_AUTH),
			!!got->auth);
	KUNIT_ASSERT_EQ(test, want->phkt_len, got->phkt_len);
	if (want->phkt_len)
		EXPECT_OCTETS(test, got->phkt, want->phkt, want->phkt_len);
}

static void mh_parse(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;
	struct fama_mh mh;
	u8 *buf;

	only_rows(test, v->mh);

	buf = exact(test, v->mh, v->mh_len);
	memset(&mh, 0xff, sizeof(mh));
	KUNIT_ASSERT_EQ(test, FAMA_MH_OK, fama_mh_parse(buf, v->mh_len, &mh));
	KUNIT_EXPECT_EQ(test, v->want.type, mh.type);
	expect_body(test, &mh, &v->want);
	expect_options(test, &mh.opt, &v->want.opt);
	if (mh.opt.sig) {
		KUNIT_ASSERT_EQ(test, v->signature_len, (size_t)mh.opt.sig_len);
		EXPECT_OCTETS(test, mh.opt.sig, v->signature, v->signature_len);
	}
	if (mh.opt.auth)
		EXPECT_OCTETS(test, mh.opt.auth, v->authenticator,
			      FAMA_AUTH_LEN);
}

static u32 sum16(const u8 *p, size_t len)
{
	u32 sum = 0;

	for (; len; len -= 2, p += 2)
		sum += p[0] << 8 | p[1];
	return sum;
}

/* RFC 6275 section 6.1.1.  The result is 0 if the checksum in @buf is right. */
static u16 checksum(const struct oracle_mh *v, const u8 *mh, size_t len)
{
	u32 sum = sum16(v->src.s6_addr, 16) + sum16(v->dst.s6_addr, 16);

	sum += len + 135 + sum16(mh, len);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

/*
 * Order of RFC 4866 section 4.5: signature, authenticator, checksum.  The oracle
 * has the signature of the digest, as pki_sign_mh() sees.
 */
static void fill_in(struct kunit *test, const struct oracle_mh *v, u8 *buf,
		    size_t len, const struct fama_mhopt_fixup *fix)
{
	u8 digest[SHA1_DIGEST_SIZE], want[SHA1_DIGEST_SIZE];
	struct hmac_sha1_key kbm;

	if (fix->sig) {
		fama_auth_digest(digest, &v->coa, &v->cn, buf, fix->signed_len);
		fama_auth_digest(want, &v->coa, &v->cn, v->mh, fix->signed_len);
		EXPECT_OCTETS(test, digest, want, sizeof(want));
		fama_mhopt_put_sig(fix, v->signature, v->signature_len);
	}
	if (fix->auth) {
		hmac_sha1_preparekey(&kbm, v->kbm, FAMA_KBM_LEN);
		fama_auth_mac(fix->auth, &kbm, &v->coa, &v->cn, buf, len);
	}
	fama_put16(buf + 4, checksum(v, buf, len));
}

/* fama_mh_build() can make every message of the oracle, with the same octets. */
static void mh_build(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;
	struct fama_mhopt_fixup fix;
	size_t size;
	u8 *buf;

	only_rows(test, v->mh);

	for (size = 0; size < v->mh_len; size++) {
		buf = kunit_kzalloc(test, size, GFP_KERNEL);
		KUNIT_EXPECT_EQ(test, -EMSGSIZE,
				fama_mh_build(&v->want, buf, size, &fix));
		kunit_kfree(test, buf);
	}
	buf = kunit_kzalloc(test, size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	memset(buf, 0xff, size);
	KUNIT_ASSERT_EQ(test, (int)v->mh_len,
			fama_mh_build(&v->want, buf, size, &fix));
	KUNIT_EXPECT_EQ(test, (size_t)v->want.opt.signed_len, fix.signed_len);
	fill_in(test, v, buf, size, &fix);
	EXPECT_OCTETS(test, buf, v->mh, v->mh_len);
}

static void mh_checksum(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;

	only_rows(test, v->mh);

	KUNIT_EXPECT_EQ(test, 0, checksum(v, v->mh, v->mh_len));
}

/* Octets before the options (RFC 6275 sections 6.1.2 to 6.1.9). */
static const u8 fixed_part[] = { 8, 16, 16, 24, 24, 12, 12, 24 };

static bool in_cuts(const struct oracle_mh *v, size_t len)
{
	size_t i;

	for (i = 0; i < v->cuts_len; i++)
		if (v->cuts[i] == len)
			return true;
	return false;
}

/* Cut at every length, first with the old Header Len, then with one that fits. */
static void mh_truncated(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;
	enum fama_mh_err want;
	struct fama_mh mh;
	size_t len;
	u8 *buf;

	only_rows(test, v->mh);

	for (len = 0; len < v->mh_len; len++) {
		buf = exact(test, v->mh, len);
		KUNIT_EXPECT_EQ_MSG(test, FAMA_MH_ETRUNC,
				    fama_mh_parse(buf, len, &mh),
				    "length %zu", len);
		if (len && len % 8 == 0) {
			want = FAMA_MH_EOPT;
			if (len < fixed_part[v->want.type])
				want = FAMA_MH_ESHORT;
			else if (in_cuts(v, len))
				want = FAMA_MH_OK;
			buf[1] = len / 8 - 1;
			KUNIT_EXPECT_EQ_MSG(test, want,
					    fama_mh_parse(buf, len, &mh),
					    "whole length %zu", len);
		}
		kunit_kfree(test, buf);
	}
}

static void mh_overrun(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;
	struct fama_mh mh;
	size_t i, claim;
	u8 *buf;

	only_rows(test, v->opts_len);

	buf = exact(test, v->mh, v->mh_len);
	for (i = 0; i < v->opts_len; i++) {
		size_t at = v->opts[i];
		u8 was = buf[at + 1];

		for (claim = v->mh_len - at - 1; claim <= 255; claim++) {
			buf[at + 1] = claim;
			KUNIT_EXPECT_EQ_MSG(test, FAMA_MH_EOPT,
					    fama_mh_parse(buf, v->mh_len, &mh),
					    "option at %zu, length %zu", at,
					    claim);
		}
		buf[at + 1] = was;
	}
}

static bool inside(const u8 *p, size_t n, const u8 *buf, size_t len)
{
	return !p || (p >= buf && n <= len && p <= buf + len - n);
}

/*
 * Random damage, the same in every run: the parser never reads behind the message.
 */
static void mh_fuzz(struct kunit *test)
{
	const struct oracle_mh *v = test->param_value;
	u8 *buf, *cga = kunit_kzalloc(test, FAMA_CGA_MAX_LEN, GFP_KERNEL);
	u32 dice = 0x8bf955dc;
	struct fama_mh mh;
	int round, hits;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, cga);
	only_rows(test, v->mh);

	buf = exact(test, v->mh, v->mh_len);
	for (round = 0; round < 20000; round++) {
		memcpy(buf, v->mh, v->mh_len);
		for (hits = 1 + round % 6; hits; hits--) {
			dice = dice * 1664525 + 1013904223;
			buf[(dice >> 8) % v->mh_len] = dice >> 24;
		}
		buf[1] = v->mh[1];
		if (fama_mh_parse(buf, v->mh_len, &mh) != FAMA_MH_OK)
			continue;
		KUNIT_ASSERT_TRUE(test, inside(mh.opt.sig, mh.opt.sig_len, buf,
					       v->mh_len));
		KUNIT_ASSERT_TRUE(test, inside(mh.opt.phkt, mh.opt.phkt_len,
					       buf, v->mh_len));
		KUNIT_ASSERT_TRUE(test, inside(mh.opt.auth, FAMA_AUTH_LEN, buf,
					       v->mh_len));
		KUNIT_ASSERT_LE(test, (size_t)mh.opt.signed_len, v->mh_len);
		if (mh.opt.cga)
			fama_mhopt_cga(&mh.opt, cga, FAMA_CGA_MAX_LEN);
		fama_mhopt_sig(&mh.opt, cga, FAMA_CGA_MAX_LEN);
		fama_mhopt_phkt(&mh.opt, cga, FAMA_CGA_MAX_LEN);
	}
	cond_resched();
}

struct err_case {
	const char *name;
	u8 head[3];
	size_t len;
	enum fama_mh_err err;
};

static const struct err_case err_cases[] = {
	{ "no octets", { 59, 0, 0 }, 0, FAMA_MH_ETRUNC },
	{ "7 octets", { 59, 0, 0 }, 7, FAMA_MH_ETRUNC },
	{ "a unit more than Header Len", { 59, 0, 0 }, 16, FAMA_MH_ETRUNC },
	{ "a unit less than Header Len", { 59, 2, 5 }, 16, FAMA_MH_ETRUNC },
	{ "largest Header Len in 8", { 59, 255, 5 }, 8, FAMA_MH_ETRUNC },
	{ "an octet too many", { 59, 1, 5 }, 17, FAMA_MH_ETRUNC },
	{ "wrong protocol and length", { 6, 5, 99 }, 8, FAMA_MH_ETRUNC },
	{ "largest", { 59, 255, 5 }, 2048, FAMA_MH_OK },
	{ "type 8", { 59, 3, 8 }, 32, FAMA_MH_ETYPE },
	{ "type 255", { 59, 3, 255 }, 32, FAMA_MH_ETYPE },
	{ "type before protocol", { 6, 3, 8 }, 32, FAMA_MH_ETYPE },
	{ "type before minimum", { 59, 0, 8 }, 8, FAMA_MH_ETYPE },
	{ "protocol", { 6, 1, 5 }, 16, FAMA_MH_EPROTO },
	{ "protocol 58", { 58, 0, 0 }, 8, FAMA_MH_EPROTO },
	{ "protocol before minimum", { 6, 0, 5 }, 8, FAMA_MH_EPROTO },
	{ "shortest BRR", { 59, 0, 0 }, 8, FAMA_MH_OK },
	{ "short HoTI", { 59, 0, 1 }, 8, FAMA_MH_ESHORT },
	{ "shortest HoTI", { 59, 1, 1 }, 16, FAMA_MH_OK },
	{ "short CoTI", { 59, 0, 2 }, 8, FAMA_MH_ESHORT },
	{ "shortest CoTI", { 59, 1, 2 }, 16, FAMA_MH_OK },
	{ "short HoT", { 59, 1, 3 }, 16, FAMA_MH_ESHORT },
	{ "shortest HoT", { 59, 2, 3 }, 24, FAMA_MH_OK },
	{ "short CoT", { 59, 1, 4 }, 16, FAMA_MH_ESHORT },
	{ "shortest CoT", { 59, 2, 4 }, 24, FAMA_MH_OK },
	{ "short BU", { 59, 0, 5 }, 8, FAMA_MH_ESHORT },
	{ "shortest BU", { 59, 1, 5 }, 16, FAMA_MH_OK },
	{ "short BA", { 59, 0, 6 }, 8, FAMA_MH_ESHORT },
	{ "shortest BA", { 59, 1, 6 }, 16, FAMA_MH_OK },
	{ "short BE", { 59, 1, 7 }, 16, FAMA_MH_ESHORT },
	{ "shortest BE", { 59, 2, 7 }, 24, FAMA_MH_OK },
};

static void describe_err(const struct err_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(err_cases, err_cases, describe_err);

/* All other octets are zero, which is Pad1 up to the end. */
static void mh_errors(struct kunit *test)
{
	const struct err_case *c = test->param_value;
	u8 *buf = kunit_kzalloc(test, c->len, GFP_KERNEL);
	struct fama_mh mh;

	memset(&mh, 0xff, sizeof(mh));
	memcpy(buf, c->head, min(c->len, sizeof(c->head)));
	KUNIT_EXPECT_EQ(test, c->err, fama_mh_parse(buf, c->len, &mh));
	if (c->err == FAMA_MH_ETRUNC)
		KUNIT_EXPECT_NULL(test, memchr_inv(&mh, 0, sizeof(mh)));
	if (c->err >= FAMA_MH_ETYPE || c->err == FAMA_MH_OK)
		KUNIT_EXPECT_EQ(test, c->head[2], mh.type);
}

/* No two pieces of it are alike. */
static u8 filler[FAMA_CGA_MAX_LEN];

static int mh_init(struct kunit *test)
{
	size_t i;

	for (i = 0; i < sizeof(filler); i++)
		filler[i] = i * 7 + i / 256;
	return 0;
}

static const u8 bu_order[] = { 3, 12, 13, 15, 11, 4, 5 };
static const u8 ba_order[] = { 2, 14, 12, 13, 16, 4, 5 };

/* A message with the options in @chosen: bit n is the n-th of @order. */
static struct fama_mh message(u8 type, const u8 *order, size_t n, u32 chosen,
			      u16 cga_len, u16 sig_len)
{
	struct fama_mh mh = {
		.type = type,
		.opt = {
			.refresh = 0x1122, .home_nonce = 0x3344,
			.careof_nonce = 0x5566, .cga = filler,
			.cga_len = cga_len, .sig_len = sig_len,
			.phkt = filler, .phkt_len = 128,
			.alt_coa.s6_addr = { 0x20, 0x01, 0x0d, 0xb8, [15] = 9 },
			.cot = { 1, 2, 3, 4, 5, 6, 7, 8 },
		},
	};
	size_t i;

	if (type == FAMA_MH_BU) {
		mh.bu.seq = 0x1234;
		mh.bu.flags = 0x5678;
		mh.bu.lifetime = 0x9abc;
	} else if (type == FAMA_MH_BA) {
		mh.ba.status = 0x12;
		mh.ba.flags = 0x34;
		mh.ba.seq = 0x5678;
		mh.ba.lifetime = 0x9abc;
	}
	for (i = 0; i < n; i++)
		if (chosen & BIT(i))
			mh.opt.present |= BIT(order[i]);
	return mh;
}

/* Where the option of this type may begin, modulo @align. */
static bool aligned(u8 type, size_t at)
{
	switch (type) {
	case 2:
	case 4:
		return at % 2 == 0;
	case 3:
		return at % 8 == 6;
	case 5:
		return at % 8 == 2;
	}
	return true;
}

static bool zeros(const u8 *p, size_t len)
{
	return !memchr_inv(p, 0, len);
}

/*
 * Walk the octets: padding is zero, no longer than needed and in one piece;
 * the options stand in order and aligned.  Return: the types seen.
 */
static u32 walk(struct kunit *test, const u8 *buf, size_t len, const u8 *order)
{
	size_t at = 12, gap = 0;
	u32 seen = 0;

	while (at < len) {
		if (buf[at] < 2) {
			size_t n = buf[at] ? 2 + buf[at + 1] : 1;

			KUNIT_EXPECT_EQ_MSG(test, (size_t)0, gap, "at %zu", at);
			KUNIT_EXPECT_LT(test, n, (size_t)8);
			gap = n;
			at += n;
			KUNIT_EXPECT_TRUE(test, n <= 2 || zeros(buf + at - n + 2,
								n - 2));
			continue;
		}
		if (!(seen & BIT(buf[at])))
			while (*order != buf[at])
				order++;
		KUNIT_EXPECT_TRUE_MSG(test, aligned(buf[at], at),
				      "type %d at %zu", buf[at], at);
		KUNIT_EXPECT_FALSE_MSG(test, gap && aligned(buf[at], at - gap),
				       "type %d at %zu padded", buf[at], at);
		seen |= BIT(buf[at]);
		gap = 0;
		at += 2 + buf[at + 1];
	}
	KUNIT_EXPECT_EQ(test, len, at);
	return seen;
}

/* Signature and authenticator are zero until they are filled in. */
static void expect_signature(struct kunit *test, size_t want, u8 *buf,
			     size_t len, const struct fama_mhopt_fixup *fix)
{
	u8 *sig = kunit_kzalloc(test, 2 * want, GFP_KERNEL), *got = sig + want;
	struct fama_mh back;
	size_t i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, sig);
	KUNIT_ASSERT_EQ(test, FAMA_MH_OK, fama_mh_parse(buf, len, &back));
	memset(got, 0xff, want);
	KUNIT_ASSERT_EQ(test, (int)want, fama_mhopt_sig(&back.opt, got, want));
	KUNIT_EXPECT_TRUE(test, zeros(got, want));

	for (i = 0; i < want; i++)
		sig[i] = i * 7 + 1;
	fama_mhopt_put_sig(fix, sig, want);
	KUNIT_ASSERT_EQ(test, FAMA_MH_OK, fama_mh_parse(buf, len, &back));
	KUNIT_ASSERT_EQ(test, (int)want, fama_mhopt_sig(&back.opt, got, want));
	EXPECT_OCTETS(test, got, sig, want);
	kunit_kfree(test, sig);
}

static void expect_phkt(struct kunit *test, const struct fama_mhopt *want,
			const struct fama_mhopt *back)
{
	u8 *got = kunit_kzalloc(test, want->phkt_len, GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, got);
	KUNIT_ASSERT_EQ(test, (int)want->phkt_len,
			fama_mhopt_phkt(back, got, want->phkt_len));
	EXPECT_OCTETS(test, got, want->phkt, want->phkt_len);
	kunit_kfree(test, got);
}

static void expect_built_cga(struct kunit *test, const struct fama_mhopt *built,
			     const struct fama_mhopt *back)
{
	struct fama_mhopt want = *built;

	want.signed_len = back->signed_len;
	expect_cga(test, back, &want);
}

static void build_and_walk(struct kunit *test, const struct fama_mh *mh,
			   const u8 *order)
{
	u8 *buf = kunit_kzalloc(test, FAMA_MH_MAX_LEN, GFP_KERNEL), *sized;
	struct fama_mhopt_fixup fix;
	struct fama_mh back;
	int len;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	memset(buf, 0xff, FAMA_MH_MAX_LEN);
	len = fama_mh_build(mh, buf, FAMA_MH_MAX_LEN, &fix);
	KUNIT_ASSERT_GE(test, len, 16);
	KUNIT_EXPECT_EQ(test, 0, len % 8);
	KUNIT_EXPECT_EQ(test, len / 8 - 1, (int)buf[1]);
	KUNIT_EXPECT_EQ(test, mh->opt.present, walk(test, buf, len, order));

	KUNIT_ASSERT_EQ(test, FAMA_MH_OK, fama_mh_parse(buf, len, &back));
	expect_body(test, &back, mh);
	KUNIT_EXPECT_EQ(test, mh->opt.present, back.opt.present);
	KUNIT_EXPECT_EQ(test, fix.signed_len, (size_t)back.opt.signed_len);
	KUNIT_EXPECT_PTR_EQ(test, (const u8 *)fix.sig, back.opt.sig);
	KUNIT_EXPECT_PTR_EQ(test, (const u8 *)fix.auth, back.opt.auth);
	if (fix.auth)
		KUNIT_EXPECT_PTR_EQ(test, fix.auth, buf + len - 12);
	if (fix.sig)
		expect_signature(test, mh->opt.sig_len, buf, len, &fix);
	if (fama_mhopt_has(&mh->opt, FAMA_OPT_CGA))
		expect_built_cga(test, &mh->opt, &back.opt);
	if (fama_mhopt_has(&mh->opt, FAMA_OPT_PHKT))
		expect_phkt(test, &mh->opt, &back.opt);

	/* The message fits a buffer of its length, and no smaller one. */
	sized = kunit_kzalloc(test, len, GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, sized);
	KUNIT_ASSERT_EQ(test, len, fama_mh_build(mh, buf, len, &fix));
	KUNIT_EXPECT_EQ(test, len, fama_mh_build(mh, sized, len, &fix));
	EXPECT_OCTETS(test, sized, buf, len);
	KUNIT_EXPECT_EQ(test, -EMSGSIZE, fama_mh_build(mh, sized, len - 1, &fix));
	kunit_kfree(test, sized);
	kunit_kfree(test, buf);
}

/* All sets of options; CGA Parameters and Signature come together or not. */
static void mh_build_options(struct kunit *test)
{
	struct fama_mhopt_fixup fix;
	u8 buf[16], no;
	u32 chosen;

	for (chosen = 0; chosen < BIT(7); chosen++) {
		struct fama_mh mh = message(5, bu_order, 7, chosen, 187, 128);

		if (!(chosen & 2) == !(chosen & 4))
			build_and_walk(test, &mh, bu_order);
		else
			KUNIT_EXPECT_EQ(test, -EINVAL,
					fama_mh_build(&mh, buf, 16, &fix));
	}
	for (chosen = 0; chosen < BIT(7); chosen++) {
		struct fama_mh mh = message(6, ba_order, 7, chosen, 251, 192);

		if (!(chosen & 4) == !(chosen & 8))
			build_and_walk(test, &mh, ba_order);
		else
			KUNIT_EXPECT_EQ(test, -EINVAL,
					fama_mh_build(&mh, buf, 16, &fix));
	}
	/* Other types of messages take no options at all. */
	for (chosen = 0; chosen < 32; chosen++) {
		for (no = 0; no < 8; no++) {
			struct fama_mh mh = message(no, NULL, 0, 0, 9, 9);

			if (no == 5 && memchr(bu_order, chosen, 7))
				continue;
			if (no == 6 && memchr(ba_order, chosen, 7))
				continue;
			mh.opt.present = BIT(chosen);
			KUNIT_EXPECT_EQ(test, -EINVAL,
					fama_mh_build(&mh, buf, 16, &fix));
		}
	}
}

/* Sizes around every border of a piece. */
static void mh_build_pieces(struct kunit *test)
{
	u16 cga_len, sig_len;

	for (cga_len = 1; cga_len <= FAMA_CGA_MAX_LEN; cga_len++) {
		struct fama_mh mh = message(5, bu_order, 7, 0x47, cga_len, 128);

		build_and_walk(test, &mh, bu_order);
		cond_resched();
	}
	for (sig_len = 1; sig_len <= FAMA_OPT_SPLIT_LEN; sig_len++) {
		struct fama_mh mh = message(6, ba_order, 7, 0x4e, 187, sig_len);

		mh.opt.phkt_len = sig_len;
		build_and_walk(test, &mh, ba_order);
		cond_resched();
	}
}

/* A message with padding is longer by so many octets, and says the same. */
static void mh_build_padding(struct kunit *test)
{
	struct fama_mh mh = message(5, bu_order, 7, 0x7f, 187, 128), back;
	u8 *buf = kunit_kzalloc(test, FAMA_MH_MAX_LEN, GFP_KERNEL);
	struct fama_mhopt_fixup fix;
	int len;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	len = fama_mh_build(&mh, buf, FAMA_MH_MAX_LEN, &fix);
	for (mh.opt.padding = 0; mh.opt.padding <= 1040; mh.opt.padding += 8) {
		KUNIT_ASSERT_EQ(test, len + mh.opt.padding,
				fama_mh_build(&mh, buf, FAMA_MH_MAX_LEN,
					      &fix));
		KUNIT_ASSERT_EQ(test, FAMA_MH_OK,
				fama_mh_parse(buf, len + mh.opt.padding,
					      &back));
		KUNIT_EXPECT_EQ(test, mh.opt.present, back.opt.present);
		KUNIT_EXPECT_PTR_EQ(test, (const u8 *)fix.auth, back.opt.auth);
		KUNIT_EXPECT_PTR_EQ(test, (const u8 *)fix.sig, back.opt.sig);
	}
	KUNIT_EXPECT_EQ(test, -EMSGSIZE,
			fama_mh_build(&mh, buf, len + mh.opt.padding - 1,
				      &fix));
}

/* No message is longer than its Header Len can say, whatever room there is. */
static void mh_build_largest(struct kunit *test)
{
	struct fama_mh mh = message(FAMA_MH_BA, ba_order, 7, 0x7f,
				    FAMA_CGA_MAX_LEN, FAMA_OPT_SPLIT_LEN);
	size_t size = 2 * FAMA_MH_MAX_LEN;
	u8 *buf = kunit_kzalloc(test, size, GFP_KERNEL);
	struct fama_mhopt_fixup fix;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	mh.opt.phkt_len = FAMA_OPT_SPLIT_LEN;
	KUNIT_EXPECT_EQ(test, -EMSGSIZE, fama_mh_build(&mh, buf, size, &fix));
	mh.opt.phkt_len = 255;
	KUNIT_EXPECT_GT(test, fama_mh_build(&mh, buf, size, &fix), 1024);
}

struct bad_case {
	const char *name;
	u8 type;
	u32 present;
	u16 cga_len;
	u16 sig_len;
	u16 phkt_len;
	bool no_fix;
	bool no_data;
};

#define CGA_AND_SIG	(BIT(12) | BIT(13))

static const struct bad_case bad_cases[] = {
	{ "type 8", 8 },
	{ "type 255", 255 },
	{ "cga of 0", 5, CGA_AND_SIG, 0, 128 },
	{ "cga of 1025", 5, CGA_AND_SIG, 1025, 128 },
	{ "signature of 0", 5, CGA_AND_SIG, 187, 0 },
	{ "signature of 511", 5, CGA_AND_SIG, 187, 511 },
	{ "no place for signature", 5, CGA_AND_SIG, 187, 128, .no_fix = true },
	{ "no place for authenticator", 6, BIT(5), .no_fix = true },
	{ "cga without data", 5, CGA_AND_SIG, 187, 128, .no_data = true },
	{ "phkt of 0", 6, BIT(14) },
	{ "phkt of 511", 6, BIT(14), .phkt_len = 511 },
	{ "phkt without data", 6, BIT(14), .phkt_len = 128, .no_data = true },
};

static void describe_bad(const struct bad_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(bad_cases, bad_cases, describe_bad);

static void mh_build_bad(struct kunit *test)
{
	const struct bad_case *c = test->param_value;
	u8 *buf = kunit_kzalloc(test, FAMA_MH_MAX_LEN, GFP_KERNEL);
	struct fama_mh mh = {
		.type = c->type,
		.opt = {
			.present = c->present,
			.cga = c->no_data ? NULL : filler,
			.cga_len = c->cga_len,
			.sig_len = c->sig_len,
			.phkt = c->no_data ? NULL : filler,
			.phkt_len = c->phkt_len,
		},
	};
	struct fama_mhopt_fixup fix;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	KUNIT_EXPECT_EQ(test, -EINVAL,
			fama_mh_build(&mh, buf, FAMA_MH_MAX_LEN,
				      c->no_fix ? NULL : &fix));
}

/* A message without signature and authenticator needs no place for them. */
static void mh_build_no_fix(struct kunit *test)
{
	struct fama_mh mh = { .type = FAMA_MH_BA, .ba.status = 147 };
	u8 buf[16];

	KUNIT_EXPECT_EQ(test, 16, fama_mh_build(&mh, buf, sizeof(buf), NULL));
}

/* RFC 6275 section 9.5.1: for 15, refused are 0 to 15 and 32783 to 65535. */
static void mh_seq(struct kunit *test)
{
	static const u16 lasts[] = { 0, 1, 15, 32767, 32768, 32783, 65535 };
	bool *old = kunit_kzalloc(test, 65536, GFP_KERNEL);
	u32 i, back, seq;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, old);
	for (i = 0; i < ARRAY_SIZE(lasts); i++) {
		memset(old, 0, 65536);
		for (back = 0; back <= 32768; back++)
			old[(lasts[i] + 65536 - back) % 65536] = true;
		for (seq = 0; seq < 65536; seq++)
			KUNIT_ASSERT_EQ_MSG(test, !old[seq],
					    fama_seq_newer(seq, lasts[i]),
					    "seq %u, last %u", seq, lasts[i]);
	}
	KUNIT_EXPECT_FALSE(test, fama_seq_newer(32783, 15));
	KUNIT_EXPECT_TRUE(test, fama_seq_newer(32782, 15));
}

static struct kunit_case mh_cases[] = {
	KUNIT_CASE_PARAM(mh_parse, oracle_mh_gen_params),
	KUNIT_CASE_PARAM(mh_build, oracle_mh_gen_params),
	KUNIT_CASE_PARAM(mh_checksum, oracle_mh_gen_params),
	KUNIT_CASE_PARAM(mh_truncated, oracle_mh_gen_params),
	KUNIT_CASE_PARAM(mh_overrun, oracle_mh_gen_params),
	KUNIT_CASE_PARAM(mh_fuzz, oracle_mh_gen_params),
	KUNIT_CASE_PARAM(mh_errors, err_cases_gen_params),
	KUNIT_CASE(mh_build_options),
	KUNIT_CASE(mh_build_pieces),
	KUNIT_CASE(mh_build_padding),
	KUNIT_CASE(mh_build_largest),
	KUNIT_CASE_PARAM(mh_build_bad, bad_cases_gen_params),
	KUNIT_CASE(mh_build_no_fix),
	KUNIT_CASE(mh_seq),
	{}
};

static struct kunit_suite mh_suite = {
	.name = "fama_mh",
	.init = mh_init,
	.test_cases = mh_cases,
};

kunit_test_suite(mh_suite);

MODULE_DESCRIPTION("Tests of fama's Mobility Header messages");
MODULE_LICENSE("GPL");
