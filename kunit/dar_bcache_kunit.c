// SPDX-License-Identifier: GPL-2.0-only
/* The binding cache: contents, bounds, order of deadlines, stale writers. */
#include <kunit/test.h>
#include <linux/module.h>

#include "../dar/bcache.c"
#include "../dar/credit.c"

#define FAR	BIT_ULL(60)	/* a deadline that no test reaches */

static void bc_work(struct work_struct *work)
{
}

static int bc_init(struct kunit *test)
{
	struct dar_bcache *bc = kunit_kzalloc(test, sizeof(*bc), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, bc);
	test->priv = bc;
	return dar_bcache_init(bc, bc_work);
}

static void bc_exit(struct kunit *test)
{
	dar_bcache_exit(test->priv);
	rcu_barrier();
}

static struct in6_addr bc_addr(u32 n)
{
	struct in6_addr addr = { .s6_addr = { 0x20, 1, 0xd, 0xb8 } };

	addr.s6_addr32[3] = htonl(n);
	return addr;
}

/* Write entry @n whatever it is now. */
static int bc_put(struct dar_bcache *bc, u32 n, bool active, u64 deadline)
{
	struct in6_addr home = bc_addr(n);
	struct dar_binding_view view;
	struct dar_binding_data d;

	dar_bcache_get(bc, &home, &view);
	d = view.d;
	d.active = active;
	d.deadline = deadline;
	d.seq = n;
	return dar_bcache_set(bc, &view, &d);
}

static bool bc_has(struct dar_bcache *bc, u32 n, bool active)
{
	struct in6_addr home = bc_addr(n);
	struct dar_binding_view view;

	return dar_bcache_get(bc, &home, &view) && view.d.active == active &&
	       view.d.seq == (u16)n && view.d.version;
}

static void bc_life_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;

	KUNIT_EXPECT_FALSE(test, bc_has(bc, 1, false));
	KUNIT_EXPECT_EQ(test, bc_put(bc, 1, false, DAR_NEVER), 0);
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 1, false));
	KUNIT_EXPECT_EQ(test, bc->active, 0);
	KUNIT_EXPECT_EQ(test, bc->remembered, 1);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 1, true, FAR), 0);
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 1, true));
	KUNIT_EXPECT_EQ(test, bc->active, 1);
	KUNIT_EXPECT_EQ(test, bc->remembered, 0);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 1, true, FAR + 1), 0);
	KUNIT_EXPECT_EQ(test, bc->active, 1);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 1, false, FAR), 0);
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 1, false));
	KUNIT_EXPECT_EQ(test, bc->active, 0);
	KUNIT_EXPECT_EQ(test, bc->remembered, 1);
}

/* A decision made on an old copy is refused, also when the entry came anew. */
static void bc_stale_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;
	struct in6_addr home = bc_addr(1);
	struct dar_binding_view none, first, second;
	struct dar_binding_data d = { .active = true, .deadline = FAR };

	dar_bcache_get(bc, &home, &none);
	KUNIT_EXPECT_EQ(test, dar_bcache_set(bc, &none, &d), 0);
	KUNIT_EXPECT_EQ(test, dar_bcache_set(bc, &none, &d), -EAGAIN);
	dar_bcache_get(bc, &home, &first);
	KUNIT_EXPECT_EQ(test, dar_bcache_set(bc, &first, &d), 0);
	KUNIT_EXPECT_EQ(test, dar_bcache_set(bc, &first, &d), -EAGAIN);
	dar_bcache_forget(bc, &first);
	KUNIT_EXPECT_TRUE(test, dar_bcache_get(bc, &home, &second));
	dar_bcache_forget(bc, &second);
	KUNIT_EXPECT_FALSE(test, dar_bcache_get(bc, &home, &none));
	KUNIT_EXPECT_EQ(test, dar_bcache_set(bc, &none, &d), 0);
	KUNIT_EXPECT_EQ(test, dar_bcache_set(bc, &second, &d), -EAGAIN);
	KUNIT_EXPECT_EQ(test, bc->active, 1);
}

static void bc_full_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;

	bc->max_active = 2;
	KUNIT_EXPECT_EQ(test, bc_put(bc, 1, true, FAR), 0);
	KUNIT_EXPECT_FALSE(test, dar_bcache_full(bc));
	KUNIT_EXPECT_EQ(test, bc_put(bc, 2, true, FAR), 0);
	KUNIT_EXPECT_TRUE(test, dar_bcache_full(bc));
	KUNIT_EXPECT_EQ(test, bc_put(bc, 3, true, FAR), -ENOSPC);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 3, false, DAR_NEVER), 0);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 3, true, FAR), -ENOSPC);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 2, true, FAR), 0);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 1, false, DAR_NEVER), 0);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 3, true, FAR), 0);
	KUNIT_EXPECT_EQ(test, bc->active, 2);
	KUNIT_EXPECT_EQ(test, bc->remembered, 1);
}

/* Memory is bounded; who ended last is remembered longest. */
static void bc_evict_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;
	u32 i;

	bc->max_remembered = 3;
	for (i = 1; i <= 3; i++)
		KUNIT_EXPECT_EQ(test, bc_put(bc, i, false, DAR_NEVER), 0);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 1, true, FAR), 0);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 1, false, FAR), 0);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 4, false, DAR_NEVER), 0);
	KUNIT_EXPECT_EQ(test, bc->remembered, 3);
	KUNIT_EXPECT_FALSE(test, bc_has(bc, 2, false));
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 1, false));
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 3, false));
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 4, false));
}

static void bc_due_test(struct kunit *test)
{
	static const u64 order[] = { 50, 10, 40, 20, 30 };
	struct dar_bcache *bc = test->priv;
	struct dar_binding_view view;
	u64 want;
	int i;

	for (i = 0; i < ARRAY_SIZE(order); i++)
		KUNIT_EXPECT_EQ(test, bc_put(bc, order[i], i & 1,
					     FAR + order[i]), 0);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 99, false, DAR_NEVER), 0);
	KUNIT_EXPECT_FALSE(test, dar_bcache_due(bc, FAR + 9, &view));
	for (want = 10; want <= 50; want += 10) {
		KUNIT_ASSERT_TRUE(test, dar_bcache_due(bc, FAR + want, &view));
		KUNIT_EXPECT_EQ(test, view.d.deadline, FAR + want);
		KUNIT_EXPECT_FALSE(test,
				   dar_bcache_due(bc, FAR + want - 1, &view));
		KUNIT_ASSERT_TRUE(test, dar_bcache_due(bc, FAR + want, &view));
		dar_bcache_forget(bc, &view);
	}
	KUNIT_EXPECT_FALSE(test, dar_bcache_due(bc, U64_MAX - 1, &view));
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 99, false));
}

static void bc_count_one(void *arg, const struct dar_binding_view *view)
{
	(*(unsigned int *)arg)++;
}

static void bc_many_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;
	unsigned int n = 0;
	u32 i;

	for (i = 1; i <= 5000; i++)
		KUNIT_ASSERT_EQ(test, bc_put(bc, i, i & 1, FAR + i % 7), 0);
	KUNIT_EXPECT_EQ(test, bc->active, 2500);
	KUNIT_EXPECT_EQ(test, bc->remembered, 2500);
	dar_bcache_for_each(bc, bc_count_one, &n);
	KUNIT_EXPECT_GE(test, n, 2500);
	dar_bcache_flush(bc);
	KUNIT_EXPECT_EQ(test, bc->active, 0);
	KUNIT_EXPECT_EQ(test, bc->remembered, 0);
	KUNIT_EXPECT_FALSE(test, bc_has(bc, 1, true));
	KUNIT_EXPECT_EQ(test, bc_put(bc, 1, true, FAR), 0);
}

static void bc_counters_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;
	struct in6_addr home = bc_addr(1);
	struct dar_binding_view view;
	struct dar_binding *b;

	KUNIT_ASSERT_EQ(test, bc_put(bc, 1, true, FAR), 0);
	rcu_read_lock();
	b = dar_bcache_find(bc, &home);
	atomic64_add(5, &b->tx_packets);
	rcu_read_unlock();
	KUNIT_ASSERT_EQ(test, bc_put(bc, 1, true, FAR + 1), 0);
	dar_bcache_get(bc, &home, &view);
	KUNIT_EXPECT_EQ(test, view.tx_packets, 5);
	KUNIT_ASSERT_EQ(test, bc_put(bc, 1, false, FAR), 0);
	dar_bcache_get(bc, &home, &view);
	KUNIT_EXPECT_EQ(test, view.tx_packets, 5);
	KUNIT_ASSERT_EQ(test, bc_put(bc, 1, true, FAR), 0);
	dar_bcache_get(bc, &home, &view);
	KUNIT_EXPECT_EQ(test, view.tx_packets, 0);
}

/* A million bindings of no more than 512 octets, everything included. */
static void bc_size_test(struct kunit *test)
{
	KUNIT_EXPECT_LE(test, sizeof(struct dar_binding), 256);
}

static struct kunit_case dar_bcache_kunit_cases[] = {
	KUNIT_CASE(bc_life_test),
	KUNIT_CASE(bc_stale_test),
	KUNIT_CASE(bc_full_test),
	KUNIT_CASE(bc_evict_test),
	KUNIT_CASE(bc_due_test),
	KUNIT_CASE(bc_many_test),
	KUNIT_CASE(bc_counters_test),
	KUNIT_CASE(bc_size_test),
	{}
};

static struct kunit_suite dar_bcache_kunit_suite = {
	.name = "dar_bcache",
	.init = bc_init,
	.exit = bc_exit,
	.test_cases = dar_bcache_kunit_cases,
};

kunit_test_suite(dar_bcache_kunit_suite);

MODULE_DESCRIPTION("KUnit: the binding cache of a DAR");
MODULE_LICENSE("GPL");
