/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Binding Updates whose signature waits to be verified: a bounded queue that is
 * fair to the prefixes that the messages come from.
 */
#ifndef _DAR_QUEUE_H
#define _DAR_QUEUE_H

#include <linux/compiler.h>
#include <linux/spinlock.h>

#include <fama/mhio_types.h>

#include "../pure/fq.h"

/**
 * struct dar_queue - the queue of a namespace
 * @lock: protects @fq and @len; BH
 * @fq: the messages; exists while the role is enabled
 * @len: number of messages; read without @lock
 */
struct dar_queue {
	spinlock_t lock;	/* see above */
	struct dar_fq *fq;
	unsigned int len;
};

/**
 * struct dar_queue_job - copy of a message that waits
 * @item: in dar_queue.fq
 * @rx: the message, points into @data
 * @params_len: octets of CGA parameters
 * @data: the Mobility Header (@rx.len octets), then the CGA parameters in one
 *	piece
 */
struct dar_queue_job {
	struct dar_fq_item item;
	struct fama_mhio_rx rx;
	size_t params_len;
	u8 data[];
};

/* Copy a message.  Return: NULL: no memory.  The caller frees it with kfree(). */
struct dar_queue_job *dar_queue_job_new(const struct fama_mhio_rx *rx);

/* Return: the CGA parameters of a message, in one piece. */
static inline const u8 *dar_queue_job_params(const struct dar_queue_job *job)
{
	return job->data + job->rx.len;
}

void dar_queue_init(struct dar_queue *q);

/* Allocate the tree.  Return: 0, -ENOMEM. */
int dar_queue_start(struct dar_queue *q);

/* Free the tree.  The caller has emptied the queue and stopped its users. */
void dar_queue_stop(struct dar_queue *q);

/**
 * dar_queue_fits() - would a message of this sender be accepted?
 * @q: the queue
 * @who: the sender
 * @max: largest number of messages
 *
 * Context: any up to softirq.
 */
bool dar_queue_fits(struct dar_queue *q, const struct dar_asker *who,
		    unsigned int max);

/**
 * dar_queue_push() - add a message
 * @q: the queue
 * @job: the message
 * @who: its sender
 * @max: largest number of messages
 *
 * Context: any up to softirq.
 * Return: the message that is not in the queue any more and has to be refused and
 * freed: NULL, @job, or another.
 */
struct dar_queue_job *dar_queue_push(struct dar_queue *q,
				     struct dar_queue_job *job,
				     const struct dar_asker *who,
				     unsigned int max);

/* Remove the message whose turn it is.  Return: the message, or NULL. */
struct dar_queue_job *dar_queue_pop(struct dar_queue *q);

/* Return: number of messages that wait at this moment. */
static inline unsigned int dar_queue_len(const struct dar_queue *q)
{
	return READ_ONCE(q->len);
}

#endif /* _DAR_QUEUE_H */
