// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/args.h"
#include "netlink.h"
#include "proc.h"
#include "ruleset.h"

#define REQUEST_MAX 1024

static int keep(const struct nlmsghdr *nlh, void *data)
{
	size_t len = MNL_ALIGN(nlh->nlmsg_len);
	struct messages *all = data;
	char *more = realloc(all->data, all->len + len);

	if (!more)
		return MNL_CB_ERROR;
	all->data = more;
	memset(more + all->len, 0, len);
	memcpy(more + all->len, nlh, nlh->nlmsg_len);
	all->len += len;
	return MNL_CB_OK;
}

const struct nlmsghdr *messages_next(const struct messages *all, const struct nlmsghdr *nlh)
{
	const char *next = all->data;

	if (nlh)
		next = (const char *)nlh + MNL_ALIGN(nlh->nlmsg_len);
	if (!all->len || next >= all->data + all->len)
		return NULL;
	return (const struct nlmsghdr *)next;
}

static struct nlmsghdr *begin(char *space, unsigned int type, unsigned int family)
{
	struct nlmsghdr *request = mnl_nlmsg_put_header(space);
	struct nfgenmsg *header;

	request->nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | type;
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	header = mnl_nlmsg_put_extra_header(request, sizeof(*header));
	header->nfgen_family = family;
	header->version = NFNETLINK_V0;
	return request;
}

static int dump(unsigned int type, struct messages *all)
{
	char space[REQUEST_MAX] = { 0 };

	return netlink_run(NETLINK_NETFILTER, begin(space, type, NFPROTO_UNSPEC), keep, all);
}

static unsigned int family_of(const struct nlmsghdr *nlh)
{
	return ((const struct nfgenmsg *)mnl_nlmsg_get_payload(nlh))->nfgen_family;
}

static uint32_t be32(const struct nlattr *attr)
{
	return attr ? ntohl(mnl_attr_get_u32(attr)) : 0;
}

static void parse_devices(struct chain *c, const struct nlattr **tb)
{
	const struct nlattr *attr;
	unsigned int i = 0;

	if (tb[NFTA_HOOK_DEV])
		snprintf(c->devices[i++], IFNAMSIZ, "%s", mnl_attr_get_str(tb[NFTA_HOOK_DEV]));
	else if (tb[NFTA_HOOK_DEVS])
		mnl_attr_for_each_nested(attr, tb[NFTA_HOOK_DEVS])
			if (i < ARRAY_SIZE(c->devices) - 1)
				snprintf(c->devices[i++], IFNAMSIZ, "%s", mnl_attr_get_str(attr));
}

static bool parse_chain(struct chain *c, const struct nlmsghdr *nlh)
{
	const struct nlattr *tb[NETLINK_ATTRS], *hook[NETLINK_ATTRS];

	memset(c, 0, sizeof(*c));
	netlink_attrs(nlh, sizeof(struct nfgenmsg), tb);
	if (!tb[NFTA_CHAIN_TABLE] || !tb[NFTA_CHAIN_NAME])
		return false;
	c->family = family_of(nlh);
	snprintf(c->table, sizeof(c->table), "%s", mnl_attr_get_str(tb[NFTA_CHAIN_TABLE]));
	snprintf(c->name, sizeof(c->name), "%s", mnl_attr_get_str(tb[NFTA_CHAIN_NAME]));
	c->policy = tb[NFTA_CHAIN_POLICY] ? be32(tb[NFTA_CHAIN_POLICY]) : NF_ACCEPT;
	c->filters = !tb[NFTA_CHAIN_TYPE] || strcmp(mnl_attr_get_str(tb[NFTA_CHAIN_TYPE]), "nat");
	if (!tb[NFTA_CHAIN_HOOK])
		return true;
	netlink_nest_attrs(tb[NFTA_CHAIN_HOOK], hook);
	c->base = true;
	c->hook = be32(hook[NFTA_HOOK_HOOKNUM]);
	c->priority = be32(hook[NFTA_HOOK_PRIORITY]);
	parse_devices(c, hook);
	return true;
}

static int order(const void *one, const void *other)
{
	const struct chain *a = one, *b = other;

	return (a->priority > b->priority) - (a->priority < b->priority);
}

static int read_chains(struct ruleset *rs)
{
	struct messages all = { 0 };
	const struct nlmsghdr *nlh;
	struct chain *more;
	int error = dump(NFT_MSG_GETCHAIN, &all);

	for (nlh = messages_next(&all, NULL); nlh && !error; nlh = messages_next(&all, nlh)) {
		more = realloc(rs->chain, (rs->chains + 1) * sizeof(*more));
		if (!more) {
			error = ENOMEM;
			break;
		}
		rs->chain = more;
		rs->chains += parse_chain(&rs->chain[rs->chains], nlh);
	}
	free(all.data);
	if (rs->chains)
		qsort(rs->chain, rs->chains, sizeof(*rs->chain), order);
	return error;
}

/* It is there already, or a part of the kernel: to ask would load the module. */
static bool present(void)
{
	return !access("/sys/module/nf_tables", F_OK) || !proc_installed("nf_tables");
}

int ruleset_read(struct ruleset *rs)
{
	int error;

	memset(rs, 0, sizeof(*rs));
	if (!present())
		return 0;
	error = read_chains(rs);
	if (!error)
		error = dump(NFT_MSG_GETRULE, &rs->rules);
	if (!error && dump(NFT_MSG_GETFLOWTABLE, &rs->flowtables))
		rs->flowtables.len = 0;
	return error == EPROTONOSUPPORT || error == EOPNOTSUPP || error == EINVAL ? 0 : error;
}

void ruleset_free(struct ruleset *rs)
{
	free(rs->chain);
	free(rs->rules.data);
	free(rs->flowtables.data);
	memset(rs, 0, sizeof(*rs));
}

const struct chain *ruleset_chain(const struct ruleset *rs, unsigned int family,
				  const char *table, const char *name)
{
	unsigned int i;

	for (i = 0; i < rs->chains; i++)
		if (rs->chain[i].family == family && !strcmp(rs->chain[i].table, table) &&
		    !strcmp(rs->chain[i].name, name))
			return &rs->chain[i];
	return NULL;
}

const char *ruleset_family(unsigned int family)
{
	switch (family) {
	case NFPROTO_INET:
		return "inet";
	case NFPROTO_IPV6:
		return "ip6";
	case NFPROTO_NETDEV:
		return "netdev";
	default:
		return "bridge";
	}
}

static bool in_chain(const struct nlmsghdr *rule, const struct chain *chain)
{
	const struct nlattr *tb[NETLINK_ATTRS];

	netlink_attrs(rule, sizeof(struct nfgenmsg), tb);
	return family_of(rule) == chain->family && tb[NFTA_RULE_TABLE] && tb[NFTA_RULE_CHAIN] &&
	       !strcmp(mnl_attr_get_str(tb[NFTA_RULE_TABLE]), chain->table) &&
	       !strcmp(mnl_attr_get_str(tb[NFTA_RULE_CHAIN]), chain->name);
}

const struct nlmsghdr *ruleset_next(const struct ruleset *rs, const struct chain *chain,
				    const struct nlmsghdr *rule)
{
	do {
		rule = messages_next(&rs->rules, rule);
	} while (rule && !in_chain(rule, chain));
	return rule;
}

int ruleset_elements(const struct chain *chain, const char *set, struct messages *out)
{
	char space[REQUEST_MAX] = { 0 };
	struct nlmsghdr *request = begin(space, NFT_MSG_GETSETELEM, chain->family);

	memset(out, 0, sizeof(*out));
	mnl_attr_put_strz(request, NFTA_SET_ELEM_LIST_TABLE, chain->table);
	mnl_attr_put_strz(request, NFTA_SET_ELEM_LIST_SET, set);
	return netlink_run(NETLINK_NETFILTER, request, keep, out);
}
