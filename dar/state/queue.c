// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/unaligned.h>

#include "../pure/bu.h"
#include "queue.h"

#define QUEUE_BUCKETS	256
#define QUEUE_REKEY	(10 * HZ)	/* see dar_queue.rekey */

struct dar_queue_job *dar_queue_job_new(const struct fama_mhio_rx *rx)
{
	size_t params_len = rx->mh.opt.cga_len;
	struct dar_queue_job *job;

	job = kmalloc(struct_size(job, data, rx->len + params_len),
		      GFP_ATOMIC | __GFP_NOWARN);
	if (!job)
		return NULL;
	job->params_len = params_len;
	if (!dar_bu_copy(&job->rx, job->data, rx) ||
	    fama_mhopt_cga(&job->rx.mh.opt, job->data + rx->len,
			   params_len) != params_len) {
		kfree(job);
		return NULL;
	}
	return job;
}

void dar_queue_init(struct dar_queue *q)
{
	spin_lock_init(&q->lock);
}

int dar_queue_start(struct dar_queue *q)
{
	struct dar_fq_bucket *buckets;

	buckets = kvcalloc(QUEUE_BUCKETS, sizeof(*buckets), GFP_KERNEL);
	if (!buckets)
		return -ENOMEM;
	dar_fq_init(&q->fq, buckets, QUEUE_BUCKETS);
	q->rekey = jiffies;
	return 0;
}

void dar_queue_stop(struct dar_queue *q)
{
	kvfree(q->fq.buckets);
	q->fq.buckets = NULL;
}

/* Hash of the prefix that a message comes from. */
static u32 queue_hash(struct dar_queue *q, const struct in6_addr *src)
{
	u64 prefix = get_unaligned((const u64 *)src);

	lockdep_assert_held(&q->lock);
	if (time_after_eq(jiffies, q->rekey)) {
		get_random_bytes(&q->key, sizeof(q->key));
		q->rekey = jiffies + QUEUE_REKEY;
	}
	return siphash_1u64(prefix, &q->key);
}

bool dar_queue_fits(struct dar_queue *q, const struct in6_addr *src,
		    unsigned int max)
{
	bool fits;

	spin_lock_bh(&q->lock);
	fits = dar_fq_fits(&q->fq, queue_hash(q, src), max);
	spin_unlock_bh(&q->lock);
	return fits;
}

static struct dar_queue_job *queue_job(struct dar_fq_item *item)
{
	return item ? container_of(item, struct dar_queue_job, item) : NULL;
}

struct dar_queue_job *dar_queue_push(struct dar_queue *q,
				     struct dar_queue_job *job,
				     unsigned int max)
{
	struct dar_fq_item *out;

	spin_lock_bh(&q->lock);
	out = dar_fq_push(&q->fq, &job->item, queue_hash(q, &job->rx.src), max);
	spin_unlock_bh(&q->lock);
	return queue_job(out);
}

struct dar_queue_job *dar_queue_pop(struct dar_queue *q)
{
	struct dar_fq_item *item;

	spin_lock_bh(&q->lock);
	item = dar_fq_pop(&q->fq);
	spin_unlock_bh(&q->lock);
	return queue_job(item);
}
