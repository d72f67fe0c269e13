// SPDX-License-Identifier: GPL-2.0-only
#include <kunit/test.h>

#include "../dar/pure/nd.c"

#define NS	NDISC_NEIGHBOUR_SOLICITATION
#define NA	NDISC_NEIGHBOUR_ADVERTISEMENT

static const struct in6_addr host = {
	.s6_addr = { 0x20, 0x01, 0x0d, 0xb8, [15] = 5 },
};

static const struct in6_addr group = {
	.s6_addr = { 0xff, 0x02, [11] = 1, 0xff, 0, 0, 7 },
};

static const struct in6_addr high_group = {
	.s6_addr = { 0xff, 0x02, [11] = 1, 0xff, 0x80, 0, 7 },
};

static const struct in6_addr everybody = {
	.s6_addr = { 0xff, 0x02, [15] = 1 },
};

/**
 * struct nd_case - a message and what is to be seen in it
 * @name: what it is
 * @src: source
 * @dst: destination
 * @type: ICMPv6 type
 * @code: ICMPv6 code
 * @flags: octet 4
 * @multicast: the target is
 * @opts: options
 * @opts_len: octets of them
 * @cut: octets missing at the end
 * @good: valid
 * @lladdr: has a link-layer address
 * @nonce: ends with a nonce
 */
struct nd_case {
	const char *name;
	const struct in6_addr *src;
	const struct in6_addr *dst;
	u8 type;
	u8 code;
	u8 flags;
	bool multicast;
	u8 opts[32];
	size_t opts_len;
	size_t cut;
	bool good;
	bool lladdr;
	bool nonce;
};

static const struct nd_case nd_cases[] = {
	{ "solicitation", &host, &group, NS, .good = true },
	{ "unicast", &host, &host, NS, .good = true },
	{ "link-layer address", &host, &group, NS, .opts = { 1, 1 },
	  .opts_len = 8, .good = true, .lladdr = true },
	{ "the first of two", &host, &group, NS, .opts = { 1, 1, [8] = 1, 2 },
	  .opts_len = 24, .good = true, .lladdr = true },
	{ "nonce", &in6addr_any, &group, NS, .opts = { 14, 1 }, .opts_len = 8,
	  .good = true, .nonce = true },
	{ "nonce behind an address", &host, &group, NS,
	  .opts = { 1, 1, [8] = 14, 1 }, .opts_len = 16, .good = true,
	  .lladdr = true, .nonce = true },
	{ "long nonce", &in6addr_any, &group, NS, .opts = { 14, 2 },
	  .opts_len = 16, .good = true },
	{ "unknown option", &host, &group, NS, .opts = { 77, 2 },
	  .opts_len = 16, .good = true },
	{ "probe", &in6addr_any, &group, NS, .good = true },
	{ "probe, first bit of the last 24", &in6addr_any, &high_group, NS,
	  .good = true },
	{ "probe to the address", &in6addr_any, &host, NS },
	{ "probe to all", &in6addr_any, &everybody, NS },
	{ "probe with address", &in6addr_any, &group, NS, .opts = { 1, 1 },
	  .opts_len = 8 },
	{ "option of length 0", &host, &group, NS, .opts = { 77 },
	  .opts_len = 8 },
	{ "option too long", &host, &group, NS, .opts = { 77, 2 },
	  .opts_len = 8 },
	{ "half an option", &host, &group, NS, .opts = { 77, 1 },
	  .opts_len = 4 },
	{ "an octet of an option", &host, &group, NS, .opts = { 77 },
	  .opts_len = 1 },
	{ "too short", &host, &group, NS, .cut = 1 },
	{ "code", &host, &group, NS, .code = 1 },
	{ "multicast target", &host, &group, NS, .multicast = true },
	{ "Router Solicitation", &host, &group, 133 },
	{ "Redirect", &host, &group, 137 },
	{ "advertisement", &host, &everybody, NA, .flags = 0x20, .good = true },
	{ "reserved flags", &host, &everybody, NA, .flags = 0xbf, .good = true },
	{ "answer", &host, &host, NA, .flags = 0x60, .good = true },
	{ "answer to all", &host, &everybody, NA, .flags = 0x60 },
	{ "its own address", &host, &everybody, NA, .opts = { 2, 1 },
	  .opts_len = 8, .good = true },
	{ "advertised multicast", &host, &everybody, NA, .multicast = true },
};

/* On the heap and of the exact size: KASAN sees each octet read beyond. */
static void nd_test_one(struct kunit *test, const struct nd_case *c)
{
	size_t len = DAR_ND_MIN_LEN + c->opts_len - c->cut;
	u8 *buf = kunit_kzalloc(test, len, GFP_KERNEL);
	struct dar_nd nd;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	buf[0] = c->type;
	buf[1] = c->code;
	buf[4] = c->flags;
	buf[8] = c->multicast ? 0xff : 0x20;
	buf[22] = 7;
	if (!c->cut)
		memcpy(buf + DAR_ND_MIN_LEN, c->opts, c->opts_len);

	KUNIT_ASSERT_EQ_MSG(test, dar_nd_parse(c->src, c->dst, buf, len, &nd),
			    c->good, "%s", c->name);
	if (!c->good)
		return;
	KUNIT_EXPECT_EQ_MSG(test, nd.advert, c->type == NA, "%s", c->name);
	KUNIT_EXPECT_EQ_MSG(test, nd.probe, c->type == NS &&
			    ipv6_addr_any(c->src), "%s", c->name);
	KUNIT_EXPECT_EQ_MSG(test, nd.target.s6_addr[14], 7, "%s", c->name);
	KUNIT_EXPECT_PTR_EQ_MSG(test, nd.lladdr, c->lladdr ?
				(const u8 *)buf + DAR_ND_MIN_LEN + 2 : NULL,
				"%s", c->name);
	KUNIT_EXPECT_EQ_MSG(test, nd.lladdr_len, c->lladdr ? 6 : 0, "%s",
			    c->name);
	KUNIT_EXPECT_PTR_EQ_MSG(test, nd.nonce, c->nonce ?
				(const u8 *)buf + len - DAR_ND_NONCE_LEN : NULL,
				"%s", c->name);
}

static void nd_test_parse(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(nd_cases); i++)
		nd_test_one(test, &nd_cases[i]);
}

static struct kunit_case nd_test_cases[] = {
	KUNIT_CASE(nd_test_parse),
	{}
};

static struct kunit_suite nd_test_suite = {
	.name = "dar_nd",
	.test_cases = nd_test_cases,
};

kunit_test_suite(nd_test_suite);

MODULE_DESCRIPTION("Tests of Neighbor Discovery messages");
MODULE_LICENSE("GPL");
