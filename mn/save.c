// SPDX-License-Identifier: GPL-2.0-only
#include <linux/build_bug.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <fama/seal.h>

#include "addr.h"
#include "anchor.h"
#include "checkpoint.h"
#include "keyprint.h"
#include "link.h"
#include "mn.h"
#include "name.h"
#include "save.h"

/* What a node may have can be read again. */
static_assert(MN_CHECKPOINT_MAX_IDLE == MN_MAX_IDLE);
static_assert(MN_CHECKPOINT_MAX_GIVE_UP == MN_MAX_GIVE_UP);
static_assert(MN_CHECKPOINT_MAX_LIVE == MN_MAX_ADDRESSES);
static_assert(MN_CHECKPOINT_MAX_METRIC == MN_MAX_METRIC);
static_assert(MN_CHECKPOINT_LINKS >= MN_MAX_NAMES);

static struct mn_checkpoint_settings save_settings(const struct mn_net *mn)
{
	const struct mn_settings *set = &mn->set;
	struct mn_checkpoint_settings s = {
		.policy = set->policy,
		.signed_ack = set->signed_ack,
		.early_token = set->early_token,
		.deny = set->deny,
		.home_flag = set->home_flag,
		.idle = set->idle,
		.max = set->max,
		.give_up = set->give_up,
		.mark = set->transient.mark,
		.mask = set->transient.mask,
		.cgroup = set->transient.cgroup,
		.home_mark = set->srcmarks[MN_SRCMARK_HOME],
		.careof_mark = set->srcmarks[MN_SRCMARK_CAREOF],
		.addresses = mn->addr_count,
		.permits = mn->permits.count,
		.anchors = mn->anchor_count,
	};
	const struct mn_name *name;

	list_for_each_entry(name, &mn->names, list)
		s.links++;
	return s;
}

/* Of what is being given up only that is kept: it shall go. */
static void save_address(u8 *octets, const struct mn_addr *a, u64 now)
{
	struct mn_checkpoint_address saved = {
		.addr = a->addr,
		.dar = a->dar,
		.signer = a->signer,
		.count = a->count,
		.keep = mn_addr_leaving(a) ? MN_KEEP_RELEASE : a->keep,
		.b = a->bul,
	};

	mn_keyprint(a->key, &saved.key);
	mn_checkpoint_write_address(octets, &saved, now);
	memzero_explicit(&saved, sizeof(saved));
}

static u8 *save_addresses(const struct mn_net *mn, u8 *to)
{
	const struct mn_addr *a;
	u64 now = mn_now();

	list_for_each_entry(a, &mn->addrs, list) {
		save_address(to, a, now);
		to += MN_CHECKPOINT_ADDRESS_LEN;
	}
	return to;
}

static u8 *save_permits(const struct mn_net *mn, u8 *to)
{
	unsigned int i;

	for (i = 0; i < mn->permits.count; i++) {
		mn_checkpoint_write_permit(to, &mn->permits.rule[i]);
		to += MN_CHECKPOINT_PERMIT_LEN;
	}
	return to;
}

static u8 *save_anchors(const struct mn_net *mn, u8 *to)
{
	struct mn_checkpoint_anchor saved;
	const struct mn_anchor *anchor;

	list_for_each_entry(anchor, &mn->anchors, list) {
		saved.prefix = anchor->prefix;
		saved.dar = anchor->dar;
		mn_checkpoint_write_anchor(to, &saved);
		to += MN_CHECKPOINT_ANCHOR_LEN;
	}
	return to;
}

static void save_links(const struct mn_net *mn, u8 *to)
{
	const struct mn_name *name;

	list_for_each_entry(name, &mn->names, list) {
		struct mn_checkpoint_link saved = { .metric = name->metric };

		strscpy(saved.text, name->text, sizeof(saved.text));
		mn_checkpoint_write_link(to, &saved);
		to += MN_CHECKPOINT_LINK_LEN;
	}
}

static void save_body(const struct mn_net *mn, u8 *to,
		      const struct mn_checkpoint_settings *s)
{
	mn_checkpoint_write_settings(to, s);
	to = save_addresses(mn, to + MN_CHECKPOINT_SETTINGS_LEN);
	to = save_permits(mn, to);
	to = save_anchors(mn, to);
	save_links(mn, to);
}

static void save_header(u8 *header)
{
	struct mn_checkpoint c = {
		.real = ktime_get_real_ns(),
		.boot = mn_now(),
	};

	get_random_bytes(c.name, sizeof(c.name));
	mn_checkpoint_write(header, &c);
}

u8 *mn_save(struct mn_net *mn, const u8 secret[MN_SECRET_LEN], size_t *len)
{
	struct mn_checkpoint_settings s = save_settings(mn);
	size_t body = mn_checkpoint_len(&s);
	struct fama_seal seal = { .header_len = MN_CHECKPOINT_HEADER_LEN };
	u8 *octets;

	lockdep_assert_held(&mn->lock);
	*len = MN_CHECKPOINT_HEADER_LEN + body + FAMA_SEAL_TAG_LEN;
	octets = kvzalloc(*len, GFP_KERNEL);
	if (!octets)
		return NULL;
	save_header(octets);
	save_body(mn, octets + MN_CHECKPOINT_HEADER_LEN, &s);
	seal.header = octets;
	mn_checkpoint_nonce(seal.nonce, octets);
	fama_seal_key(seal.key, secret, MN_SECRET_LEN, MN_SEAL_PURPOSE);
	fama_seal(&seal, octets + MN_CHECKPOINT_HEADER_LEN, body);
	memzero_explicit(&seal, sizeof(seal));
	return octets;
}

void mn_save_free(u8 *octets, size_t len)
{
	kvfree_sensitive(octets, len);
}
