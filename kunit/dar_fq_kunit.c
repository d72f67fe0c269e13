// SPDX-License-Identifier: GPL-2.0-only
/* The fair queue: turns, who makes room, bounds. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../dar/pure/fq.c"

#define SETS		2
#define BUCKETS		(SETS * DAR_FQ_WAYS)
#define ITEMS		4096

/* What waits: whose, and the how manieth of his. */
struct fq_test_item {
	struct dar_fq_item item;
	unsigned int owner;
	unsigned int n;
};

struct fq_test {
	struct dar_fq fq;
	struct dar_fq_bucket *buckets;
	unsigned int used;
	struct fq_test_item items[ITEMS];
};

static int fq_test_init(struct kunit *test)
{
	struct fq_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t);
	t->buckets = kunit_kzalloc(test, BUCKETS * sizeof(*t->buckets),
				   GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->buckets);
	memset(&t->fq, 0xff, sizeof(t->fq));
	memset(t->buckets, 0xff, BUCKETS * sizeof(*t->buckets));
	dar_fq_init(&t->fq, t->buckets, BUCKETS);
	test->priv = t;
	return 0;
}

/* Each owner has a hash of his own; those of one parity share a set. */
static u32 fq_hash(unsigned int owner)
{
	return (u32)owner << 31 | owner;
}

static struct fq_test_item *fq_item(struct dar_fq_item *item)
{
	return item ? container_of(item, struct fq_test_item, item) : NULL;
}

/* A new item of @owner; the one that is not in the queue afterwards. */
static struct fq_test_item *fq_put(struct fq_test *t, unsigned int owner,
				   unsigned int max, struct fq_test_item **mine)
{
	struct fq_test_item *i = &t->items[t->used];

	i->owner = owner;
	i->n = t->used++;
	if (mine)
		*mine = i;
	return fq_item(dar_fq_push(&t->fq, &i->item, fq_hash(owner), max));
}

/* How many items of @owner wait, or of those who share his bucket. */
static unsigned int fq_waiting(const struct fq_test *t, unsigned int owner)
{
	unsigned int i;

	for (i = 0; i < BUCKETS; i++)
		if (t->buckets[i].len && t->buckets[i].hash == fq_hash(owner))
			return t->buckets[i].len;
	return 0;
}

/* The lists say what the lengths say. */
static void fq_consistent(struct kunit *test)
{
	struct fq_test *t = test->priv;
	unsigned int i, n, sum = 0, with = 0;
	struct list_head *at;

	for (i = 0; i < BUCKETS; i++) {
		n = 0;
		list_for_each(at, &t->buckets[i].items)
			n++;
		KUNIT_EXPECT_EQ(test, n, t->buckets[i].len);
		sum += n;
		with += !!n;
	}
	KUNIT_EXPECT_EQ(test, sum, t->fq.len);
	n = 0;
	list_for_each(at, &t->fq.turns)
		n++;
	KUNIT_EXPECT_EQ(test, n, with);
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
	KUNIT_EXPECT_EQ(test, t->fq.len, 0);
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
	KUNIT_EXPECT_FALSE(test, dar_fq_fits(&t->fq, fq_hash(1), 8));
	out = fq_put(t, 1, 8, &mine);
	KUNIT_EXPECT_PTR_EQ(test, out, mine);

	KUNIT_EXPECT_TRUE(test, dar_fq_fits(&t->fq, fq_hash(3), 8));
	out = fq_put(t, 3, 8, NULL);
	KUNIT_EXPECT_PTR_EQ(test, out, last);
	KUNIT_EXPECT_EQ(test, t->fq.len, 8);
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
	KUNIT_EXPECT_FALSE(test, dar_fq_fits(&t->fq, fq_hash(2), 8));
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
			KUNIT_EXPECT_LE(test, t->fq.len, max);
		}
		KUNIT_EXPECT_EQ(test, t->fq.len, in - out);
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
	KUNIT_EXPECT_EQ(test, t->fq.len, 20);
	KUNIT_EXPECT_FALSE(test, dar_fq_fits(&t->fq, fq_hash(1), 4));
	fq_consistent(test);
}

/* As many as a set has buckets are each on their own, the next shares. */
static void fq_collision_test(struct kunit *test)
{
	struct fq_test *t = test->priv;
	unsigned int i, owner, served[2 * DAR_FQ_WAYS + 2] = {};

	for (i = 0; i < 100; i++)
		for (owner = 1; owner < 2 * DAR_FQ_WAYS; owner += 2)
			fq_put(t, owner, ITEMS, NULL);
	for (i = 0; i < 100; i++) {
		fq_put(t, 2 * DAR_FQ_WAYS + 1, ITEMS, NULL);
		fq_put(t, 2, ITEMS, NULL);
	}
	fq_consistent(test);
	for (i = 0; i < 10 * (DAR_FQ_WAYS + 1); i++)
		served[fq_item(dar_fq_pop(&t->fq))->owner]++;
	for (owner = 1; owner < 2 * DAR_FQ_WAYS; owner += 2)
		KUNIT_EXPECT_EQ(test, served[owner], 10);
	KUNIT_EXPECT_EQ(test, served[2], 10);
	KUNIT_EXPECT_EQ(test, served[2 * DAR_FQ_WAYS + 1], 0);
}

/* Who finds no bucket of a set free shares the one that the hash says. */
static void fq_shared_test(struct kunit *test)
{
	struct fq_test *t = test->priv;
	unsigned int owner, i;

	for (owner = 1; owner < 2 * DAR_FQ_WAYS; owner += 2)
		fq_put(t, owner, ITEMS, NULL);
	fq_put(t, 17, ITEMS, NULL);
	fq_put(t, 19, ITEMS, NULL);
	for (i = 0; i < DAR_FQ_WAYS; i++)
		KUNIT_EXPECT_EQ_MSG(test, t->buckets[DAR_FQ_WAYS + i].len,
				    i == 17 % DAR_FQ_WAYS ||
				    i == 19 % DAR_FQ_WAYS ? 2 : 1, "%u", i);
	fq_consistent(test);
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

/* A bucket that was left is free for anybody of its set. */
static void fq_reuse_test(struct kunit *test)
{
	struct fq_test *t = test->priv;
	unsigned int i;

	for (i = 0; i < 10 * BUCKETS; i++) {
		KUNIT_EXPECT_NULL(test, fq_put(t, i, ITEMS, NULL));
		KUNIT_EXPECT_EQ(test, fq_waiting(t, i), 1);
		KUNIT_EXPECT_NOT_NULL(test, dar_fq_pop(&t->fq));
	}
	fq_consistent(test);
}

/* Every hash has a bucket. */
static void fq_hash_test(struct kunit *test)
{
	static const u32 hashes[] = { 0, 1, 0x7fffffff, 0x80000000, U32_MAX };
	struct fq_test *t = test->priv;
	unsigned int i, first = 0;

	for (i = 0; i < ARRAY_SIZE(hashes); i++)
		KUNIT_EXPECT_NULL(test, dar_fq_push(&t->fq, &t->items[i].item,
						    hashes[i], 64));
	for (i = 0; i < DAR_FQ_WAYS; i++)
		first += t->buckets[i].len;
	KUNIT_EXPECT_EQ(test, first, 3);
	KUNIT_EXPECT_EQ(test, t->fq.len, ARRAY_SIZE(hashes));
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
	KUNIT_CASE(fq_shared_test),
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
