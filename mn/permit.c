// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/string.h>
#include <net/ipv6.h>

#include "permit.h"

static bool permit_fits(const struct mn_permit *rule,
			const struct mn_place *place)
{
	switch (rule->by) {
	case MN_PERMIT_BY_PREFIX:
		return ipv6_prefix_equal(&rule->place.prefix, &place->prefix,
					 rule->plen);
	case MN_PERMIT_BY_DEVICE:
		return !strcmp(rule->place.device, place->device);
	case MN_PERMIT_BY_SSID:
		return fama_ssid_equal(&rule->place.ssid, &place->ssid);
	}
	return false;
}

static bool permit_is_same(const struct mn_permit *a, const struct mn_permit *b)
{
	return a->by == b->by && a->plen == b->plen &&
	       permit_fits(a, &b->place);
}

/* The place of the rule about the same, or behind the last. */
static unsigned int permit_find(const struct mn_permits *p,
				const struct mn_permit *rule)
{
	unsigned int i;

	for (i = 0; i < p->count; i++)
		if (permit_is_same(&p->rule[i], rule))
			break;
	return i;
}

int mn_permit_add(struct mn_permits *p, const struct mn_permit *rule)
{
	if (permit_find(p, rule) < p->count)
		return -EEXIST;
	if (p->count == MN_MAX_PERMITS)
		return -ENOSPC;
	p->rule[p->count++] = *rule;
	return 0;
}

int mn_permit_del(struct mn_permits *p, const struct mn_permit *rule)
{
	unsigned int i = permit_find(p, rule);

	if (i == p->count)
		return -ENOENT;
	for (p->count--; i < p->count; i++)
		p->rule[i] = p->rule[i + 1];
	return 0;
}

bool mn_permit_denies(const struct mn_permits *p, const struct mn_place *place,
		      bool deny)
{
	unsigned int i;

	for (i = 0; i < p->count; i++) {
		if (place->unnamed && p->rule[i].by == MN_PERMIT_BY_SSID)
			return true;
		if (permit_fits(&p->rule[i], place))
			return p->rule[i].deny;
	}
	return deny;
}

bool mn_permit_asks(const struct mn_permits *p, enum mn_permit_by by)
{
	unsigned int i;

	for (i = 0; i < p->count; i++)
		if (p->rule[i].by == by)
			return true;
	return false;
}
