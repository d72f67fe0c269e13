// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <fama/seal.h>

#include "../message/event.h"
#include "../state/anchor.h"
#include "resume.h"

static int resume_read(struct dar_resume *r, const u8 *header,
		       struct netlink_ext_ack *extack)
{
	int err;

	*r = (struct dar_resume){};
	err = dar_checkpoint_read(&r->c, header);
	if (err == -EPROTONOSUPPORT)
		NL_SET_ERR_MSG(extack,
			       "the checkpoint has another version than this router");
	else if (err)
		NL_SET_ERR_MSG(extack, "this is not a checkpoint of a router");
	memcpy(r->header, header, sizeof(r->header));
	return err;
}

static enum dar_checkpoint_age resume_age(const struct dar_net *dn)
{
	const struct dar_life *life = &dn->life;
	struct dar_checkpoint_facts facts = {
		.now = ktime_get_real_ns(),
		.former = life->has_former ? life->former : NULL,
		.former_frozen = life->former_frozen,
		.served = dn->anchors_version != life->anchors_version,
	};

	return dar_checkpoint_judge(&dn->resume.c, &facts);
}

static void resume_warn(enum dar_checkpoint_age age,
			struct netlink_ext_ack *extack)
{
	switch (age) {
	case DAR_CHECKPOINT_FRESH:
		break;
	case DAR_CHECKPOINT_RUNNING:
		NL_SET_ERR_MSG(extack,
			       "not frozen at the checkpoint: bindings are only remembered");
		break;
	case DAR_CHECKPOINT_FORMER:
		NL_SET_ERR_MSG(extack,
			       "not the last checkpoint: bindings are only remembered");
		break;
	case DAR_CHECKPOINT_OLD:
		NL_SET_ERR_MSG(extack,
			       "older than ten minutes: bindings are only remembered");
		break;
	case DAR_CHECKPOINT_SERVED:
		NL_SET_ERR_MSG(extack,
			       "there was an anchor already: bindings are only remembered");
		break;
	}
}

static int resume_apply(struct dar_net *dn, const u8 *header,
			struct netlink_ext_ack *extack)
{
	struct dar_resume *r = &dn->resume;
	enum dar_checkpoint_age age;

	if (!r->checked || memcmp(r->header, header, sizeof(r->header))) {
		NL_SET_ERR_MSG(extack, "the checkpoint was not checked before");
		return -EINVAL;
	}
	age = resume_age(dn);
	resume_warn(age, extack);
	r->fresh = age == DAR_CHECKPOINT_FRESH;
	r->applies = true;
	r->checked = false;
	r->next = 0;
	return 0;
}

static int resume_allowed(const struct dar_net *dn,
			  struct netlink_ext_ack *extack)
{
	if (!dn->secret.given) {
		NL_SET_ERR_MSG(extack,
			       "the secret of the router is random: give it the one of the checkpoint");
		return -ENOKEY;
	}
	if (!dar_bcache_frozen(&dn->bcache))
		return 0;
	NL_SET_ERR_MSG(extack, "the router is frozen");
	return -EBUSY;
}

int dar_resume_begin(struct dar_net *dn,
		     const u8 header[DAR_CHECKPOINT_HEADER_LEN], bool apply,
		     struct netlink_ext_ack *extack)
{
	int err = dar_net_lock(dn, extack);

	if (err)
		return err;
	err = resume_allowed(dn, extack);
	if (!err)
		err = apply ? resume_apply(dn, header, extack) :
			      resume_read(&dn->resume, header, extack);
	dn->resume.active = !err;
	mutex_unlock(&dn->lock);
	return err;
}

/* Return: boot time of a deadline of the checkpoint. */
static u64 resume_deadline(const struct dar_resume *r, u64 left)
{
	u64 now = ktime_get_boottime_ns(), real = ktime_get_real_ns();
	u64 age = real > r->c.time ? real - r->c.time : 0;

	if (left == DAR_NEVER)
		return left;
	return left > age ? now + left - age : now;
}

/*
 * Without an anchor an entry waits: there is nothing to do about it before its end, and
 * what is to be asked is kept until then.
 */
static u64 resume_wake(struct dar_binding_data *d, const struct dar_anchor *a)
{
	if (d->ask)
		d->deadline = DAR_NEVER;
	return a ? dar_checkpoint_wake(d, ktime_get_boottime_ns()) :
		   d->deadline;
}

/* A binding for which there is no room is remembered. */
static int resume_restore(struct dar_net *dn, struct dar_binding_view *view,
			  const struct dar_anchor *a)
{
	int err;

	err = dar_bcache_restore(&dn->bcache, view, resume_wake(&view->d, a));
	if (err != -ENOSPC)
		return err;
	dar_checkpoint_remember(&view->d);
	return dar_bcache_restore(&dn->bcache, view, resume_wake(&view->d, a));
}

static int resume_add(struct dar_net *dn, struct dar_binding_view *view)
{
	const struct dar_anchor *a;
	int err;

	lockdep_assert_held(&dn->lock);

	rcu_read_lock();
	a = dar_anchor_find(dn, &view->home);
	view->d.tally = a ? a->tally : NULL;
	err = resume_restore(dn, view, a);
	rcu_read_unlock();
	/* ORDER: the addition of an anchor, which needs the lock, sees it. */
	if (!err && !a && (view->d.active || view->d.ask))
		dn->life.waiting++;
	return err;
}

static int resume_entry(struct dar_net *dn,
			const struct dar_checkpoint_entry *e)
{
	const struct dar_resume *r = &dn->resume;
	struct dar_binding_view view = {
		.home = e->home,
		.d = e->d,
		.tx_packets = e->tx_packets,
		.tx_bytes = e->tx_bytes,
		.rx_packets = e->rx_packets,
		.rx_bytes = e->rx_bytes,
	};
	int err;

	view.d.deadline = resume_deadline(r, view.d.deadline);
	if (!r->fresh)
		dar_checkpoint_remember(&view.d);
	err = resume_add(dn, &view);
	if (!err)
		dar_stat_inc(dn->mib, DAR_STAT_RESUMED);
	dar_binding_data_wipe(&view.d);
	if (!err)
		dar_event_change(dn, &view, view.d.active ?
				 DAR_CHANGE_BEGUN : DAR_CHANGE_REMEMBERED,
				 ktime_get_real_ns());
	return err == -EEXIST ? 0 : err;
}

/* Check all entries of a chunk that was opened, and add them if it is time for that. */
static int resume_entries(struct dar_net *dn, const u8 *octets, size_t len)
{
	struct dar_checkpoint_entry e;
	int err = 0;

	for (; !err && len; len -= DAR_CHECKPOINT_ENTRY_LEN) {
		if (!dar_checkpoint_read_entry(&e, octets))
			err = -EBADMSG;
		else if (dn->resume.applies)
			err = resume_entry(dn, &e);
		octets += DAR_CHECKPOINT_ENTRY_LEN;
	}
	memzero_explicit(&e, sizeof(e));
	return err;
}

static bool resume_open(struct dar_net *dn, u8 *octets, const u8 *chunk,
			size_t len, bool last)
{
	const struct dar_resume *r = &dn->resume;
	struct fama_seal seal = {
		.header = r->header,
		.header_len = sizeof(r->header),
	};
	bool opened;

	dar_checkpoint_key(seal.key, dn->secret.octets);
	dar_checkpoint_nonce(seal.nonce, &r->c, r->next, last);
	opened = fama_unseal(&seal, octets, chunk, len);
	memzero_explicit(&seal, sizeof(seal));
	return opened;
}

static int resume_chunk(struct dar_net *dn, u8 *octets, const u8 *chunk,
			size_t len, bool last, struct netlink_ext_ack *extack)
{
	struct dar_resume *r = &dn->resume;
	int err = -EBADMSG;

	if (!r->active) {
		NL_SET_ERR_MSG(extack, "no checkpoint was begun");
		return -EINVAL;
	}
	if (resume_open(dn, octets, chunk, len, last))
		err = resume_entries(dn, octets, len - FAMA_SEAL_TAG_LEN);
	else if (r->next)
		NL_SET_ERR_MSG(extack, "the checkpoint is damaged");
	else
		NL_SET_ERR_MSG(extack,
			       "the checkpoint is damaged, or was made with another secret");
	r->next++;
	r->active = !err && !last;
	r->checked = !err && last && !r->applies;
	if (!err && last && r->applies)
		memcpy(dn->life.parent, r->c.instance,
		       sizeof(dn->life.parent));
	return err;
}

static bool resume_fits(size_t len)
{
	return len >= FAMA_SEAL_TAG_LEN && len <= DAR_CHECKPOINT_CHUNK_MAX &&
	       !((len - FAMA_SEAL_TAG_LEN) % DAR_CHECKPOINT_ENTRY_LEN);
}

int dar_resume_chunk(struct dar_net *dn, const u8 *chunk, size_t len, bool last,
		     struct netlink_ext_ack *extack)
{
	u8 *octets;
	int err;

	if (!resume_fits(len)) {
		NL_SET_ERR_MSG(extack, "the checkpoint is damaged");
		return -EBADMSG;
	}
	octets = kmalloc(len, GFP_KERNEL);
	if (!octets)
		return -ENOMEM;
	err = dar_net_lock(dn, extack);
	if (!err) {
		err = resume_chunk(dn, octets, chunk, len, last, extack);
		mutex_unlock(&dn->lock);
	}
	kfree_sensitive(octets);
	return err;
}
