// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/unaligned.h>

#include <uapi/linux/dar.h>

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

/* A writer or a reader that goes through the octets in order. */
struct cursor {
	u8 *to;
	const u8 *from;
};

static void put(struct cursor *c, const void *octets, size_t len)
{
	memcpy(c->to, octets, len);
	c->to += len;
}

static void put16(struct cursor *c, u16 value)
{
	put_unaligned_be16(value, c->to);
	c->to += sizeof(value);
}

static void put32(struct cursor *c, u32 value)
{
	put_unaligned_be32(value, c->to);
	c->to += sizeof(value);
}

static void put64(struct cursor *c, u64 value)
{
	put_unaligned_be64(value, c->to);
	c->to += sizeof(value);
}

static void get(struct cursor *c, void *octets, size_t len)
{
	memcpy(octets, c->from, len);
	c->from += len;
}

static u8 get8(struct cursor *c)
{
	return *c->from++;
}

static u16 get16(struct cursor *c)
{
	c->from += sizeof(u16);
	return get_unaligned_be16(c->from - sizeof(u16));
}

static u32 get32(struct cursor *c)
{
	c->from += sizeof(u32);
	return get_unaligned_be32(c->from - sizeof(u32));
}

static u64 get64(struct cursor *c)
{
	c->from += sizeof(u64);
	return get_unaligned_be64(c->from - sizeof(u64));
}

void dar_checkpoint_key(u8 key[FAMA_SEAL_KEY_LEN], const u8 *secret)
{
	fama_seal_key(key, secret, DAR_SECRET_LEN, "checkpoints");
}

void dar_checkpoint_nonce(u8 nonce[FAMA_SEAL_NONCE_LEN],
			  const struct dar_checkpoint *c, u32 index, bool last)
{
	struct cursor to = { .to = nonce };

	put(&to, c->name, sizeof(c->name));
	put32(&to, last);
	put32(&to, index);
}

void dar_checkpoint_write(u8 header[DAR_CHECKPOINT_HEADER_LEN],
			  const struct dar_checkpoint *c)
{
	struct cursor to = { .to = header };

	put(&to, checkpoint_magic, sizeof(checkpoint_magic));
	put32(&to, DAR_CHECKPOINT_VERSION);
	put32(&to, c->frozen ? CHECKPOINT_FROZEN : 0);
	put64(&to, c->time);
	put16(&to, c->epoch);
	put16(&to, 0);
	put32(&to, 0);
	put(&to, c->name, sizeof(c->name));
	put(&to, c->instance, sizeof(c->instance));
	put(&to, c->parent, sizeof(c->parent));
}

int dar_checkpoint_read(struct dar_checkpoint *c,
			const u8 header[DAR_CHECKPOINT_HEADER_LEN])
{
	struct cursor from = { .from = header };
	u8 magic[sizeof(checkpoint_magic)];
	u32 flags;

	get(&from, magic, sizeof(magic));
	if (memcmp(magic, checkpoint_magic, sizeof(magic)))
		return -EINVAL;
	if (get32(&from) != DAR_CHECKPOINT_VERSION)
		return -EPROTONOSUPPORT;
	flags = get32(&from);
	c->frozen = flags & CHECKPOINT_FROZEN;
	c->time = get64(&from);
	c->epoch = get16(&from);
	if (flags & ~CHECKPOINT_FLAGS || get16(&from) || get32(&from))
		return -EINVAL;
	get(&from, c->name, sizeof(c->name));
	get(&from, c->instance, sizeof(c->instance));
	get(&from, c->parent, sizeof(c->parent));
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
	struct cursor to = { .to = octets };
	/* A node that waits for its turn to be told is asked. */
	u8 ask = d->notice && !d->active ? max_t(u8, d->ask, 1) : d->ask;
	u8 ends[] = { d->turn, ask };

	put(&to, &e->home, sizeof(e->home));
	put(&to, &d->coa, sizeof(d->coa));
	put(&to, &d->dar, sizeof(d->dar));
	put64(&to, d->deadline);
	put64(&to, d->key);
	put(&to, d->phkt, sizeof(d->phkt));
	put(&to, d->former, sizeof(d->former));
	put32(&to, d->lifetime);
	put16(&to, d->seq);
	put16(&to, d->phkt_seq);
	put16(&to, d->epoch);
	put16(&to, entry_flags(d));
	put(&to, ends, sizeof(ends));
	put16(&to, 0);
	put64(&to, e->tx_packets);
	put64(&to, e->tx_bytes);
	put64(&to, e->rx_packets);
	put64(&to, e->rx_bytes);
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
	struct cursor from = { .from = octets };
	struct dar_binding_data *d = &e->d;
	u16 flags, rest;
	u8 ask;

	memset(e, 0, sizeof(*e));
	get(&from, &e->home, sizeof(e->home));
	get(&from, &d->coa, sizeof(d->coa));
	get(&from, &d->dar, sizeof(d->dar));
	d->deadline = get64(&from);
	d->key = get64(&from);
	get(&from, d->phkt, sizeof(d->phkt));
	get(&from, d->former, sizeof(d->former));
	d->lifetime = get32(&from);
	d->seq = get16(&from);
	d->phkt_seq = get16(&from);
	d->epoch = get16(&from);
	flags = get16(&from);
	entry_set_flags(d, flags);
	d->turn = get8(&from);
	ask = get8(&from);
	d->ask = ask;
	rest = get16(&from);
	e->tx_packets = get64(&from);
	e->tx_bytes = get64(&from);
	e->rx_packets = get64(&from);
	e->rx_bytes = get64(&from);
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
