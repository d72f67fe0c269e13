// SPDX-License-Identifier: GPL-2.0-only
/* The binding cache: contents, bounds, order of deadlines, stale writers. */
#include <kunit/test.h>
#include <net/dst.h>
#include <net/ip6_fib.h>
#include <net/net_namespace.h>
#include <linux/module.h>

#include "../dar/state/bcache.c"
#include "../dar/state/bcache_walk.c"
#include "../dar/state/binding.c"
#include "../dar/state/due.c"
#include "../dar/state/tally.c"
#include "../dar/pure/binding_data.c"
#include "../dar/pure/credit.c"
#include "../dar/pure/gone.c"
#include "../dar/pure/quota.c"

#define FAR	BIT_ULL(60)	/* a deadline that no test reaches */

static void bc_work(struct work_struct *work)
{
}

static unsigned int bc_ends;	/* how many entries have ceased to be bound */

static void bc_ended(struct dar_bcache *bc, struct dar_binding *b)
{
	bc_ends++;
}

static int bc_suite_init(struct kunit_suite *suite)
{
	return dar_binding_module_init();
}

static void bc_suite_exit(struct kunit_suite *suite)
{
	dar_binding_module_exit();
}

static int bc_init(struct kunit *test)
{
	static const struct dar_bcache_ops ops = { .unbound = bc_ended };
	struct dar_bcache *bc = kunit_kzalloc(test, sizeof(*bc), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, bc);
	test->priv = bc;
	bc_ends = 0;
	return dar_bcache_init(bc, bc_work, &ops);
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

/* Write entry @n whatever it is now, as an update about an address of an anchor. */
static int bc_put_tally(struct dar_bcache *bc, u32 n, bool active,
			struct dar_tally *tally)
{
	struct in6_addr home = bc_addr(n);
	struct dar_binding_view view;
	struct dar_binding_data d;
	int err;

	rcu_read_lock();
	dar_bcache_get(bc, &home, &view);
	d = view.d;
	d.active = active;
	d.deadline = FAR;
	d.tally = tally;
	err = dar_bcache_set(bc, &view, &d);
	rcu_read_unlock();
	return err;
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

static bool bc_count_one(void *arg, const struct dar_binding_view *view)
{
	(*(unsigned int *)arg)++;
	return true;
}

static bool bc_count_to_ten(void *arg, const struct dar_binding_view *view)
{
	return ++(*(unsigned int *)arg) < 10;
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
	dar_bcache_walk(bc, bc_count_one, &n);
	KUNIT_EXPECT_GE(test, n, 2500);
	n = 0;
	dar_bcache_walk(bc, bc_count_to_ten, &n);
	KUNIT_EXPECT_EQ(test, n, 10);
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

/* Nothing changes, but the cache may end. */
static void bc_frozen_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;
	struct dar_binding_view view, none = { .home = bc_addr(9) };
	struct in6_addr home = bc_addr(1);

	KUNIT_ASSERT_EQ(test, bc_put(bc, 1, true, FAR), 0);
	KUNIT_ASSERT_EQ(test, bc_put(bc, 2, false, FAR), 0);
	dar_bcache_freeze(bc, true);
	KUNIT_EXPECT_TRUE(test, dar_bcache_frozen(bc));
	KUNIT_EXPECT_EQ(test, bc_put(bc, 1, false, FAR), -EBUSY);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 3, true, FAR), -EBUSY);
	dar_bcache_get(bc, &home, &view);
	KUNIT_EXPECT_EQ(test, dar_bcache_postpone(bc, &view, FAR + 1, FAR + 1, false),
			-EBUSY);
	KUNIT_EXPECT_EQ(test, dar_bcache_forget(bc, &view), -EBUSY);
	KUNIT_EXPECT_EQ(test, dar_bcache_restore(bc, &none, FAR), -EBUSY);
	dar_bcache_limit(bc, 1, 0);
	dar_bcache_trim(bc);
	dar_bcache_forget_ended(bc);
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 1, true));
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 2, false));
	dar_bcache_freeze(bc, false);
	dar_bcache_trim(bc);
	KUNIT_EXPECT_FALSE(test, bc_has(bc, 2, false));
	dar_bcache_freeze(bc, true);
	dar_bcache_flush(bc);
	KUNIT_EXPECT_FALSE(test, bc_has(bc, 1, true));
}

static void bc_restore_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;
	struct dar_binding_view was = {
		.home = bc_addr(1),
		.d = { .active = true, .deadline = FAR, .seq = 7 },
		.tx_packets = 1, .tx_bytes = 2, .rx_packets = 3, .rx_bytes = 4,
	};
	struct dar_binding_view view;

	KUNIT_ASSERT_EQ(test, dar_bcache_restore(bc, &was, FAR - 5), 0);
	KUNIT_ASSERT_TRUE(test, dar_bcache_get(bc, &was.home, &view));
	KUNIT_EXPECT_EQ(test, view.d.seq, 7);
	KUNIT_EXPECT_EQ(test, view.d.wake, FAR - 5);
	KUNIT_EXPECT_EQ(test, view.tx_packets, 1);
	KUNIT_EXPECT_EQ(test, view.tx_bytes, 2);
	KUNIT_EXPECT_EQ(test, view.rx_packets, 3);
	KUNIT_EXPECT_EQ(test, view.rx_bytes, 4);
	KUNIT_EXPECT_TRUE(test, dar_bcache_due(bc, FAR - 5, &view));
	KUNIT_EXPECT_EQ(test, dar_bcache_active(bc), 1);
	/* What is there stays. */
	was.d.seq = 6;
	KUNIT_EXPECT_EQ(test, dar_bcache_restore(bc, &was, FAR), -EEXIST);
	dar_bcache_get(bc, &was.home, &view);
	KUNIT_EXPECT_EQ(test, view.d.seq, 7);
	/* Too many bindings, and too much memory. */
	dar_bcache_limit(bc, 1, 1);
	was.home = bc_addr(2);
	KUNIT_EXPECT_EQ(test, dar_bcache_restore(bc, &was, FAR), -ENOSPC);
	was.d.active = false;
	was.d.seq = 2;
	KUNIT_EXPECT_EQ(test, dar_bcache_restore(bc, &was, FAR), 0);
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 2, false));
	was.home = bc_addr(3);
	was.d.seq = 3;
	KUNIT_EXPECT_EQ(test, dar_bcache_restore(bc, &was, FAR), 0);
	KUNIT_EXPECT_FALSE(test, bc_has(bc, 2, false));
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 3, false));
}

/* An entry that was there before its anchor. */
static void bc_adopt_test(struct kunit *test)
{
	struct dar_binding_view was = {
		.home = bc_addr(1),
		.d = { .active = true, .deadline = FAR, .seq = 7 },
	};
	struct dar_tally *tally = dar_tally_new();
	struct dar_bcache *bc = test->priv;
	struct dar_binding_view view;

	KUNIT_ASSERT_NOT_NULL(test, tally);
	KUNIT_ASSERT_EQ(test, dar_bcache_restore(bc, &was, FAR), 0);
	dar_bcache_get(bc, &was.home, &view);
	KUNIT_EXPECT_TRUE(test, dar_binding_data_waits(&view.d));
	KUNIT_ASSERT_EQ(test, dar_bcache_adopt(bc, &view, tally, FAR - 5), 0);
	KUNIT_EXPECT_EQ(test, tally->bindings, 1);
	KUNIT_EXPECT_TRUE(test, dar_bcache_due(bc, FAR - 5, &view));
	KUNIT_EXPECT_FALSE(test, dar_binding_data_waits(&view.d));
	KUNIT_EXPECT_EQ(test, view.d.version, was.d.version);
	/* A second time it is not counted again, and memory is not counted. */
	KUNIT_ASSERT_EQ(test, dar_bcache_adopt(bc, &view, tally, FAR - 5), 0);
	KUNIT_EXPECT_EQ(test, tally->bindings, 1);
	was = (struct dar_binding_view){
		.home = bc_addr(2),
		.d = { .ask = 1, .deadline = DAR_NEVER },
	};
	KUNIT_ASSERT_EQ(test, dar_bcache_restore(bc, &was, DAR_NEVER), 0);
	dar_bcache_get(bc, &was.home, &view);
	KUNIT_EXPECT_TRUE(test, dar_binding_data_waits(&view.d));
	KUNIT_ASSERT_EQ(test, dar_bcache_adopt(bc, &view, tally, FAR - 6), 0);
	KUNIT_EXPECT_EQ(test, tally->bindings, 1);
	KUNIT_EXPECT_TRUE(test, dar_bcache_due(bc, FAR - 6, &view));
	KUNIT_EXPECT_FALSE(test, dar_binding_data_waits(&view.d));
	/* What has changed meanwhile stays. */
	view.d.version--;
	KUNIT_EXPECT_EQ(test, dar_bcache_adopt(bc, &view, tally, FAR), -EAGAIN);
	dar_bcache_flush(bc);
	KUNIT_EXPECT_EQ(test, refcount_read(&tally->users), 1);
	dar_tally_put(tally);
}

/* Unknown nodes that come from a checkpoint have the same share as others. */
static void bc_restore_share_test(struct kunit *test)
{
	const u32 max = 4 * DAR_BINDINGS_LEAST, bad = 0xbad0000;
	struct dar_bcache *bc = test->priv;
	struct dar_binding_view was = {
		.d = { .active = true, .deadline = FAR },
	};
	u32 n;

	KUNIT_ASSERT_EQ(test, dar_bcache_start(bc), 0);
	dar_bcache_limit(bc, max, max);
	was.d.coa = bc_addr(0);
	was.d.coa.s6_addr32[1] = bad;
	for (n = 1; n <= max / 2; n++) {
		was.home = bc_addr(n);
		KUNIT_ASSERT_EQ(test, dar_bcache_restore(bc, &was, FAR), 0);
	}
	KUNIT_EXPECT_TRUE(test, dar_bcache_crowded(bc, &was.d.coa));
	dar_bcache_flush(bc);
	dar_bcache_stop(bc);
}

/* Granted 1600 s: a reminder at 200 s, one at 100 s, then the end. */
static void bc_wake_times_test(struct kunit *test)
{
	const u64 s = NSEC_PER_SEC, end = 5000 * s;
	struct dar_binding_data d = {
		.active = true,
		.lifetime = 1600,
		.deadline = end,
	};

	KUNIT_EXPECT_EQ(test, dar_binding_data_wake(&d, 0), end - 200 * s);
	KUNIT_EXPECT_EQ(test, dar_binding_data_wake(&d, end - 200 * s - 1),
			end - 200 * s);
	KUNIT_EXPECT_EQ(test, dar_binding_data_wake(&d, end - 200 * s),
			end - 100 * s);
	KUNIT_EXPECT_EQ(test, dar_binding_data_wake(&d, end - 100 * s), end);
	KUNIT_EXPECT_EQ(test, dar_binding_data_wake(&d, end + 1), end);
	/* An address that is not verified may be anybody's. */
	d.state = DAR_BINDING_UNVERIFIED;
	KUNIT_EXPECT_EQ(test, dar_binding_data_wake(&d, 0), end);
	d.state = DAR_BINDING_VERIFIED;
	/* Granted before the boot, by the router whose checkpoint had it. */
	d.deadline = 1599 * s;
	KUNIT_EXPECT_EQ(test, dar_binding_data_wake(&d, 0), 1399 * s);
	d.deadline = 200 * s;
	KUNIT_EXPECT_EQ(test, dar_binding_data_wake(&d, 0), 100 * s);
	d.deadline = 100 * s;
	KUNIT_EXPECT_EQ(test, dar_binding_data_wake(&d, 0), 100 * s);
	d.lifetime = 0;
	d.deadline = end;
	KUNIT_EXPECT_EQ(test, dar_binding_data_wake(&d, 0), end);
	/* What is only remembered needs none. */
	d.lifetime = 1600;
	d.active = false;
	KUNIT_EXPECT_EQ(test, dar_binding_data_wake(&d, 0), end);
	d.deadline = DAR_NEVER;
	KUNIT_EXPECT_EQ(test, dar_binding_data_wake(&d, 0), DAR_NEVER);
	d.active = true;
	KUNIT_EXPECT_EQ(test, dar_binding_data_wake(&d, 0), DAR_NEVER);
}

static struct dar_binding_view bc_view(struct dar_bcache *bc, u32 n)
{
	struct in6_addr home = bc_addr(n);
	struct dar_binding_view view;

	dar_bcache_get(bc, &home, &view);
	return view;
}

static int bc_grant(struct dar_bcache *bc, u32 n, u32 lifetime, u64 deadline)
{
	struct dar_binding_view view = bc_view(bc, n);
	struct dar_binding_data d = {
		.active = true,
		.lifetime = lifetime,
		.deadline = deadline,
	};

	return dar_bcache_set(bc, &view, &d);
}

/* Sorted by what comes next, not by the end: a long binding reminds earlier. */
static void bc_wake_order_test(struct kunit *test)
{
	const u64 s = NSEC_PER_SEC;
	struct dar_bcache *bc = test->priv;
	struct dar_binding_view view;

	KUNIT_ASSERT_EQ(test, bc_grant(bc, 1, 160, FAR), 0);
	KUNIT_ASSERT_EQ(test, bc_grant(bc, 2, 1600, FAR + s), 0);
	KUNIT_EXPECT_FALSE(test, dar_bcache_due(bc, FAR - 199 * s - 1, &view));
	KUNIT_ASSERT_TRUE(test, dar_bcache_due(bc, FAR - 199 * s, &view));
	KUNIT_EXPECT_EQ(test, view.d.deadline, FAR + s);
	KUNIT_EXPECT_EQ(test, dar_bcache_postpone(bc, &view, view.d.deadline,
						  FAR + s, false), 0);
	KUNIT_EXPECT_FALSE(test, dar_bcache_due(bc, FAR - 20 * s - 1, &view));
	KUNIT_ASSERT_TRUE(test, dar_bcache_due(bc, FAR - 20 * s, &view));
	KUNIT_EXPECT_EQ(test, view.d.deadline, FAR);
	/* A refresh begins anew. */
	KUNIT_ASSERT_EQ(test, bc_grant(bc, 1, 160, FAR + 160 * s), 0);
	KUNIT_ASSERT_TRUE(test, dar_bcache_due(bc, FAR + s, &view));
	KUNIT_EXPECT_EQ(test, view.d.deadline, FAR + s);
	dar_bcache_forget(bc, &view);
	KUNIT_EXPECT_FALSE(test, dar_bcache_due(bc, FAR + s, &view));
	KUNIT_ASSERT_TRUE(test, dar_bcache_due(bc, FAR + 140 * s, &view));
}

static void bc_postpone_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;
	struct dar_binding_view view, old;
	u32 generation;

	KUNIT_ASSERT_EQ(test, bc_grant(bc, 1, 160, FAR), 0);
	old = bc_view(bc, 1);
	generation = dar_bcache_generation(bc);
	KUNIT_EXPECT_EQ(test, dar_bcache_postpone(bc, &old, FAR, FAR, false), 0);
	view = bc_view(bc, 1);
	KUNIT_EXPECT_EQ(test, view.d.wake, FAR);
	KUNIT_EXPECT_EQ(test, view.d.version, old.d.version);
	KUNIT_EXPECT_EQ(test, dar_bcache_generation(bc), generation);
	/* Refreshed meanwhile: it stays as it is. */
	KUNIT_ASSERT_EQ(test, bc_grant(bc, 1, 160, FAR + 5), 0);
	KUNIT_EXPECT_EQ(test, dar_bcache_postpone(bc, &view, 7, 7, false), -EAGAIN);
	view = bc_view(bc, 1);
	KUNIT_EXPECT_EQ(test, view.d.deadline, FAR + 5);
	view = bc_view(bc, 2);
	KUNIT_EXPECT_EQ(test, dar_bcache_postpone(bc, &view, 7, 7, false), -ENOENT);
}

/* Whose prefix lives longer stays as old as it is. */
static void bc_postpone_age_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;
	struct dar_binding_view view;
	u32 i;

	for (i = 1; i <= 3; i++)
		KUNIT_ASSERT_EQ(test, bc_put(bc, i, false, FAR), 0);
	view = bc_view(bc, 1);
	KUNIT_EXPECT_EQ(test, dar_bcache_postpone(bc, &view, FAR + 9, FAR + 9,
						  false),
			0);
	dar_bcache_limit(bc, 10, 2);
	dar_bcache_trim(bc);
	KUNIT_EXPECT_FALSE(test, bc_has(bc, 1, false));
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 2, false));
}

/* Lower bounds: what is remembered makes room, who is bound stays. */
static void bc_limit_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;
	u32 i;

	for (i = 1; i <= 200; i++)
		KUNIT_ASSERT_EQ(test, bc_put(bc, i, i <= 50, FAR), 0);
	dar_bcache_limit(bc, 20, 30);
	dar_bcache_trim(bc);
	KUNIT_EXPECT_EQ(test, dar_bcache_active(bc), 50);
	KUNIT_EXPECT_EQ(test, dar_bcache_remembered(bc), 30);
	KUNIT_EXPECT_FALSE(test, bc_has(bc, 170, false));
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 171, false));
	KUNIT_EXPECT_EQ(test, bc_put(bc, 200, true, FAR), -ENOSPC);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 1, true, FAR), 0);
	dar_bcache_limit(bc, 51, 0);
	dar_bcache_trim(bc);
	KUNIT_EXPECT_EQ(test, dar_bcache_remembered(bc), 0);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 300, true, FAR), 0);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 301, true, FAR), -ENOSPC);
	/* Nothing is remembered at all. */
	KUNIT_EXPECT_EQ(test, bc_put(bc, 300, false, FAR), 0);
	KUNIT_EXPECT_EQ(test, dar_bcache_remembered(bc), 0);
}

static void bc_forget_ended_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;
	struct dar_binding_view view;
	u32 i;

	for (i = 1; i <= 300; i++)
		KUNIT_ASSERT_EQ(test, bc_put(bc, i, i & 1, FAR), 0);
	dar_bcache_forget_ended(bc);
	KUNIT_EXPECT_EQ(test, dar_bcache_active(bc), 150);
	KUNIT_EXPECT_EQ(test, dar_bcache_remembered(bc), 0);
	KUNIT_EXPECT_FALSE(test, bc_has(bc, 2, false));
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 3, true));
	KUNIT_ASSERT_EQ(test, bc_put(bc, 2, false, FAR), 0);
	view = bc_view(bc, 2);
	KUNIT_EXPECT_EQ(test, dar_bcache_forget(bc, &view), 0);
	KUNIT_EXPECT_EQ(test, dar_bcache_forget(bc, &view), -ENOENT);
}

static bool bc_changes(struct dar_bcache *bc, u32 *generation)
{
	u32 before = *generation;

	*generation = dar_bcache_generation(bc);
	return *generation != before;
}

static void bc_generation_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;
	u32 generation = dar_bcache_generation(bc);
	struct dar_binding_view view;

	KUNIT_EXPECT_NE(test, generation, 0);
	bc_put(bc, 1, false, FAR);
	KUNIT_EXPECT_TRUE(test, bc_changes(bc, &generation));
	bc_put(bc, 1, false, FAR);
	KUNIT_EXPECT_FALSE(test, bc_changes(bc, &generation));
	bc_put(bc, 1, true, FAR);
	KUNIT_EXPECT_TRUE(test, bc_changes(bc, &generation));
	bc_put(bc, 1, true, FAR + 1);
	KUNIT_EXPECT_FALSE(test, bc_changes(bc, &generation));
	bc_put(bc, 1, false, FAR);
	KUNIT_EXPECT_TRUE(test, bc_changes(bc, &generation));
	view = bc_view(bc, 1);
	dar_bcache_forget(bc, &view);
	KUNIT_EXPECT_TRUE(test, bc_changes(bc, &generation));
	bc->generation = U32_MAX;
	bc_put(bc, 1, false, FAR);
	KUNIT_EXPECT_EQ(test, dar_bcache_generation(bc), 1);
}

/* A route is remembered with the contents it is of, and forgotten with them. */
static void bc_route_test(struct kunit *test)
{
	struct dst_entry *dst = &init_net.ipv6.ip6_null_entry->dst;
	struct dar_bcache *bc = test->priv;
	struct in6_addr home = bc_addr(1);
	struct dar_path path, old;
	struct dar_binding *b;

	KUNIT_ASSERT_EQ(test, bc_put(bc, 1, true, FAR), 0);
	rcu_read_lock();
	b = dar_bcache_find(bc, &home);
	KUNIT_EXPECT_TRUE(test, dar_binding_path(b, &old));
	KUNIT_EXPECT_NULL(test, old.route);
	dst_hold(dst);
	/* The cookie of the lookup, not one of the moment. */
	dar_bcache_set_route(bc, b, old.version, dst, 4711);
	KUNIT_EXPECT_TRUE(test, dar_binding_path(b, &path));
	KUNIT_EXPECT_PTR_EQ(test, path.route, dst);
	KUNIT_EXPECT_EQ(test, path.cookie, 4711);
	KUNIT_ASSERT_EQ(test, bc_put(bc, 1, true, FAR + 1), 0);
	dar_binding_path(b, &path);
	KUNIT_EXPECT_NULL(test, path.route);
	dst_hold(dst);
	dar_bcache_set_route(bc, b, old.version, dst, 4711);
	dar_binding_path(b, &path);
	KUNIT_EXPECT_NULL(test, path.route);
	rcu_read_unlock();
}

static struct dar_binding *bc_find_bh(struct dar_bcache *bc, unsigned int n)
{
	struct in6_addr home = bc_addr(n);
	struct dar_binding *b;

	local_bh_disable();
	rcu_read_lock();
	b = dar_bcache_find_bh(bc, &home);
	rcu_read_unlock();
	local_bh_enable();
	return b;
}

/* What a processor found last is not what is there after it has left. */
static void bc_recent_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;
	struct in6_addr home = bc_addr(1);
	struct dar_binding_view view;
	struct dar_binding *b;

	migrate_disable();
	KUNIT_EXPECT_NULL(test, bc_find_bh(bc, 1));
	KUNIT_ASSERT_EQ(test, bc_put(bc, 1, true, FAR), 0);
	KUNIT_ASSERT_EQ(test, bc_put(bc, 2, true, FAR), 0);
	b = bc_find_bh(bc, 1);
	KUNIT_ASSERT_NOT_NULL(test, b);
	KUNIT_EXPECT_PTR_EQ(test, bc_find_bh(bc, 1), b);
	KUNIT_EXPECT_PTR_NE(test, bc_find_bh(bc, 2), b);
	KUNIT_EXPECT_PTR_EQ(test, bc_find_bh(bc, 1), b);
	dar_bcache_get(bc, &home, &view);
	KUNIT_ASSERT_EQ(test, dar_bcache_forget(bc, &view), 0);
	KUNIT_EXPECT_NULL(test, bc_find_bh(bc, 1));
	KUNIT_EXPECT_NOT_NULL(test, bc_find_bh(bc, 2));
	dar_bcache_flush(bc);
	KUNIT_EXPECT_NULL(test, bc_find_bh(bc, 2));
	migrate_enable();
}

/* Bind an address in a state, or remember it if there is none. */
static int bc_rank(struct dar_bcache *bc, u32 n, bool active, u8 state,
		   bool known)
{
	struct dar_binding_view view = bc_view(bc, n);
	struct dar_binding_data d = {
		.active = active,
		.state = state,
		.known = known,
		.deadline = FAR,
		.seq = n,
	};

	return dar_bcache_set(bc, &view, &d);
}

/* Who has to make room: which entry, or 0. */
static u32 bc_displaced(struct dar_bcache *bc, enum dar_rank rank)
{
	struct dar_binding_view view;

	if (!dar_bcache_displaced(bc, rank, &view))
		return 0;
	return ntohl(view.home.s6_addr32[3]);
}

static void bc_displaced_test(struct kunit *test)
{
	const u8 no = DAR_BINDING_UNVERIFIED, yes = DAR_BINDING_VERIFIED;
	struct dar_bcache *bc = test->priv;

	KUNIT_EXPECT_EQ(test, bc_displaced(bc, DAR_RANK_PROVEN), 0);
	bc_rank(bc, 1, true, yes, false);
	bc_rank(bc, 2, false, no, false);
	KUNIT_EXPECT_EQ(test, (int)dar_bcache_lowest(bc), (int)DAR_RANK_PROVEN);
	KUNIT_EXPECT_EQ(test, bc_displaced(bc, DAR_RANK_PROVEN), 0);
	bc_rank(bc, 3, true, no, true);
	bc_rank(bc, 4, true, no, true);
	KUNIT_EXPECT_EQ(test, (int)dar_bcache_lowest(bc), (int)DAR_RANK_MOVING);
	KUNIT_EXPECT_EQ(test, bc_displaced(bc, DAR_RANK_PROVEN), 3);
	KUNIT_EXPECT_EQ(test, bc_displaced(bc, DAR_RANK_MOVING), 0);
	KUNIT_EXPECT_EQ(test, bc_displaced(bc, DAR_RANK_STRANGER), 0);
	bc_rank(bc, 5, true, no, false);
	bc_rank(bc, 6, true, no, false);
	KUNIT_EXPECT_EQ(test, (int)dar_bcache_lowest(bc),
			(int)DAR_RANK_STRANGER);
	KUNIT_EXPECT_EQ(test, bc_displaced(bc, DAR_RANK_PROVEN), 5);
	KUNIT_EXPECT_EQ(test, bc_displaced(bc, DAR_RANK_MOVING), 5);
	KUNIT_EXPECT_EQ(test, bc_displaced(bc, DAR_RANK_STRANGER), 5);
	/* A claim that is repeated is the newest one; a proof yields to nobody. */
	bc_rank(bc, 5, true, no, false);
	KUNIT_EXPECT_EQ(test, bc_displaced(bc, DAR_RANK_STRANGER), 6);
	bc_rank(bc, 6, true, yes, false);
	KUNIT_EXPECT_EQ(test, bc_displaced(bc, DAR_RANK_STRANGER), 5);
	bc_rank(bc, 5, false, no, false);
	KUNIT_EXPECT_EQ(test, bc_displaced(bc, DAR_RANK_MOVING), 0);
	KUNIT_EXPECT_EQ(test, dar_bcache_active(bc), 4);
	KUNIT_EXPECT_EQ(test, dar_bcache_remembered(bc), 2);
}

/* What a known node left behind is not forgotten for the sake of strangers. */
static void bc_known_test(struct kunit *test)
{
	const u8 yes = DAR_BINDING_VERIFIED;
	struct dar_bcache *bc = test->priv;
	u32 i;

	bc->max_remembered = 3;
	bc_rank(bc, 1, false, yes, true);
	bc_rank(bc, 2, false, yes, true);
	for (i = 3; i <= 9; i++)
		bc_rank(bc, i, false, yes, false);
	KUNIT_EXPECT_EQ(test, dar_bcache_remembered(bc), 3);
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 1, false));
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 2, false));
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 9, false));
	bc_rank(bc, 10, false, yes, true);
	KUNIT_EXPECT_FALSE(test, bc_has(bc, 9, false));
	/* Only known ones are left: the oldest of them has to go. */
	bc_rank(bc, 11, false, yes, true);
	KUNIT_EXPECT_FALSE(test, bc_has(bc, 1, false));
	bc_rank(bc, 12, false, yes, false);
	KUNIT_EXPECT_FALSE(test, bc_has(bc, 12, false));
	KUNIT_EXPECT_TRUE(test, bc_has(bc, 2, false));
	dar_bcache_forget_ended(bc);
	KUNIT_EXPECT_EQ(test, dar_bcache_remembered(bc), 0);
}

/* What ordinary users may have is bounded for all of them together. */
static void bc_limited_test(struct kunit *test)
{
	struct dar_bcache *bc = test->priv;
	u32 i;

	KUNIT_ASSERT_EQ(test, bc_put(bc, 1, true, FAR), 0);
	bc->limited = true;
	for (i = 2; i < DAR_BINDINGS_LIMITED + 2; i++)
		KUNIT_ASSERT_EQ(test, bc_put(bc, i, i & 1, FAR), 0);
	KUNIT_EXPECT_EQ(test, bc_put(bc, i, true, FAR), -ENOMEM);
	KUNIT_EXPECT_EQ(test, bc_put(bc, 2, true, FAR), 0);
	bc->limited = false;
	KUNIT_EXPECT_EQ(test, bc_put(bc, i, true, FAR), 0);
	dar_bcache_flush(bc);
	rcu_barrier();
	bc->limited = true;
	KUNIT_EXPECT_EQ(test, bc_put(bc, i, true, FAR), 0);
}

/* A binding of a node at this prefix: 0x20010db8, 32 bits more. */
static int bc_put_at(struct dar_bcache *bc, u32 n, bool active, bool known,
		     u32 prefix)
{
	struct in6_addr home = bc_addr(n);
	struct dar_binding_view view;
	struct dar_binding_data d;

	dar_bcache_get(bc, &home, &view);
	d = view.d;
	d.active = active;
	d.known = known;
	d.deadline = FAR;
	d.coa = bc_addr(n);
	d.coa.s6_addr32[1] = htonl(prefix);
	return dar_bcache_set(bc, &view, &d);
}

static bool bc_crowded(struct dar_bcache *bc, u32 prefix)
{
	struct in6_addr coa = bc_addr(0);

	coa.s6_addr32[1] = htonl(prefix);
	return dar_bcache_crowded(bc, &coa);
}

/* Unknown nodes of a prefix have no more than their part, if half is taken. */
static void bc_crowded_test(struct kunit *test)
{
	const u32 max = 4 * DAR_BINDINGS_LEAST, bad = 0xbad0000, good = 0x900d0000;
	struct dar_bcache *bc = test->priv;
	const struct dar_quota *q;
	u32 n;

	KUNIT_ASSERT_EQ(test, dar_bcache_start(bc), 0);
	q = rcu_dereference_protected(bc->quota, true);
	dar_bcache_limit(bc, max, max);
	for (n = 1; n < max / 2; n++)
		KUNIT_ASSERT_EQ(test, bc_put_at(bc, n, true, false, bad), 0);
	KUNIT_EXPECT_FALSE(test, bc_crowded(bc, bad));
	KUNIT_ASSERT_EQ(test, bc_put_at(bc, n, true, false, bad), 0);
	KUNIT_EXPECT_TRUE(test, bc_crowded(bc, bad));
	KUNIT_EXPECT_TRUE(test, bc_crowded(bc, bad + 1));	/* same /48 */
	KUNIT_EXPECT_FALSE(test, bc_crowded(bc, good));
	/* A /64 has half of what its /48 has. */
	for (n = max / 2 + 1; n < max / 2 + DAR_BINDINGS_LEAST / 2; n++)
		KUNIT_ASSERT_EQ(test, bc_put_at(bc, n, true, false, good), 0);
	KUNIT_EXPECT_FALSE(test, bc_crowded(bc, good));
	KUNIT_ASSERT_EQ(test, bc_put_at(bc, n, true, false, good), 0);
	KUNIT_EXPECT_TRUE(test, bc_crowded(bc, good));
	KUNIT_EXPECT_FALSE(test, bc_crowded(bc, good + 1));
	/* A known node, one that has moved, one that has ended do not count. */
	KUNIT_ASSERT_EQ(test, bc_put_at(bc, n, true, true, good), 0);
	KUNIT_EXPECT_FALSE(test, bc_crowded(bc, good));
	KUNIT_ASSERT_EQ(test, bc_put_at(bc, n, true, false, good), 0);
	KUNIT_EXPECT_TRUE(test, bc_crowded(bc, good));
	KUNIT_ASSERT_EQ(test, bc_put_at(bc, n, true, false, bad), 0);
	KUNIT_EXPECT_FALSE(test, bc_crowded(bc, good));
	KUNIT_ASSERT_EQ(test, bc_put_at(bc, n, true, false, good), 0);
	KUNIT_ASSERT_EQ(test, bc_put_at(bc, n, false, false, good), 0);
	KUNIT_EXPECT_FALSE(test, bc_crowded(bc, good));
	dar_bcache_flush(bc);
	for (n = 0; n < DAR_QUOTA_COUNTERS; n++)
		if (q->sites[0][n] || q->subnets[1][n])
			break;
	KUNIT_EXPECT_EQ(test, n, DAR_QUOTA_COUNTERS);
	dar_bcache_stop(bc);
	KUNIT_EXPECT_FALSE(test, bc_crowded(bc, bad));
}

/* What a history of bindings tells of two contents of an entry. */
static void bc_change_test(struct kunit *test)
{
	struct dar_binding_data none = {}, home = { .version = 1 };
	struct dar_binding_data early = { .version = 2, .active = true,
					  .state = DAR_BINDING_UNVERIFIED };
	struct dar_binding_data proven = early, away = early;

	proven.state = DAR_BINDING_VERIFIED;
	away.coa = bc_addr(7);
	KUNIT_EXPECT_EQ(test, dar_binding_data_change(&none, &home),
			DAR_CHANGE_REMEMBERED);
	KUNIT_EXPECT_EQ(test, dar_binding_data_change(&none, &early),
			DAR_CHANGE_BEGUN);
	KUNIT_EXPECT_EQ(test, dar_binding_data_change(&home, &away),
			DAR_CHANGE_BEGUN);
	KUNIT_EXPECT_EQ(test, dar_binding_data_change(&early, &proven),
			DAR_CHANGE_VERIFIED);
	KUNIT_EXPECT_EQ(test, dar_binding_data_change(&proven, &away),
			DAR_CHANGE_MOVED);
	KUNIT_EXPECT_EQ(test, dar_binding_data_change(&proven, &proven),
			DAR_CHANGE_REFRESHED);
	KUNIT_EXPECT_EQ(test, dar_binding_data_change(&proven, &home),
			DAR_CHANGE_ENDED);
}

/* A binding counts at the anchor of its last update, and only while it is bound. */
static void bc_tally_test(struct kunit *test)
{
	struct dar_tally *one = dar_tally_new(), *two = dar_tally_new();
	struct dar_bcache *bc = test->priv;

	KUNIT_ASSERT_NOT_NULL(test, one);
	KUNIT_ASSERT_NOT_NULL(test, two);
	KUNIT_ASSERT_EQ(test, bc_put_tally(bc, 1, true, one), 0);
	KUNIT_ASSERT_EQ(test, bc_put_tally(bc, 2, true, one), 0);
	KUNIT_ASSERT_EQ(test, bc_put_tally(bc, 3, false, one), 0);
	KUNIT_EXPECT_EQ(test, one->bindings, 2);
	KUNIT_ASSERT_EQ(test, bc_put_tally(bc, 1, true, one), 0);
	KUNIT_EXPECT_EQ(test, one->bindings, 2);
	KUNIT_ASSERT_EQ(test, bc_put_tally(bc, 1, true, two), 0);
	KUNIT_EXPECT_EQ(test, one->bindings, 1);
	KUNIT_EXPECT_EQ(test, two->bindings, 1);
	KUNIT_ASSERT_EQ(test, bc_put_tally(bc, 2, false, one), 0);
	KUNIT_EXPECT_EQ(test, one->bindings, 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&one->users), 1);
	/* An anchor that has gone, with the last binding that has its counters. */
	dar_tally_put(two);
	KUNIT_EXPECT_EQ(test, refcount_read(&two->users), 1);
	dar_bcache_flush(bc);
	dar_tally_put(one);
}

/* Counters of each processor are added up. */
static void bc_tally_sum_test(struct kunit *test)
{
	struct dar_tally *t = dar_tally_new();

	KUNIT_ASSERT_NOT_NULL(test, t);
	local_bh_disable();
	dar_tally_packets(t, DAR_TALLY_TX_PACKETS, 2, 3000);
	dar_tally_packets(t, DAR_TALLY_RX_PACKETS, 1, 40);
	dar_tally_packets(NULL, DAR_TALLY_RX_PACKETS, 1, 40);
	local_bh_enable();
	dar_tally_inc(t, DAR_TALLY_REFUSED);
	KUNIT_EXPECT_EQ(test, dar_tally_sum(t, DAR_TALLY_TX_PACKETS), 2);
	KUNIT_EXPECT_EQ(test, dar_tally_sum(t, DAR_TALLY_TX_BYTES), 3000);
	KUNIT_EXPECT_EQ(test, dar_tally_sum(t, DAR_TALLY_RX_PACKETS), 1);
	KUNIT_EXPECT_EQ(test, dar_tally_sum(t, DAR_TALLY_RX_BYTES), 40);
	KUNIT_EXPECT_EQ(test, dar_tally_sum(t, DAR_TALLY_ACCEPTED), 0);
	KUNIT_EXPECT_EQ(test, dar_tally_sum(t, DAR_TALLY_REFUSED), 1);
	dar_tally_put(t);
}

static struct kunit_case dar_bcache_kunit_cases[] = {
	KUNIT_CASE(bc_life_test),
	KUNIT_CASE(bc_stale_test),
	KUNIT_CASE(bc_full_test),
	KUNIT_CASE(bc_evict_test),
	KUNIT_CASE(bc_due_test),
	KUNIT_CASE(bc_many_test),
	KUNIT_CASE(bc_wake_times_test),
	KUNIT_CASE(bc_wake_order_test),
	KUNIT_CASE(bc_postpone_test),
	KUNIT_CASE(bc_postpone_age_test),
	KUNIT_CASE(bc_limit_test),
	KUNIT_CASE(bc_forget_ended_test),
	KUNIT_CASE(bc_generation_test),
	KUNIT_CASE(bc_counters_test),
	KUNIT_CASE(bc_frozen_test),
	KUNIT_CASE(bc_restore_test),
	KUNIT_CASE(bc_adopt_test),
	KUNIT_CASE(bc_restore_share_test),
	KUNIT_CASE(bc_recent_test),
	KUNIT_CASE(bc_route_test),
	KUNIT_CASE(bc_displaced_test),
	KUNIT_CASE(bc_known_test),
	KUNIT_CASE(bc_limited_test),
	KUNIT_CASE(bc_crowded_test),
	KUNIT_CASE(bc_change_test),
	KUNIT_CASE(bc_tally_test),
	KUNIT_CASE(bc_tally_sum_test),
	{}
};

static struct kunit_suite dar_bcache_kunit_suite = {
	.name = "dar_bcache",
	.suite_init = bc_suite_init,
	.suite_exit = bc_suite_exit,
	.init = bc_init,
	.exit = bc_exit,
	.test_cases = dar_bcache_kunit_cases,
};

kunit_test_suite(dar_bcache_kunit_suite);

MODULE_DESCRIPTION("KUnit: the binding cache of a DAR");
MODULE_LICENSE("GPL");
