/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which address of a link is the care-of address (RFC 6275 section 11.5.3), where the
 * node has none of its own: any global address does, whoever has made it.  Pure.
 */
#ifndef _MN_COA_H
#define _MN_COA_H

#include <linux/in6.h>
#include <linux/types.h>

/**
 * struct mn_coa_facts - what is known of an address of a link
 * @addr: the address
 * @flags: its flags, IFA_F_*
 * @here: it is likely to be of the present network: a router advertises its prefix, or it
 *	was set since the link came up
 * @in_use: it is the care-of address now
 * @temporary: addresses for privacy are preferred (RFC 8981)
 */
struct mn_coa_facts {
	struct in6_addr addr;
	u32 flags;
	bool here;
	bool in_use;
	bool temporary;
};

/**
 * mn_coa_rank() - what speaks for an address as care-of address
 * @f: the address
 *
 * An address of the present network is better than one that may be left over from
 * another network, which is of use only if it is permanent, so that somebody wants it
 * wherever the link leads.  Then the same counts as for a source address (RFC 6724 section 5):
 * one that is not deprecated, one that is not local to its site, a temporary one if the
 * administrator prefers those.  Of equals the present care-of address stays.
 *
 * Return: 0: the address cannot be used.
 */
unsigned int mn_coa_rank(const struct mn_coa_facts *f);

/* Can the address be used, and is it of the present network and not deprecated? */
bool mn_coa_fresh(const struct mn_coa_facts *f);

/* Would the stack prefer the address as a source, although the network has been left? */
bool mn_coa_stale(const struct mn_coa_facts *f);

#endif /* _MN_COA_H */
