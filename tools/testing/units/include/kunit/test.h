/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KUnit for user space: what the suites in kunit/ use of the kernel's.
 *
 * One program is one suite.  It runs every case, and prints KTAP.
 */
#ifndef _UNITS_KUNIT_TEST_H
#define _UNITS_KUNIT_TEST_H

#include <setjmp.h>

#include <linux/err.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/types.h>

#define KUNIT_PARAM_DESC_SIZE	128

enum kunit_status {
	KUNIT_SUCCESS,
	KUNIT_FAILURE,
	KUNIT_SKIPPED,
};

struct kunit_memory;

/**
 * struct kunit - a case that runs, with one parameter if it has any
 * @priv: of the suite's init
 * @param_value: the parameter
 * @status: so far
 * @checks: expectations so far, met or not
 * @end: where a case goes that cannot go on
 * @memory: what it has allocated; freed when it ends
 */
struct kunit {
	void *priv;
	const void *param_value;
	enum kunit_status status;
	unsigned long checks;
	jmp_buf end;
	struct kunit_memory *memory;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	const void *(*generate_params)(struct kunit *test, const void *prev,
				       char *desc);
};

struct kunit_suite {
	const char name[256];
	int (*suite_init)(struct kunit_suite *suite);
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases;
};

#define KUNIT_CASE(fn)			{ .run_case = fn, .name = #fn }
#define KUNIT_CASE_PARAM(fn, gen)					\
	{ .run_case = fn, .name = #fn, .generate_params = gen }

#define KUNIT_ARRAY_PARAM(name, array, get_desc)			\
	static const void *name##_gen_params(struct kunit *test,	\
					     const void *prev,		\
					     char *desc)		\
	{								\
		typeof((array)[0]) *row = prev;				\
									\
		row = row ? row + 1 : array;				\
		if (row == (array) + ARRAY_SIZE(array))			\
			return NULL;					\
		get_desc(row, desc);					\
		return row;						\
	}

/* The suite of this program; one without or with two of them does not link. */
#define kunit_test_suite(suite)						\
	struct kunit_suite *const kunit_suite_of_program = &(suite)

/* Of exactly that size: what reads or writes beyond it is seen by ASan. */
void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t gfp);
void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp);
void kunit_kfree(struct kunit *test, const void *ptr);

/* Print a diagnostic line, after the place and the expression. */
void __printf(4, 5) kunit_failed(struct kunit *test, const char *file, int line,
				 const char *fmt, ...);
void __noreturn kunit_abort(struct kunit *test);
void __noreturn kunit_leave_row(struct kunit *test, const char *why);

#define kunit_skip(test, fmt, ...)	kunit_leave_row(test, fmt)

/* The message of the test, if any, and then the end of the case if @fatal. */
#define KUNIT_SAY(test, fatal, ...)					\
	do {								\
		kunit_failed(test, __FILE__, __LINE__, "" __VA_ARGS__);	\
		if (fatal)						\
			kunit_abort(test);				\
	} while (0)

#define KUNIT_BOOL(test, fatal, want, cond, ...)			\
	do {								\
		(test)->checks++;					\
		if ((want) ? (cond) : !(cond))					\
			break;						\
		kunit_failed(test, __FILE__, __LINE__,			\
			     "%s is not %s", #cond,			\
			     (want) ? "true" : "false");		\
		KUNIT_SAY(test, fatal, __VA_ARGS__);			\
	} while (0)

#define KUNIT_BINARY(test, fatal, left, op, right, ...)			\
	do {								\
		const typeof(left) l_ = (left);				\
		const typeof(right) r_ = (right);			\
									\
		(test)->checks++;					\
		if (l_ op r_)						\
			break;						\
		kunit_failed(test, __FILE__, __LINE__,			\
			     "%s %s %s, but they are %lld and %lld",	\
			     #left, #op, #right, (long long)l_,		\
			     (long long)r_);				\
		KUNIT_SAY(test, fatal, __VA_ARGS__);			\
	} while (0)

#define KUNIT_POINTERS(test, fatal, left, op, right, ...)		\
	do {								\
		const void *l_ = (left), *r_ = (right);			\
									\
		(test)->checks++;					\
		if (l_ op r_)						\
			break;						\
		kunit_failed(test, __FILE__, __LINE__,			\
			     "%s %s %s, but they are %p and %p",	\
			     #left, #op, #right, l_, r_);		\
		KUNIT_SAY(test, fatal, __VA_ARGS__);			\
	} while (0)

#define KUNIT_FAIL(test, ...)		KUNIT_SAY(test, false, __VA_ARGS__)

#define KUNIT_EXPECT_TRUE(test, cond)					\
	KUNIT_BOOL(test, false, true, cond)
#define KUNIT_EXPECT_TRUE_MSG(test, cond, ...)				\
	KUNIT_BOOL(test, false, true, cond, __VA_ARGS__)
#define KUNIT_ASSERT_TRUE(test, cond)					\
	KUNIT_BOOL(test, true, true, cond)
#define KUNIT_ASSERT_TRUE_MSG(test, cond, ...)				\
	KUNIT_BOOL(test, true, true, cond, __VA_ARGS__)
#define KUNIT_EXPECT_FALSE(test, cond)					\
	KUNIT_BOOL(test, false, false, cond)
#define KUNIT_EXPECT_FALSE_MSG(test, cond, ...)				\
	KUNIT_BOOL(test, false, false, cond, __VA_ARGS__)
#define KUNIT_ASSERT_FALSE(test, cond)					\
	KUNIT_BOOL(test, true, false, cond)

#define KUNIT_EXPECT_EQ(test, l, r)	KUNIT_BINARY(test, false, l, ==, r)
#define KUNIT_EXPECT_NE(test, l, r)	KUNIT_BINARY(test, false, l, !=, r)
#define KUNIT_EXPECT_LT(test, l, r)	KUNIT_BINARY(test, false, l, <, r)
#define KUNIT_EXPECT_LE(test, l, r)	KUNIT_BINARY(test, false, l, <=, r)
#define KUNIT_EXPECT_GT(test, l, r)	KUNIT_BINARY(test, false, l, >, r)
#define KUNIT_EXPECT_GE(test, l, r)	KUNIT_BINARY(test, false, l, >=, r)
#define KUNIT_EXPECT_EQ_MSG(test, l, r, ...)				\
	KUNIT_BINARY(test, false, l, ==, r, __VA_ARGS__)
#define KUNIT_EXPECT_NE_MSG(test, l, r, ...)				\
	KUNIT_BINARY(test, false, l, !=, r, __VA_ARGS__)
#define KUNIT_EXPECT_GT_MSG(test, l, r, ...)				\
	KUNIT_BINARY(test, false, l, >, r, __VA_ARGS__)
#define KUNIT_ASSERT_EQ(test, l, r)	KUNIT_BINARY(test, true, l, ==, r)
#define KUNIT_ASSERT_NE(test, l, r)	KUNIT_BINARY(test, true, l, !=, r)
#define KUNIT_ASSERT_LT(test, l, r)	KUNIT_BINARY(test, true, l, <, r)
#define KUNIT_ASSERT_LE(test, l, r)	KUNIT_BINARY(test, true, l, <=, r)
#define KUNIT_ASSERT_GT(test, l, r)	KUNIT_BINARY(test, true, l, >, r)
#define KUNIT_ASSERT_GE(test, l, r)	KUNIT_BINARY(test, true, l, >=, r)
#define KUNIT_ASSERT_EQ_MSG(test, l, r, ...)				\
	KUNIT_BINARY(test, true, l, ==, r, __VA_ARGS__)

#define KUNIT_EXPECT_PTR_EQ(test, l, r)	KUNIT_POINTERS(test, false, l, ==, r)
#define KUNIT_EXPECT_PTR_EQ_MSG(test, l, r, ...)			\
	KUNIT_POINTERS(test, false, l, ==, r, __VA_ARGS__)
#define KUNIT_EXPECT_NULL(test, ptr)	KUNIT_POINTERS(test, false, ptr, ==, NULL)
#define KUNIT_EXPECT_NOT_NULL(test, ptr)				\
	KUNIT_POINTERS(test, false, ptr, !=, NULL)
#define KUNIT_ASSERT_NOT_NULL(test, ptr)				\
	KUNIT_POINTERS(test, true, ptr, !=, NULL)
/* That there is memory is nothing that a test is about: it does not count. */
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(test, ptr)				\
	do {								\
		if (IS_ERR_OR_NULL(ptr))				\
			KUNIT_SAY(test, true, "no %s", #ptr);		\
	} while (0)
#define KUNIT_EXPECT_STREQ(test, l, r)					\
	KUNIT_BOOL(test, false, true, !strcmp(l, r))

#endif
