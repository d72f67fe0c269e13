// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "netlink.h"
#include "verdict.h"

#define DEPTH_MAX 16
#define WORDS 20
#define OCTETS (WORDS * 4)

/* How far a rule fits */
enum fit { NO, MAYBE, YES };

/* Where a chain ends */
enum end { GOES_ON, ACCEPTED, DROPPED };

/*
 * struct run - a packet on its way through a base chain
 * @value, @known: octets of the registers, and whether they are known
 * @spared: a rule may have accepted it
 */
struct run {
	const struct ruleset *rs;
	const struct chain *chain;
	struct probe *probe;
	uint8_t value[OCTETS];
	bool known[OCTETS];
	bool spared;
};

static enum end walk(struct run *r, const struct chain *chain, bool sure, unsigned int depth);

static uint32_t be32(const struct nlattr *attr)
{
	return attr ? ntohl(mnl_attr_get_u32(attr)) : 0;
}

/* Where a register begins; OCTETS if there is no room for @len there. */
static unsigned int place(const struct nlattr *attr, unsigned int len)
{
	unsigned int reg = be32(attr), at;

	at = reg <= NFT_REG_4 ? reg * 16 : (reg - NFT_REG32_00 + 4) * 4;
	return at >= OCTETS || len > OCTETS - at ? OCTETS : at;
}

static void forget(struct run *r, const struct nlattr *reg, unsigned int len)
{
	unsigned int at = place(reg, len);

	if (at < OCTETS)
		memset(r->known + at, 0, len);
}

static void store(struct run *r, const struct nlattr *reg, const void *value, unsigned int len)
{
	unsigned int at = place(reg, len);

	if (at == OCTETS)
		return;
	memcpy(r->value + at, value, len);
	memset(r->known + at, 1, len);
}

static bool is_known(const struct run *r, unsigned int at, unsigned int len)
{
	return at < OCTETS && !memchr(r->known + at, 0, len);
}

static void store_name(struct run *r, const struct nlattr *reg, const struct link *link)
{
	char name[IFNAMSIZ] = "";

	if (link)
		memcpy(name, link->name, sizeof(name));
	store(r, reg, name, sizeof(name));
}

static void store_index(struct run *r, const struct nlattr *reg, const struct link *link)
{
	uint32_t number = link ? link->ifindex : 0;

	store(r, reg, &number, sizeof(number));
}

static enum fit do_meta(struct run *r, const struct nlattr **tb)
{
	const struct nlattr *reg = tb[NFTA_META_DREG];
	uint16_t ethertype = htons(0x86dd);
	uint8_t octet = NFPROTO_IPV6;

	if (!reg)
		return YES;
	switch (be32(tb[NFTA_META_KEY])) {
	case NFT_META_PROTOCOL:
		store(r, reg, &ethertype, sizeof(ethertype));
		break;
	case NFT_META_NFPROTO:
		store(r, reg, &octet, sizeof(octet));
		break;
	case NFT_META_L4PROTO:
		store(r, reg, &r->probe->protocol, sizeof(r->probe->protocol));
		break;
	case NFT_META_IIF:
		store_index(r, reg, r->probe->in);
		break;
	case NFT_META_OIF:
		store_index(r, reg, r->probe->out);
		break;
	case NFT_META_IIFNAME:
		store_name(r, reg, r->probe->in);
		break;
	case NFT_META_OIFNAME:
		store_name(r, reg, r->probe->out);
		break;
	default:
		forget(r, reg, 16);
	}
	return YES;
}

/* Of the IPv6 header only Next Header is known. */
static enum fit do_payload(struct run *r, const struct nlattr **tb)
{
	uint32_t len = be32(tb[NFTA_PAYLOAD_LEN]);

	if (!tb[NFTA_PAYLOAD_DREG])
		return YES;
	if (be32(tb[NFTA_PAYLOAD_BASE]) == NFT_PAYLOAD_NETWORK_HEADER &&
	    be32(tb[NFTA_PAYLOAD_OFFSET]) == 6 && len == 1)
		store(r, tb[NFTA_PAYLOAD_DREG], &r->probe->protocol, 1);
	else
		forget(r, tb[NFTA_PAYLOAD_DREG], len);
	return YES;
}

/* The way back to the source leads elsewhere, or nobody knows. */
static enum fit do_fib(struct run *r, const struct nlattr **tb)
{
	uint32_t back = NFTA_FIB_F_SADDR | NFTA_FIB_F_IIF, none = 0;

	if (r->probe->elsewhere && (be32(tb[NFTA_FIB_FLAGS]) & back) == back)
		store(r, tb[NFTA_FIB_DREG], &none, sizeof(none));
	else
		forget(r, tb[NFTA_FIB_DREG], 16);
	return YES;
}

static enum fit do_ct(struct run *r, const struct nlattr **tb)
{
	if (!tb[NFTA_CT_DREG])
		return YES;
	if (be32(tb[NFTA_CT_KEY]) == NFT_CT_STATE)
		store(r, tb[NFTA_CT_DREG], &r->probe->state, sizeof(r->probe->state));
	else
		forget(r, tb[NFTA_CT_DREG], 16);
	return YES;
}

/* The octets of a datum; NULL: it has none. */
static const uint8_t *datum(const struct nlattr *nest, unsigned int *len)
{
	const struct nlattr *tb[NETLINK_ATTRS];

	if (!nest)
		return NULL;
	netlink_nest_attrs(nest, tb);
	if (!tb[NFTA_DATA_VALUE])
		return NULL;
	*len = mnl_attr_get_payload_len(tb[NFTA_DATA_VALUE]);
	return mnl_attr_get_payload(tb[NFTA_DATA_VALUE]);
}

static bool holds(uint32_t op, int difference)
{
	switch (op) {
	case NFT_CMP_EQ:
		return !difference;
	case NFT_CMP_NEQ:
		return difference;
	case NFT_CMP_LT:
		return difference < 0;
	case NFT_CMP_LTE:
		return difference <= 0;
	case NFT_CMP_GT:
		return difference > 0;
	default:
		return difference >= 0;
	}
}

static enum fit do_cmp(struct run *r, const struct nlattr **tb)
{
	unsigned int len = 0, at;
	const uint8_t *value = datum(tb[NFTA_CMP_DATA], &len);

	at = value ? place(tb[NFTA_CMP_SREG], len) : OCTETS;
	if (!is_known(r, at, len))
		return MAYBE;
	return holds(be32(tb[NFTA_CMP_OP]), memcmp(r->value + at, value, len)) ? YES : NO;
}

static enum fit do_range(struct run *r, const struct nlattr **tb)
{
	unsigned int len = 0, at;
	const uint8_t *from = datum(tb[NFTA_RANGE_FROM_DATA], &len);
	const uint8_t *to = datum(tb[NFTA_RANGE_TO_DATA], &len);
	bool inside;

	at = from && to ? place(tb[NFTA_RANGE_SREG], len) : OCTETS;
	if (!is_known(r, at, len))
		return MAYBE;
	inside = memcmp(r->value + at, from, len) >= 0 && memcmp(r->value + at, to, len) <= 0;
	return inside == (be32(tb[NFTA_RANGE_OP]) == NFT_RANGE_EQ) ? YES : NO;
}

static enum fit do_bitwise(struct run *r, const struct nlattr **tb)
{
	unsigned int len = be32(tb[NFTA_BITWISE_LEN]), size = 0, i, from, to;
	const uint8_t *mask = datum(tb[NFTA_BITWISE_MASK], &size);
	const uint8_t *xor = datum(tb[NFTA_BITWISE_XOR], &size);

	from = place(tb[NFTA_BITWISE_SREG], len);
	to = place(tb[NFTA_BITWISE_DREG], len);
	if (!mask || !xor || size < len || to == OCTETS || !is_known(r, from, len)) {
		forget(r, tb[NFTA_BITWISE_DREG], len);
		return YES;
	}
	for (i = 0; i < len; i++)
		r->value[to + i] = (r->value[from + i] & mask[i]) ^ xor[i];
	memset(r->known + to, 1, len);
	return YES;
}

/*
 * struct found - the element of a set that fits a key
 * @intervals: the set has ends of intervals, so that the largest element up to the key counts
 */
struct found {
	const uint8_t *key;
	unsigned int len;
	bool intervals;
	bool unclear;
	const struct nlattr *tb[NETLINK_ATTRS];
	const uint8_t *best;
	bool end;
};

static void consider(struct found *f, const struct nlattr *element)
{
	const struct nlattr *tb[NETLINK_ATTRS];
	const uint8_t *value;
	unsigned int len = 0;
	bool end;

	netlink_nest_attrs(element, tb);
	value = datum(tb[NFTA_SET_ELEM_KEY], &len);
	end = be32(tb[NFTA_SET_ELEM_FLAGS]) & NFT_SET_ELEM_INTERVAL_END;
	if (!value || tb[NFTA_SET_ELEM_KEY_END]) {
		f->unclear = true;
		return;
	}
	f->intervals |= end;
	/* A key of a set may be shorter than the register. */
	f->len = len;
	if (memcmp(value, f->key, len) > 0 || (f->best && memcmp(value, f->best, len) < 0))
		return;
	f->best = value;
	f->end = end;
	memcpy(f->tb, tb, sizeof(tb));
}

static void search(struct found *f, const struct messages *all)
{
	const struct nlattr *tb[NETLINK_ATTRS], *element;
	const struct nlmsghdr *nlh;

	for (nlh = messages_next(all, NULL); nlh; nlh = messages_next(all, nlh)) {
		netlink_attrs(nlh, sizeof(struct nfgenmsg), tb);
		if (tb[NFTA_SET_ELEM_LIST_ELEMENTS])
			mnl_attr_for_each_nested(element, tb[NFTA_SET_ELEM_LIST_ELEMENTS])
				consider(f, element);
	}
}

static bool contains(const struct found *f)
{
	if (!f->best || f->end)
		return false;
	return f->intervals || !memcmp(f->best, f->key, f->len);
}

struct decision {
	bool made;
	int32_t code;
	char chain[128];
};

static void decide(struct decision *d, const struct nlattr *data)
{
	const struct nlattr *tb[NETLINK_ATTRS], *verdict[NETLINK_ATTRS];

	netlink_nest_attrs(data, tb);
	if (!tb[NFTA_DATA_VERDICT])
		return;
	netlink_nest_attrs(tb[NFTA_DATA_VERDICT], verdict);
	d->made = true;
	d->code = be32(verdict[NFTA_VERDICT_CODE]);
	if (verdict[NFTA_VERDICT_CHAIN])
		strncpy(d->chain, mnl_attr_get_str(verdict[NFTA_VERDICT_CHAIN]),
			sizeof(d->chain) - 1);
}

/* A map may decide, or fill a register. */
static enum fit take_element(struct run *r, const struct nlattr **tb, const struct found *f,
			     struct decision *d)
{
	const struct nlattr *data = f->tb[NFTA_SET_ELEM_DATA];
	const uint8_t *value;
	unsigned int len = 0;

	if (!tb[NFTA_LOOKUP_DREG] || !data)
		return YES;
	decide(d, data);
	value = datum(data, &len);
	if (value)
		store(r, tb[NFTA_LOOKUP_DREG], value, len);
	return YES;
}

/* Of a map that nobody can follow: it may accept the packet, if it decides. */
static void leave_open(struct run *r, const struct nlattr *reg, struct decision *d)
{
	if (be32(reg) == NFT_REG_VERDICT) {
		d->made = true;
		d->code = NF_ACCEPT;
	} else {
		forget(r, reg, 16);
	}
}

static enum fit do_lookup(struct run *r, const struct nlattr **tb, struct decision *d)
{
	bool inverted = be32(tb[NFTA_LOOKUP_FLAGS]) & NFT_LOOKUP_F_INV;
	unsigned int at = place(tb[NFTA_LOOKUP_SREG], 1);
	struct messages all = { 0 };
	struct found f = { 0 };
	enum fit fit = MAYBE;

	if (!tb[NFTA_LOOKUP_SET] || at == OCTETS)
		return MAYBE;
	f.key = r->value + at;
	if (!ruleset_elements(r->chain, mnl_attr_get_str(tb[NFTA_LOOKUP_SET]), &all)) {
		search(&f, &all);
		if (!f.unclear && (!f.len || (f.len <= OCTETS - at && is_known(r, at, f.len))))
			fit = contains(&f) != inverted ? YES : NO;
	}
	if (fit == YES && !inverted)
		fit = take_element(r, tb, &f, d);
	else if (fit == MAYBE && tb[NFTA_LOOKUP_DREG])
		leave_open(r, tb[NFTA_LOOKUP_DREG], d);
	free(all.data);
	return fit;
}

static enum fit do_immediate(struct run *r, const struct nlattr **tb, struct decision *d)
{
	const uint8_t *value;
	unsigned int len = 0;

	if (!tb[NFTA_IMMEDIATE_DATA])
		return YES;
	decide(d, tb[NFTA_IMMEDIATE_DATA]);
	value = datum(tb[NFTA_IMMEDIATE_DATA], &len);
	if (value)
		store(r, tb[NFTA_IMMEDIATE_DREG], value, len);
	return YES;
}

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(name, *names))
			return true;
	return false;
}

/* Those that are not known as well may fit or not. */
static enum fit do_other(const char *name, struct decision *d)
{
	static const char *const nothing[] = { "counter", "log", "objref", "dynset", "dup", NULL };
	static const char *const last[] = {
		"nat", "masq", "redir", "tproxy", "fwd", "queue", NULL,
	};

	if (is_one_of(name, nothing))
		return YES;
	d->made = !strcmp(name, "reject") || is_one_of(name, last);
	d->code = strcmp(name, "reject") ? NF_ACCEPT : NF_DROP;
	return d->made ? YES : MAYBE;
}

static enum fit express(struct run *r, const struct nlattr *expression, bool sure,
			struct decision *d)
{
	const struct nlattr *tb[NETLINK_ATTRS], *data[NETLINK_ATTRS] = { NULL };
	const char *name;

	netlink_nest_attrs(expression, tb);
	if (!tb[NFTA_EXPR_NAME])
		return MAYBE;
	name = mnl_attr_get_str(tb[NFTA_EXPR_NAME]);
	if (tb[NFTA_EXPR_DATA])
		netlink_nest_attrs(tb[NFTA_EXPR_DATA], data);
	if (!strcmp(name, "meta"))
		return do_meta(r, data);
	if (!strcmp(name, "payload"))
		return do_payload(r, data);
	if (!strcmp(name, "ct"))
		return do_ct(r, data);
	if (!strcmp(name, "cmp"))
		return do_cmp(r, data);
	if (!strcmp(name, "range"))
		return do_range(r, data);
	if (!strcmp(name, "bitwise"))
		return do_bitwise(r, data);
	if (!strcmp(name, "lookup"))
		return do_lookup(r, data, d);
	if (!strcmp(name, "immediate"))
		return do_immediate(r, data, d);
	if (!strcmp(name, "notrack")) {
		if (sure)
			r->probe->state = STATE_UNTRACKED;
		return YES;
	}
	if (!strcmp(name, "fib"))
		return do_fib(r, data);
	return do_other(name, d);
}

static enum fit fits(struct run *r, const struct nlmsghdr *rule, bool sure, struct decision *d)
{
	const struct nlattr *tb[NETLINK_ATTRS], *expression;
	enum fit all = sure ? YES : MAYBE, one;

	netlink_attrs(rule, sizeof(struct nfgenmsg), tb);
	memset(r->known, 0, sizeof(r->known));
	if (!tb[NFTA_RULE_EXPRESSIONS])
		return YES;
	mnl_attr_for_each_nested(expression, tb[NFTA_RULE_EXPRESSIONS]) {
		one = express(r, expression, all == YES, d);
		if (one == NO)
			return NO;
		if (one == MAYBE)
			all = MAYBE;
		if (d->made)
			break;
	}
	return all;
}

static enum end jump(struct run *r, const struct decision *d, bool sure, unsigned int depth)
{
	const struct chain *to;

	to = ruleset_chain(r->rs, r->chain->family, r->chain->table, d->chain);
	return to && depth < DEPTH_MAX ? walk(r, to, sure, depth + 1) : GOES_ON;
}

/* Return: the chain ends here, as *end says. */
static bool apply(struct run *r, const struct decision *d, bool *sure, bool fit,
		  unsigned int depth, enum end *end)
{
	switch (d->code) {
	case NF_DROP:
		*end = DROPPED;
		return fit;
	case NFT_CONTINUE:
		return false;
	case NFT_RETURN:
	case NFT_BREAK:
		*sure &= fit;
		*end = GOES_ON;
		return fit;
	case NFT_JUMP:
	case NFT_GOTO:
		*end = jump(r, d, fit, depth);
		return fit && (*end != GOES_ON || d->code == NFT_GOTO);
	default:
		r->spared |= !fit;
		*end = ACCEPTED;
		return fit;
	}
}

/* sure: the packet comes here, and not only perhaps. */
static enum end walk(struct run *r, const struct chain *chain, bool sure, unsigned int depth)
{
	const struct nlmsghdr *rule = NULL;
	enum end end = GOES_ON;

	while ((rule = ruleset_next(r->rs, chain, rule))) {
		struct decision d = { 0 };
		enum fit fit = fits(r, rule, sure, &d);

		if (fit == NO || !d.made)
			continue;
		if (apply(r, &d, &sure, fit == YES, depth, &end))
			return end;
	}
	return GOES_ON;
}

bool verdict_drops(const struct ruleset *rs, const struct chain *chain, struct probe *probe)
{
	struct run r = { .rs = rs, .chain = chain, .probe = probe };
	enum end end = walk(&r, chain, true, 0);

	if (end == GOES_ON && chain->policy == NF_DROP)
		end = DROPPED;
	return end == DROPPED && !r.spared;
}
