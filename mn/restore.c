// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/netlink.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <fama/seal.h>

#include "addr.h"
#include "anchor.h"
#include "checkpoint.h"
#include "choice.h"
#include "event.h"
#include "keep.h"
#include "keyprint.h"
#include "mn.h"
#include "name.h"
#include "restore.h"
#include "save.h"
#include "setting.h"
#include "system.h"

#define RESTORE_LEAST \
	(MN_CHECKPOINT_HEADER_LEN + MN_CHECKPOINT_SETTINGS_LEN + FAMA_SEAL_TAG_LEN)

/**
 * struct mn_restore - a checkpoint that was read
 * @c: its header
 * @s: settings, and how much there is of the rest
 * @passed: ns since it was made
 * @addrs: &struct mn_addr
 * @permits: rules about networks
 * @anchors: &struct mn_anchor
 * @links: names of interfaces
 */
struct mn_restore {
	struct mn_checkpoint c;
	struct mn_checkpoint_settings s;
	u64 passed;
	struct list_head addrs;
	struct mn_permits permits;
	struct list_head anchors;
	struct mn_checkpoint_link links[MN_CHECKPOINT_LINKS];
};

static int restore_damaged(struct netlink_ext_ack *extack)
{
	NL_SET_ERR_MSG(extack, "the checkpoint is damaged");
	return -EBADMSG;
}

static int restore_header(struct mn_restore *r,
			  const struct mn_restore_from *from,
			  struct netlink_ext_ack *extack)
{
	int err = from->len < RESTORE_LEAST ? -EINVAL :
					      mn_checkpoint_read(&r->c, from->octets);

	if (err == -EPROTONOSUPPORT)
		NL_SET_ERR_MSG(extack,
			       "the checkpoint has another version than this node");
	else if (err)
		NL_SET_ERR_MSG(extack, "this is not a checkpoint of a node");
	return err;
}

static int restore_age(const struct mn_net *mn, struct mn_restore *r,
		       struct netlink_ext_ack *extack)
{
	if (mn_checkpoint_not_newer(&r->c, &mn->spent)) {
		NL_SET_ERR_MSG(extack,
			       "the checkpoint, or a newer one, was resumed already");
		return -ESTALE;
	}
	switch (mn_checkpoint_judge(&r->c, ktime_get_real_ns(), mn_now(),
				    &r->passed)) {
	case MN_CHECKPOINT_FRESH:
		return 0;
	case MN_CHECKPOINT_OLD:
		NL_SET_ERR_MSG(extack,
			       "the checkpoint is too old: its bindings have ended");
		break;
	case MN_CHECKPOINT_FUTURE:
		NL_SET_ERR_MSG(extack,
			       "the checkpoint is of the future: the clock is wrong");
		break;
	}
	return -ESTALE;
}

static bool restore_unseal(const struct mn_restore_from *from, u8 *body)
{
	struct fama_seal seal = {
		.header = from->octets,
		.header_len = MN_CHECKPOINT_HEADER_LEN,
	};
	bool opened;

	mn_checkpoint_nonce(seal.nonce, from->octets);
	fama_seal_key(seal.key, from->secret, MN_SECRET_LEN, MN_SEAL_PURPOSE);
	opened = fama_unseal(&seal, body, from->octets + MN_CHECKPOINT_HEADER_LEN,
			     from->len - MN_CHECKPOINT_HEADER_LEN);
	memzero_explicit(&seal, sizeof(seal));
	return opened;
}

static bool restore_has(const struct mn_restore *r, const struct in6_addr *addr)
{
	const struct mn_addr *a;

	list_for_each_entry(a, &r->addrs, list)
		if (ipv6_addr_equal(&a->addr, addr))
			return true;
	return false;
}

/* The address must be what the key, which only its owner has, makes of its prefix. */
static int restore_make(struct mn_restore *r,
			const struct mn_checkpoint_address *saved,
			struct mn_key *key, struct netlink_ext_ack *extack)
{
	struct mn_addr *a = mn_addr_make(key, &saved->addr, &saved->dar,
					 saved->count);

	if (!a)
		return -ENOMEM;
	list_add_tail(&a->list, &r->addrs);
	if (!ipv6_addr_equal(&a->addr, &saved->addr))
		return restore_damaged(extack);
	a->signer = saved->signer;
	a->keep = saved->keep;
	a->bul = saved->b;
	return 0;
}

static int restore_address(struct mn_restore *r, const u8 *octets,
			   const struct mn_keys *keys,
			   struct netlink_ext_ack *extack)
{
	struct mn_checkpoint_address saved;
	struct mn_key *key;
	int err;

	if (!mn_checkpoint_read_address(&saved, octets, r->passed, mn_now()) ||
	    restore_has(r, &saved.addr)) {
		err = restore_damaged(extack);
		goto out;
	}
	key = mn_keyprint_find(keys, &saved.key);
	if (key) {
		err = restore_make(r, &saved, key, extack);
	} else {
		NL_SET_ERR_MSG(extack,
			       "an address of the checkpoint was made with a key that is not given");
		err = -ENOKEY;
	}
out:
	memzero_explicit(&saved, sizeof(saved));
	return err;
}

static int restore_addresses(struct mn_restore *r, const u8 **from,
			     const struct mn_keys *keys,
			     struct netlink_ext_ack *extack)
{
	unsigned int i;
	int err = 0;

	for (i = 0; !err && i < r->s.addresses; i++) {
		err = restore_address(r, *from, keys, extack);
		*from += MN_CHECKPOINT_ADDRESS_LEN;
	}
	return err;
}

static int restore_permits(struct mn_restore *r, const u8 **from,
			   struct netlink_ext_ack *extack)
{
	struct mn_permit rule;
	unsigned int i;

	for (i = 0; i < r->s.permits; i++) {
		if (!mn_checkpoint_read_permit(&rule, *from) ||
		    mn_permit_add(&r->permits, &rule))
			return restore_damaged(extack);
		*from += MN_CHECKPOINT_PERMIT_LEN;
	}
	return 0;
}

static int restore_anchors(struct mn_restore *r, const u8 **from,
			   struct netlink_ext_ack *extack)
{
	struct mn_checkpoint_anchor saved;
	struct mn_anchor *anchor;
	unsigned int i;

	for (i = 0; i < r->s.anchors; i++) {
		if (!mn_checkpoint_read_anchor(&saved, *from))
			return restore_damaged(extack);
		anchor = kzalloc(sizeof(*anchor), GFP_KERNEL_ACCOUNT);
		if (!anchor)
			return -ENOMEM;
		anchor->prefix = saved.prefix;
		anchor->dar = saved.dar;
		list_add_tail(&anchor->list, &r->anchors);
		*from += MN_CHECKPOINT_ANCHOR_LEN;
	}
	return 0;
}

static int restore_links(struct mn_restore *r, const u8 *from,
			 struct netlink_ext_ack *extack)
{
	unsigned int i;

	for (i = 0; i < r->s.links; i++) {
		if (!mn_checkpoint_read_link(&r->links[i], from))
			return restore_damaged(extack);
		from += MN_CHECKPOINT_LINK_LEN;
	}
	return 0;
}

/* @len: octets of @body */
static int restore_body(struct mn_restore *r, const u8 *body, size_t len,
			const struct mn_keys *keys,
			struct netlink_ext_ack *extack)
{
	const u8 *from = body + MN_CHECKPOINT_SETTINGS_LEN;
	int err;

	if (!mn_checkpoint_read_settings(&r->s, body) ||
	    len != mn_checkpoint_len(&r->s))
		return restore_damaged(extack);
	err = restore_addresses(r, &from, keys, extack);
	if (!err)
		err = restore_permits(r, &from, extack);
	if (!err)
		err = restore_anchors(r, &from, extack);
	return err ?: restore_links(r, from, extack);
}

static int restore_sealed(struct mn_restore *r,
			  const struct mn_restore_from *from,
			  const struct mn_keys *keys,
			  struct netlink_ext_ack *extack)
{
	size_t len = from->len - MN_CHECKPOINT_HEADER_LEN - FAMA_SEAL_TAG_LEN;
	u8 *body = kvmalloc(len, GFP_KERNEL);
	int err;

	if (!body)
		return -ENOMEM;
	if (restore_unseal(from, body)) {
		err = restore_body(r, body, len, keys, extack);
	} else {
		NL_SET_ERR_MSG(extack,
			       "the checkpoint is damaged, or was sealed with another secret");
		err = -EBADMSG;
	}
	kvfree_sensitive(body, len);
	return err;
}

struct mn_restore *mn_restore_read(struct mn_net *mn,
				   const struct mn_restore_from *from,
				   const struct mn_keys *keys,
				   struct netlink_ext_ack *extack)
{
	struct mn_restore *r = kzalloc(sizeof(*r), GFP_KERNEL);
	int err;

	lockdep_assert_held(&mn->lock);
	if (!r)
		return ERR_PTR(-ENOMEM);
	INIT_LIST_HEAD(&r->addrs);
	INIT_LIST_HEAD(&r->anchors);
	err = restore_header(r, from, extack);
	if (!err)
		err = restore_age(mn, r, extack);
	if (!err)
		err = restore_sealed(r, from, keys, extack);
	if (!err)
		return r;
	mn_restore_free(mn, r);
	return ERR_PTR(err);
}

static void restore_settings(struct mn_net *mn,
			     const struct mn_checkpoint_settings *s)
{
	const struct mn_settings set = {
		.policy = s->policy,
		.idle = s->idle,
		.max = s->max,
		.transient = {
			.mark = s->mark,
			.mask = s->mask,
			.cgroup = s->cgroup,
		},
		.signed_ack = s->signed_ack,
		.early_token = s->early_token,
		.give_up = s->give_up,
		.deny = s->deny,
		.home_flag = mn_choice_possible() ? s->home_flag :
						    MN_HOME_FLAG_OFF,
		.srcmarks = {
			[MN_SRCMARK_HOME] = s->home_mark,
			[MN_SRCMARK_CAREOF] = s->careof_mark,
		},
	};

	mn_setting_put(mn, &set);
}

/* Interfaces that the user does not name again are not used. */
static void restore_metrics(struct mn_net *mn, const struct mn_restore *r)
{
	struct mn_name *name;
	unsigned int i;

	for (i = 0; i < r->s.links; i++) {
		name = mn_name_find(mn, r->links[i].text);
		if (name)
			name->metric = r->links[i].metric;
	}
}

/* As if the node had left the link of the address a moment ago. */
static void restore_put(struct mn_net *mn, struct mn_addr *a)
{
	mn_keep_left(a);
	mn_addr_add(mn, a);
	if (!mn_addr_anchored(a))
		return;
	mn_system_set_rule(mn, a, true);
	mn_system_put_on_tunnel(mn, a);
	mn_event_address(mn, a);
}

void mn_restore_apply(struct mn_net *mn, struct mn_restore *r)
{
	struct mn_addr *a, *next;

	lockdep_assert_held(&mn->lock);
	mn->spent = r->c;
	restore_settings(mn, &r->s);
	mn->permits = r->permits;
	mn_anchor_replace(mn, &r->anchors);
	restore_metrics(mn, r);
	list_for_each_entry_safe(a, next, &r->addrs, list) {
		list_del(&a->list);
		restore_put(mn, a);
	}
}

void mn_restore_free(struct mn_net *mn, struct mn_restore *r)
{
	struct mn_anchor *anchor, *behind;
	struct mn_addr *a, *next;

	if (!r)
		return;
	list_for_each_entry_safe(a, next, &r->addrs, list)
		mn_addr_free(mn, a);
	list_for_each_entry_safe(anchor, behind, &r->anchors, list)
		kfree(anchor);
	kfree(r);
}
