// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <net/ipv6.h>

#include <fama/octets.h>

#include "checkpoint.h"

static const u8 checkpoint_magic[8] = "fama-mn";

#define CHECKPOINT_MAX_SEC	7

/* Numbers that have passed under one token: less than all, and a jump. */
#define CHECKPOINT_MAX_USES	0x20000

/* A clock may be wrong by so much before a checkpoint is one of the future. */
#define CHECKPOINT_SKEW		(600ULL * NSEC_PER_SEC)

#define SETTINGS_REST	7	/* octets behind the settings, which are 0 */

/* Flags of an address */
#define ADDRESS_BOUND		BIT(0)
#define ADDRESS_PHKT		BIT(1)
#define ADDRESS_USE_CGA		BIT(2)
#define ADDRESS_DOUBT		BIT(3)
#define ADDRESS_DEFENDED	BIT(4)
#define ADDRESS_WITHDRAWN	BIT(5)
#define ADDRESS_PROVEN		BIT(6)
#define ADDRESS_FIRST		BIT(7)
#define ADDRESS_FLAGS		(BIT(8) - 1)

static void put_mark(struct fama_octets *o, const struct mn_mark *m)
{
	fama_octets_put32(o, m->mark);
	fama_octets_put32(o, m->mask);
}

static struct mn_mark get_mark(struct fama_octets *o)
{
	struct mn_mark m;

	m.mark = fama_octets_get32(o);
	m.mask = fama_octets_get32(o);
	return m;
}

void mn_checkpoint_write(u8 header[MN_CHECKPOINT_HEADER_LEN],
			 const struct mn_checkpoint *c)
{
	struct fama_octets to = { .to = header };

	fama_octets_put(&to, checkpoint_magic, sizeof(checkpoint_magic));
	fama_octets_put32(&to, MN_CHECKPOINT_VERSION);
	fama_octets_put32(&to, 0);
	fama_octets_put64(&to, c->real);
	fama_octets_put64(&to, c->boot);
	fama_octets_put(&to, c->name, sizeof(c->name));
}

int mn_checkpoint_read(struct mn_checkpoint *c,
		       const u8 header[MN_CHECKPOINT_HEADER_LEN])
{
	struct fama_octets from = { .from = header };
	u8 magic[sizeof(checkpoint_magic)];

	fama_octets_get(&from, magic, sizeof(magic));
	if (memcmp(magic, checkpoint_magic, sizeof(magic)))
		return -EINVAL;
	if (fama_octets_get32(&from) != MN_CHECKPOINT_VERSION)
		return -EPROTONOSUPPORT;
	if (fama_octets_get32(&from))
		return -EINVAL;
	c->real = fama_octets_get64(&from);
	c->boot = fama_octets_get64(&from);
	fama_octets_get(&from, c->name, sizeof(c->name));
	return 0;
}

void mn_checkpoint_nonce(u8 nonce[FAMA_SEAL_NONCE_LEN],
			 const u8 header[MN_CHECKPOINT_HEADER_LEN])
{
	const u8 *name = header + MN_CHECKPOINT_HEADER_LEN -
			 MN_CHECKPOINT_NAME_LEN;

	memset(nonce, 0, FAMA_SEAL_NONCE_LEN);
	memcpy(nonce, name, MN_CHECKPOINT_NAME_LEN);
}

enum mn_checkpoint_age mn_checkpoint_judge(const struct mn_checkpoint *c,
					   u64 real, u64 boot, u64 *passed)
{
	const u64 most = MN_CHECKPOINT_SECONDS * (u64)NSEC_PER_SEC;
	u64 by_real = real - min(real, c->real);
	u64 by_boot = boot - min(boot, c->boot);

	if (c->real - min(real, c->real) > CHECKPOINT_SKEW)
		return MN_CHECKPOINT_FUTURE;
	*passed = max(by_real, by_boot);
	return *passed < most ? MN_CHECKPOINT_FRESH : MN_CHECKPOINT_OLD;
}

bool mn_checkpoint_not_newer(const struct mn_checkpoint *c,
			     const struct mn_checkpoint *than)
{
	return c->real <= than->real && c->boot <= than->boot;
}

size_t mn_checkpoint_len(const struct mn_checkpoint_settings *s)
{
	return MN_CHECKPOINT_SETTINGS_LEN +
	       (size_t)s->addresses * MN_CHECKPOINT_ADDRESS_LEN +
	       (size_t)s->permits * MN_CHECKPOINT_PERMIT_LEN +
	       (size_t)s->anchors * MN_CHECKPOINT_ANCHOR_LEN +
	       (size_t)s->links * MN_CHECKPOINT_LINK_LEN;
}

void mn_checkpoint_write_settings(u8 octets[MN_CHECKPOINT_SETTINGS_LEN],
				  const struct mn_checkpoint_settings *s)
{
	struct fama_octets to = { .to = octets };

	fama_octets_put8(&to, s->policy);
	fama_octets_put8(&to, s->signed_ack);
	fama_octets_put8(&to, s->early_token);
	fama_octets_put8(&to, s->deny);
	fama_octets_put32(&to, s->idle);
	fama_octets_put32(&to, s->max);
	fama_octets_put32(&to, s->give_up);
	fama_octets_put32(&to, s->mark);
	fama_octets_put32(&to, s->mask);
	fama_octets_put64(&to, s->cgroup);
	fama_octets_put16(&to, s->addresses);
	fama_octets_put16(&to, s->permits);
	fama_octets_put16(&to, s->anchors);
	fama_octets_put16(&to, s->links);
	fama_octets_put8(&to, s->home_flag);
	put_mark(&to, &s->home_mark);
	put_mark(&to, &s->careof_mark);
	memset(to.to, 0, SETTINGS_REST);
}

/* No packet has two source addresses. */
static bool marks_valid(const struct mn_mark *home,
			const struct mn_mark *careof)
{
	return mn_mark_valid(home) && mn_mark_valid(careof) &&
	       !mn_mark_overlap(home, careof);
}

static bool settings_valid(const struct mn_checkpoint_settings *s)
{
	return s->policy <= MN_POLICY_MANUAL &&
	       s->signed_ack <= MN_SIGNED_ACK_REQUIRE &&
	       s->home_flag <= MN_HOME_FLAG_ON &&
	       s->idle <= MN_CHECKPOINT_MAX_IDLE && s->max &&
	       s->max <= MN_CHECKPOINT_MAX_LIVE &&
	       s->give_up <= MN_CHECKPOINT_MAX_GIVE_UP && !(s->mark & ~s->mask) &&
	       marks_valid(&s->home_mark, &s->careof_mark) &&
	       s->addresses <= MN_CHECKPOINT_ADDRESSES &&
	       s->permits <= MN_MAX_PERMITS &&
	       s->anchors <= MN_CHECKPOINT_ANCHORS &&
	       s->links <= MN_CHECKPOINT_LINKS;
}

bool mn_checkpoint_read_settings(struct mn_checkpoint_settings *s,
				 const u8 octets[MN_CHECKPOINT_SETTINGS_LEN])
{
	struct fama_octets from = { .from = octets };
	u8 early_token, deny;

	s->policy = fama_octets_get8(&from);
	s->signed_ack = fama_octets_get8(&from);
	early_token = fama_octets_get8(&from);
	deny = fama_octets_get8(&from);
	s->early_token = early_token;
	s->deny = deny;
	s->idle = fama_octets_get32(&from);
	s->max = fama_octets_get32(&from);
	s->give_up = fama_octets_get32(&from);
	s->mark = fama_octets_get32(&from);
	s->mask = fama_octets_get32(&from);
	s->cgroup = fama_octets_get64(&from);
	s->addresses = fama_octets_get16(&from);
	s->permits = fama_octets_get16(&from);
	s->anchors = fama_octets_get16(&from);
	s->links = fama_octets_get16(&from);
	s->home_flag = fama_octets_get8(&from);
	s->home_mark = get_mark(&from);
	s->careof_mark = get_mark(&from);
	return early_token <= 1 && deny <= 1 &&
	       !memchr_inv(from.from, 0, SETTINGS_REST) && settings_valid(s);
}

static u16 address_flags(const struct mn_bul *b)
{
	return (b->bound ? ADDRESS_BOUND : 0) |
	       (b->has_phkt ? ADDRESS_PHKT : 0) |
	       (b->use_cga ? ADDRESS_USE_CGA : 0) |
	       (b->doubt ? ADDRESS_DOUBT : 0) |
	       (b->defended ? ADDRESS_DEFENDED : 0) |
	       (b->withdrawn ? ADDRESS_WITHDRAWN : 0) |
	       (b->careof.proven ? ADDRESS_PROVEN : 0) |
	       (b->careof.first ? ADDRESS_FIRST : 0);
}

static void address_set_flags(struct mn_bul *b, u16 flags)
{
	b->bound = flags & ADDRESS_BOUND;
	b->has_phkt = flags & ADDRESS_PHKT;
	b->use_cga = flags & ADDRESS_USE_CGA;
	b->doubt = flags & ADDRESS_DOUBT;
	b->defended = flags & ADDRESS_DEFENDED;
	b->withdrawn = flags & ADDRESS_WITHDRAWN;
	b->careof.proven = flags & ADDRESS_PROVEN;
	b->careof.first = flags & ADDRESS_FIRST;
}

/* ns from @now to a time, at least 0. */
static u64 address_left(u64 time, u64 now)
{
	if (time == MN_BUL_NEVER)
		return time;
	return time - min(now, time);
}

void mn_checkpoint_write_address(u8 octets[MN_CHECKPOINT_ADDRESS_LEN],
				 const struct mn_checkpoint_address *a, u64 now)
{
	struct fama_octets to = { .to = octets };
	struct mn_bul b = a->b;

	mn_bul_leave_off(&b);
	fama_octets_put(&to, &a->addr, sizeof(a->addr));
	fama_octets_put(&to, &a->dar, sizeof(a->dar));
	fama_octets_put(&to, &a->signer, sizeof(a->signer));
	fama_octets_put(&to, &b.coa, sizeof(b.coa));
	fama_octets_put(&to, a->key.fingerprint, sizeof(a->key.fingerprint));
	fama_octets_put(&to, a->key.modifier, sizeof(a->key.modifier));
	fama_octets_put8(&to, a->key.sec);
	fama_octets_put8(&to, a->count);
	fama_octets_put8(&to, a->keep);
	fama_octets_put8(&to, b.given_up);
	fama_octets_put16(&to, address_flags(&b));
	fama_octets_put16(&to, b.seq);
	fama_octets_put(&to, b.phkt, sizeof(b.phkt));
	fama_octets_put32(&to, min_t(u32, b.uses, CHECKPOINT_MAX_USES));
	fama_octets_put32(&to, b.lifetime);
	fama_octets_put64(&to, address_left(b.expires, now));
	fama_octets_put64(&to, address_left(b.resumes, now));
	memzero_explicit(&b, sizeof(b));
}

static bool address_usable(const struct in6_addr *addr)
{
	int type = ipv6_addr_type(addr);

	return type & IPV6_ADDR_UNICAST &&
	       !(type & (IPV6_ADDR_LINKLOCAL | IPV6_ADDR_LOOPBACK |
			 IPV6_ADDR_MAPPED));
}

/* Nothing, or an address that can be one of a node or a router. */
static bool address_none_or_usable(const struct in6_addr *addr)
{
	return ipv6_addr_any(addr) || address_usable(addr);
}

/* A binding has an end, not beyond what the node asks for, and is renewed before it. */
static bool address_times_valid(const struct mn_bul *b)
{
	if (b->lifetime > MN_BUL_LIFETIME)
		return false;
	if (!b->bound)
		return b->expires == MN_BUL_NEVER && b->resumes == MN_BUL_NEVER;
	return b->expires <= MN_BUL_LIFETIME * (u64)NSEC_PER_SEC &&
	       (b->resumes == MN_BUL_NEVER || b->resumes <= b->expires);
}

static bool address_valid(const struct mn_checkpoint_address *a)
{
	const struct mn_bul *b = &a->b;

	if (!address_usable(&a->addr) || !address_none_or_usable(&a->dar) ||
	    !address_none_or_usable(&a->signer) ||
	    !address_none_or_usable(&b->coa))
		return false;
	if (a->key.sec > CHECKPOINT_MAX_SEC || a->count > FAMA_CGA_MAX_COUNT ||
	    a->keep > MN_KEEP_AUTO || b->uses > CHECKPOINT_MAX_USES)
		return false;
	if (b->given_up > MN_REASON_REFUSED &&
	    b->given_up != MN_REASON_NOT_ADMITTED)
		return false;
	if (b->bound && (ipv6_addr_any(&a->dar) || ipv6_addr_any(&b->coa)))
		return false;
	return address_times_valid(b);
}

/* Return: a time of the present clock. */
static u64 address_time(u64 left, u64 passed, u64 now)
{
	if (left == MN_BUL_NEVER)
		return left;
	return now + left - min(passed, left);
}

bool mn_checkpoint_read_address(struct mn_checkpoint_address *a,
				const u8 octets[MN_CHECKPOINT_ADDRESS_LEN],
				u64 passed, u64 now)
{
	struct fama_octets from = { .from = octets };
	struct mn_bul *b = &a->b;
	u16 flags;

	mn_bul_init(b, 0);
	fama_octets_get(&from, &a->addr, sizeof(a->addr));
	fama_octets_get(&from, &a->dar, sizeof(a->dar));
	fama_octets_get(&from, &a->signer, sizeof(a->signer));
	fama_octets_get(&from, &b->coa, sizeof(b->coa));
	fama_octets_get(&from, a->key.fingerprint, sizeof(a->key.fingerprint));
	fama_octets_get(&from, a->key.modifier, sizeof(a->key.modifier));
	a->key.sec = fama_octets_get8(&from);
	a->count = fama_octets_get8(&from);
	a->keep = fama_octets_get8(&from);
	b->given_up = fama_octets_get8(&from);
	flags = fama_octets_get16(&from);
	address_set_flags(b, flags);
	b->seq = fama_octets_get16(&from);
	fama_octets_get(&from, b->phkt, sizeof(b->phkt));
	b->uses = fama_octets_get32(&from);
	b->lifetime = fama_octets_get32(&from);
	b->expires = fama_octets_get64(&from);
	b->resumes = fama_octets_get64(&from);
	if (flags & ~ADDRESS_FLAGS || !address_valid(a))
		return false;
	b->expires = address_time(b->expires, passed, now);
	b->resumes = address_time(b->resumes, passed, now);
	return true;
}

void mn_checkpoint_write_permit(u8 octets[MN_CHECKPOINT_PERMIT_LEN],
				const struct mn_permit *rule)
{
	struct fama_octets to = { .to = octets };

	fama_octets_put8(&to, rule->by);
	fama_octets_put8(&to, rule->deny);
	fama_octets_put8(&to, rule->plen);
	fama_octets_put8(&to, rule->place.ssid.len);
	if (rule->by == MN_PERMIT_BY_SSID) {
		fama_octets_put(&to, rule->place.ssid.octets, FAMA_SSID_LEN);
		return;
	}
	fama_octets_put(&to, &rule->place.prefix, sizeof(rule->place.prefix));
	fama_octets_put(&to, rule->place.device, sizeof(rule->place.device));
}

/* As dev_valid_name(), which is not pure; and it must be a string. */
static bool name_valid(const char text[IFNAMSIZ])
{
	size_t len = strnlen(text, IFNAMSIZ), i;

	if (!len || len == IFNAMSIZ || !strcmp(text, ".") || !strcmp(text, ".."))
		return false;
	for (i = 0; i < len; i++)
		if (isspace(text[i]) || text[i] == '/' || text[i] == ':')
			return false;
	return !memchr_inv(text + len, 0, IFNAMSIZ - len);
}

static bool prefix_valid(const struct in6_addr *prefix, u8 plen)
{
	struct in6_addr whole;

	ipv6_addr_prefix(&whole, prefix, plen);
	return ipv6_addr_equal(&whole, prefix);
}

static bool permit_valid(const struct mn_permit *rule)
{
	const struct mn_place *place = &rule->place;
	const struct fama_ssid *ssid = &place->ssid;

	switch (rule->by) {
	case MN_PERMIT_BY_PREFIX:
		return rule->plen && rule->plen <= 64 && !ssid->len &&
		       prefix_valid(&place->prefix, rule->plen) &&
		       !memchr_inv(place->device, 0, sizeof(place->device));
	case MN_PERMIT_BY_DEVICE:
		return !rule->plen && !ssid->len &&
		       ipv6_addr_any(&place->prefix) &&
		       name_valid(place->device);
	case MN_PERMIT_BY_SSID:
		return !rule->plen && ssid->len && ssid->len <= FAMA_SSID_LEN &&
		       !memchr_inv(ssid->octets + ssid->len, 0,
				   FAMA_SSID_LEN - ssid->len);
	}
	return false;
}

bool mn_checkpoint_read_permit(struct mn_permit *rule,
			       const u8 octets[MN_CHECKPOINT_PERMIT_LEN])
{
	struct fama_octets from = { .from = octets };
	u8 deny;

	*rule = (struct mn_permit) { .by = fama_octets_get8(&from) };
	deny = fama_octets_get8(&from);
	rule->deny = deny;
	rule->plen = fama_octets_get8(&from);
	rule->place.ssid.len = fama_octets_get8(&from);
	if (rule->by == MN_PERMIT_BY_SSID) {
		fama_octets_get(&from, rule->place.ssid.octets, FAMA_SSID_LEN);
	} else {
		fama_octets_get(&from, &rule->place.prefix, sizeof(rule->place.prefix));
		fama_octets_get(&from, rule->place.device, sizeof(rule->place.device));
	}
	return deny <= 1 && permit_valid(rule);
}

void mn_checkpoint_write_anchor(u8 octets[MN_CHECKPOINT_ANCHOR_LEN],
				const struct mn_checkpoint_anchor *anchor)
{
	struct fama_octets to = { .to = octets };

	fama_octets_put(&to, &anchor->prefix, sizeof(anchor->prefix));
	fama_octets_put(&to, &anchor->dar, sizeof(anchor->dar));
}

bool mn_checkpoint_read_anchor(struct mn_checkpoint_anchor *anchor,
			       const u8 octets[MN_CHECKPOINT_ANCHOR_LEN])
{
	struct fama_octets from = { .from = octets };

	fama_octets_get(&from, &anchor->prefix, sizeof(anchor->prefix));
	fama_octets_get(&from, &anchor->dar, sizeof(anchor->dar));
	return address_usable(&anchor->prefix) &&
	       prefix_valid(&anchor->prefix, 64) &&
	       ipv6_prefix_equal(&anchor->prefix, &anchor->dar, 64);
}

void mn_checkpoint_write_link(u8 octets[MN_CHECKPOINT_LINK_LEN],
			      const struct mn_checkpoint_link *link)
{
	struct fama_octets to = { .to = octets };

	fama_octets_put(&to, link->text, sizeof(link->text));
	fama_octets_put32(&to, link->metric);
}

bool mn_checkpoint_read_link(struct mn_checkpoint_link *link,
			     const u8 octets[MN_CHECKPOINT_LINK_LEN])
{
	struct fama_octets from = { .from = octets };

	fama_octets_get(&from, link->text, sizeof(link->text));
	link->metric = fama_octets_get32(&from);
	return name_valid(link->text) && link->metric &&
	       link->metric <= MN_CHECKPOINT_MAX_METRIC;
}
