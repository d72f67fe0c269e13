/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The life of the role in a namespace, from enable to disable: what checkpoints need to
 * know which of them is the last one.
 */
#ifndef _DAR_LIFE_H
#define _DAR_LIFE_H

#include <linux/types.h>

#include "../pure/checkpoint.h"

/**
 * struct dar_life - lives of the role; dar_net.lock
 * @instance: random name of this life
 * @parent: name of the life whose checkpoint was resumed last, as a whole; zero: none
 * @former: name of the life before, as far as the module remembers it
 * @has_former: there is one
 * @former_frozen: it ended with a frozen checkpoint
 * @anchors_version: dar_net.anchors_version when this life began
 * @thaws: how many times the role was thawed
 * @finals: number of frozen checkpoints that were handed out, and not thrown away: the
 *	role remains frozen
 * @final: name of the last one of these
 * @waiting: number of entries that came from a checkpoint before their anchor; some of
 *	them may have it now, or be gone
 */
struct dar_life {
	u8 instance[DAR_CHECKPOINT_NAME_LEN];
	u8 parent[DAR_CHECKPOINT_NAME_LEN];
	u8 former[DAR_CHECKPOINT_NAME_LEN];
	bool has_former;
	bool former_frozen;
	u32 anchors_version;
	u32 thaws;
	u32 finals;
	u8 final[DAR_CHECKPOINT_NAME_LEN];
	u32 waiting;
};

/**
 * struct dar_resume - a checkpoint that is being resumed; dar_net.lock
 * @header: its header
 * @c: the same
 * @next: number of the next chunk
 * @active: its chunks are expected
 * @checked: all chunks were checked
 * @applies: its entries are added to the cache now
 * @fresh: as they were; otherwise as memory
 */
struct dar_resume {
	u8 header[DAR_CHECKPOINT_HEADER_LEN];
	struct dar_checkpoint c;
	u32 next;
	bool active;
	bool checked;
	bool applies;
	bool fresh;
};

/* The role begins.  @anchors_version: of the namespace. */
void dar_life_begin(struct dar_life *life, u32 anchors_version);

/* The role ends. */
void dar_life_end(struct dar_life *life);

#endif /* _DAR_LIFE_H */
