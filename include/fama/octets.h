/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Octets that are written and read in order, numbers in network byte order.  Pure.
 *
 * Nobody looks for the end: whoever writes and whoever reads knows the length of what
 * there is.
 */
#ifndef _FAMA_OCTETS_H
#define _FAMA_OCTETS_H

#include <linux/string.h>
#include <linux/types.h>
#include <linux/unaligned.h>

/**
 * struct fama_octets - a writer or a reader
 * @to: where a writer is
 * @from: where a reader is
 */
struct fama_octets {
	u8 *to;
	const u8 *from;
};

static inline void fama_octets_put(struct fama_octets *o, const void *octets, size_t len)
{
	memcpy(o->to, octets, len);
	o->to += len;
}

static inline void fama_octets_put8(struct fama_octets *o, u8 value)
{
	*o->to++ = value;
}

static inline void fama_octets_put16(struct fama_octets *o, u16 value)
{
	put_unaligned_be16(value, o->to);
	o->to += sizeof(value);
}

static inline void fama_octets_put32(struct fama_octets *o, u32 value)
{
	put_unaligned_be32(value, o->to);
	o->to += sizeof(value);
}

static inline void fama_octets_put64(struct fama_octets *o, u64 value)
{
	put_unaligned_be64(value, o->to);
	o->to += sizeof(value);
}

static inline void fama_octets_get(struct fama_octets *o, void *octets, size_t len)
{
	memcpy(octets, o->from, len);
	o->from += len;
}

static inline u8 fama_octets_get8(struct fama_octets *o)
{
	return *o->from++;
}

static inline u16 fama_octets_get16(struct fama_octets *o)
{
	o->from += sizeof(u16);
	return get_unaligned_be16(o->from - sizeof(u16));
}

static inline u32 fama_octets_get32(struct fama_octets *o)
{
	o->from += sizeof(u32);
	return get_unaligned_be32(o->from - sizeof(u32));
}

static inline u64 fama_octets_get64(struct fama_octets *o)
{
	o->from += sizeof(u64);
	return get_unaligned_be64(o->from - sizeof(u64));
}

#endif /* _FAMA_OCTETS_H */
