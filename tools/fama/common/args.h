/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_ARGS_H
#define FAMA_COMMON_ARGS_H

#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/*
 * struct args - what is left of the command line, and the global options
 * @word: the next word; the last one is followed by NULL
 * @path: the keywords taken so far, for messages
 * @netns: the namespace that the command is to run in, NULL: this one
 * @only: the commands that fit, with what is before them; NULL: all; NULL ends them
 */
struct args {
	char **word;
	char path[64];
	const char *netns;
	const char *const *only;
	bool json;
	bool stats;
	bool brief;
};

/* struct command - what a word means; @group: more words follow, which say what to do */
struct command {
	const char *name;
	int (*run)(struct args *a);
	bool group;
};

const char *args_next(struct args *a);
int args_dispatch(struct args *a, const struct command *commands,
		  unsigned int count, const char *standard);
int args_choice(const char *what, const char *word, const char *const *names,
		unsigned int count, unsigned int *index);
int args_value(struct args *a, const char *name, const char **value);
int args_end(struct args *a);
void args_stats(struct args *a);
bool args_option(const char *word, const char *name);

int args_address(const char *word, struct in6_addr *address);
int args_prefix(const char *word, struct in6_addr *prefix);
int args_device(const char *word, unsigned int *ifindex);

#endif
