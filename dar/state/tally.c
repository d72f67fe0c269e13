// SPDX-License-Identifier: GPL-2.0-only
#include <linux/compiler.h>
#include <linux/netdevice.h>
#include <linux/slab.h>

#include "tally.h"

struct dar_tally *dar_tally_new(void)
{
	struct dar_tally *t = kzalloc(sizeof(*t), GFP_KERNEL_ACCOUNT);

	if (!t)
		return NULL;
	t->cpu = __netdev_alloc_pcpu_stats(struct dar_tally_cpu,
					   GFP_KERNEL_ACCOUNT);
	if (!t->cpu) {
		kfree(t);
		return NULL;
	}
	refcount_set(&t->users, 1);
	return t;
}

static void tally_free(struct rcu_head *rcu)
{
	struct dar_tally *t = container_of(rcu, struct dar_tally, rcu);

	free_percpu(t->cpu);
	kfree(t);
}

void dar_tally_put(struct dar_tally *t)
{
	if (refcount_dec_and_test(&t->users))
		call_rcu(&t->rcu, tally_free);
}

struct dar_tally *dar_tally_bind(struct dar_tally *t)
{
	if (!t || !refcount_inc_not_zero(&t->users))
		return NULL;
	WRITE_ONCE(t->bindings, t->bindings + 1);
	return t;
}

void dar_tally_unbind(struct dar_tally *t)
{
	if (!t)
		return;
	WRITE_ONCE(t->bindings, t->bindings - 1);
	dar_tally_put(t);
}

void dar_tally_inc(struct dar_tally *t, enum dar_tally_count what)
{
	struct dar_tally_cpu *c;

	local_bh_disable();
	c = this_cpu_ptr(t->cpu);
	u64_stats_update_begin(&c->syncp);
	u64_stats_inc(&c->count[what]);
	u64_stats_update_end(&c->syncp);
	local_bh_enable();
}

u64 dar_tally_sum(const struct dar_tally *t, enum dar_tally_count what)
{
	const struct dar_tally_cpu *c;
	unsigned int start;
	u64 sum = 0, one;
	int cpu;

	for_each_possible_cpu(cpu) {
		c = per_cpu_ptr(t->cpu, cpu);
		do {
			start = u64_stats_fetch_begin(&c->syncp);
			one = u64_stats_read(&c->count[what]);
		} while (u64_stats_fetch_retry(&c->syncp, start));
		sum += one;
	}
	return sum;
}
