// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/time64.h>

#include <uapi/linux/dar.h>

#include <fama/octets.h>

#include "address.h"
#include "checkpoint.h"
#include "policy.h"
#include "token.h"

static const u8 checkpoint_magic[8] = "fama-dar";

#define CHECKPOINT_FROZEN	BIT(0)
#define CHECKPOINT_FLAGS	BIT(0)

/* Flags of an entry */
#define ENTRY_ACTIVE		BIT(0)
#define ENTRY_VERIFIED		BIT(1)
#define ENTRY_CGA		BIT(2)
#define ENTRY_KNOWN		BIT(3)
#define ENTRY_PHKT		BIT(4)
#define ENTRY_FORMER		BIT(5)
#define ENTRY_UNUSED		BIT(6)
#define ENTRY_TESTED		BIT(7)
#define ENTRY_AGED		BIT(8)
#define ENTRY_FLAGS		(BIT(9) - 1)

void dar_checkpoint_key(u8 key[FAMA_SEAL_KEY_LEN], const u8 *secret)
{
	fama_seal_key(key, secret, DAR_SECRET_LEN, "checkpoints");
}

void dar_checkpoint_nonce(u8 nonce[FAMA_SEAL_NONCE_LEN],
			  const struct dar_checkpoint *c, u32 index, bool last)
{
	struct fama_octets to = { .to = nonce };

	fama_octets_put(&to, c->name, sizeof(c->name));
	fama_octets_put32(&to, last);
	fama_octets_put32(&to, index);
}

void dar_checkpoint_write(u8 header[DAR_CHECKPOINT_HEADER_LEN],
			  const struct dar_checkpoint *c)
{
	struct fama_octets to = { .to = header };

	fama_octets_put(&to, checkpoint_magic, sizeof(checkpoint_magic));
	fama_octets_put32(&to, DAR_CHECKPOINT_VERSION);
	fama_octets_put32(&to, c->frozen ? CHECKPOINT_FROZEN : 0);
	fama_octets_put64(&to, c->time);
	fama_octets_put16(&to, c->epoch);
	fama_octets_put16(&to, 0);
	fama_octets_put32(&to, 0);
	fama_octets_put(&to, c->name, sizeof(c->name));
	fama_octets_put(&to, c->instance, sizeof(c->instance));
	fama_octets_put(&to, c->parent, sizeof(c->parent));
}

int dar_checkpoint_read(struct dar_checkpoint *c,
			const u8 header[DAR_CHECKPOINT_HEADER_LEN])
{
	struct fama_octets from = { .from = header };
	u8 magic[sizeof(checkpoint_magic)];
	u32 flags;

	fama_octets_get(&from, magic, sizeof(magic));
	if (memcmp(magic, checkpoint_magic, sizeof(magic)))
		return -EINVAL;
	if (fama_octets_get32(&from) != DAR_CHECKPOINT_VERSION)
		return -EPROTONOSUPPORT;
	flags = fama_octets_get32(&from);
	c->frozen = flags & CHECKPOINT_FROZEN;
	c->time = fama_octets_get64(&from);
	c->epoch = fama_octets_get16(&from);
	if (flags & ~CHECKPOINT_FLAGS || fama_octets_get16(&from) || fama_octets_get32(&from))
		return -EINVAL;
	fama_octets_get(&from, c->name, sizeof(c->name));
	fama_octets_get(&from, c->instance, sizeof(c->instance));
	fama_octets_get(&from, c->parent, sizeof(c->parent));
	return 0;
}

static u16 entry_flags(const struct dar_binding_data *d)
{
	return (d->active ? ENTRY_ACTIVE : 0) |
	       (d->state == DAR_BINDING_VERIFIED ? ENTRY_VERIFIED : 0) |
	       (d->auth == DAR_AUTH_CGA ? ENTRY_CGA : 0) |
	       (d->known ? ENTRY_KNOWN : 0) |
	       (d->has_phkt ? ENTRY_PHKT : 0) |
	       (d->has_former ? ENTRY_FORMER : 0) |
	       (d->unused ? ENTRY_UNUSED : 0) |
	       (d->tested ? ENTRY_TESTED : 0) |
	       (d->aged ? ENTRY_AGED : 0);
}

static void entry_set_flags(struct dar_binding_data *d, u16 flags)
{
	d->active = flags & ENTRY_ACTIVE;
	d->state = flags & ENTRY_VERIFIED ? DAR_BINDING_VERIFIED :
					    DAR_BINDING_UNVERIFIED;
	d->auth = flags & ENTRY_CGA ? DAR_AUTH_CGA : DAR_AUTH_PHKT;
	d->known = flags & ENTRY_KNOWN;
	d->has_phkt = flags & ENTRY_PHKT;
	d->has_former = flags & ENTRY_FORMER;
	d->unused = flags & ENTRY_UNUSED;
	d->tested = flags & ENTRY_TESTED;
	d->aged = flags & ENTRY_AGED;
}

void dar_checkpoint_write_entry(u8 octets[DAR_CHECKPOINT_ENTRY_LEN],
				const struct dar_checkpoint_entry *e)
{
	const struct dar_binding_data *d = &e->d;
	struct fama_octets to = { .to = octets };
	/* A node that waits for its turn to be told is asked. */
	u8 ask = d->notice && !d->active ? max_t(u8, d->ask, 1) : d->ask;
	u8 ends[] = { d->turn, ask };

	fama_octets_put(&to, &e->home, sizeof(e->home));
	fama_octets_put(&to, &d->coa, sizeof(d->coa));
	fama_octets_put(&to, &d->dar, sizeof(d->dar));
	fama_octets_put64(&to, d->deadline);
	fama_octets_put64(&to, d->key);
	fama_octets_put(&to, d->phkt, sizeof(d->phkt));
	fama_octets_put(&to, d->former, sizeof(d->former));
	fama_octets_put32(&to, d->lifetime);
	fama_octets_put16(&to, d->seq);
	fama_octets_put16(&to, d->phkt_seq);
	fama_octets_put16(&to, d->epoch);
	fama_octets_put16(&to, entry_flags(d));
	fama_octets_put(&to, ends, sizeof(ends));
	fama_octets_put16(&to, 0);
	fama_octets_put64(&to, e->tx_packets);
	fama_octets_put64(&to, e->tx_bytes);
	fama_octets_put64(&to, e->rx_packets);
	fama_octets_put64(&to, e->rx_bytes);
}

/* An active entry has a deadline and a care-of address, and its node is not asked. */
static bool entry_valid(const struct dar_checkpoint_entry *e)
{
	const struct dar_binding_data *d = &e->d;

	if (!dar_address_usable(&e->home) ||
	    d->lifetime > DAR_LIFETIME_MAX * FAMA_MH_LIFETIME_UNIT ||
	    (d->deadline != DAR_NEVER &&
	     d->deadline > (u64)U32_MAX * NSEC_PER_SEC))
		return false;
	if ((d->active || d->ask) && (!dar_address_usable(&d->coa) ||
				      !dar_address_usable(&d->dar)))
		return false;
	return !d->active || (!d->ask && d->deadline != DAR_NEVER);
}

bool dar_checkpoint_read_entry(struct dar_checkpoint_entry *e,
			       const u8 octets[DAR_CHECKPOINT_ENTRY_LEN])
{
	struct fama_octets from = { .from = octets };
	struct dar_binding_data *d = &e->d;
	u16 flags, rest;
	u8 ask;

	memset(e, 0, sizeof(*e));
	fama_octets_get(&from, &e->home, sizeof(e->home));
	fama_octets_get(&from, &d->coa, sizeof(d->coa));
	fama_octets_get(&from, &d->dar, sizeof(d->dar));
	d->deadline = fama_octets_get64(&from);
	d->key = fama_octets_get64(&from);
	fama_octets_get(&from, d->phkt, sizeof(d->phkt));
	fama_octets_get(&from, d->former, sizeof(d->former));
	d->lifetime = fama_octets_get32(&from);
	d->seq = fama_octets_get16(&from);
	d->phkt_seq = fama_octets_get16(&from);
	d->epoch = fama_octets_get16(&from);
	flags = fama_octets_get16(&from);
	entry_set_flags(d, flags);
	d->turn = fama_octets_get8(&from);
	ask = fama_octets_get8(&from);
	d->ask = ask;
	rest = fama_octets_get16(&from);
	e->tx_packets = fama_octets_get64(&from);
	e->tx_bytes = fama_octets_get64(&from);
	e->rx_packets = fama_octets_get64(&from);
	e->rx_bytes = fama_octets_get64(&from);
	return !(flags & ~ENTRY_FLAGS) && !rest &&
	       ask <= DAR_CHECKPOINT_ASKS && entry_valid(e);
}

enum dar_checkpoint_age
dar_checkpoint_judge(const struct dar_checkpoint *c,
		     const struct dar_checkpoint_facts *f)
{
	const u64 gap = DAR_CHECKPOINT_GAP_SECONDS * (u64)NSEC_PER_SEC;
	u64 age = f->now > c->time ? f->now - c->time : c->time - f->now;

	if (!c->frozen)
		return DAR_CHECKPOINT_RUNNING;
	if (f->former && (!f->former_frozen ||
			  memcmp(f->former, c->instance, sizeof(c->instance))))
		return DAR_CHECKPOINT_FORMER;
	if (age > gap)
		return DAR_CHECKPOINT_OLD;
	return f->served ? DAR_CHECKPOINT_SERVED : DAR_CHECKPOINT_FRESH;
}

void dar_checkpoint_remember(struct dar_binding_data *d)
{
	if (d->active && d->state == DAR_BINDING_VERIFIED)
		d->ask = DAR_CHECKPOINT_ASKS;
	d->active = false;
	d->lifetime = 0;
	d->tested = false;
	d->unused = true;
	d->aged = true;
}

u64 dar_checkpoint_wake(const struct dar_binding_data *d, u64 now)
{
	return d->ask ? now + dar_checkpoint_ask_delay(d->ask) :
			dar_binding_data_wake(d, now);
}

u64 dar_checkpoint_ask_delay(u8 left)
{
	static const u8 seconds[DAR_CHECKPOINT_ASKS] = { 16, 4, 1 };

	return seconds[left - 1] * (u64)NSEC_PER_SEC;
}
