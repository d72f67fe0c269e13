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
#define MSEC		((u64)NSEC_PER_MSEC)
#define START		(1000 * SEC)
#define LIFE		100	/* seconds that routers promise */
#define LIFE_MS		(LIFE * 1000)
#define LINKS		2
#define NOBODY		99	/* no link, no prefix */

enum fact {
	UP, DOWN, UNREACHABLE, ANSWER, TIMER,
	ROAMED,		/* to another access point, while the link stays up */
	DENY,		/* the router is not the one of the node's address */
	RA,		/* heard: lifetime LIFE */
	BYE,		/* heard: lifetime 0 */
	OLD_RA,		/* heard before the link last went down */
	ENDS,		/* the stay has ended, DOWN is still to come */
	COLLISION,	/* every address that was tried is another node's */
	FAILS,		/* heard: the address that ATTACH wanted could not be had */
	UNUSABLE,	/* nor has anybody else made one */
	DOUBT,		/* no access router answers by this link */
	BEST,		/* which link is the best: its number, or NOBODY */
	END = -1,
};

/* Routers: the link-local address, and the link-layer address of its twin */
#define R1	0x01
#define R2	0x02
#define R3	0x03
#define TWIN	0x10	/* R1 | TWIN: another router with the same address */

/* Networks: a number, and what speaks for the prefix */
#define NONE		0	/* no usable prefix */
#define ANCHOR	0x40
#define OUTGOING	0x20
#define SITE		0x10	/* to its site, RFC 4193 */
#define INVALID		0x80	/* valid lifetime 0 */

enum { LOW, MEDIUM, HIGH };	/* RFC 4191 */

/**
 * struct step - a fact
 * @fact: what happens
 * @at: when, milliseconds
 * @link: on which link
 * @router: which router advertises
 * @network: which network it advertises
 * @preference: what it says of itself
 * @move: the verdict; of UP: whether a solicitation is due; of BEST: the link
 * @cur: router that the link is attached to when the verdict has been carried out, or 0
 * @asks: it asks for a router then
 */
struct step {
	int fact;
	unsigned int at;
	unsigned int link;
	u8 router;
	u8 network;
	u8 preference;
	int move;
	u8 cur;
	bool asks;
};

struct walk {
	const char *name;
	struct step steps[24];
};

#define FACT(_at, _link, _fact, _move, _cur, _asks)			\
	{ .fact = _fact, .at = _at, .link = _link,			\
	  .move = MN_MOVE_##_move, .cur = _cur, .asks = _asks }
#define SAYS(_at, _fact, _router, _network, _preference, _move, _cur, _asks) \
	{ .fact = _fact, .at = _at, .router = _router,			\
	  .network = _network, .preference = _preference,		\
	  .move = MN_MOVE_##_move, .cur = _cur, .asks = _asks }
#define HEARD(_at, _link, _router, _network, _move, _cur, _asks)	\
	{ .fact = RA, .at = _at, .link = _link, .router = _router,	\
	  .network = _network, .preference = MEDIUM,			\
	  .move = MN_MOVE_##_move, .cur = _cur, .asks = _asks }
#define LINK_UP(_at, _link, _edge, _cur, _asks)				\
	{ .fact = UP, .at = _at, .link = _link, .move = _edge,		\
	  .cur = _cur, .asks = _asks }
#define BEST_IS(_at, _link, _router)					\
	{ .fact = BEST, .at = _at, .move = _link, .router = _router }
#define WALK_END { .fact = END }

static const struct walk walks[] = {
	{ "a link comes up and a router is heard", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(1000, 0, R1, 1, ATTACH, R1, false),
		HEARD(2000, 0, R1, 1, RENEW, R1, false),
		LINK_UP(3000, 0, false, R1, false),
		WALK_END } },
	{ "nothing is heard on a link that is down", {
		HEARD(0, 0, R1, 1, STAY, 0, false),
		LINK_UP(1000, 0, true, 0, true),
		HEARD(2000, 0, R1, 1, ATTACH, R1, false),
		FACT(3000, 0, DOWN, LEAVE, 0, false),
		FACT(3000, 0, DOWN, STAY, 0, false),
		HEARD(4000, 0, R2, 2, STAY, 0, false),
		BEST_IS(4000, NOBODY, 0),
		WALK_END } },
	{ "an advertisement of an earlier stay", {
		LINK_UP(0, 0, true, 0, true),
		SAYS(0, OLD_RA, R1, 1, MEDIUM, STAY, 0, true),
		HEARD(1000, 0, R2, 2, ATTACH, R2, false),
		SAYS(1500, OLD_RA, R3, 3, HIGH, STAY, R2, false),
		WALK_END } },
	{ "an advertisement without a prefix", {
		LINK_UP(0, 0, true, 0, true),
		SAYS(1000, RA, R1, NONE, MEDIUM, ATTACH, R1, false),
		SAYS(1000, RA, R1, NONE, MEDIUM, STAY, R1, false),
		HEARD(1000, 0, R1, 1, ATTACH, R1, false),
		SAYS(3000, RA, R1, NONE, MEDIUM, STAY, R1, false),
		SAYS(4000, RA, R2, NONE, HIGH, PROBE, R1, false),
		WALK_END } },
	{ "a prefix before a preference", {
		LINK_UP(0, 0, true, 0, true),
		SAYS(0, RA, R1, NONE, LOW, ATTACH, R1, false),
		SAYS(100, RA, R2, NONE, HIGH, ATTACH, R2, false),
		SAYS(200, RA, R1, NONE, MEDIUM, STAY, R2, false),
		SAYS(300, RA, R1, 1, LOW, ATTACH, R1, false),
		SAYS(400, RA, R2, NONE, HIGH, STAY, R1, false),
		WALK_END } },
	{ "the network gives addresses in another way", {
		LINK_UP(0, 0, true, 0, true),
		SAYS(0, RA, R1, NONE, MEDIUM, ATTACH, R1, false),
		HEARD(1500, 0, R2, 2, PROBE, R1, false),
		FACT(1510, 0, ANSWER, STAY, R1, false),
		WALK_END } },
	{ "or in no way", {
		LINK_UP(0, 0, true, 0, true),
		SAYS(0, RA, R1, NONE, MEDIUM, ATTACH, R1, false),
		FACT(0, 0, UNUSABLE, STAY, R1, false),
		SAYS(1500, RA, R3, NONE, MEDIUM, PROBE, R1, false),
		HEARD(1500, 0, R2, 2, ATTACH, R2, false),
		WALK_END } },
	{ "a roam to another network", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		FACT(5000, 0, ROAMED, PROBE, R1, true),
		SAYS(5010, OLD_RA, R3, 3, HIGH, STAY, R1, true),
		SAYS(5020, RA, R2, 2, LOW, ATTACH, R2, false),
		/* Only the first that is heard. */
		HEARD(8000, 0, R3, 3, PROBE, R2, false),
		FACT(8010, 0, ANSWER, STAY, R2, false),
		/* To and fro: what was heard before does not matter. */
		FACT(9000, 0, ROAMED, PROBE, R2, true),
		HEARD(9020, 0, R1, 1, ATTACH, R1, false),
		WALK_END } },
	{ "a roam within the network", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		FACT(5000, 0, ROAMED, PROBE, R1, true),
		FACT(5010, 0, ANSWER, STAY, R1, true),
		HEARD(5020, 0, R1, 1, RENEW, R1, false),
		HEARD(5500, 0, R2, 2, PROBE, R1, false),
		WALK_END } },
	{ "a roam to a router with the same addresses", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		FACT(5000, 0, ROAMED, PROBE, R1, true),
		FACT(5010, 0, ANSWER, STAY, R1, true),
		HEARD(5020, 0, R1, 2, ATTACH, R1, false),
		HEARD(5300, 0, R1, 1, STAY, R1, true),
		WALK_END } },
	{ "a roam to where nobody answers", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		HEARD(1500, 0, R2, 2, PROBE, R1, false),
		FACT(1510, 0, ANSWER, STAY, R1, false),
		FACT(5000, 0, ROAMED, PROBE, R1, true),
		FACT(5100, 0, TIMER, PROBE, R1, true),
		FACT(5400, 0, TIMER, PROBE, R1, true),
		FACT(6300, 0, TIMER, LEAVE, 0, true),
		WALK_END } },
	{ "a roam of a link without a router, or that is down", {
		FACT(0, 0, ROAMED, STAY, 0, false),
		LINK_UP(0, 0, true, 0, true),
		FACT(100, 0, ROAMED, STAY, 0, true),
		HEARD(200, 0, R1, 1, ATTACH, R1, false),
		LINK_UP(1000, 1, true, 0, true),
		HEARD(1000, 1, R2, 2, COMPARE, 0, false),
		FACT(2000, 1, ROAMED, STAY, 0, true),
		FACT(3000, 0, DOWN, LEAVE, 0, false),
		BEST_IS(3000, NOBODY, 0),
		WALK_END } },
	{ "a link without an address makes way", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		FACT(0, 0, UNUSABLE, STAY, R1, false),
		LINK_UP(0, 1, true, 0, true),
		HEARD(1000, 1, R2, 2, COMPARE, 0, false),
		BEST_IS(1000, 1, R2),
		WALK_END } },
	{ "a link in doubt is better than none", {
		LINK_UP(0, 1, true, 0, true),
		HEARD(0, 1, R2, 2, ATTACH, R2, false),
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, COMPARE, 0, false),
		FACT(0, 0, DOUBT, STAY, 0, false),
		BEST_IS(0, NOBODY, 0),
		FACT(1000, 1, DOWN, LEAVE, 0, false),
		BEST_IS(1000, 0, R1),
		HEARD(1000, 0, R1, 1, ATTACH, R1, false),
		LINK_UP(2000, 1, true, 0, true),
		HEARD(2000, 1, R2, 2, COMPARE, 0, false),
		BEST_IS(2000, 1, R2),
		/* If both are, their metrics decide. */
		FACT(2000, 1, DOUBT, STAY, 0, false),
		BEST_IS(2000, NOBODY, 0),
		FACT(3000, 0, DOWN, LEAVE, 0, false),
		LINK_UP(3000, 0, true, 0, true),
		HEARD(3000, 0, R1, 1, ATTACH, R1, false),
		BEST_IS(3000, NOBODY, 0),
		WALK_END } },
	{ "and is not tried again before there is something new", {
		LINK_UP(0, 1, true, 0, true),
		HEARD(0, 1, R2, 2, ATTACH, R2, false),
		LINK_UP(0, 0, true, 0, true),
		SAYS(0, RA, R1, NONE, MEDIUM, COMPARE, 0, false),
		BEST_IS(0, 0, R1),
		FACT(0, 0, UNUSABLE, STAY, 0, false),
		BEST_IS(0, NOBODY, 0),
		SAYS(1000, RA, R1, NONE, MEDIUM, COMPARE, 0, false),
		BEST_IS(1000, NOBODY, 0),
		SAYS(2000, RA, R1, 1, MEDIUM, COMPARE, 0, false),
		BEST_IS(2000, 0, R1),
		FACT(2000, 0, UNUSABLE, STAY, 0, false),
		SAYS(3000, RA, R3, NONE, MEDIUM, COMPARE, 0, false),
		BEST_IS(3000, 0, R1),
		FACT(3000, 0, UNUSABLE, STAY, 0, false),
		FACT(4000, 0, DOWN, LEAVE, 0, false),
		LINK_UP(4000, 0, true, 0, true),
		SAYS(4000, RA, R1, NONE, MEDIUM, COMPARE, 0, false),
		BEST_IS(4000, 0, R1),
		WALK_END } },
	{ "the node stays with a router that answers", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		HEARD(2000, 0, R2, 2, PROBE, R1, false),
		HEARD(2050, 0, R2, 2, STAY, R1, false),
		FACT(2060, 0, ANSWER, STAY, R1, false),
		FACT(2100, 0, TIMER, STAY, R1, false),
		/* It was there a moment ago, and is asked a moment later. */
		HEARD(2100, 0, R2, 2, STAY, R1, false),
		FACT(2259, 0, TIMER, STAY, R1, false),
		FACT(2260, 0, TIMER, PROBE, R1, false),
		/* Its own advertisement is an answer as well. */
		HEARD(2300, 0, R1, 1, RENEW, R1, false),
		FACT(2360, 0, TIMER, STAY, R1, false),
		SAYS(5000, RA, R3, 3 | ANCHOR, HIGH, PROBE, R1, false),
		FACT(5000, 0, ANSWER, STAY, R1, false),
		WALK_END } },
	{ "and leaves one that does not, for who was heard since", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		HEARD(2000, 0, R2, 2, PROBE, R1, false),
		FACT(2099, 0, TIMER, STAY, R1, false),
		FACT(2100, 0, TIMER, PROBE, R1, false),
		FACT(2399, 0, TIMER, STAY, R1, false),
		FACT(2400, 0, TIMER, PROBE, R1, false),
		FACT(3299, 0, TIMER, STAY, R1, false),
		FACT(3300, 0, TIMER, ATTACH, R2, false),
		/* To and fro: now that one is the other. */
		HEARD(4000, 0, R1, 1, PROBE, R2, false),
		FACT(4100, 0, TIMER, PROBE, R2, false),
		FACT(4400, 0, TIMER, PROBE, R2, false),
		FACT(5300, 0, TIMER, ATTACH, R1, false),
		/* What it heard there is too old. */
		FACT(6000, 0, UNREACHABLE, LEAVE, 0, true),
		BEST_IS(6000, NOBODY, 0),
		HEARD(7000, 0, R2, 2, ATTACH, R2, false),
		WALK_END } },
	{ "who was heard before that may have been left behind", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		HEARD(50, 0, R2, 2, STAY, R1, false),
		HEARD(100, 0, R1, 1, RENEW, R1, false),
		FACT(200, 0, UNREACHABLE, LEAVE, 0, true),
		BEST_IS(200, NOBODY, 0),
		HEARD(300, 0, R1, 1, ATTACH, R1, false),
		HEARD(300, 0, R2, 2, STAY, R1, false),
		FACT(400, 0, UNREACHABLE, ATTACH, R2, false),
		WALK_END } },
	{ "of equals the one heard last", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		HEARD(50, 0, R2, 2, STAY, R1, false),
		HEARD(60, 0, R3, 3, STAY, R1, false),
		FACT(70, 0, UNREACHABLE, ATTACH, R3, false),
		HEARD(80, 0, R2, 2, STAY, R3, false),
		HEARD(90, 0, R1, 1, STAY, R3, false),
		HEARD(95, 0, R2, 2, STAY, R3, false),
		FACT(99, 0, UNREACHABLE, ATTACH, R2, false),
		/* If they were heard at once, any will do. */
		HEARD(100, 0, R3, 3, STAY, R2, false),
		HEARD(100, 0, R1, 1, STAY, R2, false),
		FACT(101, 0, UNREACHABLE, ATTACH, R1, false),
		WALK_END } },
	{ "the better of those that were heard since", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		HEARD(2000, 0, R2, 2, PROBE, R1, false),
		SAYS(2000, RA, R3, 3, HIGH, STAY, R1, false),
		HEARD(2000, 0, R2, 2, STAY, R1, false),
		FACT(2001, 0, UNREACHABLE, ATTACH, R3, false),
		WALK_END } },
	{ "one address for all routers", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		SAYS(2000, RA, R1 | TWIN, 2, MEDIUM, PROBE, R1, false),
		FACT(2100, 0, TIMER, PROBE, R1, false),
		FACT(2400, 0, TIMER, PROBE, R1, false),
		FACT(3300, 0, TIMER, ATTACH, R1 | TWIN, false),
		/* Each speaks for itself. */
		SAYS(4000, BYE, R1, 1, MEDIUM, STAY, R1 | TWIN, false),
		WALK_END } },
	{ "one router everywhere, with another prefix here", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		SAYS(2000, RA, R1, 2, MEDIUM, STAY, R1, true),
		/* Those that come together count once. */
		SAYS(2199, RA, R1, 2, MEDIUM, STAY, R1, true),
		SAYS(2200, RA, R1, 2, MEDIUM, STAY, R1, true),
		SAYS(2399, RA, R1, 3, MEDIUM, STAY, R1, true),
		/* No, that was one of its advertisements of many. */
		HEARD(2399, 0, R1, 1, RENEW, R1, false),
		SAYS(3000, RA, R1, 2, MEDIUM, STAY, R1, true),
		SAYS(3200, RA, R1, 2, MEDIUM, STAY, R1, true),
		SAYS(3400, RA, R1, 2, MEDIUM, ATTACH, R1, false),
		SAYS(4000, RA, R1, 3, MEDIUM, STAY, R1, true),
		SAYS(4200, RA, R1, 3, MEDIUM, STAY, R1, true),
		SAYS(4400, RA, R1, 3, MEDIUM, ATTACH, R1, false),
		SAYS(4500, RA, R1, 3, MEDIUM, RENEW, R1, false),
		WALK_END } },
	{ "a router renumbers", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		/* A better prefix is taken at once, from the current router only. */
		SAYS(2000, RA, R1, 2 | ANCHOR, MEDIUM, ATTACH, R1, false),
		SAYS(3000, RA, R1, 3, MEDIUM, STAY, R1, true),
		SAYS(4000, RA, R2, 4 | ANCHOR, HIGH, PROBE, R1, true),
		WALK_END } },
	{ "while the link is new the better router is taken", {
		LINK_UP(0, 0, true, 0, true),
		SAYS(1000, RA, R1, 1, LOW, ATTACH, R1, false),
		SAYS(1100, RA, R2, 2, MEDIUM, ATTACH, R2, false),
		SAYS(1200, RA, R3, 3, HIGH, ATTACH, R3, false),
		SAYS(1300, RA, R2, 2 | ANCHOR, MEDIUM, STAY, R3, false),
		SAYS(1400, RA, R2, 2, HIGH, PROBE, R3, false),
		SAYS(1400, RA, R2, 2 | ANCHOR, HIGH, ATTACH, R2, false),
		WALK_END } },
	{ "and not when it is not new any more", {
		LINK_UP(0, 0, true, 0, true),
		SAYS(1000, RA, R1, 1, LOW, ATTACH, R1, false),
		SAYS(2000, RA, R2, 2, HIGH, PROBE, R1, false),
		WALK_END } },
	{ "another router may withdraw", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		/* The same prefix, from a router that is no default router. */
		SAYS(2000, BYE, R2, 1, MEDIUM, STAY, R1, false),
		HEARD(2000, 0, R2, 2, PROBE, R1, false),
		SAYS(2001, BYE, R2, 2, MEDIUM, STAY, R1, false),
		FACT(2002, 0, UNREACHABLE, LEAVE, 0, true),
		WALK_END } },
	{ "a router withdraws by itself", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		HEARD(50, 0, R2, 2, STAY, R1, false),
		/* No prefix is needed to say so.  The link is the same. */
		SAYS(60000, BYE, R1, NONE, MEDIUM, ATTACH, R2, false),
		/* That one was not heard for long. */
		FACT(60000, 0, TIMER, PROBE, R2, false),
		SAYS(60001, BYE, R2, 2, MEDIUM, LEAVE, 0, true),
		SAYS(60002, BYE, R2, 2, MEDIUM, STAY, 0, true),
		BEST_IS(60002, NOBODY, 0),
		HEARD(60003, 0, R1, 1, ATTACH, R1, false),
		WALK_END } },
	{ "the lifetime of a router ends", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		FACT(LIFE_MS - 1, 0, TIMER, STAY, R1, false),
		HEARD(LIFE_MS - 1, 0, R1, 1, RENEW, R1, false),
		/* Without a prefix it lives as well. */
		SAYS(LIFE_MS, RA, R1, NONE, MEDIUM, STAY, R1, false),
		FACT(2 * LIFE_MS - 1, 0, TIMER, STAY, R1, false),
		FACT(2 * LIFE_MS, 0, TIMER, LEAVE, 0, true),
		FACT(2 * LIFE_MS, 0, TIMER, STAY, 0, true),
		HEARD(2 * LIFE_MS, 0, R1, 1, ATTACH, R1, false),
		WALK_END } },
	{ "another router does not make the current one live longer", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		SAYS(50000, RA, R2, 1, MEDIUM, PROBE, R1, false),
		FACT(50001, 0, ANSWER, STAY, R1, false),
		FACT(LIFE_MS, 0, TIMER, LEAVE, 0, true),
		WALK_END } },
	{ "a link that goes down does not ask any more", {
		LINK_UP(0, 0, true, 0, true),
		FACT(1000, 0, DOWN, LEAVE, 0, false),
		WALK_END } },
	{ "what was heard in another stay is forgotten", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		HEARD(100, 0, R2, 2, STAY, R1, false),
		FACT(200, 0, DOWN, LEAVE, 0, false),
		LINK_UP(300, 0, true, 0, true),
		BEST_IS(300, NOBODY, 0),
		HEARD(400, 0, R1, 1, ATTACH, R1, false),
		SAYS(500, BYE, R1, 1, MEDIUM, LEAVE, 0, true),
		WALK_END } },
	{ "whoever is not who it says is the last choice", {
		LINK_UP(0, 0, true, 0, true),
		SAYS(0, RA, R1, 1 | ANCHOR, HIGH, ATTACH, R1, false),
		FACT(7000, 0, DENY, STAY, R1, false),
		SAYS(7000, RA, R1, 1 | ANCHOR, HIGH, RENEW, R1, false),
		SAYS(7001, RA, R2, 2, LOW, ATTACH, R2, false),
		FACT(7002, 0, ANSWER, STAY, R2, false),
		/* It stays that in this stay, also when the node looks for anybody. */
		SAYS(7003, RA, R3, 3, LOW, STAY, R2, false),
		SAYS(7004, RA, R1, 1 | ANCHOR, HIGH, STAY, R2, false),
		SAYS(7005, BYE, R2, 2, LOW, ATTACH, R3, false),
		FACT(7006, 0, DENY, STAY, R3, false),
		SAYS(7300, RA, R1, 1 | ANCHOR, HIGH, PROBE, R3, false),
		WALK_END } },
	{ "another that was heard before is taken at once", {
		LINK_UP(0, 0, true, 0, true),
		SAYS(0, RA, R1, 1 | ANCHOR, HIGH, ATTACH, R1, false),
		HEARD(100, 0, R2, 2, STAY, R1, false),
		FACT(7000, 0, DENY, ATTACH, R2, false),
		WALK_END } },
	{ "no address can be had", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(1000, 0, R1, 1, ATTACH, R1, false),
		FACT(3000, 0, COLLISION, STAY, R1, false),
		HEARD(3000, 0, R1, 1, RENEW, R1, false),
		HEARD(3000, 0, R2, 2, STAY, R1, false),
		BEST_IS(3000, NOBODY, 0),
		HEARD(3000, 0, R3, 3 | ANCHOR, ATTACH, R3, false),
		WALK_END } },
	{ "an address that could not be put on the link is tried again", {
		LINK_UP(0, 0, true, 0, true),
		{ .fact = FAILS, .at = 1000, .router = R1, .network = 1,
		  .move = MN_MOVE_ATTACH, .cur = R1 },
		HEARD(2000, 0, R1, 1, ATTACH, R1, false),
		WALK_END } },
	{ "the better link is taken", {
		LINK_UP(0, 1, true, 0, true),
		HEARD(1000, 1, R2, 2, ATTACH, R2, false),
		LINK_UP(2000, 0, true, 0, true),
		BEST_IS(2000, NOBODY, 0),
		HEARD(3000, 0, R1, 1, COMPARE, 0, false),
		BEST_IS(3000, 0, R1),
		WALK_END } },
	{ "the worse link stands by", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(1000, 0, R1, 1, ATTACH, R1, false),
		LINK_UP(2000, 1, true, 0, true),
		HEARD(3000, 1, R2, 2, COMPARE, 0, false),
		{ .fact = RA, .at = 3000, .link = 1, .router = R3, .network = 3,
		  .preference = HIGH, .move = MN_MOVE_COMPARE },
		BEST_IS(3000, NOBODY, 0),
		FACT(4000, 0, DOWN, LEAVE, 0, false),
		BEST_IS(4000, 1, R3),
		WALK_END } },
	{ "what a link that stands by heard does not live for ever", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		LINK_UP(0, 1, true, 0, true),
		HEARD(0, 1, R2, 2, COMPARE, 0, false),
		FACT(LIFE_MS - 1, 0, DOWN, LEAVE, 0, false),
		BEST_IS(LIFE_MS - 1, 1, R2),
		BEST_IS(LIFE_MS, NOBODY, 0),
		WALK_END } },
	{ "what was heard in a stay that has ended", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		LINK_UP(0, 1, true, 0, true),
		HEARD(1000, 1, R2, 2, COMPARE, 0, false),
		FACT(2000, 1, ENDS, STAY, 0, false),
		FACT(2000, 0, DOWN, LEAVE, 0, false),
		BEST_IS(2000, NOBODY, 0),
		WALK_END } },
	{ "a router on a link that stands by withdraws", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		LINK_UP(0, 1, true, 0, true),
		HEARD(1000, 1, R2, 2, COMPARE, 0, false),
		{ .fact = BYE, .at = 2000, .link = 1, .router = R2, .network = 2,
		  .move = MN_MOVE_COMPARE },
		FACT(3000, 0, DOWN, LEAVE, 0, false),
		BEST_IS(3000, NOBODY, 0),
		WALK_END } },
	{ "a link that stands by goes down", {
		LINK_UP(0, 0, true, 0, true),
		HEARD(0, 0, R1, 1, ATTACH, R1, false),
		LINK_UP(0, 1, true, 0, true),
		HEARD(1000, 1, R2, 2, COMPARE, 0, false),
		FACT(2000, 1, DOWN, LEAVE, 0, false),
		FACT(3000, 0, DOWN, LEAVE, 0, false),
		BEST_IS(3000, NOBODY, 0),
		LINK_UP(4000, 1, true, 0, true),
		BEST_IS(4000, NOBODY, 0),
		WALK_END } },
};

static void walk_desc(const struct walk *w, char *desc)
{
	strscpy(desc, w->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(walk, walks, walk_desc);

/* What speaks for the prefix of a network. */
static struct mn_ra_prefix prefix_of(u8 network)
{
	struct mn_ra_prefix p = {
		.valid = network & INVALID ? 0 : LIFE,
		.preferred = network & OUTGOING ? 0 : LIFE,
	};

	p.prefix.s6_addr[0] = network & SITE ? 0xfd : 0x20;
	p.prefix.s6_addr[7] = network & 0x0f;
	p.dar.s6_addr[15] = !!(network & ANCHOR);
	return p;
}

/* What a router says to a node in its present stay. */
static struct mn_ra ra_of(const struct step *s, u32 stay)
{
	struct mn_ra ra = {
		.stay = s->fact == OLD_RA ? stay - 1 : stay,
		.lifetime = s->fact == BYE ? 0 : LIFE,
		.preference = s->preference,
		.count = s->network != NONE,
	};

	ra.source.s6_addr[15] = s->router & 0x0f;
	ra.hw[5] = s->router & TWIN;
	ra.prefix[0] = prefix_of(s->network);
	return ra;
}

static u8 router_of(const struct mn_router *r)
{
	return r ? r->ra.source.s6_addr[15] | r->ra.hw[5] : 0;
}

/* Carry out a verdict, as the owner does. */
static void walk_obey(struct mn_movement *m, enum mn_move move, bool fails,
		      u64 now)
{
	struct mn_router *r = m->next;

	if (move == MN_MOVE_LEAVE)
		mn_movement_lost(m, now);
	if (move != MN_MOVE_ATTACH)
		return;
	mn_movement_leave(m);
	mn_movement_attached(m, r, fails ? NULL : mn_movement_prefix(&r->ra), now);
	m->unusable = false;
}

static int walk_best(struct kunit *test, struct mn_movement *links,
		     const struct step *s, u64 now)
{
	struct mn_movement *both[LINKS] = { &links[0], &links[1] };
	struct mn_movement *best = mn_movement_best(both, LINKS, now);

	if (!best)
		return NOBODY;
	KUNIT_EXPECT_EQ(test, router_of(best->next), s->router);
	return best - links;
}

static int walk_fact(struct mn_movement *links, const struct step *s, u64 now)
{
	struct mn_movement *m = &links[s->link];
	struct mn_router *r;
	struct mn_ra ra;

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
	case ROAMED:
		m->stay++;
		return mn_movement_roamed(m, now);
	case UNREACHABLE:
		return mn_movement_unreachable(m, now);
	case DENY:
		return mn_movement_deny(m, now);
	case ANSWER:
		mn_movement_answered(m, now);
		return MN_MOVE_STAY;
	case TIMER:
		return mn_movement_timer(m, now);
	case COLLISION:
		r = m->cur;
		mn_movement_lost(m, now);
		mn_movement_attached(m, r, mn_movement_prefix(&r->ra), now);
		m->unusable = true;
		return MN_MOVE_STAY;
	case UNUSABLE:
		m->unusable = true;
		return MN_MOVE_STAY;
	case DOUBT:
		m->doubtful = true;
		return MN_MOVE_STAY;
	default:
		ra = ra_of(s, m->stay);
		return mn_movement_ra(m, links[!s->link].cur, &ra, now);
	}
}

static void walk_step(struct kunit *test, struct mn_movement *links,
		      const struct step *s, int i)
{
	struct mn_movement *m = &links[s->link];
	u64 now = START + s->at * MSEC;
	int got;

	m->next = NULL;
	if (s->fact == BEST) {
		KUNIT_EXPECT_EQ_MSG(test, walk_best(test, links, s, now),
				    s->move, "step %d", i);
		return;
	}
	got = walk_fact(links, s, now);
	KUNIT_EXPECT_EQ_MSG(test, got, s->move, "step %d", i);
	if (s->fact != UP)
		walk_obey(m, got, s->fact == FAILS, now);
	KUNIT_EXPECT_EQ_MSG(test, router_of(m->cur), s->cur, "step %d", i);
	KUNIT_EXPECT_EQ_MSG(test, m->solicit.due != MN_SOLICIT_NEVER, s->asks,
			    "step %d", i);
}

static void walk_test(struct kunit *test)
{
	const struct walk *w = test->param_value;
	struct mn_movement *links;
	int i;

	links = kunit_kzalloc(test, LINKS * sizeof(*links), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, links);
	memset(links, 0xff, LINKS * sizeof(*links));
	mn_movement_init(&links[0], 512);
	mn_movement_init(&links[1], 513);
	for (i = 0; w->steps[i].fact != END; i++) {
		KUNIT_ASSERT_LT(test, i, (int)ARRAY_SIZE(w->steps) - 1);
		walk_step(test, links, &w->steps[i], i);
	}
}

/**
 * struct choice - two prefixes of one advertisement
 * @name: shown
 * @networks: what speaks for each
 * @best: the one to form an address in, or NOBODY
 */
struct choice {
	const char *name;
	u8 networks[2];
	int best;
};

static const struct choice choices[] = {
	{ "the first of equals", { 1, 2 }, 0 },
	{ "the first of anchored ones", { 1 | ANCHOR, 2 | ANCHOR }, 0 },
	{ "the anchored one", { 1, 2 | ANCHOR }, 1 },
	{ "anchored before preferred", { 1, 2 | ANCHOR | OUTGOING }, 1 },
	{ "the preferred one", { 1 | OUTGOING, 2 }, 1 },
	{ "the preferred one of anchored ones",
	  { 1 | ANCHOR | OUTGOING, 2 | ANCHOR }, 1 },
	{ "the global one", { 1 | SITE, 2 }, 1 },
	{ "preferred before global", { 1 | OUTGOING, 2 | SITE }, 1 },
	{ "anchored before global", { 1, 2 | SITE | ANCHOR }, 1 },
	{ "the valid one", { 1 | INVALID | ANCHOR, 2 | SITE | OUTGOING }, 1 },
	{ "a valid one that is not preferred", { 1 | OUTGOING, 2 | INVALID }, 0 },
	{ "none", { 1 | INVALID, 2 | INVALID }, NOBODY },
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

	for (i = 0; i < 2; i++)
		ra.prefix[i] = prefix_of(c->networks[i]);
	best = mn_movement_prefix(&ra);
	KUNIT_EXPECT_EQ(test, best ? (int)(best - ra.prefix) : NOBODY,
			c->best);
}

/* A link that is up, in a place of its own: the routers are many octets. */
static struct mn_movement *new_link(struct kunit *test, u32 metric)
{
	struct mn_movement *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, m);
	mn_movement_init(m, metric);
	mn_movement_up(m, START);
	return m;
}

static enum mn_move hear(struct mn_movement *m, bool other, u8 router, u64 now)
{
	struct step s = { .fact = RA, .router = router, .network = router & 0x0f };
	struct mn_ra ra = ra_of(&s, m->stay);

	return mn_movement_ra(m, other, &ra, now);
}

/* However many routers there are: the current one keeps its place, and is kept. */
static void crowd_test(struct kunit *test)
{
	struct mn_movement *m = new_link(test, 1);
	int i;

	KUNIT_EXPECT_EQ(test, hear(m, false, R1, START), MN_MOVE_ATTACH);
	walk_obey(m, MN_MOVE_ATTACH, false, START);
	for (i = 0; i < 10 * MN_MAX_ROUTERS; i++) {
		KUNIT_EXPECT_NE(test, hear(m, false, 2 + i % 13, START + SEC + i),
				MN_MOVE_ATTACH);
		KUNIT_EXPECT_EQ(test, router_of(m->cur), R1);
	}
	KUNIT_EXPECT_EQ(test, router_of(movement_pick(m, START + SEC + i)),
			2 + (i - 1) % 13);
}

/* A router that is of no use is forgotten first, then the one heard longest ago. */
static void forgotten_test(struct kunit *test)
{
	struct mn_movement *m = new_link(test, 1);
	int i;

	for (i = 0; i < MN_MAX_ROUTERS; i++)
		hear(m, true, 1 + i, START + i);
	m->routers[5].silent = true;
	m->routers[5].denied = true;
	hear(m, true, 1 + MN_MAX_ROUTERS, START + 100);
	KUNIT_EXPECT_EQ(test, router_of(&m->routers[5]), 1 + MN_MAX_ROUTERS);
	KUNIT_EXPECT_FALSE(test, m->routers[5].denied);
	hear(m, true, 2 + MN_MAX_ROUTERS, START + 101);
	KUNIT_EXPECT_EQ(test, router_of(&m->routers[0]), 2 + MN_MAX_ROUTERS);
	hear(m, true, 2, START + 102);
	hear(m, true, 3 + MN_MAX_ROUTERS, START + 103);
	KUNIT_EXPECT_EQ(test, router_of(&m->routers[1]), 2);
	KUNIT_EXPECT_EQ(test, router_of(&m->routers[2]), 3 + MN_MAX_ROUTERS);
}

/* What is next: the end of the router, a question, or a solicitation. */
static void next_test(struct kunit *test)
{
	struct mn_movement *m = new_link(test, 1);

	KUNIT_EXPECT_EQ(test, mn_movement_next(m), START);
	/* Standing by, a link waits for nothing. */
	hear(m, true, R1, START);
	KUNIT_EXPECT_EQ(test, mn_movement_next(m), MN_MOVEMENT_NEVER);
	hear(m, false, R1, START);
	walk_obey(m, MN_MOVE_ATTACH, false, START);
	KUNIT_EXPECT_EQ(test, mn_movement_next(m), START + LIFE * SEC);
	KUNIT_EXPECT_EQ(test, hear(m, false, R1, START + SEC), MN_MOVE_RENEW);
	KUNIT_EXPECT_EQ(test, mn_movement_next(m), START + (LIFE + 1) * SEC);
	KUNIT_EXPECT_EQ(test, hear(m, false, R2, START + 2 * SEC),
			MN_MOVE_PROBE);
	KUNIT_EXPECT_EQ(test, mn_movement_next(m), START + 2100 * MSEC);
	mn_movement_answered(m, START + 2050 * MSEC);
	KUNIT_EXPECT_EQ(test, m->probe, MN_MOVEMENT_NEVER);
	KUNIT_EXPECT_EQ(test, mn_movement_next(m), START + (LIFE + 1) * SEC);
	mn_movement_lost(m, START + 3 * SEC);
	KUNIT_EXPECT_EQ(test, mn_movement_next(m), START + 3 * SEC);
	/* Nobody waits for an answer any more. */
	mn_movement_answered(m, START + 4 * SEC);
	KUNIT_EXPECT_EQ(test, mn_movement_next(m), START + 3 * SEC);
}

/* A router that is not quite new is asked when the node attaches to it. */
static void stale_test(struct kunit *test)
{
	struct mn_movement *m = new_link(test, 1);

	hear(m, true, R1, START);
	KUNIT_EXPECT_PTR_EQ(test, mn_movement_best(&m, 1, START), m);
	walk_obey(m, MN_MOVE_ATTACH, false, START + 199 * MSEC);
	KUNIT_EXPECT_EQ(test, m->probe, MN_MOVEMENT_NEVER);
	mn_movement_leave(m);
	walk_obey(m, MN_MOVE_ATTACH, false, START + 200 * MSEC);
	KUNIT_EXPECT_EQ(test, mn_movement_next(m), START + 200 * MSEC);
	KUNIT_EXPECT_EQ(test, mn_movement_timer(m, START + 200 * MSEC),
			MN_MOVE_PROBE);
	mn_movement_leave(m);
	KUNIT_EXPECT_EQ(test, mn_movement_next(m), MN_MOVEMENT_NEVER);
}

/* The prefix of the node goes out of service, and another one takes its place. */
static void renumber_test(struct kunit *test)
{
	struct mn_movement *m = new_link(test, 1);
	struct step s = { .fact = RA, .router = R1, .network = 1 };
	struct mn_ra ra = ra_of(&s, m->stay);

	mn_movement_ra(m, false, &ra, START);
	walk_obey(m, MN_MOVE_ATTACH, false, START);
	ra.count = 2;
	ra.prefix[1] = prefix_of(2);
	KUNIT_EXPECT_EQ(test, mn_movement_ra(m, false, &ra, START),
			MN_MOVE_RENEW);
	ra.prefix[0].preferred = 0;
	m->next = NULL;
	KUNIT_EXPECT_EQ(test, mn_movement_ra(m, false, &ra, START),
			MN_MOVE_ATTACH);
	walk_obey(m, MN_MOVE_ATTACH, false, START);
	KUNIT_EXPECT_EQ(test, m->prefix.s6_addr[7], 2);
	/* What is worse than what it has is no news. */
	ra.prefix[1].preferred = 0;
	KUNIT_EXPECT_EQ(test, mn_movement_ra(m, false, &ra, START),
			MN_MOVE_RENEW);
}

/* Nothing of the stay before is left when a link comes up. */
static void new_stay_test(struct kunit *test)
{
	struct mn_movement *m = new_link(test, 1);
	int i;

	hear(m, true, R1, START);
	mn_movement_down(m);
	mn_movement_up(m, START);
	for (i = 0; i < MN_MAX_ROUTERS; i++)
		KUNIT_EXPECT_EQ(test, m->routers[i].until, 0ULL);
}

/* The prefix of the address, as the router said it last. */
static void current_test(struct kunit *test)
{
	struct mn_movement *m = new_link(test, 1);
	struct step s = { .fact = RA, .router = R1, .network = 1 };
	struct mn_ra ra = ra_of(&s, m->stay);

	mn_movement_ra(m, false, &ra, START);
	walk_obey(m, MN_MOVE_ATTACH, false, START);
	KUNIT_EXPECT_EQ(test, mn_movement_current(m)->valid, LIFE);
	ra.prefix[0].valid = 2 * LIFE;
	mn_movement_ra(m, false, &ra, START);
	KUNIT_EXPECT_EQ(test, mn_movement_current(m)->valid, 2 * LIFE);
	ra.count = 0;
	mn_movement_ra(m, false, &ra, START);
	KUNIT_EXPECT_NULL(test, mn_movement_current(m));
}

/* One link stands by and another is attached, in both orders. */
static void best_test(struct kunit *test)
{
	struct mn_movement *standing, *attached;
	unsigned int i;
	u32 metric;

	for (metric = 499; metric <= 501; metric++) {
		standing = new_link(test, metric);
		attached = new_link(test, 500);
		hear(attached, false, R1, START);
		walk_obey(attached, MN_MOVE_ATTACH, false, START);
		hear(standing, true, R1, START);
		for (i = 0; i < 2; i++) {
			struct mn_movement *both[] = {
				i ? attached : standing,
				i ? standing : attached,
			};

			KUNIT_EXPECT_PTR_EQ(test,
					    mn_movement_best(both, 2, START),
					    metric < 500 ? standing : NULL);
		}
		/* Both stand by. */
		mn_movement_leave(attached);
		for (i = 0; i < 2; i++) {
			struct mn_movement *both[] = {
				i ? attached : standing,
				i ? standing : attached,
			};
			struct mn_movement *best = mn_movement_best(both, 2,
								    START);

			if (metric != 500)
				KUNIT_EXPECT_PTR_EQ(test, best, metric < 500 ?
						    standing : attached);
		}
	}
}

static struct kunit_case mn_movement_cases[] = {
	KUNIT_CASE_PARAM(walk_test, walk_gen_params),
	KUNIT_CASE_PARAM(choice_test, choice_gen_params),
	KUNIT_CASE(crowd_test),
	KUNIT_CASE(forgotten_test),
	KUNIT_CASE(next_test),
	KUNIT_CASE(stale_test),
	KUNIT_CASE(renumber_test),
	KUNIT_CASE(new_stay_test),
	KUNIT_CASE(current_test),
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
