// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/time64.h>
#include <net/ipv6.h>

#include "movement.h"

/* After a link was new, all its routers have answered within this time. */
#define MOVEMENT_CHOICE		(1ULL * NSEC_PER_SEC)

/* Whoever gave a sign of life a moment ago is there. */
#define MOVEMENT_FRESH		(200ULL * NSEC_PER_MSEC)

/* A router is asked so often, and so long each answer is waited for. */
static const u64 movement_waits[] = {
	100ULL * NSEC_PER_MSEC, 300ULL * NSEC_PER_MSEC, 900ULL * NSEC_PER_MSEC,
};

/*
 * A router need not put all prefixes in each advertisement (RFC 4861 section 6.2.3).
 * Those that come together count once.
 */
#define MOVEMENT_MISSING	3

#define MOVEMENT_DOUBTFUL	0x100000000ULL	/* more than any metric */

/* What speaks for a prefix; one that is not valid has nothing. */
#define MOVEMENT_VALID		1
#define MOVEMENT_GLOBAL		2
#define MOVEMENT_PREFERRED	4
#define MOVEMENT_ANCHORED	8
#define MOVEMENT_SCORES		16

/* The next place for a router, NULL after the last. */
static struct mn_router *movement_after(struct mn_movement *m,
					struct mn_router *r)
{
	return r == &m->routers[MN_MAX_ROUTERS - 1] ? NULL : r + 1;
}

void mn_movement_init(struct mn_movement *m, u32 metric)
{
	memset(m, 0, sizeof(*m));
	m->metric = metric;
	m->probe = MN_MOVEMENT_NEVER;
	mn_solicit_stop(&m->solicit);
}

static unsigned int movement_score(const struct mn_ra_prefix *p)
{
	if (!p->valid)
		return 0;
	return MOVEMENT_VALID + (mn_ra_of_site(&p->prefix) ? 0 : MOVEMENT_GLOBAL) +
	       (p->preferred ? MOVEMENT_PREFERRED : 0) +
	       (ipv6_addr_any(&p->dar) ? 0 : MOVEMENT_ANCHORED);
}

const struct mn_ra_prefix *mn_movement_prefix(const struct mn_ra *ra)
{
	const struct mn_ra_prefix *p, *best = NULL;
	unsigned int score, most = 0;

	for (p = ra->prefix; p < ra->prefix + ra->count; p++) {
		score = movement_score(p);
		if (score <= most)
			continue;
		best = p;
		most = score;
	}
	return best;
}

static const struct mn_ra_prefix *
movement_find_prefix(const struct mn_ra *ra, const struct in6_addr *addr)
{
	const struct mn_ra_prefix *p;

	for (p = ra->prefix; p < ra->prefix + ra->count; p++)
		if (ipv6_prefix_equal(&p->prefix, addr, 64))
			return p;
	return NULL;
}

/*
 * What speaks for a router: a prefix, its preference (RFC 4191), and what speaks for its
 * best prefix.  Without a prefix the node can have the address of somebody else only.
 */
static unsigned int movement_rank(const struct mn_router *r)
{
	const struct mn_ra_prefix *p = mn_movement_prefix(&r->ra);

	if (r->denied)
		return 0;
	if (!p)
		return 1 + r->ra.preference;
	return (1 + r->ra.preference) * MOVEMENT_SCORES + movement_score(p);
}

/* Would the router do, as far as the node knows? */
static bool movement_serves(const struct mn_router *r, u64 now)
{
	return now < r->until && !r->silent;
}

/* Of equals the one heard last. */
static bool movement_better(const struct mn_router *a,
			    const struct mn_router *b)
{
	unsigned int ra = movement_rank(a), rb = movement_rank(b);

	return ra > rb || (ra == rb && a->heard > b->heard);
}

/* The best of the other routers. */
static struct mn_router *movement_pick(struct mn_movement *m, u64 now)
{
	struct mn_router *r, *best = NULL;

	for (r = m->routers; r; r = movement_after(m, r))
		if (r != m->cur && movement_serves(r, now) &&
		    (!best || movement_better(r, best)))
			best = r;
	return best;
}

static bool movement_is(const struct mn_router *r, const struct mn_ra *ra)
{
	return r->until && ipv6_addr_equal(&r->ra.source, &ra->source) &&
	       !memcmp(r->ra.hw, ra->hw, sizeof(ra->hw));
}

static struct mn_router *movement_find(struct mn_movement *m,
				       const struct mn_ra *ra)
{
	struct mn_router *r;

	for (r = m->routers; r; r = movement_after(m, r))
		if (movement_is(r, ra))
			return r;
	return NULL;
}

/* Of two routers the one to forget: that which is of no use, else the older one. */
static bool movement_forgets(const struct mn_router *a,
			     const struct mn_router *b, u64 now)
{
	bool sa = movement_serves(a, now), sb = movement_serves(b, now);

	return sa != sb ? sb : a->heard < b->heard;
}

/* The place for a router that was not known; the current one keeps its own. */
static struct mn_router *movement_place(struct mn_movement *m, u64 now)
{
	struct mn_router *r, *place = NULL;

	for (r = m->routers; r; r = movement_after(m, r))
		if (r != m->cur &&
		    (!place || movement_forgets(r, place, now)))
			place = r;
	return place;
}

/* A link that stands by and hears a router does not ask for one any more. */
static void movement_note(struct mn_movement *m, struct mn_router *r,
			  const struct mn_ra *ra, u64 now)
{
	r->denied = r->denied && movement_is(r, ra);
	r->ra = *ra;
	r->until = mn_ra_until(ra, now);
	r->heard = now;
	r->silent = false;
	if (!m->cur && movement_serves(r, now))
		mn_solicit_stop(&m->solicit);
}

static void movement_stop_probe(struct mn_movement *m)
{
	m->probe = MN_MOVEMENT_NEVER;
	m->probes = 0;
}

bool mn_movement_hears(const struct mn_movement *m, const struct in6_addr *addr)
{
	const struct mn_router *r;

	for (r = m->routers; r < m->routers + MN_MAX_ROUTERS; r++)
		if (r->until && movement_find_prefix(&r->ra, addr))
			return true;
	return false;
}

bool mn_movement_up(struct mn_movement *m, u64 now)
{
	/* Changes of something else are announced the same way. */
	if (m->up)
		return false;
	m->up = true;
	m->unusable = false;
	m->doubtful = false;
	memset(m->routers, 0, sizeof(m->routers));
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

static enum mn_move movement_take(struct mn_movement *m, struct mn_router *r)
{
	m->next = r;
	return MN_MOVE_ATTACH;
}

/*
 * The current router does not answer.  A router that was heard after its last sign of
 * life is on the link; the others may have been left behind with it.
 */
static enum mn_move movement_silent(struct mn_movement *m, u64 now)
{
	u64 since = m->cur->heard;
	struct mn_router *r;

	for (r = m->routers; r; r = movement_after(m, r))
		r->silent |= r == m->cur || r->heard < since;
	r = movement_pick(m, now);
	return r ? movement_take(m, r) : MN_MOVE_LEAVE;
}

enum mn_move mn_movement_unreachable(struct mn_movement *m, u64 now)
{
	return m->cur ? movement_silent(m, now) : MN_MOVE_STAY;
}

enum mn_move mn_movement_deny(struct mn_movement *m, u64 now)
{
	struct mn_router *r = movement_pick(m, now);

	m->cur->denied = true;
	return r && !r->denied ? movement_take(m, r) : MN_MOVE_STAY;
}

void mn_movement_answered(struct mn_movement *m, u64 now)
{
	if (!m->cur)
		return;
	m->cur->heard = now;
	movement_stop_probe(m);
}

/* Ask the current router (again) when that is due. */
static enum mn_move movement_probe(struct mn_movement *m, u64 now)
{
	if (now < m->probe)
		return MN_MOVE_STAY;
	if (m->probes == ARRAY_SIZE(movement_waits))
		return movement_silent(m, now);
	m->probe = now + movement_waits[m->probes++];
	return MN_MOVE_PROBE;
}

/* Is the current router still there?  If it was heard a moment ago, ask a moment later. */
static enum mn_move movement_doubt(struct mn_movement *m, u64 now)
{
	if (m->probe == MN_MOVEMENT_NEVER)
		m->probe = max(now, m->cur->heard + MOVEMENT_FRESH);
	return movement_probe(m, now);
}

/* The others may have been left behind. */
static void movement_forget_others(struct mn_movement *m)
{
	struct mn_router *r;

	for (r = m->routers; r; r = movement_after(m, r))
		if (r != m->cur)
			memset(r, 0, sizeof(*r));
}

enum mn_move mn_movement_roamed(struct mn_movement *m, u64 now)
{
	if (!m->up)
		return MN_MOVE_STAY;
	movement_forget_others(m);
	m->unusable = m->cur && m->unusable;
	m->doubtful = false;
	mn_solicit_start(&m->solicit, now);
	if (!m->cur)
		return MN_MOVE_STAY;
	m->roamed = true;
	m->choosing = now + MOVEMENT_CHOICE;
	m->probe = now;
	m->probes = 0;
	return movement_probe(m, now);
}

enum mn_move mn_movement_timer(struct mn_movement *m, u64 now)
{
	if (!m->cur)
		return MN_MOVE_STAY;
	if (now >= m->cur->until)
		return movement_silent(m, now);
	return movement_probe(m, now);
}

u64 mn_movement_next(const struct mn_movement *m)
{
	u64 next = min(m->probe, m->solicit.due);

	return m->cur ? min(next, m->cur->until) : next;
}

/* The current router has withdrawn by itself: the link is the same. */
static enum mn_move movement_withdrawn(struct mn_movement *m, u64 now)
{
	struct mn_router *r = movement_pick(m, now);

	return r ? movement_take(m, r) : MN_MOVE_LEAVE;
}

/*
 * The current router does not advertise the prefix of the node.  Others may say so in
 * its name, with the same link-layer address, where the same router seems to be
 * everywhere: it is asked for all its prefixes.
 */
static enum mn_move movement_without(struct mn_movement *m,
				     struct mn_router *r,
				     const struct mn_ra_prefix *best, u64 now)
{
	if (now >= m->missed + MOVEMENT_FRESH) {
		m->missed = now;
		m->missing++;
	}
	if (m->roamed || movement_score(best) > m->score ||
	    m->missing == MOVEMENT_MISSING)
		return movement_take(m, r);
	if (m->solicit.due == MN_SOLICIT_NEVER)
		mn_solicit_start(&m->solicit, now);
	return MN_MOVE_STAY;
}

/* The current router was heard. */
static enum mn_move movement_confirm(struct mn_movement *m, u64 now)
{
	struct mn_router *r = m->cur;
	const struct mn_ra_prefix *best = mn_movement_prefix(&r->ra);
	const struct mn_ra_prefix *p = movement_find_prefix(&r->ra, &m->prefix);

	movement_stop_probe(m);
	if (!best)
		return MN_MOVE_STAY;
	if (!p)
		return movement_without(m, r, best, now);
	m->roamed = false;
	m->missing = 0;
	m->score = movement_score(p);
	mn_solicit_stop(&m->solicit);
	return movement_score(best) > m->score ? movement_take(m, r) :
						 MN_MOVE_RENEW;
}

/* The first router that is heard will do, until a better one is heard soon after. */
static enum mn_move movement_seek(struct mn_movement *m, struct mn_router *r,
				  u64 now)
{
	m->choosing = now + MOVEMENT_CHOICE;
	return movement_take(m, r);
}

static enum mn_move movement_heard(struct mn_movement *m, struct mn_router *r,
				   u64 now)
{
	if (r == m->cur)
		return movement_confirm(m, now);
	if (!movement_serves(r, now))
		return MN_MOVE_STAY;
	if (!m->cur)
		return movement_seek(m, r, now);
	if (m->roamed ||
	    ((now < m->choosing || m->cur->denied || m->unusable) &&
	     movement_rank(r) > movement_rank(m->cur)))
		return movement_take(m, r);
	return movement_doubt(m, now);
}

enum mn_move mn_movement_ra(struct mn_movement *m, bool other,
			    const struct mn_ra *ra, u64 now)
{
	struct mn_router *r = movement_find(m, ra);
	unsigned int before = r ? movement_rank(r) : 0;

	/* What was heard in an earlier stay may be of another network. */
	if (!m->up || ra->stay != m->stay)
		return MN_MOVE_STAY;
	if (!r && ra->lifetime)
		r = movement_place(m, now);
	if (!r)
		return MN_MOVE_STAY;
	movement_note(m, r, ra, now);
	if (other) {
		m->unusable = m->unusable && movement_rank(r) <= before;
		return MN_MOVE_COMPARE;
	}
	if (!ra->lifetime)
		return r == m->cur ? movement_withdrawn(m, now) : MN_MOVE_STAY;
	return movement_heard(m, r, now);
}

/* What speaks against a link. */
static u64 movement_cost(const struct mn_movement *m)
{
	return (m->doubtful ? MOVEMENT_DOUBTFUL : 0) + m->metric;
}

struct mn_movement *mn_movement_best(struct mn_movement *const *links,
				     unsigned int count, u64 now)
{
	struct mn_movement *m, *best = NULL;
	struct mn_router *r;
	u64 than = U64_MAX;
	unsigned int i;

	for (i = 0; i < count; i++)
		if (links[i]->cur && !links[i]->unusable)
			than = movement_cost(links[i]);
	for (i = 0; i < count; i++) {
		m = links[i];
		r = m->up && !m->unusable ? movement_pick(m, now) : NULL;
		if (movement_cost(m) >= than || !r || r->ra.stay != m->stay)
			continue;
		m->next = r;
		best = m;
		than = movement_cost(m);
	}
	return best;
}

void mn_movement_attached(struct mn_movement *m, struct mn_router *r,
			  const struct mn_ra_prefix *p, u64 now)
{
	m->cur = r;
	m->prefix = p ? p->prefix : in6addr_any;
	m->score = p ? movement_score(p) : 0;
	m->missing = 0;
	m->roamed = false;
	if (r->heard + MOVEMENT_FRESH <= now)
		m->probe = now;
	mn_solicit_stop(&m->solicit);
}

const struct mn_ra_prefix *mn_movement_current(const struct mn_movement *m)
{
	return movement_find_prefix(&m->cur->ra, &m->prefix);
}

void mn_movement_leave(struct mn_movement *m)
{
	m->cur = NULL;
	movement_stop_probe(m);
}

void mn_movement_lost(struct mn_movement *m, u64 now)
{
	mn_movement_leave(m);
	if (m->up)
		mn_solicit_start(&m->solicit, now);
	else
		mn_solicit_stop(&m->solicit);
}
