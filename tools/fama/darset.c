// SPDX-License-Identifier: GPL-2.0-only
/* fama dar set: bounds of a namespace, and the key of the router */
#include <linux/dar.h>
#include <string.h>

#include "anchor.h"
#include "darset.h"
#include "err.h"
#include "genl.h"
#include "keyfile.h"
#include "number.h"

static const struct field fields[] = {
	{ .key = "rsa_sizes", .label = "rsa", .type = FIELD_TEXT,
	  .text = anchor_rsa_text },
	{ .key = "admitted", .label = "admitted", .type = FIELD_U32,
	  .attr = DAR_A_ADMITTED },
	{ .key = "seen", .label = "seen", .type = FIELD_U32,
	  .attr = DAR_A_SEEN },
	{ .key = "lasting", .label = "lasting secret", .type = FIELD_BOOL,
	  .attr = DAR_A_LASTING },
	{ .key = "instance", .label = "instance", .type = FIELD_HEX,
	  .attr = DAR_A_INSTANCE, .flags = FIELD_STATS },
	{ .key = "parent", .label = "parent", .type = FIELD_HEX,
	  .attr = DAR_A_PARENT, .flags = FIELD_STATS },
	{ .key = "max_bindings", .label = "max-bindings", .type = FIELD_U32,
	  .attr = DAR_A_MAX_BINDINGS },
	{ .key = "remembered", .label = "remembered", .type = FIELD_U32,
	  .attr = DAR_A_REMEMBERED },
	{ .key = "max_remembered", .label = "max-remembered",
	  .type = FIELD_U32, .attr = DAR_A_MAX_REMEMBERED },
	{ .key = "queued", .label = "queued", .type = FIELD_U32,
	  .attr = DAR_A_QUEUED },
	{ .key = "queue", .label = "queue", .type = FIELD_U32,
	  .attr = DAR_A_QUEUE_MAX },
	{ .key = "verify_rate", .label = "verify-rate", .type = FIELD_U32,
	  .attr = DAR_A_VERIFY_RATE },
	{ .key = "refusal_rate", .label = "refusal-rate", .type = FIELD_U32,
	  .attr = DAR_A_REFUSAL_RATE },
	{ .key = "unverified_lifetime", .label = "unverified-lifetime",
	  .unit = " s", .type = FIELD_U32, .attr = DAR_A_UNVERIFIED_LIFETIME },
	{ .key = "fib_protocol", .label = "fib-protocol", .type = FIELD_U32,
	  .attr = DAR_A_FIB_PROTOCOL },
	{ .key = "fib_routes", .label = "fib-routes", .type = FIELD_U32,
	  .attr = DAR_A_FIB_ROUTES },
	{ .key = "fib_waiting", .label = "fib-waiting", .type = FIELD_U32,
	  .attr = DAR_A_FIB_WAITING },
	{ .key = "key_bits", .label = "key", .unit = " bits",
	  .type = FIELD_U32, .attr = DAR_A_KEY_BITS },
};

const struct field_list dar_set_fields = FIELD_LIST(fields);

enum {
	MAX_BINDINGS, MAX_REMEMBERED, QUEUE, VERIFY_RATE, REFUSAL_RATE,
	UNVERIFIED_LIFETIME, FIB_PROTOCOL, KEY,
	KEYWORDS
};

static const char *const keywords[KEYWORDS] = {
	[MAX_BINDINGS] = "max-bindings",
	[MAX_REMEMBERED] = "max-remembered",
	[QUEUE] = "queue",
	[VERIFY_RATE] = "verify-rate",
	[REFUSAL_RATE] = "refusal-rate",
	[UNVERIFIED_LIFETIME] = "unverified-lifetime",
	[FIB_PROTOCOL] = "fib-protocol",
	[KEY] = "key",
};

static const uint16_t attrs[KEY] = {
	[MAX_BINDINGS] = DAR_A_MAX_BINDINGS,
	[MAX_REMEMBERED] = DAR_A_MAX_REMEMBERED,
	[QUEUE] = DAR_A_QUEUE_MAX,
	[VERIFY_RATE] = DAR_A_VERIFY_RATE,
	[REFUSAL_RATE] = DAR_A_REFUSAL_RATE,
	[UNVERIFIED_LIFETIME] = DAR_A_UNVERIFIED_LIFETIME,
	[FIB_PROTOCOL] = DAR_A_FIB_PROTOCOL,
};

static int parse(struct args *a, const char **values)
{
	unsigned int i;
	int err;

	if (!*a->word)
		return fail_usage("%s needs something to set", a->path);
	while (*a->word) {
		err = args_choice("keyword", args_next(a), keywords, KEYWORDS,
				  &i);
		if (!err)
			err = args_value(a, keywords[i], &values[i]);
		if (err)
			return err;
	}
	return STATUS_OK;
}

/* Return: how many there are, or a negative status. */
static int read_numbers(const char *const *values, uint32_t *numbers)
{
	unsigned int i;
	int err, n = 0;

	for (i = 0; i < KEY; i++) {
		if (!values[i])
			continue;
		err = number_parse(keywords[i], values[i], UINT32_MAX,
				   &numbers[i]);
		if (err)
			return -err;
		n++;
	}
	return n;
}

static int send_numbers(struct genl *g, const char *const *values,
			const uint32_t *numbers)
{
	unsigned int i;

	genl_request(g, DAR_CMD_SET, 0);
	for (i = 0; i < KEY; i++)
		if (values[i])
			mnl_attr_put_u32(g->request, attrs[i], numbers[i]);
	return genl_check(g, genl_run(g));
}

/* @k: NULL: no key any more */
static int send_key(struct genl *g, const struct keyfile *k)
{
	genl_request(g, DAR_CMD_SET, 0);
	if (!k) {
		mnl_attr_put(g->request, DAR_A_KEY, 0, NULL);
		return genl_check(g, genl_run(g));
	}
	mnl_attr_put(g->request, DAR_A_KEY, k->der_len, k->der);
	mnl_attr_put(g->request, DAR_A_MODIFIER, sizeof(k->modifier),
		     k->modifier);
	return genl_check(g, genl_run(g));
}

int dar_set(struct args *a)
{
	const char *values[KEYWORDS] = { NULL };
	uint32_t numbers[KEY];
	struct keyfile k = { 0 };
	struct genl g;
	bool none;
	int err, n;

	err = parse(a, values);
	if (err)
		return err;
	n = read_numbers(values, numbers);
	if (n < 0)
		return -n;
	none = values[KEY] && !strcmp(values[KEY], "none");
	if (values[KEY] && !none) {
		err = keyfile_load(&k, values[KEY]);
		if (err)
			return err;
	}
	err = genl_connect(&g, DAR_GENL_NAME);
	if (!err && n)
		err = send_numbers(&g, values, numbers);
	if (!err && values[KEY])
		err = send_key(&g, none ? NULL : &k);
	genl_close(&g);
	keyfile_forget(&k);
	return err;
}
