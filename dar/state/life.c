// SPDX-License-Identifier: GPL-2.0-only
#include <linux/random.h>
#include <linux/string.h>

#include "life.h"

void dar_life_begin(struct dar_life *life, u32 anchors_version)
{
	get_random_bytes(life->instance, sizeof(life->instance));
	memset(life->parent, 0, sizeof(life->parent));
	life->anchors_version = anchors_version;
	life->finals = 0;
	life->waiting = 0;
}

void dar_life_end(struct dar_life *life)
{
	memcpy(life->former, life->instance, sizeof(life->former));
	life->has_former = true;
	life->former_frozen = life->finals;
}
