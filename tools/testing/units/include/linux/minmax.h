/* SPDX-License-Identifier: GPL-2.0-only */
/* Arguments of one type, as the kernel wants them, evaluated once. */
#ifndef _UNITS_LINUX_MINMAX_H
#define _UNITS_LINUX_MINMAX_H

#define __pick(a, op, b) ({						\
	typeof(a) a_ = (a);						\
	typeof(b) b_ = (b);						\
	(void)(&a_ == &b_);						\
	a_ op b_ ? a_ : b_;						\
})

#define min(a, b)		__pick(a, <, b)
#define max(a, b)		__pick(a, >, b)
#define min3(a, b, c)		min(min(a, b), c)
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define swap(a, b)		do {					\
		typeof(a) swap_ = (a);					\
		(a) = (b);						\
		(b) = swap_;						\
	} while (0)

#endif
