// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include <fama/auth.h>
#include <fama/cga.h>
#include <fama/spki.h>

#include "../kernel/fingerprint.h"
#include "../pure/decide.h"
#include "../state/limit.h"
#include "../state/phkt.h"
#include "detect.h"
#include "judge.h"
#include "refuse.h"
#include "verify.h"

/*
 * The work is not bound to a processor, so that RSA competes with processes as a
 * process does, and softirqs, which serve all nodes that have a PHKT, interrupt it.
 * An administrator may choose its processors and lower its priority in sysfs.
 */
static struct workqueue_struct *verify_wq __ro_after_init;

/* The message has to make room for another one, and is refused. */
static void verify_push_out(struct dar_net *dn, struct dar_queue_job *job)
{
	struct dar_bu bu;

	dar_bu_read(&bu, &job->rx);
	dar_refuse_for(dn, &bu, DAR_STAT_QUEUE_SHARE, FAMA_BA_NO_RESOURCES);
	kfree(job);
}

/*
 * A message may be outdated, or become so while it waits: its copies do when the first
 * one is accepted.  So it is judged again before it waits, and before each of the
 * expensive parts.
 */
static bool verify_still_wanted(struct dar_net *dn, const struct dar_bu *bu,
				const struct dar_phkt *fresh)
{
	struct dar_verdict v = dar_judge_again(dn, bu, fresh);
	bool wanted = v.action != DAR_DROP && v.action != DAR_REFUSE;

	if (!wanted)
		dar_refuse(dn, bu, &v);
	memzero_explicit(&v.kbm, sizeof(v.kbm));
	return wanted;
}

void dar_verify(struct dar_net *dn, const struct dar_bu *bu)
{
	enum dar_stat reason = DAR_STAT_QUEUE_FULL;
	unsigned int max = READ_ONCE(dn->settings.queue_max);
	struct dar_queue_job *job = NULL, *out;
	struct dar_asker who;
	struct dar_verdict v;

	dar_limit_asker(dn, &bu->rx->src, &bu->home, &who);
	if (!dar_queue_fits(&dn->queue, &who, max))
		goto refuse;
	job = dar_queue_job_new(bu->rx);
	if (!job) {
		reason = DAR_STAT_NO_MEMORY;
		goto refuse;
	}
	if (!dar_decide_cga(bu, dar_queue_job_params(job), job->params_len, &v)) {
		dar_refuse(dn, bu, &v);
		goto free;
	}
	if (!verify_still_wanted(dn, bu, NULL))
		goto free;
	out = dar_queue_push(&dn->queue, job, &who, max);
	/* If the work waits for its time already, this changes nothing. */
	queue_delayed_work(verify_wq, &dn->verify_work, 0);
	if (out == job)
		goto refuse;
	if (out)
		verify_push_out(dn, out);
	return;
refuse:
	dar_refuse_for(dn, bu, reason, FAMA_BA_NO_RESOURCES);
free:
	kfree(job);
}

static int verify_set_key(struct fama_pki *pki, const struct dar_queue_job *job)
{
	const u8 *key = dar_queue_job_params(job) + FAMA_CGA_KEY_OFF;
	struct fama_spki spki;
	int err;

	err = fama_spki_parse(key, job->params_len - FAMA_CGA_KEY_OFF, &spki);
	if (err)
		return err;
	return fama_pki_set_public(pki, key, spki.len, FAMA_KEY_ANY);
}

static u64 verify_key_id(const struct dar_bu *bu)
{
	u8 fingerprint[DAR_FINGERPRINT_LEN];

	return dar_fingerprint(bu, fingerprint) ?
		dar_allow_key_id(fingerprint) : 0;
}

/*
 * Return: 0; -EKEYREJECTED: wrong signature; -EPERM: the kernel refuses the key; other
 * errors: it is not known.
 */
static int verify_prove(struct fama_pki *pki, const struct dar_queue_job *job,
			const struct dar_bu *bu)
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
	return fama_pki_verify(pki, digest, sig, len);
}

/* Make the token of the node.  Only the holder of the key can read it. */
static int verify_make_token(struct dar_net *dn, const struct dar_bu *bu,
			     struct dar_phkt *fresh)
{
	struct dar_binding_view held;

	dar_bcache_get(&dn->bcache, &bu->home, &held);
	dar_phkt_make(fresh, &dn->secret, &held, bu->rx->mh.bu.seq);
	dar_binding_data_wipe(&held.d);
	fresh->key = verify_key_id(bu);
	fresh->cipher_len = fama_pki_len(dn->pki);
	if (fresh->cipher_len > sizeof(fresh->cipher))
		return -EMSGSIZE;
	return fama_pki_encrypt(dn->pki, fresh->token, fresh->cipher);
}

/* The signature is right.  Return: 0 or an error of making the token. */
static int verify_settle(struct dar_net *dn, const struct dar_bu *bu)
{
	struct dar_phkt fresh = { .cipher_len = 0 };
	int err = 0;

	if (verify_still_wanted(dn, bu, &fresh)) {
		err = verify_make_token(dn, bu, &fresh);
		if (!err)
			dar_detect_settle(dn, bu, &fresh, false);
	}
	memzero_explicit(&fresh, sizeof(fresh));
	return err;
}

static void verify_job_run(struct dar_net *dn, const struct dar_queue_job *job)
{
	struct dar_bu bu;
	int err;

	dar_bu_read(&bu, &job->rx);
	if (!verify_still_wanted(dn, &bu, NULL))
		return;
	err = verify_prove(dn->pki, job, &bu) ?: verify_settle(dn, &bu);
	if (err == -EKEYREJECTED)
		dar_refuse_for(dn, &bu, DAR_STAT_BAD_SIGNATURE,
			       FAMA_BA_CGA_FAILED);
	else if (err == -EPERM)
		dar_refuse_for(dn, &bu, DAR_STAT_BAD_KEY, FAMA_BA_CGA_FAILED);
	else if (err)
		dar_refuse_for(dn, &bu, DAR_STAT_NO_MEMORY,
			       FAMA_BA_NO_RESOURCES);
}

/* Return: false: it is too early, the work will run again later. */
static bool verify_pace(struct dar_net *dn)
{
	u64 wait = 0;

	if (READ_ONCE(dn->settings.verify_rate))
		wait = dar_pace_spend(&dn->verify_pace, ktime_get_ns(), 0,
				      DAR_PACE_BURST);
	if (wait)
		queue_delayed_work(verify_wq, &dn->verify_work,
				   nsecs_to_jiffies(wait) + 1);
	return !wait;
}

/* ORDER: the cost is counted first; an answer that is signed adds its own. */
static void verify_job_settle(struct dar_net *dn,
			      const struct dar_queue_job *job)
{
	dar_limit_charge(dn, job->item.cost);
	verify_job_run(dn, job);
}

static void verify_work(struct work_struct *work)
{
	struct dar_net *dn = container_of(to_delayed_work(work),
					  struct dar_net, verify_work);
	struct dar_queue_job *job;

	while (dar_queue_len(&dn->queue) && verify_pace(dn)) {
		job = dar_queue_pop(&dn->queue);
		if (job)
			verify_job_settle(dn, job);
		kfree(job);
		cond_resched();
	}
}

void dar_verify_init(struct dar_net *dn)
{
	INIT_DELAYED_WORK(&dn->verify_work, verify_work);
}

int dar_verify_start(struct dar_net *dn)
{
	int err;

	dn->pki = fama_pki_new();
	if (IS_ERR(dn->pki))
		return PTR_ERR(dn->pki);
	WRITE_ONCE(dn->rsa, fama_pki_sizes());
	err = dar_queue_start(&dn->queue);
	if (err)
		fama_pki_free(dn->pki);
	return err;
}

void dar_verify_stop(struct dar_net *dn)
{
	struct dar_queue_job *job;

	while ((job = dar_queue_pop(&dn->queue)))
		kfree(job);
	cancel_delayed_work_sync(&dn->verify_work);
	dar_queue_stop(&dn->queue);
	fama_pki_free(dn->pki);
	dn->pki = NULL;
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
