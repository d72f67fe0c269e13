/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel has in asm/byteorder.h. */
#ifndef _UNITS_LINUX_BYTEORDER_H
#define _UNITS_LINUX_BYTEORDER_H

#include <linux/types.h>

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define htonl(x)		((__force __be32)(u32)(x))
#define htons(x)		((__force __be16)(u16)(x))
#else
#define htonl(x)		((__force __be32)__builtin_bswap32(x))
#define htons(x)		((__force __be16)__builtin_bswap16(x))
#endif
#define ntohl(x)		((u32)htonl((__force u32)(x)))
#define ntohs(x)		((u16)htons((__force u16)(x)))

#endif
