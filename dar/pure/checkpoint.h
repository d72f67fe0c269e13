/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checkpoints: the binding cache in a form that outlives the router.  Pure.
 *
 * A checkpoint is a header, and chunks that hold entries of the cache.  Each chunk is
 * sealed (XChaCha20-Poly1305) with a key that is made of the secret of the router.  The
 * header is additional data of every chunk.  The nonce of a chunk consists of the
 * random name of the checkpoint, the number of the chunk, and whether it is the last
 * one: chunks of two checkpoints, chunks in another order and a checkpoint without its
 * end do not open, and no nonce is used twice.  All numbers are in network byte order.
 */
#ifndef _DAR_CHECKPOINT_H
#define _DAR_CHECKPOINT_H

#include <linux/in6.h>
#include <linux/types.h>

#include <fama/sealkey.h>

#include "binding_data.h"

#define DAR_CHECKPOINT_VERSION		1
#define DAR_CHECKPOINT_NAME_LEN		16
#define DAR_CHECKPOINT_HEADER_LEN	80
#define DAR_CHECKPOINT_ENTRY_LEN	128

/* Entries of a chunk; a netlink message of one page has room for it. */
#define DAR_CHECKPOINT_ENTRIES		24
#define DAR_CHECKPOINT_CHUNK_MAX \
	(DAR_CHECKPOINT_ENTRIES * DAR_CHECKPOINT_ENTRY_LEN + \
	 FAMA_SEAL_TAG_LEN)

/* How many times a node is asked for a Binding Update. */
#define DAR_CHECKPOINT_ASKS		3

/* A router that is upgraded is back in this time. */
#define DAR_CHECKPOINT_GAP_SECONDS	600

/**
 * struct dar_checkpoint - what the header of a checkpoint says
 * @name: random octets, which no other checkpoint has
 * @instance: the life of the router, from enable to disable, that made it
 * @parent: the life of the router that @instance has resumed last; zero: none
 * @time: when it was begun, in ns since 1970
 * @epoch: epoch of tokens at that time
 * @frozen: the router has accepted no Binding Update after it was begun, and will
 *	accept none before it is disabled
 */
struct dar_checkpoint {
	u8 name[DAR_CHECKPOINT_NAME_LEN];
	u8 instance[DAR_CHECKPOINT_NAME_LEN];
	u8 parent[DAR_CHECKPOINT_NAME_LEN];
	u64 time;
	u16 epoch;
	bool frozen;
};

/**
 * struct dar_checkpoint_entry - an entry of the cache in a checkpoint
 * @home: home address
 * @d: contents; the deadline is in ns after dar_checkpoint.time or %DAR_NEVER, and
 *	version and wake do not belong to it
 * @tx_packets: as in &struct dar_binding
 * @tx_bytes: as in &struct dar_binding
 * @rx_packets: as in &struct dar_binding
 * @rx_bytes: as in &struct dar_binding
 */
struct dar_checkpoint_entry {
	struct in6_addr home;
	struct dar_binding_data d;
	u64 tx_packets;
	u64 tx_bytes;
	u64 rx_packets;
	u64 rx_bytes;
};

/* Make the key of all checkpoints.  @secret: of the router, %DAR_SECRET_LEN octets. */
void dar_checkpoint_key(u8 key[FAMA_SEAL_KEY_LEN], const u8 *secret);

/**
 * dar_checkpoint_nonce() - make the nonce of a chunk
 * @nonce: result
 * @c: the checkpoint
 * @index: number of the chunk, from 0 on
 * @last: it is the last one
 */
void dar_checkpoint_nonce(u8 nonce[FAMA_SEAL_NONCE_LEN],
			  const struct dar_checkpoint *c, u32 index, bool last);

void dar_checkpoint_write(u8 header[DAR_CHECKPOINT_HEADER_LEN],
			  const struct dar_checkpoint *c);

/**
 * dar_checkpoint_read() - read the header of a checkpoint
 * @c: result
 * @header: the header, of which nothing is proven
 *
 * Return: 0; -EINVAL: it is none; -EPROTONOSUPPORT: it has another version.
 */
int dar_checkpoint_read(struct dar_checkpoint *c,
			const u8 header[DAR_CHECKPOINT_HEADER_LEN]);

void dar_checkpoint_write_entry(u8 octets[DAR_CHECKPOINT_ENTRY_LEN],
				const struct dar_checkpoint_entry *e);

/* Return: false: it is no entry that a router could have written. */
bool dar_checkpoint_read_entry(struct dar_checkpoint_entry *e,
			       const u8 octets[DAR_CHECKPOINT_ENTRY_LEN]);

/**
 * struct dar_checkpoint_facts - what the router knows that resumes a checkpoint
 * @now: time in ns since 1970
 * @former: life of the router before this one, as far as the module remembers it; or
 *	NULL
 * @former_frozen: a frozen checkpoint was made at the end of @former
 * @served: an anchor was added since the router was enabled
 */
struct dar_checkpoint_facts {
	u64 now;
	const u8 *former;
	bool former_frozen;
	bool served;
};

/**
 * enum dar_checkpoint_age - is a checkpoint as old as the end of its router?
 * @DAR_CHECKPOINT_FRESH: it is
 * @DAR_CHECKPOINT_RUNNING: the router that made it was not frozen
 * @DAR_CHECKPOINT_FORMER: it is not the last one
 * @DAR_CHECKPOINT_OLD: it is too old, or from the future
 * @DAR_CHECKPOINT_SERVED: the router that resumes it has served nodes already
 */
enum dar_checkpoint_age {
	DAR_CHECKPOINT_FRESH,
	DAR_CHECKPOINT_RUNNING,
	DAR_CHECKPOINT_FORMER,
	DAR_CHECKPOINT_OLD,
	DAR_CHECKPOINT_SERVED,
};

enum dar_checkpoint_age
dar_checkpoint_judge(const struct dar_checkpoint *c,
		     const struct dar_checkpoint_facts *f);

/**
 * dar_checkpoint_remember() - make memory of an entry of a checkpoint that is not fresh
 * @d: its contents
 *
 * Bindings have ended, and nothing is redirected before a care-of test.  Nodes whose
 * care-of address was proven are to be asked.
 */
void dar_checkpoint_remember(struct dar_binding_data *d);

/**
 * dar_checkpoint_wake() - when there is something to do about an entry
 * @d: its contents
 * @now: boot time in ns when the entry was resumed and has an anchor
 *
 * Return: boot time in ns: a reminder of a binding, the first question to a node that is
 * to be asked, or the deadline.
 */
u64 dar_checkpoint_wake(const struct dar_binding_data *d, u64 now);

/**
 * dar_checkpoint_ask_delay() - when a node is asked next
 * @left: dar_binding_data.ask, not 0
 *
 * Return: ns after it was asked last, or after the checkpoint was resumed.
 */
u64 dar_checkpoint_ask_delay(u8 left);

#endif /* _DAR_CHECKPOINT_H */
