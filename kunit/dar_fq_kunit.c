// SPDX-License-Identifier: GPL-2.0-only
/* The fair queue: turns, who makes room, bounds. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../dar/pure/fq.c"

#define SETS		(DAR_FQ_SITES / DAR_FQ_WAYS)
#define ITEMS		4096

/* What waits: whose, and the how manieth of his. */
struct fq_test_item {
	struct dar_fq_item item;
	unsigned int owner;
	unsigned int n;
};

struct fq_test {
	struct dar_fq fq;
	unsigned int used;
	struct fq_test_item items[ITEMS];
};

static int fq_test_init(struct kunit *test)
{
	struct fq_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t);
	memset(&t->fq, 0xff, sizeof(t->fq));
	dar_fq_init(&t->fq);
	test->priv = t;
	return 0;
}

/* Each owner is a /48 of its own; those that are equal modulo SETS share a set. */
static struct dar_asker fq_owner(unsigned int owner)
{
	return (struct dar_asker){
		.site = (u32)(owner % SETS) << 29 | owner,
		.subnet = owner,
	};
}

static struct fq_test_item *fq_item(struct dar_fq_item *item)
{
	return item ? container_of(item, struct fq_test_item, item) : NULL;
}

/* A new item of @who; the one that is not in the queue afterwards. */
static struct fq_test_item *fq_put_as(struct fq_test *t, unsigned int owner,
				      const struct dar_asker *who, u32 cost,
				      unsigned int max)
{
	struct fq_test_item *i = &t->items[t->used];

	i->owner = owner;
	i->n = t->used++;
	i->item.cost = cost;
	return fq_item(dar_fq_push(&t->fq, &i->item, who, max));
}

static struct fq_test_item *fq_put(struct fq_test *t, unsigned int owner,
				   unsigned int max, struct fq_test_item **mine)
{
	const struct dar_asker who = fq_owner(owner);

	if (mine)
		*mine = &t->items[t->used];
	return fq_put_as(t, owner, &who, 1, max);
}

static bool fq_fits(struct fq_test *t, unsigned int owner, unsigned int max)
{
	const struct dar_asker who = fq_owner(owner);

	return dar_fq_fits(&t->fq, &who, max);
}

/* How many items of @owner wait, or of those who share its node. */
static unsigned int fq_waiting(const struct fq_test *t, unsigned int owner)
{
	const struct dar_asker who = fq_owner(owner);
	unsigned int i;

	for (i = 0; i < DAR_FQ_SITES; i++)
		if (t->fq.sites[false][i].len &&
		    t->fq.sites[false][i].hash == who.site)
			return t->fq.sites[false][i].len;
	return 0;
}

static unsigned int fq_count(const struct list_head *list)
{
	const struct list_head *at;
	unsigned int n = 0;

	list_for_each(at, list)
		n++;
	return n;
}

/* A node is as long as its children together, and those that are not empty wait. */
static void fq_node_consistent(struct kunit *test, struct dar_fq_node *node,
			       struct dar_fq_node *children, unsigned int n)
{
	unsigned int i, sum = 0, with = 0;

	for (i = 0; i < n; i++) {
		KUNIT_EXPECT_PTR_EQ(test, children[i].parent, node);
		sum += children[i].len;
		with += !!children[i].len;
	}
	KUNIT_EXPECT_EQ(test, sum, node->len);
	KUNIT_EXPECT_EQ(test, fq_count(&node->turns), with);
}

/* The lists say what the lengths say. */
static void fq_consistent(struct kunit *test)
{
	struct fq_test *t = test->priv;
	struct dar_fq *fq = &t->fq;
	unsigned int c, s, i;

	fq_node_consistent(test, &fq->root, fq->classes, 2);
	for (c = 0; c < 2; c++) {
		fq_node_consistent(test, &fq->classes[c], fq->sites[c],
				   DAR_FQ_SITES);
		for (s = 0; s < DAR_FQ_SITES; s++) {
			fq_node_consistent(test, &fq->sites[c][s],
					   fq->subnets[c][s], DAR_FQ_WAYS);
			for (i = 0; i < DAR_FQ_WAYS; i++)
				KUNIT_EXPECT_EQ(test,
						fq_count(&fq->subnets[c][s][i].turns),
						fq->subnets[c][s][i].len);
		}
	}
}

static void fq_order_test(struct kunit *test)
{
	struct fq_test *t = test->priv;
	unsigned int i;

	KUNIT_EXPECT_NULL(test, dar_fq_pop(&t->fq));
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_NULL(test, fq_put(t, 1, 64, NULL));
	fq_consistent(test);
	for (i = 0; i < 10; i++) {
		struct fq_test_item *got = fq_item(dar_fq_pop(&t->fq));

		KUNIT_ASSERT_NOT_NULL(test, got);
		KUNIT_EXPECT_EQ(test, got->n, i);
	}
	KUNIT_EXPECT_NULL(test, dar_fq_pop(&t->fq));
	KUNIT_EXPECT_EQ(test, t->fq.root.len, 0);
	/* It can be filled again. */
	KUNIT_EXPECT_NULL(test, fq_put(t, 1, 64, NULL));
	fq_consistent(test);
}

/* One item among thousands of three others is served within one round. */
static void fq_round_test(struct kunit *test)
{
	struct fq_test *t = test->priv;
	struct fq_test_item *got;
	unsigned int i;

	for (i = 0; i < 3000; i++)
		KUNIT_EXPECT_NULL(test, fq_put(t, i % 3, ITEMS, NULL));
	KUNIT_EXPECT_NULL(test, fq_put(t, 7, ITEMS, NULL));
	for (i = 0; i < 4; i++) {
		got = fq_item(dar_fq_pop(&t->fq));
		KUNIT_ASSERT_NOT_NULL(test, got);
		if (got->owner == 7)
			break;
	}
	KUNIT_EXPECT_LT(test, i, 4);
	fq_consistent(test);
}

/* Each gets the same number of turns, however much each has. */
static void fq_share_test(struct kunit *test)
{
	struct fq_test *t = test->priv;
	unsigned int i, served[3] = {};

	for (i = 0; i < 1000; i++)
		fq_put(t, 0, ITEMS, NULL);
	for (i = 0; i < 100; i++)
		fq_put(t, 1, ITEMS, NULL);
	for (i = 0; i < 100; i++)
		fq_put(t, 2, ITEMS, NULL);
	for (i = 0; i < 300; i++)
		served[fq_item(dar_fq_pop(&t->fq))->owner]++;
	KUNIT_EXPECT_EQ(test, served[0], 100);
	KUNIT_EXPECT_EQ(test, served[1], 100);
	KUNIT_EXPECT_EQ(test, served[2], 100);
	fq_consistent(test);
}

/* A full queue: the longest bucket loses its newest, never the quiet one. */
static void fq_room_test(struct kunit *test)
{
	struct fq_test *t = test->priv;
	struct fq_test_item *out, *mine, *last = NULL;
	unsigned int i;

	for (i = 0; i < 6; i++)
		KUNIT_EXPECT_NULL(test, fq_put(t, 1, 8, &last));
	for (i = 0; i < 2; i++)
		KUNIT_EXPECT_NULL(test, fq_put(t, 2, 8, NULL));
	KUNIT_EXPECT_FALSE(test, fq_fits(t, 1, 8));
	out = fq_put(t, 1, 8, &mine);
	KUNIT_EXPECT_PTR_EQ(test, out, mine);

	KUNIT_EXPECT_TRUE(test, fq_fits(t, 3, 8));
	out = fq_put(t, 3, 8, NULL);
	KUNIT_EXPECT_PTR_EQ(test, out, last);
	KUNIT_EXPECT_EQ(test, t->fq.root.len, 8);
	/* 5, 2, 1: until they are level, and not beyond */
	for (i = 0; i < 3; i++) {
		out = fq_put(t, 3, 8, &mine);
		KUNIT_ASSERT_NOT_NULL(test, out);
		KUNIT_EXPECT_EQ(test, out->owner, i < 2 ? 1 : 3);
	}
	KUNIT_EXPECT_EQ(test, fq_waiting(t, 1), 3);
	KUNIT_EXPECT_EQ(test, fq_waiting(t, 2), 2);
	KUNIT_EXPECT_EQ(test, fq_waiting(t, 3), 3);
	/* One more in 2 would make the one that pays the shorter one. */
	KUNIT_EXPECT_FALSE(test, fq_fits(t, 2, 8));
	out = fq_put(t, 2, 8, &mine);
	KUNIT_EXPECT_PTR_EQ(test, out, mine);
	KUNIT_EXPECT_EQ(test, fq_waiting(t, 2), 2);
	fq_consistent(test);
}

/* However many come from wherever: never more than fit, everyone accounted. */
static void fq_bound_test(struct kunit *test)
{
	static const unsigned int maxima[] = { 1, 2, 7, 64 };
	struct fq_test *t = test->priv;
	unsigned int i, m, in, out, max;
	u32 state = 1;

	for (m = 0; m < ARRAY_SIZE(maxima); m++) {
		max = maxima[m];
		t->used = 0;
		in = 0;
		out = 0;
		for (i = 0; i < 1000; i++) {
			state = state * 1664525 + 1013904223;
			in++;
			if (fq_put(t, state >> 27, max, NULL))
				out++;
			if (state >> 8 & 1 && dar_fq_pop(&t->fq))
				in--;
			KUNIT_EXPECT_LE(test, t->fq.root.len, max);
		}
		KUNIT_EXPECT_EQ(test, t->fq.root.len, in - out);
		fq_consistent(test);
		while (dar_fq_pop(&t->fq))
			;
	}
}

/* A bound that is lowered while many wait does not let it grow. */
static void fq_lowered_test(struct kunit *test)
{
	struct fq_test *t = test->priv;
	struct fq_test_item *out;
	unsigned int i;

	for (i = 0; i < 20; i++)
		fq_put(t, 1, 20, NULL);
	out = fq_put(t, 2, 4, NULL);
	KUNIT_ASSERT_NOT_NULL(test, out);
	KUNIT_EXPECT_EQ(test, out->owner, 1);
	KUNIT_EXPECT_EQ(test, t->fq.root.len, 20);
	KUNIT_EXPECT_FALSE(test, fq_fits(t, 1, 4));
	fq_consistent(test);
}

/* As many as a set has nodes are each on their own, the next shares. */
static void fq_collision_test(struct kunit *test)
{
	unsigned int i, n, owner, served[SETS * (DAR_FQ_WAYS + 1) + 3] = {};
	const unsigned int last = SETS * DAR_FQ_WAYS + 1;
	struct fq_test *t = test->priv;

	for (i = 0; i < 100; i++)
		for (owner = 1; owner < last; owner += SETS)
			fq_put(t, owner, ITEMS, NULL);
	for (i = 0; i < 100; i++) {
		fq_put(t, last, ITEMS, NULL);
		fq_put(t, 2, ITEMS, NULL);
	}
	fq_consistent(test);
	n = 10 * (DAR_FQ_WAYS + 1);
	for (i = 0; i < n; i++)
		served[fq_item(dar_fq_pop(&t->fq))->owner]++;
	for (owner = 1; owner < last; owner += SETS)
		if (owner % DAR_FQ_WAYS != last % DAR_FQ_WAYS)
			KUNIT_EXPECT_EQ(test, served[owner], 10);
	KUNIT_EXPECT_EQ(test, served[2], 10);
	KUNIT_EXPECT_LE(test, served[last], 5);
}

/**
 * struct fq_case - who floods a full queue, and who still gets in
 * @name: of the row
 * @sites: number of /48s that flood
 * @subnets: number of /64s in each of them
 * @who: who comes then
 * @rounds: number of items until it has its turn, at most
 */
struct fq_case {
	const char *name;
	unsigned int sites;
	unsigned int subnets;
	struct dar_asker who;
	unsigned int rounds;
};

#define QUIET	7777

static const struct fq_case fq_flood_cases[] = {
	{ .name = "one subnet, another site", .sites = 1, .subnets = 1,
	  .who = { .site = QUIET, .subnet = QUIET }, .rounds = 2 },
	{ .name = "one subnet, its neighbour", .sites = 1, .subnets = 1,
	  .who = { .site = 0, .subnet = QUIET }, .rounds = 2 },
	{ .name = "a whole site, another site", .sites = 1,
	  .subnets = 65536, .who = { .site = QUIET, .subnet = QUIET },
	  .rounds = 2 },
	{ .name = "eight sites, another site", .sites = 8, .subnets = 65536,
	  .who = { .site = QUIET << 16, .subnet = QUIET }, .rounds = 9 },
	{ .name = "a site of its own for each, a known address",
	  .sites = 65536, .subnets = 1,
	  .who = { .site = QUIET, .subnet = QUIET, .known = true },
	  .rounds = 2 },
};

static void fq_case_name(const struct fq_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(fq_flood, fq_flood_cases, fq_case_name);

static void fq_flood_test(struct kunit *test)
{
	const struct fq_case *c = test->param_value;
	struct fq_test *t = test->priv;
	struct fq_test_item *got;
	unsigned int i;

	for (i = 0; i < 1000; i++) {
		struct dar_asker bad = {
			.site = (u32)(i % c->sites) * 0x9e3779b1,
			.subnet = i / c->sites % c->subnets * 0x9e3779b1,
		};

		fq_put_as(t, 1, &bad, 1, 64);
	}
	KUNIT_EXPECT_EQ(test, t->fq.root.len, 64);
	KUNIT_EXPECT_TRUE(test, dar_fq_fits(&t->fq, &c->who, 64));
	got = fq_put_as(t, 2, &c->who, 1, 64);
	KUNIT_ASSERT_NOT_NULL(test, got);
	KUNIT_EXPECT_EQ(test, got->owner, 1);
	fq_consistent(test);
	for (i = 0; i < c->rounds; i++) {
		got = fq_item(dar_fq_pop(&t->fq));
		KUNIT_ASSERT_NOT_NULL(test, got);
		if (got->owner == 2)
			break;
	}
	KUNIT_EXPECT_LT(test, i, c->rounds);
}

/* Shares are shares of the time: what costs three units has every third turn. */
static void fq_cost_test(struct kunit *test)
{
	unsigned int i, owner, served[4] = {};
	struct fq_test *t = test->priv;

	for (i = 0; i < 300; i++)
		for (owner = 1; owner <= 3; owner++) {
			const struct dar_asker who = fq_owner(owner);

			fq_put_as(t, owner, &who, owner == 3 ? 3 : 1, ITEMS);
		}
	for (i = 0; i < 210; i++)
		served[fq_item(dar_fq_pop(&t->fq))->owner]++;
	KUNIT_EXPECT_EQ(test, served[1], 90);
	KUNIT_EXPECT_EQ(test, served[2], 90);
	KUNIT_EXPECT_EQ(test, served[3], 30);
	fq_consistent(test);
	/* It is paid off with the last item, and the queue does not stand still. */
	while (dar_fq_pop(&t->fq))
		;
	fq_consistent(test);
}

/* Who has left owes nothing when he comes back. */
static void fq_debt_test(struct kunit *test)
{
	const struct dar_asker who = fq_owner(1);
	struct fq_test *t = test->priv;

	KUNIT_EXPECT_NULL(test, fq_put_as(t, 1, &who, 5, ITEMS));
	KUNIT_EXPECT_NOT_NULL(test, dar_fq_pop(&t->fq));
	fq_put(t, 1, ITEMS, NULL);
	fq_put(t, 2, ITEMS, NULL);
	KUNIT_EXPECT_EQ(test, fq_item(dar_fq_pop(&t->fq))->owner, 1);
	KUNIT_EXPECT_EQ(test, fq_item(dar_fq_pop(&t->fq))->owner, 2);
}

/* All items of a /64 are in one leaf, so the /64s of a /48 take turns. */
static void fq_subnet_test(struct kunit *test)
{
	static const unsigned int turns[] = { 1, 2, 1, 1 };
	const struct dar_asker one = { .site = 7, .subnet = 100 };
	const struct dar_asker two = { .site = 7, .subnet = 200 };
	struct fq_test *t = test->priv;
	unsigned int i;

	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_NULL(test, fq_put_as(t, 1, &one, 1, ITEMS));
	KUNIT_EXPECT_NULL(test, fq_put_as(t, 2, &two, 1, ITEMS));
	fq_consistent(test);
	for (i = 0; i < ARRAY_SIZE(turns); i++)
		KUNIT_EXPECT_EQ_MSG(test, fq_item(dar_fq_pop(&t->fq))->owner,
				    turns[i], "turn %u", i);
}

/* Of equally long ones the one whose turn is last makes room. */
static void fq_equal_test(struct kunit *test)
{
	struct fq_test *t = test->priv;
	struct fq_test_item *out;
	unsigned int i;

	for (i = 0; i < 6; i++)
		fq_put(t, 1 + i % 2, 6, NULL);
	out = fq_put(t, 3, 6, NULL);
	KUNIT_ASSERT_NOT_NULL(test, out);
	KUNIT_EXPECT_EQ(test, out->owner, 2);
	KUNIT_EXPECT_EQ(test, out->n, 5);
}

/* A node that was left is free for anybody of its set. */
static void fq_reuse_test(struct kunit *test)
{
	struct fq_test *t = test->priv;
	unsigned int i;

	for (i = 0; i < 10 * DAR_FQ_SITES; i++) {
		KUNIT_EXPECT_NULL(test, fq_put(t, i, ITEMS, NULL));
		KUNIT_EXPECT_EQ(test, fq_waiting(t, i), 1);
		KUNIT_EXPECT_NOT_NULL(test, dar_fq_pop(&t->fq));
	}
	fq_consistent(test);
}

/* Every hash has a node. */
static void fq_hash_test(struct kunit *test)
{
	static const u32 hashes[] = { 0, 1, 0x7fffffff, 0x80000000, U32_MAX };
	struct fq_test *t = test->priv;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(hashes); i++) {
		const struct dar_asker who = {
			.site = hashes[i], .subnet = hashes[i],
			.known = i & 1,
		};

		KUNIT_EXPECT_NULL(test, fq_put_as(t, i, &who, 1, 64));
	}
	KUNIT_EXPECT_EQ(test, t->fq.sites[false][0].len, 1);
	KUNIT_EXPECT_EQ(test, t->fq.root.len, ARRAY_SIZE(hashes));
	fq_consistent(test);
}

static struct kunit_case fq_cases[] = {
	KUNIT_CASE(fq_order_test),
	KUNIT_CASE(fq_round_test),
	KUNIT_CASE(fq_share_test),
	KUNIT_CASE(fq_room_test),
	KUNIT_CASE(fq_bound_test),
	KUNIT_CASE(fq_lowered_test),
	KUNIT_CASE(fq_collision_test),
	KUNIT_CASE_PARAM(fq_flood_test, fq_flood_gen_params),
	KUNIT_CASE(fq_cost_test),
	KUNIT_CASE(fq_debt_test),
	KUNIT_CASE(fq_subnet_test),
	KUNIT_CASE(fq_equal_test),
	KUNIT_CASE(fq_reuse_test),
	KUNIT_CASE(fq_hash_test),
	{}
};

static struct kunit_suite fq_suite = {
	.name = "dar_fq",
	.init = fq_test_init,
	.test_cases = fq_cases,
};

kunit_test_suite(fq_suite);

MODULE_DESCRIPTION("KUnit: the fair queue of a DAR");
MODULE_LICENSE("GPL");
