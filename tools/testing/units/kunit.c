// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the suite that is linked with it, and prints KTAP as the kernel does.
 */
#include <kunit/test.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

extern struct kunit_suite *const kunit_suite_of_program;

/* In a list, before what the test sees: that begins where malloc() aligns. */
struct kunit_memory {
	struct kunit_memory *next;
	void *ptr;
};

/* How many parameters of a case did what. */
struct tally {
	unsigned int count[KUNIT_SKIPPED + 1];
};

void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	struct kunit_memory *m = malloc(sizeof(*m));

	if (!m)
		abort();
	m->ptr = malloc(size);
	if (!m->ptr)
		abort();
	m->next = test->memory;
	test->memory = m;
	return m->ptr;
}

void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return memset(kunit_kmalloc(test, size, gfp), 0, size);
}

void kunit_kfree(struct kunit *test, const void *ptr)
{
	struct kunit_memory **at, *m;

	for (at = &test->memory; (m = *at); at = &m->next) {
		if (m->ptr != ptr)
			continue;
		*at = m->next;
		free(m->ptr);
		free(m);
		return;
	}
	fprintf(stderr, "a test frees memory that is not its own\n");
	abort();
}

void kunit_failed(struct kunit *test, const char *file, int line,
		  const char *fmt, ...)
{
	va_list args;

	test->status = KUNIT_FAILURE;
	if (!*fmt)
		return;
	printf("    # %s:%d: ", file, line);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
}

void kunit_abort(struct kunit *test)
{
	longjmp(test->end, 1);
}

void kunit_leave_row(struct kunit *test, const char *why)
{
	if (test->status == KUNIT_SUCCESS)
		test->status = KUNIT_SKIPPED;
	longjmp(test->end, 1);
}

static void run(struct kunit_suite *suite, struct kunit_case *c,
		const void *param, struct tally *tally)
{
	struct kunit test = { .param_value = param };

	if (!setjmp(test.end)) {
		if (suite->init && suite->init(&test))
			KUNIT_SAY(&test, true, "init failed");
		c->run_case(&test);
	}
	if (suite->exit && !setjmp(test.end))
		suite->exit(&test);
	while (test.memory)
		kunit_kfree(&test, test.memory->ptr);
	if (test.status == KUNIT_SUCCESS && !test.checks)
		kunit_failed(&test, c->name, 0, "nothing was expected");
	tally->count[test.status]++;
}

static void run_rows(struct kunit_suite *suite, struct kunit_case *c,
		     struct tally *tally)
{
	char desc[KUNIT_PARAM_DESC_SIZE];
	const void *row = NULL;
	unsigned int failures;

	while ((row = c->generate_params(NULL, row, desc))) {
		failures = tally->count[KUNIT_FAILURE];
		run(suite, c, row, tally);
		if (tally->count[KUNIT_FAILURE] != failures)
			printf("    # %s: failed with: %s\n", c->name, desc);
	}
	printf("    # %s: %u rows, and %u that are not of this case\n", c->name,
	       tally->count[KUNIT_SUCCESS] + tally->count[KUNIT_FAILURE],
	       tally->count[KUNIT_SKIPPED]);
}

/* A case of which no row was run has shown nothing: that is a failure. */
static bool run_case(struct kunit_suite *suite, struct kunit_case *c,
		     unsigned int number)
{
	struct tally tally = {};
	bool ok;

	if (c->generate_params)
		run_rows(suite, c, &tally);
	else
		run(suite, c, NULL, &tally);
	ok = tally.count[KUNIT_SUCCESS] && !tally.count[KUNIT_FAILURE];
	printf("    %sok %u %s\n", ok ? "" : "not ", number, c->name);
	fflush(stdout);
	return ok;
}

int main(void)
{
	struct kunit_suite *suite = kunit_suite_of_program;
	unsigned int n, failed = 0;

	for (n = 0; suite->test_cases[n].run_case; n++)
		;
	printf("KTAP version 1\n1..1\n    # Subtest: %s\n    1..%u\n",
	       suite->name, n);
	fflush(stdout);
	if (suite->suite_init && suite->suite_init(suite))
		return 1;
	for (n = 0; suite->test_cases[n].run_case; n++)
		failed += !run_case(suite, &suite->test_cases[n], n + 1);
	if (suite->suite_exit)
		suite->suite_exit(suite);
	printf("%sok 1 %s\n", failed ? "not " : "", suite->name);
	return !!failed;
}
