// SPDX-License-Identifier: GPL-2.0-only
#include "backlog.h"

void dar_backlog_init(struct dar_backlog *all)
{
	all->sizes = RB_ROOT_CACHED;
	all->times = RB_ROOT_CACHED;
	all->memory = 0;
}

void dar_backlog_queue_init(struct dar_backlog_queue *q)
{
	*q = (struct dar_backlog_queue){};
	INIT_LIST_HEAD(&q->items);
}

static struct dar_backlog_queue *backlog_by_size(struct rb_node *node)
{
	return rb_entry_safe(node, struct dar_backlog_queue, size);
}

static struct dar_backlog_queue *backlog_by_time(struct rb_node *node)
{
	return rb_entry_safe(node, struct dar_backlog_queue, time);
}

static bool backlog_is_larger(struct rb_node *a, const struct rb_node *b)
{
	return backlog_by_size(a)->memory >
	       backlog_by_size((struct rb_node *)b)->memory;
}

static bool backlog_is_sooner(struct rb_node *a, const struct rb_node *b)
{
	return backlog_by_time(a)->until <
	       backlog_by_time((struct rb_node *)b)->until;
}

static struct dar_backlog_item *backlog_oldest(struct dar_backlog_queue *q)
{
	return list_first_entry_or_null(&q->items, struct dar_backlog_item,
					list);
}

/* A queue is in no order while it changes. */
static void backlog_take_out(struct dar_backlog *all,
			     struct dar_backlog_queue *q)
{
	if (dar_backlog_is_empty(q))
		return;
	rb_erase_cached(&q->size, &all->sizes);
	rb_erase_cached(&q->time, &all->times);
}

static void backlog_put_back(struct dar_backlog *all,
			     struct dar_backlog_queue *q)
{
	if (dar_backlog_is_empty(q))
		return;
	q->until = backlog_oldest(q)->until;
	rb_add_cached(&q->size, &all->sizes, backlog_is_larger);
	rb_add_cached(&q->time, &all->times, backlog_is_sooner);
}

bool dar_backlog_fits(const struct dar_backlog_item *item,
		      const struct dar_backlog_bounds *most)
{
	return item->packets <= most->packets && item->octets <= most->octets &&
	       item->memory <= most->memory;
}

static void backlog_add(struct dar_backlog *all, struct dar_backlog_queue *q,
			struct dar_backlog_item *item, struct list_head *before)
{
	backlog_take_out(all, q);
	list_add_tail(&item->list, before);
	q->packets += item->packets;
	q->octets += item->octets;
	q->memory += item->memory;
	all->memory += item->memory;
	backlog_put_back(all, q);
}

void dar_backlog_push(struct dar_backlog *all, struct dar_backlog_queue *q,
		      struct dar_backlog_item *item)
{
	backlog_add(all, q, item, &q->items);
}

void dar_backlog_return(struct dar_backlog *all, struct dar_backlog_queue *q,
			struct dar_backlog_item *item)
{
	backlog_add(all, q, item, q->items.next);
}

struct dar_backlog_item *dar_backlog_pop(struct dar_backlog *all,
					 struct dar_backlog_queue *q)
{
	struct dar_backlog_item *item = backlog_oldest(q);

	if (!item)
		return NULL;
	backlog_take_out(all, q);
	list_del(&item->list);
	q->packets -= item->packets;
	q->octets -= item->octets;
	q->memory -= item->memory;
	all->memory -= item->memory;
	backlog_put_back(all, q);
	return item;
}

struct dar_backlog_queue *
dar_backlog_excess(struct dar_backlog *all, struct dar_backlog_queue *q,
		   const struct dar_backlog_bounds *most)
{
	if (q->packets > most->packets || q->octets > most->octets)
		return q;
	if (all->memory > most->memory)
		return backlog_by_size(rb_first_cached(&all->sizes));
	return NULL;
}

struct dar_backlog_queue *dar_backlog_first(const struct dar_backlog *all)
{
	return backlog_by_time(rb_first_cached(&all->times));
}
