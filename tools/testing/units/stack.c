// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include <kunit/stack.h>

#include <linux/string.h>

#include <stdlib.h>
#include <ucontext.h>

#define STACK_SIZE	(256 * 1024)

static struct {
	void (*run)(void *arg);
	void *arg;
} job;

static void start(void)
{
	job.run(job.arg);
}

bool stack_keeps(void (*run)(void *arg), void *arg, const void *secret,
		 size_t len)
{
	static u8 stack[STACK_SIZE] __aligned(64);
	ucontext_t here, there;

	memset(stack, 0, sizeof(stack));
	job.run = run;
	job.arg = arg;
	if (getcontext(&there))
		abort();
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof(stack);
	there.uc_link = &here;
	makecontext(&there, start, 0);
	if (swapcontext(&here, &there))
		abort();
	return memmem(stack, sizeof(stack), secret, len);
}
