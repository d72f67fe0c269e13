// SPDX-License-Identifier: GPL-2.0-only
/* fama dar admit: keys and home addresses that are admitted by name */
#include <linux/dar.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "admit.h"
#include "common/digits.h"
#include "common/err.h"
#include "common/genl.h"

#define FINGERPRINT_LEN 32

static const struct field fields[] = {
	{ .key = "fingerprint", .label = "", .type = FIELD_HEX,
	  .attr = DAR_A_FINGERPRINT },
	{ .key = "home", .label = "", .type = FIELD_ADDRESS,
	  .attr = DAR_A_HOME },
};

const struct field_list admit_fields = FIELD_LIST(fields);

/* 32 octets in hexadecimal, with a colon between them or with none at all. */
static bool fingerprint(const char *word, uint8_t *octets)
{
	unsigned int i;

	if (strlen(word) == 2 * FINGERPRINT_LEN)
		return digits_read(word, octets, FINGERPRINT_LEN);
	if (strlen(word) != 3 * FINGERPRINT_LEN - 1)
		return false;
	for (i = 0; i < FINGERPRINT_LEN; i++)
		if ((i && word[3 * i - 1] != ':') ||
		    !digits_read(word + 3 * i, octets + i, 1))
			return false;
	return true;
}

/* An address has a double colon or seven colons, and never 64 digits. */
static int put(struct nlmsghdr *nlh, const char *word)
{
	uint8_t octets[FINGERPRINT_LEN];
	struct in6_addr home;

	if (fingerprint(word, octets)) {
		mnl_attr_put(nlh, DAR_A_FINGERPRINT, sizeof(octets), octets);
		return STATUS_OK;
	}
	if (inet_pton(AF_INET6, word, &home) != 1)
		return fail("\"%s\" is neither a fingerprint nor an IPv6 address",
			    word);
	mnl_attr_put(nlh, DAR_A_HOME, sizeof(home), &home);
	return STATUS_OK;
}

static int send_one(struct genl *g, uint8_t command, const char *word)
{
	int err;

	genl_request(g, command, 0);
	err = put(g->request, word);
	return err ? err : genl_check(g, genl_run(g));
}

/* The words of the standard input. */
static int send_input(struct genl *g, uint8_t command)
{
	char word[128];
	int err = STATUS_OK;

	while (!err && scanf("%127s", word) == 1)
		err = send_one(g, command, word);
	return err;
}

/* Everything is checked before a module is asked for. */
static int check_words(const struct args *a)
{
	uint32_t buffer[64];
	int err = STATUS_OK;
	char **word;

	if (!*a->word)
		return fail_usage("%s needs a fingerprint, a home address or \"-\"",
				  a->path);
	for (word = a->word; !err && *word; word++)
		if (strcmp(*word, "-"))
			err = put(mnl_nlmsg_put_header(buffer), *word);
	return err;
}

static int send_words(struct args *a, uint8_t command)
{
	const char *word;
	struct genl g;
	int err;

	err = check_words(a);
	if (err)
		return err;
	err = genl_connect(&g, DAR_GENL_NAME);
	while (!err && *a->word) {
		word = args_next(a);
		err = strcmp(word, "-") ? send_one(&g, command, word) :
					  send_input(&g, command);
	}
	genl_close(&g);
	return err;
}

int admit_add(struct args *a)
{
	return send_words(a, DAR_CMD_ADMIT_NEW);
}

int admit_del(struct args *a)
{
	return send_words(a, DAR_CMD_ADMIT_DEL);
}

int admit_flush(struct args *a)
{
	int err = args_end(a);

	return err ? err : genl_send(DAR_GENL_NAME, DAR_CMD_ADMIT_FLUSH, NULL,
				     NULL);
}
