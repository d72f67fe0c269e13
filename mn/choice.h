/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether programs can choose between an anchored address and one of the network where the
 * node is (RFC 5014).  They can while anchored addresses have the flag IFA_F_HOMEADDRESS.
 */
#ifndef _MN_CHOICE_H
#define _MN_CHOICE_H

#include <linux/kconfig.h>
#include <linux/types.h>

struct mn_net;

/* Rule 4 of RFC 6724 is a part of the stack that a kernel may lack. */
static inline bool mn_choice_possible(void)
{
	return IS_BUILTIN(CONFIG_IPV6_MIP6);
}

/*
 * Addresses have the flag as the setting says, from now on.  With the setting
 * %MN_HOME_FLAG_AUTO that depends on the addresses of other interfaces, which come and go:
 * rule 4 of RFC 6724 comes before the rule of the outgoing interface, so that an address with
 * the flag would be the source of what leaves by a VPN.  mn->lock
 */
void mn_choice_update(struct mn_net *mn);

#endif /* _MN_CHOICE_H */
