/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who asks, and who has something: what limits and shares are fair to.  Pure.
 */
#ifndef _DAR_ASKER_H
#define _DAR_ASKER_H

#include <linux/types.h>

/**
 * struct dar_asker - who asks
 * @site: hash of the /48 of the source
 * @subnet: hash of the /64 of the source
 * @home: hash of the home address, if @known
 * @known: the node of the home address is known
 */
struct dar_asker {
	u32 site;
	u32 subnet;
	u32 home;
	bool known;
};

#endif /* _DAR_ASKER_H */
