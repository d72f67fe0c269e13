/* SPDX-License-Identifier: GPL-2.0-only */
/* The rules of nftables in this network namespace, as the kernel has them. */
#ifndef FAMA_DOCTOR_RULESET_H
#define FAMA_DOCTOR_RULESET_H

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include <libmnl/libmnl.h>

/*
 * struct chain - one of them
 * @family: of its table, NFPROTO_INET and so on
 * @base: packets begin here, at @hook with @priority
 * @filters: it is not of the type nat
 * @devices: of a chain at ingress: names, one behind the other, and an empty one
 * @policy: NF_DROP or NF_ACCEPT
 */
struct chain {
	unsigned int family;
	char table[64];
	char name[128];
	bool base;
	bool filters;
	unsigned int hook;
	int priority;
	char devices[16][IFNAMSIZ];
	unsigned int policy;
};

/* struct messages - answers of a dump */
struct messages {
	char *data;
	size_t len;
};

struct ruleset {
	struct chain *chain;
	unsigned int chains;
	struct messages rules;
	struct messages flowtables;
};

/* Return: 0 or an error number; 0 with no chain where there is no nftables. */
int ruleset_read(struct ruleset *rs);
void ruleset_free(struct ruleset *rs);

const struct chain *ruleset_chain(const struct ruleset *rs, unsigned int family,
				  const char *table, const char *name);
const char *ruleset_family(unsigned int family);

/* The next rule of a chain behind @rule, or its first one: attributes NFTA_RULE_*. */
const struct nlmsghdr *ruleset_next(const struct ruleset *rs, const struct chain *chain,
				    const struct nlmsghdr *rule);

/* Elements of a set: messages with attributes NFTA_SET_ELEM_LIST_*. */
int ruleset_elements(const struct chain *chain, const char *set, struct messages *out);

const struct nlmsghdr *messages_next(const struct messages *all, const struct nlmsghdr *nlh);

#endif
