/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checkpoints of a node: its state in a form that outlives the module.  Pure.
 *
 * A checkpoint is a header, which can be read, and a body, which is sealed with the header
 * as additional data.  The body has the settings, and then addresses, rules about
 * networks, access routers that the user has named, and names of interfaces, each of a
 * fixed size.  All numbers are in network byte order.
 *
 * Whoever can write the file can write anything: whatever is read here is checked as
 * what a message says, although only who has the secret can seal it.
 */
#ifndef _MN_CHECKPOINT_H
#define _MN_CHECKPOINT_H

#include <linux/if.h>
#include <linux/in6.h>
#include <linux/types.h>
#include <linux/mn.h>

#include <fama/cga.h>
#include <fama/mhopt.h>
#include <fama/sealkey.h>

#include "bul.h"
#include "mark.h"
#include "permit.h"

#define MN_CHECKPOINT_VERSION		1
#define MN_CHECKPOINT_NAME_LEN		16
#define MN_CHECKPOINT_HEADER_LEN	48
#define MN_CHECKPOINT_SETTINGS_LEN	64
#define MN_CHECKPOINT_ADDRESS_LEN	152
#define MN_CHECKPOINT_PERMIT_LEN	36
#define MN_CHECKPOINT_ANCHOR_LEN	32
#define MN_CHECKPOINT_LINK_LEN		20

/* Bounds of settings, as a command takes them */
#define MN_CHECKPOINT_MAX_IDLE		(8 * 3600)
#define MN_CHECKPOINT_MAX_GIVE_UP	(8 * 3600)
#define MN_CHECKPOINT_MAX_LIVE		64
#define MN_CHECKPOINT_MAX_METRIC	1023

/* More addresses than settings allow are there while some of them are given up. */
#define MN_CHECKPOINT_ADDRESSES		96
#define MN_CHECKPOINT_ANCHORS		1024
#define MN_CHECKPOINT_LINKS		16

/* After this time no binding is left, for the node has asked for no longer one. */
#define MN_CHECKPOINT_SECONDS		MN_BUL_LIFETIME

#define MN_CHECKPOINT_FINGERPRINT_LEN	32

/**
 * struct mn_checkpoint - what the header says
 * @name: random octets, which no other checkpoint has
 * @real: when it was made, ns since 1970
 * @boot: the same in ns since the machine was started
 */
struct mn_checkpoint {
	u8 name[MN_CHECKPOINT_NAME_LEN];
	u64 real;
	u64 boot;
};

/**
 * struct mn_checkpoint_settings - settings, and how much of the other things follows
 * @policy: as in struct mn_settings, as the next ones
 * @signed_ack: see @policy
 * @early_token: see @policy
 * @deny: see @policy
 * @home_flag: see @policy
 * @idle: see @policy
 * @max: see @policy
 * @give_up: see @policy
 * @mark: see struct mn_transient, as the next ones
 * @mask: see @mark
 * @cgroup: see @mark
 * @home_mark: packets that ask for an anchored address
 * @careof_mark: packets that ask for one of the network
 * @addresses: number of addresses
 * @permits: number of rules about networks
 * @anchors: number of access routers that the user has named
 * @links: number of names of interfaces
 */
struct mn_checkpoint_settings {
	u8 policy;
	u8 signed_ack;
	bool early_token;
	bool deny;
	u8 home_flag;
	u32 idle;
	u32 max;
	u32 give_up;
	u32 mark;
	u32 mask;
	u64 cgroup;
	struct mn_mark home_mark;
	struct mn_mark careof_mark;
	u16 addresses;
	u16 permits;
	u16 anchors;
	u16 links;
};

/**
 * struct mn_checkpoint_key - which key an address was made with, and nothing of its secrets
 * @fingerprint: SHA-256 of the public key, a SubjectPublicKeyInfo in DER
 * @modifier: CGA modifier
 * @sec: Sec
 */
struct mn_checkpoint_key {
	u8 fingerprint[MN_CHECKPOINT_FINGERPRINT_LEN];
	u8 modifier[FAMA_CGA_MODIFIER_LEN];
	u8 sec;
};

/**
 * struct mn_checkpoint_address - an anchored address
 * @addr: the address
 * @dar: its access router, or unspecified
 * @signer: see &struct mn_addr
 * @key: what it was made with
 * @count: collision count
 * @keep: see &struct mn_addr
 * @b: entry of the Binding Update List: what is known of the binding and its proofs.  Its
 *	times are ns after the checkpoint was made
 */
struct mn_checkpoint_address {
	struct in6_addr addr;
	struct in6_addr dar;
	struct in6_addr signer;
	struct mn_checkpoint_key key;
	u8 count;
	u8 keep;
	struct mn_bul b;
};

/**
 * struct mn_checkpoint_anchor - an access router that the user has named
 * @prefix: the /64
 * @dar: address of its access router in @prefix
 */
struct mn_checkpoint_anchor {
	struct in6_addr prefix;
	struct in6_addr dar;
};

/**
 * struct mn_checkpoint_link - the metric of an interface
 * @text: name, see name.h
 * @metric: its metric
 */
struct mn_checkpoint_link {
	char text[IFNAMSIZ];
	u32 metric;
};

/**
 * enum mn_checkpoint_age - is a checkpoint of any use?
 * @MN_CHECKPOINT_FRESH: it is
 * @MN_CHECKPOINT_OLD: all bindings have ended since
 * @MN_CHECKPOINT_FUTURE: it was made later than now, if the clocks are right
 */
enum mn_checkpoint_age {
	MN_CHECKPOINT_FRESH,
	MN_CHECKPOINT_OLD,
	MN_CHECKPOINT_FUTURE,
};

void mn_checkpoint_write(u8 header[MN_CHECKPOINT_HEADER_LEN],
			 const struct mn_checkpoint *c);

/**
 * mn_checkpoint_read() - read a header
 * @c: result
 * @header: the header, of which nothing is proven
 *
 * Return: 0; -EINVAL: it is none of a node; -EPROTONOSUPPORT: it has another version.
 */
int mn_checkpoint_read(struct mn_checkpoint *c,
		       const u8 header[MN_CHECKPOINT_HEADER_LEN]);

/* The nonce that seals the body: the name of the checkpoint, and zeros. */
void mn_checkpoint_nonce(u8 nonce[FAMA_SEAL_NONCE_LEN],
			 const u8 header[MN_CHECKPOINT_HEADER_LEN]);

/**
 * mn_checkpoint_judge() - how old is a checkpoint?
 * @c: its header
 * @real: now, ns since 1970
 * @boot: now, ns since the machine was started
 * @passed: result if it is fresh: ns since it was made.  If the clocks do not say the same,
 *	because one was set or the machine was started again, it is the longer time:
 *	what has ended must not be believed
 *
 * Return: whether it is of use.
 */
enum mn_checkpoint_age mn_checkpoint_judge(const struct mn_checkpoint *c,
					   u64 real, u64 boot, u64 *passed);

/*
 * Of two checkpoints of the same node in the same life of the machine: is the first one the
 * second, or older?  Where a clock was set back the other one tells.
 */
bool mn_checkpoint_not_newer(const struct mn_checkpoint *c,
			     const struct mn_checkpoint *than);

/* Octets of a body with so much of everything, before it is sealed. */
size_t mn_checkpoint_len(const struct mn_checkpoint_settings *s);

void mn_checkpoint_write_settings(u8 octets[MN_CHECKPOINT_SETTINGS_LEN],
				  const struct mn_checkpoint_settings *s);

/* Return: false: it is nothing that a node could have written, as for all below. */
bool mn_checkpoint_read_settings(struct mn_checkpoint_settings *s,
				 const u8 octets[MN_CHECKPOINT_SETTINGS_LEN]);

/**
 * mn_checkpoint_write_address() - write an address as if the node had left all links
 * @octets: result
 * @a: the address, with times of any clock
 * @now: time
 *
 * An update that was not answered may have reached the router.  The number of the last
 * update counts as used, whether it was answered or not.
 */
void mn_checkpoint_write_address(u8 octets[MN_CHECKPOINT_ADDRESS_LEN],
				 const struct mn_checkpoint_address *a, u64 now);

/**
 * mn_checkpoint_read_address() - read an address
 * @a: result.  It is bound to no link; mn_bul_resume() makes use of its binding
 * @octets: octets
 * @passed: see mn_checkpoint_judge()
 * @now: time, of the clock that times are of from now on
 *
 * Return: false: it is nothing that a node could have written.
 */
bool mn_checkpoint_read_address(struct mn_checkpoint_address *a,
				const u8 octets[MN_CHECKPOINT_ADDRESS_LEN],
				u64 passed, u64 now);

void mn_checkpoint_write_permit(u8 octets[MN_CHECKPOINT_PERMIT_LEN],
				const struct mn_permit *rule);
bool mn_checkpoint_read_permit(struct mn_permit *rule,
			       const u8 octets[MN_CHECKPOINT_PERMIT_LEN]);

void mn_checkpoint_write_anchor(u8 octets[MN_CHECKPOINT_ANCHOR_LEN],
				const struct mn_checkpoint_anchor *anchor);
bool mn_checkpoint_read_anchor(struct mn_checkpoint_anchor *anchor,
			       const u8 octets[MN_CHECKPOINT_ANCHOR_LEN]);

void mn_checkpoint_write_link(u8 octets[MN_CHECKPOINT_LINK_LEN],
			      const struct mn_checkpoint_link *link);
bool mn_checkpoint_read_link(struct mn_checkpoint_link *link,
			     const u8 octets[MN_CHECKPOINT_LINK_LEN]);

#endif /* _MN_CHECKPOINT_H */
