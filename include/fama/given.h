/* SPDX-License-Identifier: GPL-2.0-only */
/* Attributes that a command of generic netlink cannot do without. */
#ifndef _FAMA_GIVEN_H
#define _FAMA_GIVEN_H

#include <net/genetlink.h>

/* Is an attribute there?  If it is not, the sender is told which one is missing. */
static inline bool fama_given(const struct genl_info *info, int attr)
{
	if (info->attrs[attr])
		return true;
	NL_SET_ERR_MSG(info->extack, "a required attribute is missing");
	NL_SET_ERR_ATTR_MISS(info->extack, NULL, attr);
	return false;
}

#endif /* _FAMA_GIVEN_H */
