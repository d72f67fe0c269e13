/* SPDX-License-Identifier: GPL-2.0-only */
/* What the suites share. */
#ifndef _EXPECT_H
#define _EXPECT_H

#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/string.h>

/* In hexadecimal, until the test ends. */
static inline const char *hex(struct kunit *test, const void *octets, size_t len)
{
	char *text = kunit_kzalloc(test, 2 * len + 1, GFP_KERNEL);

	if (!text)
		return "?";
	bin2hex(text, octets, len);
	return text;
}

static inline void expect_octets(struct kunit *test, const char *what,
				 const void *got, const void *want, size_t len)
{
	KUNIT_EXPECT_TRUE_MSG(test, !memcmp(got, want, len),
			      "%s: got %s, want %s", what,
			      hex(test, got, len), hex(test, want, len));
}

#define EXPECT_OCTETS(test, got, want, len) \
	expect_octets(test, #got, got, want, len)

/*
 * The case says nothing about rows of its table for which this is false.  KUnit
 * shows them as skipped; a case of which all are skipped has shown nothing, and
 * does not pass.
 */
static inline void only_rows(struct kunit *test, bool with)
{
	if (!with)
		kunit_skip(test, "not a row of this case");
}

/* A copy that ends where its memory ends: KASAN sees a read beyond it. */
static inline u8 *exact(struct kunit *test, const u8 *data, size_t len)
{
	u8 *copy = kunit_kmalloc(test, len, GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, copy);
	memcpy(copy, data, len);
	return copy;
}

#endif
