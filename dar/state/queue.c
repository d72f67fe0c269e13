// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/slab.h>

#include "../pure/bu.h"
#include "../pure/cost.h"
#include "queue.h"

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
	q->fq = kvmalloc(sizeof(*q->fq), GFP_KERNEL_ACCOUNT);
	if (!q->fq)
		return -ENOMEM;
	dar_fq_init(q->fq);
	return 0;
}

void dar_queue_stop(struct dar_queue *q)
{
	kvfree(q->fq);
	q->fq = NULL;
}

bool dar_queue_fits(struct dar_queue *q, const struct dar_asker *who,
		    unsigned int max)
{
	bool fits;

	spin_lock_bh(&q->lock);
	fits = dar_fq_fits(q->fq, who, max);
	spin_unlock_bh(&q->lock);
	return fits;
}

static struct dar_queue_job *queue_job(struct dar_fq_item *item)
{
	return item ? container_of(item, struct dar_queue_job, item) : NULL;
}

struct dar_queue_job *dar_queue_push(struct dar_queue *q,
				     struct dar_queue_job *job,
				     const struct dar_asker *who,
				     unsigned int max)
{
	struct dar_fq_item *out;

	job->item.cost = dar_cost_verify(job->rx.mh.opt.sig_len);
	spin_lock_bh(&q->lock);
	out = dar_fq_push(q->fq, &job->item, who, max);
	if (!out)
		WRITE_ONCE(q->len, q->len + 1);
	spin_unlock_bh(&q->lock);
	return queue_job(out);
}

struct dar_queue_job *dar_queue_pop(struct dar_queue *q)
{
	struct dar_fq_item *item;

	spin_lock_bh(&q->lock);
	item = dar_fq_pop(q->fq);
	if (item)
		WRITE_ONCE(q->len, q->len - 1);
	spin_unlock_bh(&q->lock);
	return queue_job(item);
}
