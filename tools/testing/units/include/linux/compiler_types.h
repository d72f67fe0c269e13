/* SPDX-License-Identifier: GPL-2.0-only */
/* Included before everything else, as in the kernel. */
#ifndef _UNITS_LINUX_COMPILER_TYPES_H
#define _UNITS_LINUX_COMPILER_TYPES_H

#define __always_inline		inline __attribute__((always_inline))
#define __maybe_unused		__attribute__((unused))
#define __aligned(n)		__attribute__((aligned(n)))
#define __packed		__attribute__((packed))
#define __printf(a, b)		__attribute__((format(printf, a, b)))
#define __must_check		__attribute__((warn_unused_result))
#define __noreturn		__attribute__((noreturn))
#define noinline		__attribute__((noinline))
#define fallthrough		__attribute__((fallthrough))
#define __force
#define __percpu
#define __rcu
#define __user
#define __init
#define __exit

#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)

#endif
