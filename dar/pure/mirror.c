// SPDX-License-Identifier: GPL-2.0-only
#include <linux/string.h>

#include "mirror.h"

void dar_mirror_init(struct dar_mirror *m, unsigned int max)
{
	unsigned int i;

	INIT_LIST_HEAD(&m->queue);
	INIT_LIST_HEAD(&m->unused);
	for (i = 0; i < DAR_MIRROR_BUCKETS; i++)
		INIT_LIST_HEAD(&m->buckets[i]);
	m->max = max;
	for (i = 0; i < max; i++)
		list_add_tail(&m->slots[i].list, &m->unused);
}

static struct list_head *mirror_bucket(struct dar_mirror *m, u32 hash)
{
	return &m->buckets[hash & (DAR_MIRROR_BUCKETS - 1)];
}

static struct dar_mirror_slot *mirror_find(struct dar_mirror *m,
					   const struct in6_addr *home,
					   u32 hash)
{
	struct dar_mirror_slot *slot;

	list_for_each_entry(slot, mirror_bucket(m, hash), hash)
		if (!memcmp(&slot->home, home, sizeof(*home)))
			return slot;
	return NULL;
}

static struct dar_mirror_slot *mirror_new(struct dar_mirror *m,
					  const struct in6_addr *home,
					  u32 hash)
{
	struct dar_mirror_slot *slot;

	slot = list_first_entry_or_null(&m->unused, struct dar_mirror_slot,
					list);
	if (!slot)
		return NULL;
	list_del(&slot->list);
	slot->home = *home;
	list_add(&slot->hash, mirror_bucket(m, hash));
	return slot;
}

static bool mirror_has_work(const struct dar_mirror_slot *slot)
{
	return slot->wanted != slot->there || slot->stale;
}

/* Return: true: the slot has begun to wait. */
static bool mirror_queue(struct dar_mirror *m, struct dar_mirror_slot *slot)
{
	if (slot->waits)
		return false;
	slot->waits = true;
	m->waiting++;
	list_add_tail(&slot->list, &m->queue);
	return true;
}

static void mirror_unqueue(struct dar_mirror *m, struct dar_mirror_slot *slot)
{
	if (!slot->waits)
		return;
	slot->waits = false;
	m->waiting--;
	list_del(&slot->list);
}

static void mirror_free(struct dar_mirror *m, struct dar_mirror_slot *slot)
{
	mirror_unqueue(m, slot);
	list_del(&slot->hash);
	list_add(&slot->list, &m->unused);
}

/* What a slot does after a change: it waits, it does not, or it is free. */
static bool mirror_settle(struct dar_mirror *m, struct dar_mirror_slot *slot)
{
	if (slot->busy)
		return false;
	if (!slot->there)
		slot->stale = false;
	if (mirror_has_work(slot))
		return mirror_queue(m, slot);
	if (slot->wanted)
		mirror_unqueue(m, slot);
	else
		mirror_free(m, slot);
	return false;
}

static void mirror_set_there(struct dar_mirror *m,
			     struct dar_mirror_slot *slot, bool there)
{
	m->routes += there - slot->there;
	slot->there = there;
}

enum dar_mirror_change dar_mirror_want(struct dar_mirror *m,
				       const struct in6_addr *home, u32 hash,
				       bool wanted)
{
	struct dar_mirror_slot *slot = mirror_find(m, home, hash);

	if (!slot && !wanted)
		return DAR_MIRROR_SAME;
	if (!slot)
		slot = mirror_new(m, home, hash);
	if (!slot)
		return DAR_MIRROR_FULL;
	slot->wanted = wanted;
	return mirror_settle(m, slot) ? DAR_MIRROR_WORK : DAR_MIRROR_SAME;
}

bool dar_mirror_lost(struct dar_mirror *m, const struct in6_addr *home,
		     u32 hash)
{
	struct dar_mirror_slot *slot = mirror_find(m, home, hash);

	if (!slot)
		return false;
	slot->lost = slot->busy;
	if (!slot->busy)
		mirror_set_there(m, slot, false);
	return mirror_settle(m, slot);
}

static bool mirror_in_use(const struct dar_mirror_slot *slot)
{
	return slot->there || slot->busy || slot->waits || slot->wanted;
}

bool dar_mirror_renew(struct dar_mirror *m)
{
	struct dar_mirror_slot *slot;
	bool some = false;

	for (slot = m->slots; slot < m->slots + m->max; slot++) {
		slot->stale = slot->there || slot->busy;
		if (slot->stale)
			some |= mirror_settle(m, slot);
	}
	return some;
}

bool dar_mirror_clear(struct dar_mirror *m)
{
	struct dar_mirror_slot *slot;
	bool some = false;

	for (slot = m->slots; slot < m->slots + m->max; slot++) {
		if (!mirror_in_use(slot))
			continue;
		slot->wanted = false;
		some |= mirror_settle(m, slot);
	}
	return some;
}

struct dar_mirror_slot *dar_mirror_next(struct dar_mirror *m)
{
	struct dar_mirror_slot *slot;

	slot = list_first_entry_or_null(&m->queue, struct dar_mirror_slot,
					list);
	if (!slot)
		return NULL;
	mirror_unqueue(m, slot);
	slot->busy = true;
	return slot;
}

void dar_mirror_done(struct dar_mirror *m, struct dar_mirror_slot *slot,
		     enum dar_mirror_result result)
{
	bool made = !slot->there;

	slot->busy = false;
	if (result == DAR_MIRROR_DONE) {
		/* A new route may be stale: it was made before the change. */
		slot->stale = made && slot->stale;
		mirror_set_there(m, slot, made && !slot->lost);
	}
	slot->lost = false;
	if (result != DAR_MIRROR_REFUSED || !slot->wanted)
		mirror_settle(m, slot);
}
