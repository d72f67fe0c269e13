// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mobility options one by one, and which of them may stand together.
 */
#include <linux/module.h>

#include <fama/mh.h>
#include <fama/mhopt.h>

#include "expect.h"

#define OFF	12	/* options begin here, as in BU and BA */
#define FILL	0xa5	/* an octet of data */

/*
 * @op: options in order, data all FILL; of type 0 there are @len in a row
 * @present: BIT(type) of each that must be seen
 * @signed_len: what a signature covers
 */
struct opt_case {
	const char *name;
	struct {
		u8 type;
		u8 len;
	} op[8];
	int n;
	bool ok;
	u32 present;
	u16 cga_len;
	u16 signed_len;
	u16 sig_len;
	u16 phkt_len;
};

#define PHKT	FAMA_OPT_PHKT
#define CGA	FAMA_OPT_CGA
#define SIG	FAMA_OPT_SIGNATURE
#define AUTH	FAMA_OPT_AUTH

static const struct opt_case opt_cases[] = {
	{ "nothing", .ok = true },
	{ "one Pad1", { { 0, 1 } }, 1, true },
	{ "100 Pad1", { { 0, 100 } }, 1, true },
	{ "PadN of 0", { { 1, 0 } }, 1, true },
	{ "PadN of 255", { { 1, 255 } }, 1, true },
	{ "PadN repeated", { { 1, 3 }, { 1, 0 }, { 0, 3 }, { 1, 3 } }, 4, true },
	{ "unknown 200", { { 200, 17 } }, 1, true },
	{ "unknown 7", { { 7, 0 }, { 7, 4 } }, 2, true },
	{ "unknown 17, 31, 32", { { 17, 8 }, { 31, 1 }, { 32, 1 } }, 3, true },
	{ "unknown 255", { { 255, 255 } }, 1, true },

	/* lengths */
	{ "refresh", { { 2, 2 } }, 1, true, BIT(2) },
	{ "refresh 1", { { 2, 1 } }, 1 },
	{ "refresh 3", { { 2, 3 } }, 1 },
	{ "altcoa", { { 3, 16 } }, 1, true, BIT(3) },
	{ "altcoa 15", { { 3, 15 } }, 1 },
	{ "altcoa 17", { { 3, 17 } }, 1 },
	{ "nonces", { { 4, 4 } }, 1, true, BIT(4) },
	{ "nonces 2", { { 4, 2 } }, 1 },
	{ "nonces 5", { { 4, 5 } }, 1 },
	{ "auth", { { 5, 12 } }, 1, true, BIT(5) },
	{ "auth 11", { { 5, 11 } }, 1 },
	{ "auth 13", { { 5, 13 } }, 1 },
	{ "auth 0", { { 5, 0 } }, 1 },
	{ "cga request", { { 11, 0 } }, 1, true, BIT(11) },
	{ "cga request 1", { { 11, 1 } }, 1 },
	{ "phkt", { { 14, 128 } }, 1, true, BIT(14), .phkt_len = 128 },
	{ "phkt 255", { { 14, 255 } }, 1, true, BIT(14), .phkt_len = 255 },
	{ "care-of test init", { { 15, 0 } }, 1, true, BIT(15) },
	{ "care-of test init 1", { { 15, 1 } }, 1 },
	{ "care-of test", { { 16, 8 } }, 1, true, BIT(16) },
	{ "care-of test 7", { { 16, 7 } }, 1 },
	{ "care-of test 9", { { 16, 9 } }, 1 },

	/* twice */
	{ "refresh twice", { { 2, 2 }, { 2, 2 } }, 2 },
	{ "altcoa twice", { { 3, 16 }, { 3, 16 } }, 2 },
	{ "nonces twice", { { 4, 4 }, { 0, 2 }, { 4, 4 } }, 3 },
	{ "auth twice", { { 5, 12 }, { 5, 12 } }, 2 },
	{ "cga request twice", { { 11, 0 }, { 1, 4 }, { 11, 0 } }, 3 },
	{ "signature twice", { { CGA, 9 }, { SIG, 8 }, { SIG, 8 } }, 3 },
	{ "phkt twice", { { 14, 8 }, { 14, 8 } }, 2 },
	{ "care-of test init twice", { { 15, 0 }, { 15, 0 } }, 2 },
	{ "care-of test twice", { { 16, 8 }, { 16, 8 } }, 2 },

	/* BAD is last */
	{ "auth behind", { { 3, 16 }, { AUTH, 12 } }, 2, true, BIT(3) | BIT(5) },
	{ "Pad1 behind auth", { { AUTH, 12 }, { 0, 1 } }, 2 },
	{ "PadN behind auth", { { AUTH, 12 }, { 1, 0 } }, 2 },
	{ "altcoa behind auth", { { AUTH, 12 }, { 3, 16 } }, 2 },
	{ "unknown behind auth", { { AUTH, 12 }, { 99, 0 } }, 2 },

	/* pieces of CGA Parameters */
	{ "one piece", { { CGA, 187 }, { SIG, 128 } }, 2, true,
	  BIT(12) | BIT(13), 187, OFF + 189, 128 },
	{ "one piece of 255", { { CGA, 255 }, { SIG, 128 } }, 2, true,
	  BIT(12) | BIT(13), 255, OFF + 257, 128 },
	{ "two pieces", { { CGA, 255 }, { CGA, 64 }, { SIG, 255 } }, 3, true,
	  BIT(12) | BIT(13), 319, OFF + 257 + 66, 255 },
	{ "two full pieces", { { CGA, 255 }, { CGA, 255 }, { SIG, 1 } }, 3,
	  true, BIT(12) | BIT(13), 510, OFF + 2 * 257, 1 },
	{ "three pieces", { { CGA, 255 }, { CGA, 255 }, { CGA, 1 }, { SIG, 1 } },
	  4, true, BIT(12) | BIT(13), 511, OFF + 2 * 257 + 3, 1 },
	{ "short first piece", { { CGA, 254 }, { CGA, 64 }, { SIG, 128 } }, 3 },
	{ "short second piece",
	  { { CGA, 255 }, { CGA, 254 }, { CGA, 255 }, { SIG, 9 } }, 4 },
	{ "empty piece", { { CGA, 0 }, { SIG, 9 } }, 2 },
	{ "empty last piece", { { CGA, 255 }, { CGA, 0 }, { SIG, 9 } }, 3 },
	{ "empty piece between",
	  { { CGA, 255 }, { CGA, 0 }, { CGA, 64 }, { SIG, 9 } }, 4 },
	{ "Pad1 between", { { CGA, 255 }, { 0, 1 }, { CGA, 64 }, { SIG, 9 } }, 4 },
	{ "PadN between", { { CGA, 255 }, { 1, 0 }, { CGA, 64 }, { SIG, 9 } }, 4 },
	{ "unknown between",
	  { { CGA, 255 }, { 99, 2 }, { CGA, 64 }, { SIG, 9 } }, 4 },
	{ "signature between", { { CGA, 255 }, { SIG, 9 }, { CGA, 64 } }, 3 },

	/* Signature: seen only where it belongs, never an error */
	{ "no signature", { { CGA, 187 } }, 1, true, BIT(12), 187, OFF + 189 },
	{ "Pad1 before signature", { { CGA, 9 }, { 0, 1 }, { SIG, 8 } }, 3,
	  true, BIT(12) | BIT(13), 9, OFF + 11 },
	{ "PadN before signature", { { CGA, 9 }, { 1, 0 }, { SIG, 8 } }, 3,
	  true, BIT(12) | BIT(13), 9, OFF + 11 },
	{ "request before signature", { { CGA, 9 }, { 11, 0 }, { SIG, 8 } }, 3,
	  true, BIT(11) | BIT(12) | BIT(13), 9, OFF + 11 },
	{ "signature first", { { SIG, 8 }, { CGA, 9 } }, 2,
	  true, BIT(12) | BIT(13), 9, OFF + 10 + 11 },
	{ "signature alone", { { SIG, 8 } }, 1, true, BIT(13) },

	/* Signature and PHKT in two: the second continues a full first one */
	{ "signature of 256",
	  { { CGA, 255 }, { CGA, 64 }, { SIG, 255 }, { SIG, 1 } }, 4, true,
	  BIT(12) | BIT(13), 319, OFF + 257 + 66, 256 },
	{ "signature of 510", { { CGA, 9 }, { SIG, 255 }, { SIG, 255 } }, 3,
	  true, BIT(12) | BIT(13), 9, OFF + 11, 510 },
	{ "signature in three",
	  { { CGA, 9 }, { SIG, 255 }, { SIG, 255 }, { SIG, 1 } }, 4 },
	{ "signature, empty second piece",
	  { { CGA, 9 }, { SIG, 255 }, { SIG, 0 } }, 3 },
	{ "signature, short first piece",
	  { { CGA, 9 }, { SIG, 254 }, { SIG, 2 } }, 3 },
	{ "signature, empty first piece",
	  { { CGA, 9 }, { SIG, 0 }, { SIG, 255 } }, 3 },
	{ "signature, Pad1 between",
	  { { CGA, 9 }, { SIG, 255 }, { 0, 1 }, { SIG, 1 } }, 4 },
	{ "signature, PadN between",
	  { { CGA, 9 }, { SIG, 255 }, { 1, 0 }, { SIG, 1 } }, 4 },
	{ "signature, unknown between",
	  { { CGA, 9 }, { SIG, 255 }, { 99, 0 }, { SIG, 1 } }, 4 },
	{ "signature, request between",
	  { { CGA, 9 }, { SIG, 255 }, { 11, 0 }, { SIG, 1 } }, 4 },
	{ "signature in two, first", { { SIG, 255 }, { SIG, 1 }, { CGA, 9 } },
	  3 },
	{ "signature in two, not behind",
	  { { CGA, 9 }, { 0, 1 }, { SIG, 255 }, { SIG, 1 } }, 4 },
	{ "one before, one behind",
	  { { SIG, 255 }, { CGA, 9 }, { SIG, 1 } }, 3 },
	{ "phkt of 256", { { PHKT, 255 }, { PHKT, 1 } }, 2, true, BIT(14),
	  .phkt_len = 256 },
	{ "phkt of 510", { { PHKT, 255 }, { PHKT, 255 } }, 2, true, BIT(14),
	  .phkt_len = 510 },
	{ "phkt behind padding", { { 0, 3 }, { PHKT, 255 }, { PHKT, 1 } }, 3,
	  true, BIT(14), .phkt_len = 256 },
	{ "phkt in three", { { PHKT, 255 }, { PHKT, 255 }, { PHKT, 1 } }, 3 },
	{ "phkt, empty second piece", { { PHKT, 255 }, { PHKT, 0 } }, 2 },
	{ "phkt, short first piece", { { PHKT, 254 }, { PHKT, 2 } }, 2 },
	{ "phkt, Pad1 between", { { PHKT, 255 }, { 0, 1 }, { PHKT, 1 } }, 3 },
	{ "phkt, cga between", { { PHKT, 255 }, { CGA, 9 }, { PHKT, 1 } }, 3 },
	{ "both of 256",
	  { { PHKT, 255 }, { PHKT, 1 }, { CGA, 255 }, { CGA, 64 },
	    { SIG, 255 }, { SIG, 1 }, { AUTH, 12 } }, 7,
	  true, BIT(5) | BIT(12) | BIT(13) | BIT(14), 319,
	  OFF + 257 + 3 + 257 + 66, 256, 256 },
	{ "unknown twice, full", { { 200, 255 }, { 200, 1 } }, 2, true },
};

static void describe(const struct opt_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(opt_cases, opt_cases, describe);

/* The octets of a case; header octets are 0xee, which is no option either. */
static u8 *case_octets(struct kunit *test, const struct opt_case *c, size_t *len)
{
	u8 *buf = kunit_kzalloc(test, FAMA_MH_MAX_LEN, GFP_KERNEL), *out;
	size_t at = OFF;
	int i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	memset(buf, 0xee, OFF);
	for (i = 0; i < c->n; i++) {
		if (!c->op[i].type) {
			at += c->op[i].len;
			continue;
		}
		buf[at] = c->op[i].type;
		buf[at + 1] = c->op[i].len;
		memset(buf + at + 2, FILL, c->op[i].len);
		at += 2 + c->op[i].len;
	}
	*len = at;
	out = exact(test, buf, at);
	kunit_kfree(test, buf);
	return out;
}

static void mhopt_parse(struct kunit *test)
{
	const struct opt_case *c = test->param_value;
	struct fama_mhopt opt;
	size_t len;
	u8 *buf;

	buf = case_octets(test, c, &len);
	KUNIT_ASSERT_EQ(test, c->ok, fama_mhopt_parse(buf, OFF, len, &opt));
	if (!c->ok)
		return;
	KUNIT_EXPECT_EQ(test, c->present, opt.present);
	KUNIT_EXPECT_EQ(test, c->cga_len, opt.cga_len);
	KUNIT_EXPECT_EQ(test, c->signed_len, opt.signed_len);
	KUNIT_EXPECT_EQ(test, c->sig_len, opt.sig_len);
	KUNIT_EXPECT_EQ(test, c->phkt_len, opt.phkt_len);
	KUNIT_EXPECT_EQ(test, !!c->sig_len, !!opt.sig);
	KUNIT_EXPECT_EQ(test, !!c->cga_len, !!opt.cga);
	if (opt.sig)
		KUNIT_EXPECT_PTR_EQ(test, opt.sig, buf + c->signed_len + 2);
	if (opt.auth)
		KUNIT_EXPECT_PTR_EQ(test, opt.auth, buf + len - 12);
}

static void mhopt_cga(struct kunit *test)
{
	const struct opt_case *c = test->param_value;
	struct fama_mhopt opt;
	size_t len, i;
	u8 *buf, *out;

	only_rows(test, c->ok && c->cga_len);

	buf = case_octets(test, c, &len);
	KUNIT_ASSERT_TRUE(test, fama_mhopt_parse(buf, OFF, len, &opt));
	/* Number the octets of all pieces, to see that none is lost. */
	for (i = 0; i < c->cga_len; i++)
		buf[opt.cga - buf + 2 + i + i / 255 * 2] = i * 7 + i / 256;

	out = kunit_kzalloc(test, c->cga_len, GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, out);
	KUNIT_EXPECT_EQ(test, -EMSGSIZE,
			fama_mhopt_cga(&opt, out, c->cga_len - 1));
	KUNIT_EXPECT_EQ(test, (int)c->cga_len,
			fama_mhopt_cga(&opt, out, c->cga_len));
	for (i = 0; i < c->cga_len; i++)
		KUNIT_EXPECT_EQ(test, (u8)(i * 7 + i / 256), out[i]);
}

/* Number the octets of all pieces, collect them, see that none is lost. */
static void expect_collected(struct kunit *test, u8 *first, u16 want,
			     const struct fama_mhopt *opt,
			     int (*collect)(const struct fama_mhopt *opt,
					    u8 *out, size_t size))
{
	u8 *out = kunit_kzalloc(test, want, GFP_KERNEL);
	size_t i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, out);
	for (i = 0; i < want; i++)
		first[i + i / 255 * 2] = i * 7 + i / 256;
	KUNIT_EXPECT_EQ(test, -EMSGSIZE, collect(opt, out, want - 1));
	KUNIT_EXPECT_EQ(test, (int)want, collect(opt, out, want));
	for (i = 0; i < want; i++)
		KUNIT_EXPECT_EQ(test, (u8)(i * 7 + i / 256), out[i]);
}

static void mhopt_collect(struct kunit *test)
{
	const struct opt_case *c = test->param_value;
	struct fama_mhopt opt;
	size_t len;
	u8 *buf;

	only_rows(test, c->ok);

	buf = case_octets(test, c, &len);
	KUNIT_ASSERT_TRUE(test, fama_mhopt_parse(buf, OFF, len, &opt));
	if (c->sig_len)
		expect_collected(test, buf + (opt.sig - buf), c->sig_len, &opt,
				 fama_mhopt_sig);
	if (c->phkt_len)
		expect_collected(test, buf + (opt.phkt - buf), c->phkt_len,
				 &opt, fama_mhopt_phkt);
}

/* A message that is cut is well formed only if the cut is the end of an option. */
static void mhopt_truncated(struct kunit *test)
{
	const struct opt_case *c = test->param_value;
	size_t len, cut, end = OFF;
	struct fama_mhopt opt;
	int i = 0, ones = 0;
	u8 *buf, *copy;

	only_rows(test, c->ok);

	buf = case_octets(test, c, &len);
	for (cut = OFF; cut < len; cut++) {
		copy = exact(test, buf, cut);
		KUNIT_EXPECT_EQ_MSG(test, cut == end,
				    fama_mhopt_parse(copy, OFF, cut, &opt),
				    "length %zu", cut);
		kunit_kfree(test, copy);
		if (cut < end)
			continue;
		if (c->op[i].type) {
			end += 2 + c->op[i++].len;
		} else {
			end++;
			if (++ones == c->op[i].len) {
				ones = 0;
				i++;
			}
		}
	}
	KUNIT_EXPECT_FALSE(test, fama_mhopt_parse(buf, len + 1, len, &opt));
}

/* Every option in turn claims more octets than there are, where it can. */
static void mhopt_overrun(struct kunit *test)
{
	const struct opt_case *c = test->param_value;
	struct fama_mhopt opt;
	size_t len, at = OFF;
	int i, claim, claims = 0;
	u8 *buf;

	buf = case_octets(test, c, &len);
	for (i = 0; i < c->n; i++) {
		if (!c->op[i].type) {
			at += c->op[i].len;
			continue;
		}
		for (claim = len - at - 2 + 1; claim <= 255; claim++) {
			buf[at + 1] = claim;
			claims++;
			KUNIT_EXPECT_FALSE_MSG(test,
					       fama_mhopt_parse(buf, OFF, len,
								&opt),
					       "option %d of %d octets", i,
					       claim);
		}
		buf[at + 1] = c->op[i].len;
		at += 2 + c->op[i].len;
	}
	only_rows(test, claims);
}

static void mhopt_fields(struct kunit *test)
{
	static const u8 octets[] = {
		0x02, 0x02, 0x12, 0x34,
		0x03, 0x10, 0x20, 0x01, 0x0d, 0xb8, 0x01, 0x02, 0x03, 0x04,
		0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c,
		0x04, 0x04, 0xfe, 0xdc, 0xba, 0x98,
		0x0e, 0x03, 0x31, 0x32, 0x33,
		0x10, 0x08, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48,
		0x05, 0x0c, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58,
		0x59, 0x5a, 0x5b, 0x5c,
	};
	struct fama_mhopt opt;

	memset(&opt, 0xff, sizeof(opt));
	KUNIT_ASSERT_TRUE(test, fama_mhopt_parse(octets, 0, sizeof(octets),
						 &opt));
	KUNIT_EXPECT_EQ(test, 0x1234, opt.refresh);
	EXPECT_OCTETS(test, &opt.alt_coa, octets + 6, 16);
	KUNIT_EXPECT_EQ(test, 0xfedc, opt.home_nonce);
	KUNIT_EXPECT_EQ(test, 0xba98, opt.careof_nonce);
	KUNIT_EXPECT_PTR_EQ(test, opt.phkt, octets + 30);
	KUNIT_EXPECT_EQ(test, 3, opt.phkt_len);
	EXPECT_OCTETS(test, opt.cot, octets + 35, 8);
	KUNIT_EXPECT_PTR_EQ(test, opt.auth, octets + 45);
	KUNIT_EXPECT_PTR_EQ(test, opt.cga, NULL);
	KUNIT_EXPECT_PTR_EQ(test, opt.sig, NULL);
	KUNIT_EXPECT_EQ(test, 0, opt.signed_len);
	KUNIT_EXPECT_TRUE(test, fama_mhopt_has(&opt, FAMA_OPT_COT));
	KUNIT_EXPECT_FALSE(test, fama_mhopt_has(&opt, FAMA_OPT_CGA));
}

/* Every type with every length on its own, against a list of lengths. */
static void mhopt_every_length(struct kunit *test)
{
	static const s16 want[17] = {
		[2] = 2, [3] = 16, [4] = 4, [5] = 12, [11] = 0, [15] = 0,
		[16] = 8, [1] = -1, [6] = -1, [7] = -1, [8] = -1, [9] = -1,
		[10] = -1, [13] = -1, [14] = -1,
	};
	struct fama_mhopt opt;
	int type, len;
	u8 *buf;

	for (len = 0; len <= 255; len++) {
		buf = kunit_kzalloc(test, 2 + len, GFP_KERNEL);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
		buf[1] = len;
		for (type = 1; type <= 255; type++) {
			bool ok = type > 16 || want[type] < 0 ||
				  want[type] == len;

			if (type == 12)		/* the one that may not be empty */
				ok = len;
			buf[0] = type;
			KUNIT_EXPECT_EQ_MSG(test, ok,
					    fama_mhopt_parse(buf, 0, 2 + len,
							     &opt),
					    "type %d, length %d", type, len);
		}
		kunit_kfree(test, buf);
	}
}

static struct kunit_case mhopt_cases[] = {
	KUNIT_CASE_PARAM(mhopt_parse, opt_cases_gen_params),
	KUNIT_CASE_PARAM(mhopt_cga, opt_cases_gen_params),
	KUNIT_CASE_PARAM(mhopt_collect, opt_cases_gen_params),
	KUNIT_CASE_PARAM(mhopt_truncated, opt_cases_gen_params),
	KUNIT_CASE_PARAM(mhopt_overrun, opt_cases_gen_params),
	KUNIT_CASE(mhopt_fields),
	KUNIT_CASE(mhopt_every_length),
	{}
};

static struct kunit_suite mhopt_suite = {
	.name = "fama_mhopt",
	.test_cases = mhopt_cases,
};

kunit_test_suite(mhopt_suite);

MODULE_DESCRIPTION("Tests of fama's mobility options");
MODULE_LICENSE("GPL");
