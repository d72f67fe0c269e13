// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tables are those of all namespaces, or of this one where it has its own.
 * Their locks are taken as inet_diag takes them, bucket by bucket.
 */
#include <linux/cgroup.h>
#include <linux/skbuff.h>
#include <net/inet_hashtables.h>
#include <net/ipv6.h>
#include <net/net_namespace.h>
#include <net/raw.h>
#include <net/rawv6.h>
#include <net/sock.h>
#include <net/tcp.h>
#include <net/udp.h>

#include "usage.h"

/**
 * struct usage_walk - what is looked for
 * @net: namespace
 * @t: sockets to pass over
 * @use: addresses and what was found
 * @count: entries of @use
 */
struct usage_walk {
	struct net *net;
	const struct mn_transient *t;
	struct mn_usage *use;
	unsigned int count;
};

#ifdef CONFIG_SOCK_CGROUP_DATA
static bool usage_in_cgroup(u64 id, const struct sock *sk)
{
	struct cgroup *c = sock_cgroup_ptr((struct sock_cgroup_data *)
					   &sk->sk_cgrp_data);

	while (c && cgroup_id(c) != id)
		c = cgroup_parent(c);
	return c;
}
#else
static bool usage_in_cgroup(u64 id, const struct sock *sk)
{
	return false;
}
#endif

static bool usage_marked(const struct mn_transient *t, u32 mark)
{
	u32 mask = READ_ONCE(t->mask);

	return mask && (mark & mask) == READ_ONCE(t->mark);
}

static bool usage_transient(const struct mn_transient *t, const struct sock *sk)
{
	u64 cgroup = READ_ONCE(t->cgroup);

	return usage_marked(t, READ_ONCE(sk->sk_mark)) ||
	       (cgroup && usage_in_cgroup(cgroup, sk));
}

/* The entry in which a full socket is counted, or NULL. */
static struct mn_usage *usage_find(const struct usage_walk *w,
				   const struct sock *sk)
{
	unsigned int i;

	if (sk->sk_family != AF_INET6 || !net_eq(sock_net(sk), w->net))
		return NULL;
	for (i = 0; i < w->count; i++)
		if (ipv6_addr_equal(&sk->sk_v6_rcv_saddr, &w->use[i].addr))
			return usage_transient(w->t, sk) ? NULL : &w->use[i];
	return NULL;
}

static void usage_add_tcp(const struct usage_walk *w, const struct sock *sk)
{
	struct mn_usage *use = sk_fullsock(sk) ? usage_find(w, sk) : NULL;

	if (use)
		use->tcp++;
}

static void usage_walk_listeners(const struct usage_walk *w,
				 struct inet_hashinfo *info)
{
	struct inet_listen_hashbucket *b = info->lhash2;
	struct hlist_nulls_node *node;
	struct sock *sk;

	for (; b <= info->lhash2 + info->lhash2_mask; b++) {
		if (hlist_nulls_empty(&b->nulls_head))
			continue;
		spin_lock(&b->lock);
		sk_nulls_for_each(sk, node, &b->nulls_head)
			usage_add_tcp(w, sk);
		spin_unlock(&b->lock);
	}
}

static void usage_walk_connected(const struct usage_walk *w,
				 struct inet_hashinfo *info)
{
	struct hlist_nulls_node *node;
	struct sock *sk;
	unsigned int i;

	for (i = 0; i <= info->ehash_mask; i++) {
		spinlock_t *lock = inet_ehash_lockp(info, i);

		if (!hlist_nulls_empty(&info->ehash[i].chain)) {
			spin_lock_bh(lock);
			sk_nulls_for_each(sk, node, &info->ehash[i].chain)
				usage_add_tcp(w, sk);
			spin_unlock_bh(lock);
		}
		cond_resched();
	}
}

static void usage_walk_udp(const struct usage_walk *w, struct udp_table *table)
{
	struct mn_usage *use;
	struct sock *sk;
	unsigned int i;

	for (i = 0; i <= table->mask; i++) {
		struct udp_hslot *slot = &table->hash[i];

		if (!hlist_empty(&slot->head)) {
			spin_lock_bh(&slot->lock);
			sk_for_each(sk, &slot->head) {
				use = usage_find(w, sk);
				if (use)
					use->udp++;
			}
			spin_unlock_bh(&slot->lock);
		}
		cond_resched();
	}
}

static void usage_walk_raw(const struct usage_walk *w)
{
	struct mn_usage *use;
	struct sock *sk;
	unsigned int i;

	rcu_read_lock();
	for (i = 0; i < RAW_HTABLE_SIZE; i++)
		sk_for_each_rcu(sk, &raw_v6_hashinfo.ht[i]) {
			use = usage_find(w, sk);
			if (use)
				use->raw++;
		}
	rcu_read_unlock();
}

void mn_usage_count(struct net *net, const struct mn_transient *t,
		    struct mn_usage *use, unsigned int count)
{
	struct inet_hashinfo *tcp = net->ipv4.tcp_death_row.hashinfo;
	struct usage_walk w = {
		.net = net, .t = t, .use = use, .count = count,
	};

	usage_walk_listeners(&w, tcp);
	usage_walk_connected(&w, tcp);
	usage_walk_udp(&w, fama_udp_table(net));
	usage_walk_raw(&w);
}

bool mn_usage_by_sent(const struct mn_transient *t, const struct sk_buff *skb)
{
	const struct sock *sk = skb_to_full_sk(skb);

	if (usage_marked(t, skb->mark))
		return false;
	return !sk || !sk_fullsock(sk) || !usage_transient(t, sk);
}

bool mn_usage_by_received(const struct mn_transient *t)
{
	return !READ_ONCE(t->mask) && !READ_ONCE(t->cgroup);
}
