// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/random.h>
#include <linux/string.h>

#include "checkpoint.h"

/* What a random secret has sealed nobody could open. */
static int checkpoint_allowed(const struct dar_net *dn,
			      struct netlink_ext_ack *extack)
{
	lockdep_assert_held(&dn->lock);

	if (dn->secret.given)
		return 0;
	NL_SET_ERR_MSG(extack,
		       "the secret of the router is random: nothing could open a checkpoint");
	return -ENOKEY;
}

static int checkpoint_freeze(struct dar_net *dn, struct netlink_ext_ack *extack)
{
	int err = checkpoint_allowed(dn, extack);

	if (!err)
		dar_bcache_freeze(&dn->bcache, true);
	return err;
}

/* A checkpoint that its maker has thrown away is not the last state of this life. */
static void checkpoint_discard(struct dar_life *life, const u8 *header)
{
	struct dar_checkpoint c;

	if (!life->finals || dar_checkpoint_read(&c, header) ||
	    memcmp(c.name, life->final, sizeof(c.name)))
		return;
	life->finals--;
	memset(life->final, 0, sizeof(life->final));
}

static int checkpoint_thaw(struct dar_net *dn, struct netlink_ext_ack *extack)
{
	if (dn->life.finals) {
		NL_SET_ERR_MSG(extack,
			       "the router stays frozen: its last checkpoint was made");
		return -EPERM;
	}
	dn->life.thaws++;
	dar_bcache_freeze(&dn->bcache, false);
	return 0;
}

int dar_freeze(struct dar_net *dn, bool frozen, const u8 *discarded,
	       struct netlink_ext_ack *extack)
{
	int err = dar_net_lock(dn, extack);

	if (err)
		return err;
	if (!frozen && discarded)
		checkpoint_discard(&dn->life, discarded);
	if (frozen != dar_bcache_frozen(&dn->bcache))
		err = frozen ? checkpoint_freeze(dn, extack) :
			       checkpoint_thaw(dn, extack);
	mutex_unlock(&dn->lock);
	return err;
}

static void sealer_name(struct dar_sealer *s, const struct dar_net *dn)
{
	struct dar_checkpoint *c = &s->c;

	get_random_bytes(c->name, sizeof(c->name));
	memcpy(c->instance, dn->life.instance, sizeof(c->instance));
	memcpy(c->parent, dn->life.parent, sizeof(c->parent));
	c->time = ktime_get_real_ns();
	c->epoch = dar_secret_epoch();
	c->frozen = dar_bcache_frozen(&dn->bcache);
}

int dar_sealer_begin(struct dar_sealer *s, struct dar_net *dn,
		     struct netlink_ext_ack *extack)
{
	int err = dar_net_lock(dn, extack);

	if (err)
		return err;
	err = checkpoint_allowed(dn, extack);
	if (!err) {
		sealer_name(s, dn);
		dar_checkpoint_write(s->header, &s->c);
		s->seal.header = s->header;
		s->seal.header_len = sizeof(s->header);
		dar_checkpoint_key(s->seal.key, dn->secret.octets);
		s->thaws = dn->life.thaws;
		s->begun = ktime_get_boottime_ns();
	}
	mutex_unlock(&dn->lock);
	return err;
}

/* ns from the beginning of the checkpoint to a boot time, at least 0. */
static u64 sealer_left(const struct dar_sealer *s, u64 deadline)
{
	if (deadline == DAR_NEVER)
		return deadline;
	return deadline > s->begun ? deadline - s->begun : 0;
}

void dar_sealer_add(struct dar_sealer *s, const struct dar_binding_view *view)
{
	struct dar_checkpoint_entry e = {
		.home = view->home,
		.d = view->d,
		.tx_packets = view->tx_packets,
		.tx_bytes = view->tx_bytes,
		.rx_packets = view->rx_packets,
		.rx_bytes = view->rx_bytes,
	};

	e.d.deadline = sealer_left(s, e.d.deadline);
	dar_checkpoint_write_entry(s->chunk +
				   s->count * DAR_CHECKPOINT_ENTRY_LEN, &e);
	s->count++;
	memzero_explicit(&e, sizeof(e));
}

void dar_sealer_seal(struct dar_sealer *s, u8 *octets, bool last)
{
	size_t len = s->count * DAR_CHECKPOINT_ENTRY_LEN;

	dar_checkpoint_nonce(s->seal.nonce, &s->c, s->next++, last);
	fama_seal(&s->seal, s->chunk, len);
	memcpy(octets, s->chunk, dar_sealer_len(s));
	s->count = 0;
}

static int sealer_whole(const struct dar_sealer *s, const struct dar_net *dn,
			struct netlink_ext_ack *extack)
{
	if (!memcmp(dn->life.instance, s->c.instance, sizeof(s->c.instance)) &&
	    (!s->c.frozen || s->thaws == dn->life.thaws))
		return 0;
	NL_SET_ERR_MSG(extack, "the router was disabled or thawed meanwhile");
	return -EINTR;
}

int dar_sealer_end(struct dar_sealer *s, struct dar_net *dn,
		   struct netlink_ext_ack *extack)
{
	int err = dar_net_lock(dn, extack);

	if (err)
		return err;
	err = sealer_whole(s, dn, extack);
	if (!err && s->c.frozen) {
		dn->life.finals++;
		memcpy(dn->life.final, s->c.name, sizeof(s->c.name));
	}
	mutex_unlock(&dn->lock);
	return err;
}
