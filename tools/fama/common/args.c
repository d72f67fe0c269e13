// SPDX-License-Identifier: GPL-2.0-only
/* The command line: keywords that may be abbreviated, and typed values. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "err.h"
#include "netns.h"
#include "usage.h"

const char *args_next(struct args *a)
{
	return *a->word ? *a->word++ : NULL;
}

static void append(char *list, size_t size, const char *word)
{
	size_t used = strlen(list);

	snprintf(list + used, size - used, "%s%s", used ? ", " : "", word);
}

/*
 * args_choice - find a word, or an unambiguous beginning of it, in a list
 * @what: what the word should be, for the message
 */
int args_choice(const char *what, const char *word, const char *const *names,
		unsigned int count, unsigned int *index)
{
	char all[160] = "", fitting[160] = "";
	unsigned int i, found = 0;

	for (i = 0; i < count; i++) {
		append(all, sizeof(all), names[i]);
		if (!word || !*word || strncmp(names[i], word, strlen(word)))
			continue;
		append(fitting, sizeof(fitting), names[i]);
		*index = i;
		if (!names[i][strlen(word)])
			return STATUS_OK;
		found++;
	}
	if (found == 1)
		return STATUS_OK;
	if (!word)
		return fail_usage("%s is missing: %s", what, all);
	if (found)
		return fail_usage("%s \"%s\" is ambiguous: %s", what, word,
				  fitting);
	return fail_usage("%s \"%s\" is unknown: %s", what, word, all);
}

/* Is a command, or something below it, among those that fit? */
static bool fits(const char *const *only, const char *path)
{
	size_t len = strlen(path);

	for (; *only; only++)
		if (!strncmp(*only, path, len) &&
		    (!(*only)[len] || (*only)[len] == ' '))
			return true;
	return false;
}

static bool asks_for_help(const struct args *a)
{
	return *a->word && !a->only &&
	       (!strcmp(*a->word, "help") || args_option(*a->word, "help"));
}

static int help(const struct args *a)
{
	usage(stdout, a->path);
	return STATUS_OK;
}

/* As ip(8) has them: "list", "lst" and "delete" are other names of these. */
static const char *other_name(const struct args *a, const char *word)
{
	if (!word || a->only)
		return word;
	if (!strcmp(word, "list") || !strcmp(word, "lst"))
		return "show";
	return strcmp(word, "delete") ? word : "del";
}

static int choose(struct args *a, const struct command *commands,
		  unsigned int count, const char *standard, unsigned int *index)
{
	/* A file says all. */
	bool silent = !a->only && (!*a->word || **a->word == '-');
	const char *names[16];
	char what[80];
	unsigned int i;

	for (i = 0; i < count && i < ARRAY_SIZE(names); i++)
		names[i] = commands[i].name;
	snprintf(what, sizeof(what), "%s%scommand", a->path,
		 *a->path ? " " : "");
	return args_choice(what, silent && standard ? standard :
			   other_name(a, args_next(a)), names, i, index);
}

/* Whoever asks for help needs no namespace. */
static int run(struct args *a, const struct command *command)
{
	int err = STATUS_OK;

	if (a->netns && !command->group) {
		err = netns_enter(a->netns);
		a->netns = NULL;
	}
	return err ? err : command->run(a);
}

/*
 * args_dispatch - run the command of the next word, or tell how to use it
 * @standard: the one that is meant without a word, or with an option; or NULL
 */
int args_dispatch(struct args *a, const struct command *commands,
		  unsigned int count, const char *standard)
{
	unsigned int i;
	int err;

	if (asks_for_help(a))
		return help(a);
	err = choose(a, commands, count, standard, &i);
	if (err)
		return err;
	snprintf(a->path + strlen(a->path), sizeof(a->path) - strlen(a->path),
		 "%s%s", *a->path ? " " : "", commands[i].name);
	if (a->only && !fits(a->only, a->path))
		return fail_usage("\"%s\" configures nothing", a->path);
	return asks_for_help(a) ? help(a) : run(a, &commands[i]);
}

/* The value after a keyword that may be given once. */
int args_value(struct args *a, const char *name, const char **value)
{
	if (*value)
		return fail_usage("\"%s\" is given twice", name);
	*value = args_next(a);
	if (!*value)
		return fail_usage("\"%s\" needs a value", name);
	return STATUS_OK;
}

int args_end(struct args *a)
{
	if (*a->word)
		return fail_usage("\"%s\" is too much after \"%s\"", *a->word,
				  a->path);
	return STATUS_OK;
}

/* -name or --name, or a beginning of it. */
bool args_option(const char *word, const char *name)
{
	if (!strcmp(word, "-stats"))	/* as ip(8) has it, and no beginning */
		return !strcmp(name, "statistics");
	if (*word++ != '-')
		return false;
	if (*word == '-')
		word++;
	return *word && !strncmp(name, word, strlen(word));
}

void args_stats(struct args *a)
{
	while (*a->word && args_option(*a->word, "statistics")) {
		a->stats = true;
		a->word++;
	}
}

int args_address(const char *word, struct in6_addr *address)
{
	if (inet_pton(AF_INET6, word, address) != 1)
		return fail("\"%s\" is not an IPv6 address", word);
	return STATUS_OK;
}

/* A /64: the only length that leaves a CGA its 64 bits. */
int args_prefix(const char *word, struct in6_addr *prefix)
{
	char text[INET6_ADDRSTRLEN];
	const char *slash = strchr(word, '/');
	size_t length = slash ? (size_t)(slash - word) : sizeof(text);
	static const uint8_t zero[8];

	if (length >= sizeof(text))
		return fail("\"%s\" is not an IPv6 prefix", word);
	memcpy(text, word, length);
	text[length] = '\0';
	if (inet_pton(AF_INET6, text, prefix) != 1)
		return fail("\"%s\" is not an IPv6 prefix", word);
	if (strcmp(slash, "/64"))
		return fail("prefix \"%s\" must be a /64", word);
	if (memcmp(prefix->s6_addr + 8, zero, sizeof(zero)))
		return fail("prefix \"%s\" has bits set after the 64th", word);
	return STATUS_OK;
}

int args_device(const char *word, unsigned int *ifindex)
{
	*ifindex = if_nametoindex(word);
	if (!*ifindex)
		return fail("device \"%s\" does not exist", word);
	return STATUS_OK;
}
