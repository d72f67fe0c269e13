// SPDX-License-Identifier: GPL-2.0-only
/* Which routes of bindings are made and removed, and in which order. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../dar/pure/mirror.c"

#define SLOTS	3

static int mirror_test_init(struct kunit *test)
{
	struct dar_mirror *m;

	m = kunit_kzalloc(test, sizeof(*m) + SLOTS * sizeof(m->slots[0]),
			  GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, m);
	dar_mirror_init(m, SLOTS);
	test->priv = m;
	return 0;
}

/* An address; most have the same hash. */
static struct in6_addr mirror_addr(char name)
{
	return (struct in6_addr){ .s6_addr = { 0x20, 1, [15] = name } };
}

/**
 * struct mirror_case - a story
 * @name: of the row
 * @steps: what happens, two letters a step, the second is an address:
 *	+ it is wanted, - it is not, ! its route is removed by somebody, * all have to
 *	be made anew, / no route is wanted;
 *	M the next order is to make its route, R to remove it, and it is carried out;
 *	m, r the same, but it fails; x the same as M, but it is refused;
 *	( an order is begun, ) is it carried out now; 0 no order is left
 * @full: how many addresses found no slot
 * @routes: how many routes are there at the end
 */
struct mirror_case {
	const char *name;
	const char *steps;
	unsigned int full;
	unsigned int routes;
};

static const struct mirror_case mirror_cases[] = {
	{ "made and removed", "+aMa0.-aRa0.", 0, 0 },
	{ "in the order of their coming", "+a+b+cMaMbMc0.", 0, 3 },
	{ "a wish that is repeated", "+a+a+aMa0.+a0.", 0, 1 },
	{ "bound and gone before its turn", "+a-a0.", 0, 0 },
	{ "gone and back before its turn", "+aMa-a+a0.", 0, 1 },
	{ "gone, back and gone before its turn", "+aMa-a+a-aRa0.", 0, 0 },
	{ "an address nobody knows", "-a!a0.", 0, 0 },
	{ "gone while its route is made", "+a(a-a)aRa0.", 0, 0 },
	{ "back while its route is removed", "+aMa-a(a+a)aMa0.", 0, 1 },
	{ "removed by somebody", "+aMa!aMa0.", 0, 1 },
	{ "removed by somebody, and not wanted", "+aMa-a!a0.", 0, 0 },
	{ "removed by somebody while it is made", "+a(a!a)aMa0.", 0, 1 },
	{ "we hear of what we remove ourselves", "+aMa-a(a!a)a0.", 0, 0 },
	{ "what fails waits behind the others", "+a+bmaMbMa0.", 0, 2 },
	{ "what cannot be removed is tried again", "+aMa-araRa0.", 0, 0 },
	{ "fails, and is not wanted any more", "+ama-a0.", 0, 0 },
	{ "refused until it is wanted again", "+axa0.+aMa0.", 0, 1 },
	{ "refused until the other route is gone", "+axa0.!aMa0.", 0, 1 },
	{ "refused, then not wanted", "+axa-a0.", 0, 0 },
	{ "not wanted while it is refused", "+a(a-aXa0.", 0, 0 },
	{ "anew", "+a+bMaMb*.RaRbMaMb0.", 0, 2 },
	{ "anew while it is made", "+a(a*.)aRaMa0.", 0, 1 },
	{ "anew while it is removed", "+aMa-a(a*.)a0.", 0, 0 },
	{ "anew, but removed by somebody before", "+aMa*.!aMa0.", 0, 1 },
	{ "anew what was never made", "+a*.Ma0.", 0, 1 },
	{ "anew, and not wanted any more", "+aMa*.-aRa0.", 0, 0 },
	{ "no more slots", "+a+b+c+d+eMaMbMc0.", 2, 3 },
	{ "a slot is free again", "+a+b+c+d-b+dMaMcMd0.", 1, 3 },
	{ "no slot is free as long as its route is there",
	  "+a+b+cMaMbMc-a+dRa+dMd0.", 1, 3 },
	{ "a route that is wanted needs no other slot", "+a+b+c+a+b+c", 0, 0 },
	{ "all end", "+a+bMa/.Ra0.", 0, 0 },
	{ "all end while one is made", "+a(a/.)aRa0.", 0, 0 },
};

static void mirror_expect(struct kunit *test, const struct mirror_case *c,
			  const struct dar_mirror_slot *slot, char name,
			  bool make)
{
	const struct in6_addr home = mirror_addr(name);

	KUNIT_ASSERT_TRUE_MSG(test, !!slot, "%s: no order for %c", c->name,
			      name);
	KUNIT_EXPECT_EQ_MSG(test, memcmp(&slot->home, &home, sizeof(home)), 0,
			    "%s: an order for another than %c", c->name, name);
	KUNIT_EXPECT_EQ_MSG(test, !slot->there, make, "%s: %c", c->name, name);
}

/* An order is taken and carried out.  @how: see &struct mirror_case */
static void mirror_order(struct kunit *test, const struct mirror_case *c,
			 char how, char name)
{
	static const enum dar_mirror_result results[] = {
		['M'] = DAR_MIRROR_DONE, ['R'] = DAR_MIRROR_DONE,
		['m'] = DAR_MIRROR_FAILED, ['r'] = DAR_MIRROR_FAILED,
		['x'] = DAR_MIRROR_REFUSED,
	};
	struct dar_mirror_slot *slot = dar_mirror_next(test->priv);

	mirror_expect(test, c, slot, name, how != 'R' && how != 'r');
	dar_mirror_done(test->priv, slot, results[(int)how]);
}

/* Return: true: the address found no slot. */
static bool mirror_step(struct kunit *test, const struct mirror_case *c,
			char how, char name, struct dar_mirror_slot **busy)
{
	const struct in6_addr home = mirror_addr(name);
	struct dar_mirror *m = test->priv;
	u32 hash = name == 'c' ? 1 : 0;

	switch (how) {
	case '+':
	case '-':
		return dar_mirror_want(m, &home, hash, how == '+') ==
		       DAR_MIRROR_FULL;
	case '!':
		dar_mirror_lost(m, &home, hash);
		break;
	case '*':
		dar_mirror_renew(m);
		break;
	case '/':
		dar_mirror_clear(m);
		break;
	case '(':
		*busy = dar_mirror_next(m);
		mirror_expect(test, c, *busy, name, !(*busy)->there);
		break;
	case ')':
		dar_mirror_done(m, *busy, DAR_MIRROR_DONE);
		break;
	case 'X':
		dar_mirror_done(m, *busy, DAR_MIRROR_REFUSED);
		break;
	case '0':
		KUNIT_EXPECT_TRUE_MSG(test, !dar_mirror_next(m), "%s", c->name);
		break;
	default:
		mirror_order(test, c, how, name);
	}
	return false;
}

static unsigned int mirror_unused(const struct dar_mirror *m)
{
	const struct list_head *p;
	unsigned int n = 0;

	list_for_each(p, &m->unused)
		n++;
	return n;
}

static void mirror_story_test(struct kunit *test)
{
	const struct mirror_case *c = test->param_value;
	struct dar_mirror_slot *busy = NULL;
	struct dar_mirror *m = test->priv;
	unsigned int full = 0;
	const char *step;

	for (step = c->steps; *step; step += 2)
		full += mirror_step(test, c, step[0], step[1], &busy);
	KUNIT_EXPECT_EQ_MSG(test, full, c->full, "%s: full", c->name);
	KUNIT_EXPECT_EQ_MSG(test, m->routes, c->routes, "%s: routes", c->name);
	/* No slot is lost: without wishes all are free in the end. */
	dar_mirror_clear(m);
	while ((busy = dar_mirror_next(m)))
		dar_mirror_done(m, busy, DAR_MIRROR_DONE);
	KUNIT_EXPECT_EQ_MSG(test, mirror_unused(m), SLOTS, "%s: slots",
			    c->name);
	KUNIT_EXPECT_EQ_MSG(test, m->routes + m->waiting, 0, "%s: left",
			    c->name);
}

static void mirror_case_desc(const struct mirror_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(mirror, mirror_cases, mirror_case_desc);

static struct kunit_case mirror_test_cases[] = {
	KUNIT_CASE_PARAM(mirror_story_test, mirror_gen_params),
	{}
};

static struct kunit_suite mirror_suite = {
	.name = "dar_mirror",
	.init = mirror_test_init,
	.test_cases = mirror_test_cases,
};

kunit_test_suite(mirror_suite);

MODULE_DESCRIPTION("KUnit: routes of bindings that are made and removed");
MODULE_LICENSE("GPL");
