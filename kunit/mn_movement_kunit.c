// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which router and which network a node attaches to: walks of one node with two
 * links, each a table of facts with the verdict that must follow.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include "../mn/ra.c"
#include "../mn/solicit.c"
#include "../mn/movement.c"

#define SEC		((u64)NSEC_PER_SEC)
#define START		(1000 * SEC)
#define LIFE		100	/* seconds that routers promise */
#define LINKS		2

enum fact {
	UP, DOWN, UNREACHABLE, TIMER,
	RA,		/* heard: lifetime LIFE */
	BYE,		/* heard: lifetime 0 */
	OLD_RA,		/* heard before the link last went down */
	EMPTY_RA,	/* heard: no usable prefix */
	ENDS,		/* the stay has ended, DOWN is still to come */
	COLLISION,	/* every address that was tried is another node's */
	FAILS,		/* the address that ATTACH wanted could not be had */
	BEST,		/* which link is the best: its number, or NOBODY */
	END = -1,
};

#define NOBODY	99	/* no link */

/**
 * struct step - a fact
 * @fact: what happens
 * @at: when, seconds
 * @link: on which link
 * @network: which network a router advertises
 * @move: the verdict; of UP: whether a solicitation is due; of BEST: the link
 * @attached: the link is attached when the verdict has been carried out
 * @asks: it asks for a router then
 */
struct step {
	int fact;
	unsigned int at;
	unsigned int link;
	u8 network;
	int move;
	bool attached;
	bool asks;
};

struct walk {
	const char *name;
	struct step steps[24];
};

#define FACT(_at, _link, _fact, _network, _move, _attached, _asks)	\
	{ .fact = _fact, .at = _at, .link = _link, .network = _network,	\
	  .move = MN_MOVE_##_move, .attached = _attached, .asks = _asks }
#define LINK_UP(_at, _link, _edge, _attached, _asks)			\
	{ .fact = UP, .at = _at, .link = _link, .move = _edge,		\
	  .attached = _attached, .asks = _asks }
#define BEST_IS(_at, _link)						\
	{ .fact = BEST, .at = _at, .move = _link }
#define WALK_END { .fact = END }

static const struct walk walks[] = {
	{ "a link comes up and a router is heard", {
		LINK_UP(0, 0, true, false, true),
		FACT(1, 0, RA, 1, ATTACH, true, false),
		FACT(2, 0, RA, 1, RENEW, true, false),
		LINK_UP(3, 0, false, true, false),
		WALK_END } },
	{ "nothing is heard on a link that is down", {
		FACT(0, 0, RA, 1, STAY, false, false),
		LINK_UP(1, 0, true, false, true),
		FACT(2, 0, RA, 1, ATTACH, true, false),
		FACT(3, 0, DOWN, 0, LEAVE, false, false),
		FACT(3, 0, DOWN, 0, STAY, false, false),
		FACT(4, 0, RA, 2, STAY, false, false),
		WALK_END } },
	{ "an advertisement of an earlier stay", {
		LINK_UP(0, 0, true, false, true),
		FACT(0, 0, OLD_RA, 1, STAY, false, true),
		FACT(1, 0, RA, 2, ATTACH, true, false),
		FACT(2, 0, OLD_RA, 3, STAY, true, false),
		WALK_END } },
	{ "an advertisement without a prefix", {
		LINK_UP(0, 0, true, false, true),
		FACT(1, 0, EMPTY_RA, 0, STAY, false, true),
		FACT(2, 0, RA, 1, ATTACH, true, false),
		FACT(3, 0, EMPTY_RA, 0, STAY, true, false),
		WALK_END } },
	{ "a router that was not heard before is new", {
		LINK_UP(0, 0, true, false, true),
		FACT(1, 0, RA, 1, ATTACH, true, false),
		FACT(2, 0, RA, 2, ATTACH, true, false),
		/* Two routers of one link do not take turns. */
		FACT(3, 0, RA, 1, STAY, true, false),
		FACT(4, 0, RA, 2, RENEW, true, false),
		WALK_END } },
	{ "the link comes up anew and everything heard is forgotten", {
		LINK_UP(0, 0, true, false, true),
		FACT(1, 0, RA, 1, ATTACH, true, false),
		FACT(2, 0, RA, 2, ATTACH, true, false),
		FACT(3, 0, DOWN, 0, LEAVE, false, false),
		LINK_UP(4, 0, true, false, true),
		FACT(5, 0, RA, 1, ATTACH, true, false),
		FACT(6, 0, RA, 2, ATTACH, true, false),
		WALK_END } },
	{ "a router withdraws", {
		LINK_UP(0, 0, true, false, true),
		FACT(1, 0, RA, 1, ATTACH, true, false),
		FACT(2, 0, BYE, 2, STAY, true, false),
		FACT(3, 0, BYE, 1, LEAVE, false, true),
		FACT(4, 0, BYE, 1, STAY, false, true),
		BEST_IS(4, NOBODY),
		/* The next router will do, heard before or not. */
		FACT(5, 0, RA, 1, ATTACH, true, false),
		WALK_END } },
	{ "the lifetime of a router ends", {
		LINK_UP(0, 0, true, false, true),
		FACT(0, 0, RA, 1, ATTACH, true, false),
		FACT(LIFE - 1, 0, TIMER, 0, STAY, true, false),
		FACT(LIFE - 1, 0, RA, 1, RENEW, true, false),
		FACT(LIFE, 0, TIMER, 0, STAY, true, false),
		FACT(2 * LIFE - 2, 0, TIMER, 0, STAY, true, false),
		FACT(2 * LIFE - 1, 0, TIMER, 0, LEAVE, false, true),
		FACT(2 * LIFE, 0, TIMER, 0, STAY, false, true),
		FACT(2 * LIFE, 0, RA, 1, ATTACH, true, false),
		WALK_END } },
	{ "when it has ended everything heard is forgotten", {
		LINK_UP(0, 0, true, false, true),
		FACT(0, 0, RA, 1, ATTACH, true, false),
		FACT(1, 0, RA, 2, ATTACH, true, false),
		FACT(LIFE + 1, 0, TIMER, 0, LEAVE, false, true),
		FACT(LIFE + 2, 0, RA, 1, ATTACH, true, false),
		FACT(LIFE + 3, 0, RA, 2, ATTACH, true, false),
		WALK_END } },
	{ "another router does not make the current one live longer", {
		LINK_UP(0, 0, true, false, true),
		FACT(0, 0, RA, 1, ATTACH, true, false),
		FACT(1, 0, RA, 2, ATTACH, true, false),
		FACT(50, 0, RA, 1, STAY, true, false),
		FACT(LIFE + 1, 0, TIMER, 0, LEAVE, false, true),
		WALK_END } },
	{ "a link that goes down does not ask any more", {
		LINK_UP(0, 0, true, false, true),
		FACT(1, 0, DOWN, 0, LEAVE, false, false),
		WALK_END } },
	{ "a link whose router has ended has heard nobody", {
		LINK_UP(0, 0, true, false, true),
		FACT(1, 0, RA, 1, ATTACH, true, false),
		FACT(1 + LIFE, 0, TIMER, 0, LEAVE, false, true),
		FACT(2 + LIFE, 0, RA, 2, ATTACH, true, false),
		FACT(3 + LIFE, 0, RA, 1, ATTACH, true, false),
		WALK_END } },
	{ "a router does not answer", {
		LINK_UP(0, 0, true, false, true),
		FACT(1, 0, UNREACHABLE, 0, STAY, false, true),
		FACT(1, 0, RA, 1, ATTACH, true, false),
		FACT(2, 0, RA, 2, ATTACH, true, false),
		FACT(3, 0, UNREACHABLE, 0, LEAVE, false, true),
		FACT(4, 0, RA, 2, ATTACH, true, false),
		/* It was forgotten with the others, so it counts as new. */
		FACT(5, 0, RA, 1, ATTACH, true, false),
		WALK_END } },
	{ "no address can be had", {
		LINK_UP(0, 0, true, false, true),
		FACT(1, 0, RA, 1, ATTACH, true, false),
		FACT(2, 0, COLLISION, 0, STAY, false, false),
		FACT(3, 0, RA, 1, STAY, false, false),
		BEST_IS(3, NOBODY),
		FACT(4, 0, RA, 2, ATTACH, true, false),
		FACT(5, 0, COLLISION, 0, STAY, false, false),
		FACT(6, 0, DOWN, 0, LEAVE, false, false),
		LINK_UP(7, 0, true, false, true),
		FACT(8, 0, RA, 1, ATTACH, true, false),
		WALK_END } },
	{ "an address that could not be put on the link is tried again", {
		LINK_UP(0, 0, true, false, true),
		FACT(1, 0, RA, 1, ATTACH, true, false),
		FACT(2, 0, FAILS, 2, ATTACH, false, false),
		FACT(3, 0, RA, 1, ATTACH, true, false),
		WALK_END } },
	{ "the better link is taken", {
		LINK_UP(0, 1, true, false, true),
		FACT(1, 1, RA, 2, ATTACH, true, false),
		LINK_UP(2, 0, true, false, true),
		BEST_IS(2, NOBODY),
		FACT(3, 0, RA, 1, COMPARE, false, false),
		BEST_IS(3, 0),
		WALK_END } },
	{ "the worse link stands by", {
		LINK_UP(0, 0, true, false, true),
		FACT(1, 0, RA, 1, ATTACH, true, false),
		LINK_UP(2, 1, true, false, true),
		FACT(3, 1, RA, 2, COMPARE, false, false),
		BEST_IS(3, NOBODY),
		FACT(4, 0, DOWN, 0, LEAVE, false, false),
		BEST_IS(4, 1),
		WALK_END } },
	{ "what a link that stands by heard does not live for ever", {
		LINK_UP(0, 0, true, false, true),
		FACT(0, 0, RA, 1, ATTACH, true, false),
		LINK_UP(0, 1, true, false, true),
		FACT(0, 1, RA, 2, COMPARE, false, false),
		FACT(LIFE - 1, 0, RA, 1, RENEW, true, false),
		FACT(LIFE, 1, TIMER, 0, LEAVE, false, true),
		FACT(LIFE, 0, DOWN, 0, LEAVE, false, false),
		BEST_IS(LIFE, NOBODY),
		WALK_END } },
	{ "nor until a timer that is late", {
		LINK_UP(0, 0, true, false, true),
		FACT(0, 0, RA, 1, ATTACH, true, false),
		LINK_UP(0, 1, true, false, true),
		FACT(0, 1, RA, 2, COMPARE, false, false),
		FACT(LIFE - 1, 0, DOWN, 0, LEAVE, false, false),
		BEST_IS(LIFE - 1, 1),
		BEST_IS(LIFE, NOBODY),
		WALK_END } },
	{ "what was heard in a stay that has ended", {
		LINK_UP(0, 0, true, false, true),
		FACT(0, 0, RA, 1, ATTACH, true, false),
		LINK_UP(0, 1, true, false, true),
		FACT(1, 1, RA, 2, COMPARE, false, false),
		FACT(2, 1, ENDS, 0, STAY, false, false),
		FACT(2, 0, DOWN, 0, LEAVE, false, false),
		BEST_IS(2, NOBODY),
		WALK_END } },
	{ "of two links that stand by the better one is taken", {
		LINK_UP(0, 0, true, false, true),
		FACT(0, 0, RA, 1, ATTACH, true, false),
		LINK_UP(0, 1, true, false, true),
		FACT(1, 1, RA, 2, COMPARE, false, false),
		FACT(2, 0, FAILS, 3, ATTACH, false, false),
		BEST_IS(2, 0),
		WALK_END } },
	{ "a router on a link that stands by withdraws", {
		LINK_UP(0, 0, true, false, true),
		FACT(0, 0, RA, 1, ATTACH, true, false),
		LINK_UP(0, 1, true, false, true),
		FACT(1, 1, RA, 2, COMPARE, false, false),
		FACT(2, 1, BYE, 2, COMPARE, false, false),
		FACT(3, 0, DOWN, 0, LEAVE, false, false),
		BEST_IS(3, NOBODY),
		WALK_END } },
	{ "a link that stands by goes down", {
		LINK_UP(0, 0, true, false, true),
		FACT(0, 0, RA, 1, ATTACH, true, false),
		LINK_UP(0, 1, true, false, true),
		FACT(1, 1, RA, 2, COMPARE, false, false),
		FACT(2, 1, DOWN, 0, LEAVE, false, false),
		FACT(3, 0, DOWN, 0, LEAVE, false, false),
		BEST_IS(3, NOBODY),
		LINK_UP(4, 1, true, false, true),
		BEST_IS(4, NOBODY),
		WALK_END } },
};

static void walk_desc(const struct walk *w, char *desc)
{
	strscpy(desc, w->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(walk, walks, walk_desc);

/* What a router of a network says to a node in its present stay. */
static struct mn_ra ra_of(const struct step *s, u32 stay)
{
	struct mn_ra ra = {
		.stay = s->fact == OLD_RA ? stay - 1 : stay,
		.lifetime = s->fact == BYE ? 0 : LIFE,
		.count = s->fact != EMPTY_RA,
	};

	ra.prefix[0].prefix.s6_addr[0] = 0x20;
	ra.prefix[0].prefix.s6_addr[7] = s->network;
	ra.prefix[0].valid = LIFE;
	ra.prefix[0].preferred = LIFE;
	return ra;
}

static enum mn_move walk_ra(struct mn_movement *links, const struct step *s,
			    u64 now)
{
	struct mn_movement *m = &links[s->link];
	struct mn_ra ra = ra_of(s, m->stay);
	bool other = links[!s->link].attached;
	enum mn_move move = mn_movement_ra(m, other, &ra, now);

	if (move != MN_MOVE_ATTACH) {
		if (move == MN_MOVE_RENEW)
			mn_movement_renewed(m, &ra, now);
		return move;
	}
	mn_movement_leave(m);
	if (s->fact != FAILS)
		mn_movement_attached(m, &ra, &ra.prefix[0].prefix,
				     now + ra.lifetime * SEC);
	return move;
}

static int walk_best(struct mn_movement *links, u64 now)
{
	struct mn_movement *both[LINKS] = { &links[0], &links[1] };
	struct mn_movement *best = mn_movement_best(both, LINKS, now);

	return best ? best - links : NOBODY;
}

static int walk_fact(struct mn_movement *links, const struct step *s, u64 now)
{
	struct mn_movement *m = &links[s->link];

	switch (s->fact) {
	case UP:
		return mn_movement_up(m, now);
	case DOWN:
		/* The notifier counted the stays, before the work item ran. */
		m->stay++;
		return mn_movement_down(m);
	case ENDS:
		m->stay++;
		return MN_MOVE_STAY;
	case UNREACHABLE:
		return mn_movement_unreachable(m);
	case TIMER:
		return mn_movement_timer(m, now);
	case COLLISION:
		mn_movement_lost(m, now);
		mn_movement_give_up(m);
		return MN_MOVE_STAY;
	case BEST:
		return walk_best(links, now);
	default:
		return walk_ra(links, s, now);
	}
}

static void walk_test(struct kunit *test)
{
	const struct walk *w = test->param_value;
	struct mn_movement links[LINKS];
	const struct step *s;
	u64 now;
	int got;

	mn_movement_init(&links[0], 512);
	mn_movement_init(&links[1], 513);
	for (s = w->steps; s->fact != END; s++) {
		int i = s - w->steps;

		KUNIT_ASSERT_LT(test, i, (int)ARRAY_SIZE(w->steps) - 1);
		now = START + s->at * SEC;
		got = walk_fact(links, s, now);
		KUNIT_EXPECT_EQ_MSG(test, got, s->move, "step %d", i);
		if (s->fact == BEST)
			continue;
		if (s->fact != UP && got == MN_MOVE_LEAVE)
			mn_movement_lost(&links[s->link], now);
		KUNIT_EXPECT_EQ_MSG(test, links[s->link].attached, s->attached,
				    "step %d", i);
		KUNIT_EXPECT_EQ_MSG(test, links[s->link].solicit.due !=
				    MN_SOLICIT_NEVER, s->asks, "step %d", i);
	}
}

/**
 * struct choice - two prefixes of one advertisement
 * @name: shown
 * @valid: whether each is valid
 * @preferred: whether each is preferred
 * @anchored: whether somebody anchors each
 * @best: the one to form an address in, or NOBODY
 */
struct choice {
	const char *name;
	bool valid[2];
	bool preferred[2];
	bool anchored[2];
	int best;
};

static const struct choice choices[] = {
	{ "the first of equals", { 1, 1 }, { 1, 1 }, { 0, 0 }, 0 },
	{ "the first of anchored ones", { 1, 1 }, { 1, 1 }, { 1, 1 }, 0 },
	{ "the anchored one", { 1, 1 }, { 1, 1 }, { 0, 1 }, 1 },
	{ "anchored before preferred", { 1, 1 }, { 1, 0 }, { 0, 1 }, 1 },
	{ "the preferred one", { 1, 1 }, { 0, 1 }, { 0, 0 }, 1 },
	{ "the preferred one of anchored ones", { 1, 1 }, { 0, 1 }, { 1, 1 }, 1 },
	{ "the valid one", { 0, 1 }, { 1, 0 }, { 1, 0 }, 1 },
	{ "a valid one that is not preferred", { 1, 0 }, { 0, 0 }, { 0, 0 }, 0 },
	{ "none", { 0, 0 }, { 1, 1 }, { 1, 1 }, NOBODY },
};

static void choice_desc(const struct choice *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(choice, choices, choice_desc);

static void choice_test(struct kunit *test)
{
	const struct choice *c = test->param_value;
	const struct mn_ra_prefix *best;
	struct mn_ra ra = { .count = 2 };
	unsigned int i;

	for (i = 0; i < 2; i++) {
		ra.prefix[i].prefix.s6_addr[7] = i + 1;
		ra.prefix[i].valid = c->valid[i];
		ra.prefix[i].preferred = c->preferred[i];
		ra.prefix[i].dar.s6_addr[15] = c->anchored[i];
	}
	best = mn_movement_prefix(&ra);
	KUNIT_EXPECT_EQ(test, best ? (int)(best - ra.prefix) : NOBODY,
			c->best);
}

/* The ninth prefix of a link is not remembered, and is new each time. */
static void heard_test(struct kunit *test)
{
	struct step s = { .fact = RA };
	struct mn_movement m;
	struct mn_ra ra;
	int i;

	mn_movement_init(&m, 1);
	mn_movement_up(&m, START);
	for (i = 0; i <= MN_MAX_HEARD; i++) {
		s.network = i;
		ra = ra_of(&s, m.stay);
		KUNIT_EXPECT_EQ(test, mn_movement_ra(&m, false, &ra, START),
				MN_MOVE_ATTACH);
		mn_movement_attached(&m, &ra, &ra.prefix[0].prefix,
				     START + SEC);
	}
	s.network = 0;
	ra = ra_of(&s, m.stay);
	KUNIT_EXPECT_EQ(test, mn_movement_ra(&m, false, &ra, START),
			MN_MOVE_STAY);
	mn_movement_attached(&m, &ra, &ra.prefix[0].prefix, START + SEC);
	s.network = MN_MAX_HEARD;
	ra = ra_of(&s, m.stay);
	KUNIT_EXPECT_EQ(test, mn_movement_ra(&m, false, &ra, START),
			MN_MOVE_ATTACH);
	KUNIT_EXPECT_EQ(test, m.heard_count, MN_MAX_HEARD);
}

/* A router that was heard on a link that stood by is known when it is taken. */
static void taken_test(struct kunit *test)
{
	struct step s = { .fact = RA, .network = 1 };
	struct mn_movement m;
	struct mn_ra ra;

	mn_movement_init(&m, 1);
	mn_movement_up(&m, START);
	ra = ra_of(&s, m.stay);
	KUNIT_EXPECT_EQ(test, mn_movement_ra(&m, true, &ra, START),
			MN_MOVE_COMPARE);
	mn_movement_attached(&m, &m.ra, &ra.prefix[0].prefix, START + SEC);
	s.network = 2;
	ra = ra_of(&s, m.stay);
	KUNIT_EXPECT_EQ(test, mn_movement_ra(&m, false, &ra, START),
			MN_MOVE_ATTACH);
	mn_movement_attached(&m, &ra, &ra.prefix[0].prefix, START + SEC);
	s.network = 1;
	ra = ra_of(&s, m.stay);
	KUNIT_EXPECT_EQ(test, mn_movement_ra(&m, false, &ra, START),
			MN_MOVE_STAY);
}

/* What is next: the end of the router, or a solicitation. */
static void next_test(struct kunit *test)
{
	struct step s = { .fact = RA };
	struct mn_movement m;
	struct mn_ra ra;

	mn_movement_init(&m, 1);
	KUNIT_EXPECT_EQ(test, mn_movement_next(&m), MN_MOVEMENT_NEVER);
	mn_movement_up(&m, START);
	KUNIT_EXPECT_EQ(test, mn_movement_next(&m), START);
	ra = ra_of(&s, m.stay);
	/* Standing by, a link waits for the end of what it heard. */
	mn_movement_ra(&m, true, &ra, START);
	KUNIT_EXPECT_EQ(test, mn_movement_next(&m), START + LIFE * SEC);
	s.fact = BYE;
	ra = ra_of(&s, m.stay);
	mn_movement_ra(&m, true, &ra, START);
	KUNIT_EXPECT_EQ(test, mn_movement_next(&m), MN_MOVEMENT_NEVER);
	s.fact = RA;
	ra = ra_of(&s, m.stay);
	mn_movement_ra(&m, true, &ra, START);
	mn_movement_attached(&m, &m.ra, &ra.prefix[0].prefix, START + SEC);
	KUNIT_EXPECT_EQ(test, mn_movement_next(&m), START + SEC);
	mn_movement_renewed(&m, &ra, START + SEC);
	KUNIT_EXPECT_EQ(test, mn_movement_next(&m), START + (LIFE + 1) * SEC);
	mn_movement_lost(&m, START + 2 * SEC);
	KUNIT_EXPECT_EQ(test, mn_movement_next(&m), START + 2 * SEC);
}

/* The advertisement of the router, as it was heard last, is remembered. */
static void remembered_test(struct kunit *test)
{
	struct step s = { .fact = RA, .network = 1 };
	struct mn_movement m;
	struct mn_ra ra;

	mn_movement_init(&m, 1);
	mn_movement_up(&m, START);
	ra = ra_of(&s, m.stay);
	mn_movement_attached(&m, &ra, &ra.prefix[0].prefix, START + SEC);
	KUNIT_EXPECT_EQ(test, m.ra.prefix[0].prefix.s6_addr[7], 1);
	ra.lifetime = 2 * LIFE;
	mn_movement_renewed(&m, &ra, START);
	KUNIT_EXPECT_EQ(test, m.ra.lifetime, 2 * LIFE);
	s.network = 2;
	ra = ra_of(&s, m.stay);
	mn_movement_attached(&m, &ra, &ra.prefix[0].prefix, START + SEC);
	KUNIT_EXPECT_EQ(test, m.ra.prefix[0].prefix.s6_addr[7], 2);
	KUNIT_EXPECT_EQ(test, m.ra.lifetime, LIFE);
}

/* One link stands by and another is attached, in both orders. */
static void best_test(struct kunit *test)
{
	struct step s = { .fact = RA, .network = 1 };
	struct mn_movement standing, attached;
	struct mn_movement *both[][2] = {
		{ &standing, &attached }, { &attached, &standing },
	};
	struct mn_ra ra;
	unsigned int i;
	u32 metric;

	for (metric = 499; metric <= 501; metric++) {
		mn_movement_init(&standing, metric);
		mn_movement_init(&attached, 500);
		mn_movement_up(&standing, START);
		mn_movement_up(&attached, START);
		ra = ra_of(&s, attached.stay);
		mn_movement_attached(&attached, &ra, &ra.prefix[0].prefix,
				     START + LIFE * SEC);
		ra = ra_of(&s, standing.stay);
		mn_movement_ra(&standing, true, &ra, START);
		for (i = 0; i < ARRAY_SIZE(both); i++)
			KUNIT_EXPECT_PTR_EQ(test,
					    mn_movement_best(both[i], 2, START),
					    metric < 500 ? &standing : NULL);
	}
}

static struct kunit_case mn_movement_cases[] = {
	KUNIT_CASE_PARAM(walk_test, walk_gen_params),
	KUNIT_CASE_PARAM(choice_test, choice_gen_params),
	KUNIT_CASE(heard_test),
	KUNIT_CASE(taken_test),
	KUNIT_CASE(next_test),
	KUNIT_CASE(remembered_test),
	KUNIT_CASE(best_test),
	{}
};

static struct kunit_suite mn_movement_suite = {
	.name = "mn_movement",
	.test_cases = mn_movement_cases,
};

kunit_test_suite(mn_movement_suite);

MODULE_DESCRIPTION("KUnit tests of the movement of a node");
MODULE_LICENSE("GPL");
