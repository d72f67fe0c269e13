// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signatures: two RSA operations for each, which sleep.  What gets here has
 * passed every check that costs less.
 */
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include <fama/auth.h>
#include <fama/cga.h>
#include <fama/spki.h>

#include "dar.h"

/**
 * struct verify_job - a Binding Update that waits, detached from its packet
 * @list: in dar_queue.jobs
 * @rx: the message, its pointers lead into @data
 * @params_len: octets of CGA parameters
 * @data: the Mobility Header (@rx.len), then the CGA parameters in one piece
 */
struct verify_job {
	struct list_head list;
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
	job->rx = *rx;
	job->rx.buf = job->data;
	job->params_len = params_len;
	memcpy(job->data, rx->buf, rx->len);
	if (fama_mh_parse(job->data, rx->len, &job->rx.mh) != FAMA_MH_OK ||
	    fama_mhopt_cga(&job->rx.mh.opt, job->data + rx->len,
			   params_len) != params_len) {
		kfree(job);
		return NULL;
	}
	return job;
}

static bool verify_push(struct dar_net *dn, struct verify_job *job)
{
	struct dar_queue *q = &dn->queue;
	bool room;

	spin_lock_bh(&q->lock);
	room = q->len < DAR_QUEUE_MAX;
	if (room) {
		list_add_tail(&job->list, &q->jobs);
		q->len++;
	}
	spin_unlock_bh(&q->lock);
	if (room)
		queue_work(system_unbound_wq, &q->work);
	return room;
}

static struct verify_job *verify_pop(struct dar_net *dn)
{
	struct dar_queue *q = &dn->queue;
	struct verify_job *job;

	spin_lock_bh(&q->lock);
	job = list_first_entry_or_null(&q->jobs, struct verify_job, list);
	if (job) {
		list_del(&job->list);
		q->len--;
	}
	spin_unlock_bh(&q->lock);
	return job;
}

/* Nobody who is refused here has proven anything: no authenticator. */
static void verify_refuse(struct dar_net *dn, const struct dar_bu *bu,
			  enum dar_stat reason, u8 status)
{
	struct dar_verdict v = dar_bu_refusal(bu, reason, status);

	dar_bu_reject(dn, bu, &v, NULL);
}

void dar_verify(struct dar_net *dn, const struct dar_bu *bu)
{
	enum dar_stat reason = DAR_STAT_QUEUE_FULL;
	struct verify_job *job = NULL;
	struct dar_verdict v;

	if (READ_ONCE(dn->queue.len) >= DAR_QUEUE_MAX)
		goto refuse;
	job = verify_job_new(bu->rx);
	if (!job) {
		reason = DAR_STAT_NO_MEMORY;
		goto refuse;
	}
	if (!dar_bu_check_cga(bu, verify_params(job), job->params_len, &v)) {
		dar_bu_reject(dn, bu, &v, NULL);
		goto free;
	}
	if (verify_push(dn, job))
		return;
refuse:
	verify_refuse(dn, bu, reason, FAMA_BA_NO_RESOURCES);
free:
	kfree(job);
}

static struct fama_pki *verify_key(const struct verify_job *job)
{
	const u8 *key = verify_params(job) + FAMA_CGA_KEY_OFF;
	struct fama_spki spki;
	int err;

	err = fama_spki_parse(key, job->params_len - FAMA_CGA_KEY_OFF, &spki);
	if (err)
		return ERR_PTR(err);
	return fama_pki_public(key, spki.len);
}

/* Make a token that only the holder of the key can read. */
static int verify_make_token(struct fama_pki *key, struct dar_fresh *fresh)
{
	fresh->cipher_len = fama_pki_len(key);
	if (fresh->cipher_len > sizeof(fresh->cipher))
		return -EMSGSIZE;
	get_random_bytes(fresh->phkt, sizeof(fresh->phkt));
	return fama_pki_encrypt(key, fresh->phkt, fresh->cipher);
}

/* Return: 0; -EKEYREJECTED: wrong signature; others: could not be found out. */
static int verify_prove(const struct verify_job *job, const struct dar_bu *bu,
			struct dar_fresh *fresh)
{
	const struct fama_mhopt *opt = &job->rx.mh.opt;
	u8 digest[SHA1_DIGEST_SIZE];
	struct fama_pki *key;
	int err;

	key = verify_key(job);
	if (IS_ERR(key))
		return PTR_ERR(key);
	fama_auth_digest(digest, &bu->covered, &job->rx.dst, job->data,
			 opt->signed_len);
	err = fama_pki_verify(key, digest, opt->sig, opt->sig_len);
	if (!err)
		err = verify_make_token(key, fresh);
	fama_pki_free(key);
	return err;
}

/*
 * It may have become old while it waited, as every copy of it does once the
 * first is accepted: look again before the expensive part.
 */
static bool verify_still_wanted(struct dar_net *dn, const struct dar_bu *bu)
{
	struct dar_binding_view held;
	struct dar_verdict v;

	v = dar_bu_judge(dn, bu, false, &held);
	if (v.action != DAR_VERIFY)
		dar_bu_reject(dn, bu, &v, held.d.phkt);
	memzero_explicit(held.d.phkt, sizeof(held.d.phkt));
	memzero_explicit(v.careof, sizeof(v.careof));
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
	err = verify_prove(job, &bu, &fresh);
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

static void verify_work(struct work_struct *work)
{
	struct dar_net *dn = container_of(work, struct dar_net, queue.work);
	struct verify_job *job;

	while ((job = verify_pop(dn))) {
		verify_job_run(dn, job);
		kfree(job);
		cond_resched();
	}
}

void dar_verify_init(struct dar_net *dn)
{
	spin_lock_init(&dn->queue.lock);
	INIT_LIST_HEAD(&dn->queue.jobs);
	dn->queue.len = 0;
	INIT_WORK(&dn->queue.work, verify_work);
}

void dar_verify_stop(struct dar_net *dn)
{
	struct verify_job *job;

	while ((job = verify_pop(dn)))
		kfree(job);
	cancel_work_sync(&dn->queue.work);
}
