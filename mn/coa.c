// SPDX-License-Identifier: GPL-2.0-only
#include <linux/if_addr.h>
#include <net/ipv6.h>

#include "coa.h"
#include "ra.h"

#define COA_USABLE	1
#define COA_IN_USE	2
#define COA_PRIVACY	4
#define COA_GLOBAL	8
#define COA_PREFERRED	16
#define COA_HERE	32

static bool coa_global(const struct in6_addr *addr)
{
	int type = ipv6_addr_type(addr);

	return type & IPV6_ADDR_UNICAST &&
	       !(type & (IPV6_ADDR_LINKLOCAL | IPV6_ADDR_LOOPBACK |
			 IPV6_ADDR_MAPPED));
}

/* An optimistic address is a good one, although it is called tentative (RFC 4429). */
static bool coa_is_source(const struct mn_coa_facts *f)
{
	bool tentative = f->flags & IFA_F_TENTATIVE &&
			 !(f->flags & IFA_F_OPTIMISTIC);

	return coa_global(&f->addr) && !tentative &&
	       !(f->flags & IFA_F_DADFAILED);
}

/* What a router or a server has given for some time belongs to their network. */
static bool coa_usable(const struct mn_coa_facts *f)
{
	return coa_is_source(f) && (f->here || f->flags & IFA_F_PERMANENT);
}

unsigned int mn_coa_rank(const struct mn_coa_facts *f)
{
	unsigned int rank = COA_USABLE;

	if (!coa_usable(f))
		return 0;
	if (f->here)
		rank += COA_HERE;
	if (!(f->flags & IFA_F_DEPRECATED))
		rank += COA_PREFERRED;
	if (!mn_ra_of_site(&f->addr))
		rank += COA_GLOBAL;
	if (!!(f->flags & IFA_F_TEMPORARY) == f->temporary)
		rank += COA_PRIVACY;
	if (f->in_use)
		rank += COA_IN_USE;
	return rank;
}

bool mn_coa_fresh(const struct mn_coa_facts *f)
{
	return coa_is_source(f) && f->here && !(f->flags & IFA_F_DEPRECATED);
}

bool mn_coa_stale(const struct mn_coa_facts *f)
{
	return coa_is_source(f) && !f->here && !(f->flags & IFA_F_DEPRECATED);
}
