/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hashes of the prefixes of an address.
 */
#ifndef _DAR_PREFIX_H
#define _DAR_PREFIX_H

#include <linux/in6.h>
#include <linux/siphash.h>
#include <linux/unaligned.h>

#include "../pure/asker.h"

/* Who asks from this address, if nothing else is known?  @key: of the hashes. */
static inline struct dar_asker dar_prefix_asker(const struct in6_addr *addr,
						const siphash_key_t *key)
{
	u64 prefix = get_unaligned_be64(addr);

	return (struct dar_asker){
		.site = siphash_2u64(prefix >> 16, 48, key),
		.subnet = siphash_2u64(prefix, 64, key),
	};
}

#endif /* _DAR_PREFIX_H */
