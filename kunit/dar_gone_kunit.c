// SPDX-License-Identifier: GPL-2.0-only
/* Addresses that were forgotten: which care-of nonces prove something of them. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../dar/pure/gone.c"

#define HASH	7	/* of an address */

/**
 * struct gone_case - a nonce, and an address that was forgotten or not
 * @name: shown
 * @noted: number of the newest nonce when the address was forgotten, 0: it was not
 * @nonce: number of the nonce
 * @newest: number of the newest nonce now
 * @before: the address was forgotten before the nonce was made
 */
struct gone_case {
	const char *name;
	u16 noted;
	u16 nonce;
	u16 newest;
	bool before;
};

static const struct gone_case gone_cases[] = {
	{ "never forgotten", 0, 100, 100, true },
	{ "the newest one then", 100, 100, 100, false },
	{ "the one before", 100, 99, 100, false },
	{ "the next one", 100, 101, 101, true },
	{ "the same when there is a next one", 100, 100, 101, false },
	{ "the oldest that is accepted", 100, 100, 107, false },
	{ "just not accepted", 100, 100, 108, false },
	{ "long ago", 100, 102, 109, true },
	{ "so long ago that numbers have come round", 100, 99, 99, true },
	{ "the next one, around the wrap", 65535, 1, 1, true },
	{ "the newest one then, around the wrap", 65535, 65535, 7, false },
};

static void gone_desc(const struct gone_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(gone, gone_cases, gone_desc);

static struct dar_gone *gone_new(struct kunit *test)
{
	struct dar_gone *g = kunit_kzalloc(test, sizeof(*g), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, g);
	return g;
}

static void dar_gone_test(struct kunit *test)
{
	const struct gone_case *c = test->param_value;
	struct dar_gone *g = gone_new(test);

	dar_gone_note(g, HASH, c->noted);
	KUNIT_EXPECT_EQ(test, c->before,
			dar_gone_before(g, HASH, c->nonce, c->newest));
}

/* Addresses share places, and each has only one. */
static void dar_gone_places_test(struct kunit *test)
{
	struct dar_gone *g = gone_new(test);
	u32 n;

	for (n = 0; n < DAR_GONE_PLACES; n++) {
		dar_gone_note(g, n, 100);
		KUNIT_EXPECT_FALSE(test, dar_gone_before(g, n, 100, 100));
		KUNIT_EXPECT_FALSE(test, dar_gone_before(g, n + DAR_GONE_PLACES,
							 100, 100));
		if (n + 1 < DAR_GONE_PLACES)
			KUNIT_EXPECT_TRUE(test, dar_gone_before(g, n + 1, 100,
								100));
	}
	dar_gone_note(g, HASH, 101);
	KUNIT_EXPECT_FALSE(test, dar_gone_before(g, HASH, 101, 101));
}

static struct kunit_case dar_gone_kunit_cases[] = {
	KUNIT_CASE_PARAM(dar_gone_test, gone_gen_params),
	KUNIT_CASE(dar_gone_places_test),
	{}
};

static struct kunit_suite dar_gone_kunit_suite = {
	.name = "dar_gone",
	.test_cases = dar_gone_kunit_cases,
};

kunit_test_suite(dar_gone_kunit_suite);

MODULE_DESCRIPTION("KUnit tests of addresses that were forgotten");
MODULE_LICENSE("GPL");
