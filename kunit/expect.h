/* SPDX-License-Identifier: GPL-2.0-only */
/* What the suites share. */
#ifndef _EXPECT_H
#define _EXPECT_H

#include <kunit/test.h>
#include <linux/string.h>

static inline void expect_octets(struct kunit *test, const char *what,
				 const void *got, const void *want, size_t len)
{
	KUNIT_EXPECT_TRUE_MSG(test, !memcmp(got, want, len),
			      "%s: got %*ph, want %*ph", what,
			      (int)len, got, (int)len, want);
}

#define EXPECT_OCTETS(test, got, want, len) \
	expect_octets(test, #got, got, want, len)

/* A copy that ends where its memory ends: KASAN sees a read beyond it. */
static inline u8 *exact(struct kunit *test, const u8 *data, size_t len)
{
	u8 *copy = kunit_kmalloc(test, len, GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, copy);
	memcpy(copy, data, len);
	return copy;
}

#endif
