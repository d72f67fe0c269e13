// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signatures: two RSA operations for each, which sleep.  What gets here has
 * passed every check that costs less.
 */
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/unaligned.h>

#include <fama/auth.h>
#include <fama/cga.h>
#include <fama/spki.h>

#include "dar.h"

#define VERIFY_BUCKETS	256
#define VERIFY_REKEY	(10 * HZ)	/* see dar_queue.rekey */

/*
 * Not bound to a processor: RSA competes with processes as a process does, and
 * softirqs, which serve all who have a PHKT, interrupt it.  In sysfs, where an
 * administrator may choose its processors and lower its priority.
 */
static struct workqueue_struct *verify_wq __ro_after_init;

/**
 * struct verify_job - a Binding Update that waits, detached from its packet
 * @item: in dar_queue.fq
 * @rx: the message, its pointers lead into @data
 * @params_len: octets of CGA parameters
 * @data: the Mobility Header (@rx.len), then the CGA parameters in one piece
 */
struct verify_job {
	struct dar_fq_item item;
	struct fama_mhio_rx rx;
	size_t params_len;
	u8 data[];
};

static const u8 *verify_params(const struct verify_job *job)
{
	return job->data + job->rx.len;
}

/* The packet will be gone: copy the message, and parse the copy. */
static struct verify_job *verify_job_new(const struct fama_mhio_rx *rx)
{
	size_t params_len = rx->mh.opt.cga_len;
	struct verify_job *job;

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

static u32 verify_hash(struct dar_queue *q, const struct in6_addr *src)
{
	u64 prefix = get_unaligned((const u64 *)src);

	lockdep_assert_held(&q->lock);
	if (time_after_eq(jiffies, q->rekey)) {
		get_random_bytes(&q->key, sizeof(q->key));
		q->rekey = jiffies + VERIFY_REKEY;
	}
	return siphash_1u64(prefix, &q->key);
}

/* Is it worth looking at a message, or has its prefix had its share. */
static bool verify_fits(struct dar_net *dn, const struct fama_mhio_rx *rx)
{
	struct dar_queue *q = &dn->queue;
	bool fits;

	spin_lock_bh(&q->lock);
	fits = dar_fq_fits(&q->fq, verify_hash(q, &rx->src),
			   READ_ONCE(dn->settings.queue_max));
	spin_unlock_bh(&q->lock);
	return fits;
}

/* Return: the job that is not in the queue now: NULL, @job, or another. */
static struct verify_job *verify_push(struct dar_net *dn,
				      struct verify_job *job)
{
	struct dar_queue *q = &dn->queue;
	struct dar_fq_item *out;

	spin_lock_bh(&q->lock);
	out = dar_fq_push(&q->fq, &job->item, verify_hash(q, &job->rx.src),
			  READ_ONCE(dn->settings.queue_max));
	spin_unlock_bh(&q->lock);
	/* Nothing happens if it waits for its time. */
	queue_delayed_work(verify_wq, &q->work, 0);
	return out ? container_of(out, struct verify_job, item) : NULL;
}

static struct verify_job *verify_pop(struct dar_net *dn)
{
	struct dar_queue *q = &dn->queue;
	struct dar_fq_item *item;

	spin_lock_bh(&q->lock);
	item = dar_fq_pop(&q->fq);
	spin_unlock_bh(&q->lock);
	return item ? container_of(item, struct verify_job, item) : NULL;
}

unsigned int dar_verify_queued(const struct dar_net *dn)
{
	return READ_ONCE(dn->queue.fq.len);
}

/* Nobody who is refused here has proven anything: no authenticator. */
static void verify_refuse(struct dar_net *dn, const struct dar_bu *bu,
			  enum dar_stat reason, u8 status)
{
	struct dar_verdict v = dar_decide_refusal(bu, reason, status);

	dar_bu_reject(dn, bu, &v);
}

/* As if it had come later: its sender learns at once what he would then. */
static void verify_push_out(struct dar_net *dn, struct verify_job *job)
{
	struct dar_bu bu;

	dar_bu_read(&bu, &job->rx);
	verify_refuse(dn, &bu, DAR_STAT_QUEUE_SHARE, FAMA_BA_NO_RESOURCES);
	kfree(job);
}

void dar_verify(struct dar_net *dn, const struct dar_bu *bu)
{
	enum dar_stat reason = DAR_STAT_QUEUE_FULL;
	struct verify_job *job = NULL, *out;
	struct dar_verdict v;

	if (!verify_fits(dn, bu->rx))
		goto refuse;
	job = verify_job_new(bu->rx);
	if (!job) {
		reason = DAR_STAT_NO_MEMORY;
		goto refuse;
	}
	if (!dar_decide_cga(bu, verify_params(job), job->params_len, &v)) {
		dar_bu_reject(dn, bu, &v);
		goto free;
	}
	out = verify_push(dn, job);
	if (out == job)
		goto refuse;
	if (out)
		verify_push_out(dn, out);
	return;
refuse:
	verify_refuse(dn, bu, reason, FAMA_BA_NO_RESOURCES);
free:
	kfree(job);
}

static int verify_set_key(struct fama_pki *pki, const struct verify_job *job)
{
	const u8 *key = verify_params(job) + FAMA_CGA_KEY_OFF;
	struct fama_spki spki;
	int err;

	err = fama_spki_parse(key, job->params_len - FAMA_CGA_KEY_OFF, &spki);
	if (err)
		return err;
	return fama_pki_set_public(pki, key, spki.len, FAMA_KEY_ANY);
}

/* Make a token that only the holder of the key can read. */
static int verify_make_token(struct fama_pki *pki, struct dar_fresh *fresh)
{
	fresh->cipher_len = fama_pki_len(pki);
	if (fresh->cipher_len > sizeof(fresh->cipher))
		return -EMSGSIZE;
	get_random_bytes(fresh->phkt, sizeof(fresh->phkt));
	return fama_pki_encrypt(pki, fresh->phkt, fresh->cipher);
}

/* Return: 0; -EKEYREJECTED: wrong signature; others: could not be found out. */
static int verify_prove(struct fama_pki *pki, const struct verify_job *job,
			const struct dar_bu *bu, struct dar_fresh *fresh)
{
	const struct fama_mhopt *opt = &job->rx.mh.opt;
	u8 digest[SHA1_DIGEST_SIZE], sig[FAMA_PKI_MAX_LEN];
	int len, err;

	len = fama_mhopt_sig(opt, sig, sizeof(sig));
	if (len < 0)
		return -EKEYREJECTED;
	err = verify_set_key(pki, job);
	if (err)
		return err;
	fama_auth_digest(digest, &bu->covered, &job->rx.dst, job->data,
			 opt->signed_len);
	err = fama_pki_verify(pki, digest, sig, len);
	if (err)
		return err;
	return verify_make_token(pki, fresh);
}

/*
 * It may have become old while it waited, as every copy of it does once the
 * first is accepted: look again before the expensive part.
 */
static bool verify_still_wanted(struct dar_net *dn, const struct dar_bu *bu)
{
	struct dar_verdict v;

	v = dar_bu_judge(dn, bu, NULL);
	if (v.action != DAR_VERIFY)
		dar_bu_reject(dn, bu, &v);
	memzero_explicit(&v.kbm, sizeof(v.kbm));
	return v.action == DAR_VERIFY;
}

static void verify_job_run(struct dar_net *dn, const struct verify_job *job)
{
	struct dar_fresh fresh;
	struct dar_bu bu;
	int err;

	dar_bu_read(&bu, &job->rx);
	if (!verify_still_wanted(dn, &bu))
		return;
	err = verify_prove(dn->queue.pki, job, &bu, &fresh);
	if (!err)
		dar_bu_settle(dn, &bu, &fresh);
	else if (err == -EKEYREJECTED)
		verify_refuse(dn, &bu, DAR_STAT_BAD_SIGNATURE,
			      FAMA_BA_CGA_FAILED);
	else
		verify_refuse(dn, &bu, DAR_STAT_NO_MEMORY,
			      FAMA_BA_NO_RESOURCES);
	memzero_explicit(&fresh, sizeof(fresh));
}

/* Return: false: not yet, the work will run again. */
static bool verify_pace(struct dar_net *dn)
{
	struct dar_queue *q = &dn->queue;
	u64 wait;

	wait = dar_pace_take(&q->pace, ktime_get_ns(),
			     READ_ONCE(dn->settings.verify_rate));
	if (wait)
		queue_delayed_work(verify_wq, &q->work,
				   nsecs_to_jiffies(wait) + 1);
	return !wait;
}

static void verify_work(struct work_struct *work)
{
	struct dar_net *dn = container_of(to_delayed_work(work),
					  struct dar_net, queue.work);
	struct verify_job *job;

	while (dar_verify_queued(dn) && verify_pace(dn)) {
		job = verify_pop(dn);
		if (job)
			verify_job_run(dn, job);
		kfree(job);
		cond_resched();
	}
}

void dar_verify_init(struct dar_net *dn)
{
	spin_lock_init(&dn->queue.lock);
	INIT_DELAYED_WORK(&dn->queue.work, verify_work);
}

int dar_verify_start(struct dar_net *dn)
{
	struct dar_queue *q = &dn->queue;
	struct dar_fq_bucket *buckets;

	q->pki = fama_pki_new();
	if (IS_ERR(q->pki))
		return PTR_ERR(q->pki);
	buckets = kvcalloc(VERIFY_BUCKETS, sizeof(*buckets), GFP_KERNEL);
	if (!buckets) {
		fama_pki_free(q->pki);
		return -ENOMEM;
	}
	dar_fq_init(&q->fq, buckets, VERIFY_BUCKETS);
	q->rekey = jiffies;
	return 0;
}

void dar_verify_stop(struct dar_net *dn)
{
	struct verify_job *job;

	while ((job = verify_pop(dn)))
		kfree(job);
	cancel_delayed_work_sync(&dn->queue.work);
	kvfree(dn->queue.fq.buckets);
	dn->queue.fq.buckets = NULL;
	fama_pki_free(dn->queue.pki);
	dn->queue.pki = NULL;
}

int __init dar_verify_module_init(void)
{
	verify_wq = alloc_workqueue("dar_verify", WQ_UNBOUND | WQ_SYSFS, 0);
	return verify_wq ? 0 : -ENOMEM;
}

void dar_verify_module_exit(void)
{
	destroy_workqueue(verify_wq);
}
