// SPDX-License-Identifier: GPL-2.0-only
#include <linux/minmax.h>
#include <net/ipv6.h>

#include "movement.h"

void mn_movement_init(struct mn_movement *m, u32 metric)
{
	memset(m, 0, sizeof(*m));
	m->metric = metric;
	m->seeking = true;
	m->until = MN_MOVEMENT_NEVER;
	mn_solicit_stop(&m->solicit);
}

const struct mn_ra_prefix *mn_movement_prefix(const struct mn_ra *ra)
{
	const struct mn_ra_prefix *p, *best = NULL;
	unsigned int i, score, most = 0;

	for (i = 0; i < ra->count; i++) {
		p = &ra->prefix[i];
		if (!p->valid)
			continue;
		score = 1 + !!p->preferred + 2 * !ipv6_addr_any(&p->dar);
		if (score <= most)
			continue;
		best = p;
		most = score;
	}
	return best;
}

/* Remember a prefix.  Return: whether it had been heard before. */
static bool movement_hear(struct mn_movement *m, const struct in6_addr *prefix)
{
	unsigned int i;

	for (i = 0; i < m->heard_count; i++)
		if (ipv6_addr_equal(&m->heard[i], prefix))
			return true;
	if (i < MN_MAX_HEARD)
		m->heard[m->heard_count++] = *prefix;
	return false;
}

bool mn_movement_up(struct mn_movement *m, u64 now)
{
	/* Changes of something else are announced the same way. */
	if (m->up)
		return false;
	m->up = true;
	m->heard_count = 0;
	mn_solicit_start(&m->solicit, now);
	return true;
}

enum mn_move mn_movement_down(struct mn_movement *m)
{
	if (!m->up)
		return MN_MOVE_STAY;
	m->up = false;
	return MN_MOVE_LEAVE;
}

enum mn_move mn_movement_unreachable(struct mn_movement *m)
{
	if (!m->attached)
		return MN_MOVE_STAY;
	m->heard_count = 0;
	return MN_MOVE_LEAVE;
}

enum mn_move mn_movement_timer(struct mn_movement *m, u64 now)
{
	if (now < m->until)
		return MN_MOVE_STAY;
	m->heard_count = 0;
	return MN_MOVE_LEAVE;
}

u64 mn_movement_next(const struct mn_movement *m)
{
	return min(m->until, m->solicit.due);
}

/* A link that stands by and hears a router does not ask for one any more. */
static void movement_remember(struct mn_movement *m, const struct mn_ra *ra,
			      u64 now)
{
	m->ra = *ra;
	m->until = MN_MOVEMENT_NEVER;
	if (!ra->lifetime)
		return;
	m->until = mn_ra_until(ra, now);
	mn_solicit_stop(&m->solicit);
}

enum mn_move mn_movement_ra(struct mn_movement *m, bool other,
			    const struct mn_ra *ra, u64 now)
{
	const struct mn_ra_prefix *p = mn_movement_prefix(ra);
	bool current_router, heard;

	/* What was heard in an earlier stay may be of another network. */
	if (!m->up || ra->stay != m->stay || !p)
		return MN_MOVE_STAY;
	if (!m->attached)
		movement_remember(m, ra, now);
	if (other)
		return MN_MOVE_COMPARE;
	current_router = m->attached && ipv6_addr_equal(&m->prefix, &p->prefix);
	if (!ra->lifetime)
		return current_router ? MN_MOVE_LEAVE : MN_MOVE_STAY;
	heard = movement_hear(m, &p->prefix);
	if (m->seeking)
		return MN_MOVE_ATTACH;
	if (current_router)
		return MN_MOVE_RENEW;
	return heard ? MN_MOVE_STAY : MN_MOVE_ATTACH;
}

/* Has the link heard a router that would do, and is it not given up? */
static bool movement_stands_by(const struct mn_movement *m, u64 now)
{
	return m->seeking && m->ra.lifetime && m->ra.stay == m->stay &&
	       now < m->until && mn_movement_prefix(&m->ra);
}

struct mn_movement *mn_movement_best(struct mn_movement *const *links,
				     unsigned int count, u64 now)
{
	struct mn_movement *best = NULL;
	u32 than = U32_MAX;
	unsigned int i;

	for (i = 0; i < count; i++)
		if (links[i]->attached)
			than = links[i]->metric;
	for (i = 0; i < count; i++) {
		if (links[i]->metric >= than ||
		    !movement_stands_by(links[i], now))
			continue;
		best = links[i];
		than = best->metric;
	}
	return best;
}

void mn_movement_attached(struct mn_movement *m, const struct mn_ra *ra,
			  const struct in6_addr *prefix, u64 until)
{
	if (ra != &m->ra)
		m->ra = *ra;
	m->prefix = *prefix;
	m->until = until;
	m->attached = true;
	m->seeking = false;
	movement_hear(m, prefix);
}

void mn_movement_renewed(struct mn_movement *m, const struct mn_ra *ra,
			 u64 now)
{
	m->ra = *ra;
	m->until = mn_ra_until(ra, now);
}

void mn_movement_leave(struct mn_movement *m)
{
	m->attached = false;
	m->seeking = true;
}

void mn_movement_lost(struct mn_movement *m, u64 now)
{
	mn_movement_leave(m);
	m->until = MN_MOVEMENT_NEVER;
	m->ra.lifetime = 0;
	if (m->up)
		mn_solicit_start(&m->solicit, now);
	else
		mn_solicit_stop(&m->solicit);
}

void mn_movement_give_up(struct mn_movement *m)
{
	m->seeking = false;
	mn_solicit_stop(&m->solicit);
}
