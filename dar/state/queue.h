/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Binding Updates whose signature waits to be verified: a bounded queue that is
 * fair to the prefixes that the messages come from.
 */
#ifndef _DAR_QUEUE_H
#define _DAR_QUEUE_H

#include <linux/compiler.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>

#include <fama/mhio_types.h>

#include "../pure/fq.h"

/**
 * struct dar_queue - the queue of a namespace
 * @lock: protects @fq, @key and @rekey; BH
 * @fq: the messages; has buckets while the role is enabled
 * @key: key of the hash that chooses a bucket, so that no sender can aim at the
 *	bucket of another
 * @rekey: time in jiffies when @key is replaced, so that a sender that shares a
 *	bucket with a flood by chance does not share it for long
 */
struct dar_queue {
	spinlock_t lock;	/* see above */
	struct dar_fq fq;
	siphash_key_t key;
	unsigned long rekey;
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

/* Allocate the buckets.  Return: 0, -ENOMEM. */
int dar_queue_start(struct dar_queue *q);

/* Free the buckets.  The caller has emptied the queue and stopped its users. */
void dar_queue_stop(struct dar_queue *q);

/**
 * dar_queue_fits() - would a message of this source be accepted?
 * @q: the queue
 * @src: source of the packet
 * @max: largest number of messages
 *
 * Context: any up to softirq.
 */
bool dar_queue_fits(struct dar_queue *q, const struct in6_addr *src,
		    unsigned int max);

/**
 * dar_queue_push() - add a message
 * @q: the queue
 * @job: the message
 * @max: largest number of messages
 *
 * Context: any up to softirq.
 * Return: the message that is not in the queue any more and has to be refused and
 * freed: NULL, @job, or another.
 */
struct dar_queue_job *dar_queue_push(struct dar_queue *q,
				     struct dar_queue_job *job,
				     unsigned int max);

/* Remove the message whose turn it is.  Return: the message, or NULL. */
struct dar_queue_job *dar_queue_pop(struct dar_queue *q);

/* Return: number of messages that wait at this moment. */
static inline unsigned int dar_queue_len(const struct dar_queue *q)
{
	return READ_ONCE(q->fq.len);
}

#endif /* _DAR_QUEUE_H */
