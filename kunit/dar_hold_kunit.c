// SPDX-License-Identifier: GPL-2.0-only
/* Packets that wait: order, bounds, doubt, and every way in which it ends. */
#include <kunit/test.h>
#include <linux/bottom_half.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <net/net_namespace.h>

#include "../dar/pure/backlog.c"
#include "../dar/pure/silence.c"
#include "../dar/pure/stats.c"
#include "../dar/state/hold.c"
#include "../dar/state/doubt.c"

#define BINDINGS	4
#define OCTETS		64	/* of each packet */

struct hold_test {
	struct dar_settings settings;
	struct dar_hold hold;
	struct dar_binding b[BINDINGS];
};

static int hold_init(struct kunit *test)
{
	struct hold_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t);
	t->settings = (struct dar_settings){
		.hold_packets = 1000,
		.hold_octets = 1000 * OCTETS,
		.hold_age = 60000,
		.hold_memory = 1000000,
	};
	INIT_DELAYED_WORK(&t->hold.doubt, hold_work);
	dar_hold_init(&t->hold, &init_net, &t->settings,
		      alloc_percpu(struct dar_mib));
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, (__force void *)t->hold.mib);
	for (i = 0; i < BINDINGS; i++) {
		t->b[i].d.active = true;
		t->b[i].d.state = DAR_BINDING_UNVERIFIED;
	}
	test->priv = t;
	return 0;
}

static void hold_exit(struct kunit *test)
{
	struct hold_test *t = test->priv;

	dar_hold_flush(&t->hold);
	free_percpu(t->hold.mib);
}

/* A packet that says its number, and takes so much memory. */
static enum dar_hold_verdict add(struct hold_test *t, int b, u32 number,
				 unsigned int truesize)
{
	struct sk_buff *skb = alloc_skb(128, GFP_KERNEL);
	enum dar_hold_verdict verdict;

	if (!skb)
		return DAR_HOLD_REFUSED;
	skb_put_zero(skb, OCTETS);
	skb->priority = number;
	skb->truesize = truesize;
	local_bh_disable();
	verdict = dar_hold_add(&t->hold, &t->b[b], skb);
	local_bh_enable();
	if (verdict == DAR_HOLD_GO)
		kfree_skb(skb);
	return verdict;
}

static bool begin(struct hold_test *t, int b)
{
	bool begins;

	local_bh_disable();
	begins = dar_hold_begin(&t->hold, &t->b[b]);
	local_bh_enable();
	return begins;
}

/* The number of the next packet, or -1. */
static int next(struct hold_test *t, int b)
{
	struct sk_buff *skb;
	int number = -1;

	local_bh_disable();
	skb = dar_hold_next(&t->hold, &t->b[b]);
	local_bh_enable();
	if (skb)
		number = skb->priority;
	kfree_skb(skb);
	return number;
}

static u64 counted(const struct hold_test *t, enum dar_stat stat)
{
	return dar_stat_sum(t->hold.mib, stat);
}

static void prove(struct hold_test *t, int b)
{
	t->b[b].d.state = DAR_BINDING_VERIFIED;
}

/* In the order in which they came, and what comes meanwhile behind them. */
static void dar_hold_order_test(struct kunit *test)
{
	struct hold_test *t = test->priv;
	int i;

	KUNIT_EXPECT_TRUE(test, dar_hold_is_idle(&t->b[0]));
	KUNIT_EXPECT_FALSE(test, begin(t, 0));
	for (i = 0; i < 5; i++)
		KUNIT_EXPECT_EQ(test, add(t, 0, i, 1000), DAR_HOLD_KEPT);
	KUNIT_EXPECT_EQ(test, add(t, 1, 100, 1000), DAR_HOLD_KEPT);
	prove(t, 0);
	KUNIT_EXPECT_TRUE(test, begin(t, 0));
	KUNIT_EXPECT_FALSE(test, begin(t, 0));
	KUNIT_EXPECT_EQ(test, next(t, 0), 0);
	KUNIT_EXPECT_EQ(test, add(t, 0, 5, 1000), DAR_HOLD_KEPT);
	for (i = 1; i < 6; i++)
		KUNIT_EXPECT_EQ(test, next(t, 0), i);
	KUNIT_EXPECT_FALSE(test, dar_hold_is_idle(&t->b[0]));
	KUNIT_EXPECT_EQ(test, next(t, 0), -1);
	KUNIT_EXPECT_TRUE(test, dar_hold_is_idle(&t->b[0]));
	KUNIT_EXPECT_EQ(test, next(t, 0), -1);
	KUNIT_EXPECT_EQ(test, add(t, 0, 6, 1000), DAR_HOLD_GO);
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD), 7);
	KUNIT_EXPECT_EQ(test, t->hold.backlog.memory, 1000);
}

/* The node has moved on before all were sent: the others wait again. */
static void dar_hold_stop_test(struct kunit *test)
{
	struct hold_test *t = test->priv;

	add(t, 0, 1, 1000);
	add(t, 0, 2, 1000);
	prove(t, 0);
	KUNIT_EXPECT_TRUE(test, begin(t, 0));
	KUNIT_EXPECT_EQ(test, next(t, 0), 1);
	dar_hold_stop(&t->hold, &t->b[0]);
	KUNIT_EXPECT_EQ(test, add(t, 0, 3, 1000), DAR_HOLD_KEPT);
	KUNIT_EXPECT_TRUE(test, begin(t, 0));
	KUNIT_EXPECT_EQ(test, next(t, 0), 2);
	KUNIT_EXPECT_EQ(test, next(t, 0), 3);
	KUNIT_EXPECT_EQ(test, next(t, 0), -1);
}

/* When a bound of a binding is reached, its oldest packet goes. */
static void dar_hold_packets_test(struct kunit *test)
{
	struct hold_test *t = test->priv;
	int i;

	t->settings.hold_packets = 3;
	for (i = 0; i < 5; i++)
		KUNIT_EXPECT_EQ(test, add(t, 0, i, 100), DAR_HOLD_KEPT);
	KUNIT_EXPECT_EQ(test, add(t, 1, 0, 100), DAR_HOLD_KEPT);
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD_FULL), 2);
	prove(t, 0);
	KUNIT_EXPECT_TRUE(test, begin(t, 0));
	for (i = 2; i < 5; i++)
		KUNIT_EXPECT_EQ(test, next(t, 0), i);
	KUNIT_EXPECT_EQ(test, next(t, 0), -1);
}

/* Octets of the packets count, whatever memory they take. */
static void dar_hold_octets_test(struct kunit *test)
{
	struct hold_test *t = test->priv;
	int i;

	t->settings.hold_octets = 2 * OCTETS + 1;
	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, add(t, 0, i, 10000 * i), DAR_HOLD_KEPT);
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD_FULL), 1);
	KUNIT_EXPECT_EQ(test, t->b[0].held->queue.octets, 2 * OCTETS);
	KUNIT_EXPECT_EQ(test, next(t, 0), 1);
}

/* A packet for which there is never room; proven, it is sent before others. */
static void dar_hold_too_large_test(struct kunit *test)
{
	struct hold_test *t = test->priv;

	add(t, 0, 0, 100);
	t->settings.hold_octets = OCTETS - 1;
	KUNIT_EXPECT_EQ(test, add(t, 0, 1, 100), DAR_HOLD_REFUSED);
	t->settings.hold_octets = OCTETS;
	t->settings.hold_memory = 99;
	KUNIT_EXPECT_EQ(test, add(t, 0, 1, 100), DAR_HOLD_REFUSED);
	t->settings.hold_memory = 1000;
	t->settings.hold_packets = 0;
	KUNIT_EXPECT_EQ(test, add(t, 0, 1, 100), DAR_HOLD_REFUSED);
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD_FULL), 3);
	prove(t, 0);
	KUNIT_EXPECT_EQ(test, add(t, 0, 1, 100), DAR_HOLD_GO);
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD_FULL), 3);
	KUNIT_EXPECT_EQ(test, next(t, 0), 0);
}

/* When all memory is taken, who takes most of it loses the oldest packet. */
static void dar_hold_memory_test(struct kunit *test)
{
	struct hold_test *t = test->priv;
	int i;

	t->settings.hold_memory = 10000;
	add(t, 0, 0, 1000);
	for (i = 0; i < 20; i++)
		add(t, 1, i, 1000);
	add(t, 2, 0, 2000);
	KUNIT_EXPECT_LE(test, t->hold.backlog.memory, 10000);
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD_FULL), 13);
	KUNIT_EXPECT_EQ(test, next(t, 0), 0);
	KUNIT_EXPECT_EQ(test, next(t, 1), 13);
	KUNIT_EXPECT_EQ(test, next(t, 2), 0);
}

/* The packet that comes may be the one that goes, and its queue ends with it. */
static void dar_hold_alone_test(struct kunit *test)
{
	struct hold_test *t = test->priv;

	t->settings.hold_memory = 1000;
	add(t, 0, 0, 400);
	add(t, 1, 0, 900);
	KUNIT_EXPECT_TRUE(test, dar_hold_is_idle(&t->b[1]));
	KUNIT_EXPECT_EQ(test, t->hold.backlog.memory, 400);
	KUNIT_EXPECT_EQ(test, next(t, 0), 0);
}

static void let_pass(struct hold_test *t, int b)
{
	struct dar_backlog_item *item;

	list_for_each_entry(item, &t->b[b].held->queue.items, list)
		item->until = 0;
	backlog_take_out(&t->hold.backlog, &t->b[b].held->queue);
	backlog_put_back(&t->hold.backlog, &t->b[b].held->queue);
}

static void dar_hold_late_test(struct kunit *test)
{
	struct hold_test *t = test->priv;

	add(t, 0, 1, 1000);
	add(t, 0, 2, 1000);
	add(t, 1, 1, 1000);
	hold_work(&t->hold.work.work);
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD_LATE), 0);
	let_pass(t, 0);
	hold_work(&t->hold.work.work);
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD_LATE), 2);
	KUNIT_EXPECT_TRUE(test, dar_hold_is_idle(&t->b[0]));
	KUNIT_EXPECT_FALSE(test, dar_hold_is_idle(&t->b[1]));
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&t->hold.work));
	KUNIT_EXPECT_EQ(test, add(t, 0, 3, 1000), DAR_HOLD_KEPT);
}

/* More than are dropped at a time. */
static void dar_hold_many_late_test(struct kunit *test)
{
	struct hold_test *t = test->priv;
	int i;

	for (i = 0; i < 2 * HOLD_BATCH + 1; i++)
		add(t, 0, i, 100);
	let_pass(t, 0);
	hold_work(&t->hold.work.work);
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD_LATE), i);
	KUNIT_EXPECT_EQ(test, t->hold.backlog.memory, 0);
}

/* Who is sending finds that the rest was too late, and what comes then is in order. */
static void dar_hold_late_while_sending_test(struct kunit *test)
{
	struct hold_test *t = test->priv;

	add(t, 0, 1, 1000);
	add(t, 0, 2, 1000);
	prove(t, 0);
	begin(t, 0);
	KUNIT_EXPECT_EQ(test, next(t, 0), 1);
	let_pass(t, 0);
	hold_work(&t->hold.work.work);
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD_LATE), 1);
	KUNIT_EXPECT_EQ(test, add(t, 0, 3, 1000), DAR_HOLD_KEPT);
	KUNIT_EXPECT_EQ(test, next(t, 0), 3);
	dar_hold_stop(&t->hold, &t->b[0]);
	KUNIT_EXPECT_TRUE(test, dar_hold_is_idle(&t->b[0]));
	KUNIT_EXPECT_EQ(test, add(t, 0, 4, 1000), DAR_HOLD_GO);
}

/* What is too late when its turn comes is not sent. */
static void dar_hold_late_turn_test(struct kunit *test)
{
	struct hold_test *t = test->priv;

	add(t, 0, 1, 1000);
	add(t, 0, 2, 1000);
	let_pass(t, 0);
	add(t, 0, 3, 1000);
	prove(t, 0);
	begin(t, 0);
	KUNIT_EXPECT_EQ(test, next(t, 0), 3);
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD_LATE), 2);
	KUNIT_EXPECT_EQ(test, next(t, 0), -1);
}

/* What could not be sent is next again. */
static void dar_hold_give_back_test(struct kunit *test)
{
	struct hold_test *t = test->priv;
	struct sk_buff *skb;

	add(t, 0, 1, 1000);
	add(t, 0, 2, 500);
	begin(t, 0);
	local_bh_disable();
	skb = dar_hold_next(&t->hold, &t->b[0]);
	KUNIT_EXPECT_EQ(test, t->hold.backlog.memory, 500);
	dar_hold_give_back(&t->hold, &t->b[0], skb);
	dar_hold_stop(&t->hold, &t->b[0]);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, t->hold.backlog.memory, 1500);
	begin(t, 0);
	KUNIT_EXPECT_EQ(test, next(t, 0), 1);
	KUNIT_EXPECT_EQ(test, next(t, 0), 2);
	KUNIT_EXPECT_EQ(test, next(t, 0), -1);
}

/* With the binding its packets end. */
static void dar_hold_ended_test(struct kunit *test)
{
	struct hold_test *t = test->priv;

	add(t, 0, 1, 1000);
	add(t, 0, 2, 1000);
	t->b[0].d.active = false;
	dar_hold_drop(&t->hold, &t->b[0]);
	KUNIT_EXPECT_TRUE(test, dar_hold_is_idle(&t->b[0]));
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD_ENDED), 2);
	KUNIT_EXPECT_EQ(test, t->hold.backlog.memory, 0);
	KUNIT_EXPECT_EQ(test, add(t, 0, 3, 1000), DAR_HOLD_GO);
	dar_hold_drop(&t->hold, &t->b[0]);
}

/* With the entry, too, and nobody adds more. */
static void dar_hold_closed_test(struct kunit *test)
{
	struct hold_test *t = test->priv;

	add(t, 0, 1, 1000);
	dar_hold_close(&t->hold, &t->b[0]);
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD_ENDED), 1);
	KUNIT_EXPECT_EQ(test, add(t, 0, 2, 1000), DAR_HOLD_REFUSED);
	KUNIT_EXPECT_EQ(test, counted(t, DAR_STAT_HELD_ENDED), 2);
	KUNIT_EXPECT_FALSE(test, begin(t, 0));
	KUNIT_EXPECT_EQ(test, next(t, 0), -1);
	dar_hold_drop(&t->hold, &t->b[0]);
	dar_hold_close(&t->hold, &t->b[1]);
	KUNIT_EXPECT_EQ(test, add(t, 1, 1, 1000), DAR_HOLD_REFUSED);
}

/* Look at the first node that is due, as if its time had passed. */
static int look(struct hold_test *t)
{
	enum dar_silence_verdict verdict = DAR_SILENCE_REST;
	struct dar_held *held;

	list_for_each_entry(held, &t->hold.doubts, doubt)
		held->due = jiffies;
	held = list_first_entry_or_null(&t->hold.doubts, struct dar_held, doubt);
	if (!held || !dar_doubt_next(&t->hold, &verdict))
		return -1;
	return verdict;
}

/* A guest, which was heard for so long not. */
static void silent(struct hold_test *t, int b)
{
	t->b[b].d.active = false;
	t->b[b].heard = (u32)jiffies - DAR_DOUBT_TIME;
}

static bool sent(struct hold_test *t, int b)
{
	bool waits;

	local_bh_disable();
	waits = dar_doubt_sent(&t->hold, &t->b[b]);
	local_bh_enable();
	return waits;
}

/* A node is doubted that has been heard, but not now. */
static void dar_hold_due_test(struct kunit *test)
{
	struct hold_test *t = test->priv;

	KUNIT_EXPECT_FALSE(test, dar_doubt_is_due(&t->b[0]));
	dar_doubt_heard(&t->b[0]);
	KUNIT_EXPECT_FALSE(test, dar_doubt_is_due(&t->b[0]));
	silent(t, 0);
	KUNIT_EXPECT_TRUE(test, dar_doubt_is_due(&t->b[0]));
	dar_doubt_heard(&t->b[0]);
	KUNIT_EXPECT_FALSE(test, dar_doubt_is_due(&t->b[0]));
}

/* It is asked twice before anything waits, and what waits goes to it when it is heard. */
static void dar_hold_doubt_test(struct kunit *test)
{
	struct hold_test *t = test->priv;

	silent(t, 0);
	KUNIT_EXPECT_FALSE(test, sent(t, 0));
	KUNIT_EXPECT_FALSE(test, dar_hold_is_idle(&t->b[0]));
	KUNIT_EXPECT_EQ(test, look(t), DAR_SILENCE_ASK);
	KUNIT_EXPECT_EQ(test, look(t), DAR_SILENCE_ASK);
	KUNIT_EXPECT_FALSE(test, sent(t, 0));
	KUNIT_EXPECT_EQ(test, add(t, 0, 1, 100), DAR_HOLD_GO);
	KUNIT_EXPECT_EQ(test, look(t), DAR_SILENCE_BEGINS);
	KUNIT_EXPECT_TRUE(test, sent(t, 0));
	KUNIT_EXPECT_EQ(test, look(t), -1);
	KUNIT_EXPECT_EQ(test, add(t, 0, 2, 100), DAR_HOLD_KEPT);
	KUNIT_EXPECT_EQ(test, look(t), DAR_SILENCE_ASK);
	dar_doubt_heard(&t->b[0]);
	KUNIT_EXPECT_TRUE(test, begin(t, 0));
	KUNIT_EXPECT_EQ(test, look(t), -1);
	KUNIT_EXPECT_TRUE(test, sent(t, 0));
	KUNIT_EXPECT_EQ(test, add(t, 0, 3, 100), DAR_HOLD_KEPT);
	KUNIT_EXPECT_EQ(test, next(t, 0), 2);
	KUNIT_EXPECT_EQ(test, next(t, 0), 3);
	KUNIT_EXPECT_EQ(test, next(t, 0), -1);
	KUNIT_EXPECT_TRUE(test, dar_hold_is_idle(&t->b[0]));
}

/* One that is heard before it is absent leaves nothing behind. */
static void dar_hold_doubt_ends_test(struct kunit *test)
{
	struct hold_test *t = test->priv;

	silent(t, 0);
	sent(t, 0);
	look(t);
	KUNIT_EXPECT_TRUE(test, begin(t, 0));
	KUNIT_EXPECT_EQ(test, next(t, 0), -1);
	KUNIT_EXPECT_TRUE(test, dar_hold_is_idle(&t->b[0]));
	KUNIT_EXPECT_TRUE(test, list_empty(&t->hold.all));
}

/* One that does not come back in time is not doubted again before it is heard. */
static void dar_hold_gone_test(struct kunit *test)
{
	struct hold_test *t = test->priv;

	silent(t, 0);
	sent(t, 0);
	t->b[0].held->silence.absent = true;
	add(t, 0, 1, 100);
	t->settings.hold_age = 0;
	KUNIT_EXPECT_EQ(test, look(t), DAR_SILENCE_GONE);
	KUNIT_EXPECT_EQ(test, t->b[0].heard, 0);
	KUNIT_EXPECT_FALSE(test, dar_doubt_is_due(&t->b[0]));
	KUNIT_EXPECT_TRUE(test, begin(t, 0));
	KUNIT_EXPECT_EQ(test, next(t, 0), 1);
	KUNIT_EXPECT_EQ(test, next(t, 0), -1);
	KUNIT_EXPECT_FALSE(test, sent(t, 0));
	KUNIT_EXPECT_TRUE(test, dar_hold_is_idle(&t->b[0]));
}

/* The node that was sent something first is looked at first. */
static void dar_hold_doubts_test(struct kunit *test)
{
	struct hold_test *t = test->priv;
	enum dar_silence_verdict verdict;
	int i;

	for (i = 0; i < 3; i++) {
		silent(t, i);
		sent(t, i);
		t->b[i].held->due = jiffies - 1 + i;
	}
	KUNIT_EXPECT_PTR_EQ(test, dar_doubt_next(&t->hold, &verdict), &t->b[0]);
	KUNIT_EXPECT_PTR_EQ(test, dar_doubt_next(&t->hold, &verdict), &t->b[1]);
	dar_hold_close(&t->hold, &t->b[2]);
	KUNIT_EXPECT_EQ(test, look(t), DAR_SILENCE_ASK);
}

static struct kunit_case dar_hold_kunit_cases[] = {
	KUNIT_CASE(dar_hold_order_test),
	KUNIT_CASE(dar_hold_stop_test),
	KUNIT_CASE(dar_hold_packets_test),
	KUNIT_CASE(dar_hold_octets_test),
	KUNIT_CASE(dar_hold_too_large_test),
	KUNIT_CASE(dar_hold_memory_test),
	KUNIT_CASE(dar_hold_alone_test),
	KUNIT_CASE(dar_hold_late_test),
	KUNIT_CASE(dar_hold_many_late_test),
	KUNIT_CASE(dar_hold_late_while_sending_test),
	KUNIT_CASE(dar_hold_late_turn_test),
	KUNIT_CASE(dar_hold_give_back_test),
	KUNIT_CASE(dar_hold_ended_test),
	KUNIT_CASE(dar_hold_closed_test),
	KUNIT_CASE(dar_hold_due_test),
	KUNIT_CASE(dar_hold_doubt_test),
	KUNIT_CASE(dar_hold_doubt_ends_test),
	KUNIT_CASE(dar_hold_gone_test),
	KUNIT_CASE(dar_hold_doubts_test),
	{}
};

static struct kunit_suite dar_hold_kunit_suite = {
	.name = "dar_hold",
	.init = hold_init,
	.exit = hold_exit,
	.test_cases = dar_hold_kunit_cases,
};

kunit_test_suite(dar_hold_kunit_suite);

MODULE_DESCRIPTION("KUnit: packets that wait for the proof of a care-of address");
MODULE_LICENSE("GPL");
