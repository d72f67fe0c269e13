/* SPDX-License-Identifier: GPL-2.0-only */
/* What a function leaves on its stack.  Only user space has this. */
#ifndef _UNITS_KUNIT_STACK_H
#define _UNITS_KUNIT_STACK_H

#include <linux/types.h>

/**
 * stack_keeps() - run a function on a stack of its own, and search that
 * @run: the function
 * @arg: its argument; neither that nor the secret is on the stack
 * @secret: octets that should not be left there
 * @len: how many
 *
 * Return: true: they are.
 */
bool stack_keeps(void (*run)(void *arg), void *arg, const void *secret,
		 size_t len);

#endif
