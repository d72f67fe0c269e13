// SPDX-License-Identifier: GPL-2.0-only
/* Status codes of Binding Acknowledgements: RFC 6275 6.1.8, RFC 4866 5.7. */
#include <stddef.h>

#include "args.h"
#include "status.h"

static const struct {
	unsigned int status;
	const char *name;
} names[] = {
	{ 0, "accepted" },
	{ 1, "accepted, prefix discovery necessary" },
	{ 128, "reason unspecified" },
	{ 129, "administratively prohibited" },
	{ 130, "insufficient resources" },
	{ 131, "home registration not supported" },
	{ 132, "not home subnet" },
	{ 133, "not home agent for this mobile node" },
	{ 134, "duplicate address detection failed" },
	{ 135, "sequence number out of window" },
	{ 136, "expired home nonce index" },
	{ 137, "expired care-of nonce index" },
	{ 138, "expired nonces" },
	{ 139, "registration type change disallowed" },
	{ 147, "permanent home keygen token unavailable" },
	{ 148, "CGA and signature verification failed" },
	{ 149, "permanent home keygen token exists" },
	{ 150, "non-null home nonce index expected" },
	{ 174, "invalid care-of address" },
};

const char *status_name(unsigned int status)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].status == status)
			return names[i].name;
	return status < 128 ? "accepted" : "refused";
}
