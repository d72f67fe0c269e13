// SPDX-License-Identifier: GPL-2.0-only
#include <linux/jiffies.h>
#include <linux/slab.h>

#include "../kernel/link.h"
#include "../state/anchor.h"
#include "../state/limit.h"
#include "detect.h"
#include "judge.h"
#include "refuse.h"
#include "settle.h"

/* Find the access link.  Return: jiffies to wait there, 0: there is no link. */
static unsigned long detect_time(struct dar_net *dn, struct dar_probe *probe)
{
	const struct dar_anchor *a;
	unsigned long time = 0;

	rcu_read_lock();
	a = dar_anchor_find(dn, &probe->home);
	if (a) {
		probe->ifindex = dar_anchor_ifindex(a);
		time = dar_link_retrans_time(dn->net, probe->ifindex);
	}
	rcu_read_unlock();
	return time;
}

static void detect_begin(struct dar_net *dn, const struct dar_bu *bu,
			 const struct dar_phkt *fresh)
{
	enum dar_stat reason = DAR_STAT_NO_MEMORY;
	struct dar_probe *probe, *out;
	u8 nonce[DAR_ND_NONCE_LEN];
	unsigned long time;
	bool first;
	int ifindex;

	if (!dar_limit_detection(dn, &bu->rx->src, &bu->home)) {
		reason = DAR_STAT_DETECT_LIMITED;
		goto refuse;
	}
	probe = dar_probe_new(bu, fresh);
	if (!probe)
		goto refuse;
	time = detect_time(dn, probe);
	if (!time)
		goto free;
	probe->due = jiffies + time;
	/* ORDER: once it is in the list, another processor may free it. */
	ifindex = probe->ifindex;
	memcpy(nonce, probe->nonce, sizeof(nonce));
	out = dar_probes_add(&dn->probes, probe, &first);
	reason = DAR_STAT_DETECT_LIMITED;
	if (first && out)
		goto free;
	kfree_sensitive(out);
	if (!first)
		return;
	dar_link_probe(dn->net, ifindex, &bu->home, nonce);
	dar_probes_arm(&dn->probes);
	return;
free:
	kfree_sensitive(probe);
refuse:
	dar_refuse_for(dn, bu, reason, FAMA_BA_NO_RESOURCES);
}

enum dar_action dar_detect_settle(struct dar_net *dn, const struct dar_bu *bu,
				  const struct dar_phkt *fresh, bool detected)
{
	enum dar_action action = dar_settle(dn, bu, fresh, detected);

	if (action == DAR_DETECT)
		detect_begin(dn, bu, fresh);
	return action;
}

/* Another node has the address.  The message is judged again, as time passed. */
static void detect_failed(struct dar_net *dn, const struct dar_bu *bu,
			  const struct dar_phkt *fresh)
{
	struct dar_verdict judged = dar_judge_again(dn, bu, fresh);

	if (judged.action == DAR_DETECT)
		dar_refuse_keyed(dn, bu, &judged, DAR_STAT_DAD_FAILED,
				 FAMA_BA_DAD_FAILED);
	else
		dar_detect_settle(dn, bu, fresh, false);
	memzero_explicit(&judged.kbm, sizeof(judged.kbm));
}

static void detect_end(struct dar_net *dn, const struct dar_probe *probe)
{
	const struct dar_phkt *fresh = probe->signed_bu ? &probe->fresh : NULL;
	struct dar_bu bu;

	dar_bu_read(&bu, &probe->rx);
	if (probe->taken)
		detect_failed(dn, &bu, fresh);
	else
		dar_detect_settle(dn, &bu, fresh, true);
}

static void detect_work(struct work_struct *work)
{
	struct dar_net *dn = container_of(to_delayed_work(work),
					  struct dar_net, probes.work);
	struct dar_probe *probe;

	while ((probe = dar_probes_pop(&dn->probes, false))) {
		detect_end(dn, probe);
		kfree_sensitive(probe);
	}
	dar_probes_arm(&dn->probes);
}

void dar_detect_init(struct dar_net *dn)
{
	dar_probes_init(&dn->probes, detect_work);
}

void dar_detect_stop(struct dar_net *dn)
{
	struct dar_probe *probe;

	while ((probe = dar_probes_pop(&dn->probes, true)))
		kfree_sensitive(probe);
	cancel_delayed_work_sync(&dn->probes.work);
}
