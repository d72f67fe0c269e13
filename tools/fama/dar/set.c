// SPDX-License-Identifier: GPL-2.0-only
/* fama dar set: bounds of a namespace, and the key of the router */
#include <linux/dar.h>
#include <string.h>

#include "anchor.h"
#include "common/err.h"
#include "common/filename.h"
#include "common/genl.h"
#include "common/keyfile.h"
#include "set.h"

static const struct field fields[] = {
	{ .key = "rsa_sizes", .label = "rsa", .type = FIELD_TEXT,
	  .text = anchor_rsa_text, .names = anchor_size_names },
	{ .key = "admitted", .label = "admitted", .type = FIELD_U32,
	  .attr = DAR_A_ADMITTED,
	  .help = "Keys and home addresses that are admitted by name" },
	{ .key = "seen", .label = "seen", .type = FIELD_U32,
	  .attr = DAR_A_SEEN,
	  .help = "Addresses that were seen on the access links" },
	{ .key = "lasting", .label = "lasting secret", .type = FIELD_BOOL,
	  .attr = DAR_A_LASTING },
	{ .key = "instance", .label = "instance", .type = FIELD_HEX,
	  .attr = DAR_A_INSTANCE, .flags = FIELD_STATS },
	{ .key = "parent", .label = "parent", .type = FIELD_HEX,
	  .attr = DAR_A_PARENT, .flags = FIELD_STATS },
	{ .key = "max_bindings", .label = "max-bindings", .type = FIELD_U32,
	  .attr = DAR_A_MAX_BINDINGS,
	  .help = "Largest number of bindings" },
	{ .key = "remembered", .label = "remembered", .type = FIELD_U32,
	  .attr = DAR_A_REMEMBERED,
	  .help = "Addresses that are remembered against replay" },
	{ .key = "max_remembered", .label = "max-remembered",
	  .type = FIELD_U32, .attr = DAR_A_MAX_REMEMBERED,
	  .help = "Largest number of remembered addresses" },
	{ .key = "queued", .label = "queued", .type = FIELD_U32,
	  .attr = DAR_A_QUEUED,
	  .help = "Signatures that wait to be verified" },
	{ .key = "queue", .label = "queue", .type = FIELD_U32,
	  .attr = DAR_A_QUEUE_MAX,
	  .help = "Largest number of signatures that wait" },
	{ .key = "verify_rate", .label = "verify-rate", .type = FIELD_U32,
	  .attr = DAR_A_VERIFY_RATE,
	  .help = "Largest number of signatures verified in a second, 0: no bound" },
	{ .key = "refusal_rate", .label = "refusal-rate", .type = FIELD_U32,
	  .attr = DAR_A_REFUSAL_RATE,
	  .help = "Largest number of refusals in a second, 0: no bound" },
	{ .key = "unverified_lifetime", .label = "unverified-lifetime",
	  .unit = " s", .type = FIELD_U32, .attr = DAR_A_UNVERIFIED_LIFETIME,
	  .help = "Lifetime of a binding whose care-of address is not proven" },
	{ .key = "fib_protocol", .label = "fib-protocol", .type = FIELD_U32,
	  .attr = DAR_A_FIB_PROTOCOL },
	{ .key = "hold_packets", .label = "hold-packets", .type = FIELD_U32,
	  .attr = DAR_A_HOLD_PACKETS,
	  .help = "Largest number of packets that wait for an address" },
	{ .key = "hold_octets", .label = "hold-octets", .type = FIELD_U32,
	  .attr = DAR_A_HOLD_OCTETS,
	  .help = "Largest number of octets that wait for an address" },
	{ .key = "hold_age", .label = "hold-age", .unit = " ms",
	  .type = FIELD_U32, .attr = DAR_A_HOLD_AGE,
	  .help = "Longest time that a packet waits" },
	{ .key = "hold_memory", .label = "hold-memory", .type = FIELD_U32,
	  .attr = DAR_A_HOLD_MEMORY,
	  .help = "Most memory that all waiting packets take, in octets" },
	{ .key = "fib_routes", .label = "fib-routes", .type = FIELD_U32,
	  .attr = DAR_A_FIB_ROUTES,
	  .help = "Routes of bindings in the routing table" },
	{ .key = "fib_waiting", .label = "fib-waiting", .type = FIELD_U32,
	  .attr = DAR_A_FIB_WAITING,
	  .help = "Routes that wait to be made or removed" },
	{ .key = "key_bits", .label = "key", .unit = " bits",
	  .type = FIELD_U32, .attr = DAR_A_KEY_BITS },
	{ .key = "key_file", .label = "from", .type = FIELD_STRING,
	  .attr = DAR_A_KEY_FILE },
	{ .key = "secret_file", .label = "secret", .type = FIELD_STRING,
	  .attr = DAR_A_SECRET_FILE },
};

const struct field_list dar_set_fields = FIELD_LIST(fields);

static const struct setting keywords[] = {
	{ .keyword = "max-bindings", .type = SETTING_U32,
	  .attr = DAR_A_MAX_BINDINGS, .flags = SETTING_STANDARD,
	  .standard = 1048576 },
	{ .keyword = "max-remembered", .type = SETTING_U32,
	  .attr = DAR_A_MAX_REMEMBERED, .flags = SETTING_STANDARD,
	  .standard = 1048576 },
	{ .keyword = "queue", .type = SETTING_U32, .attr = DAR_A_QUEUE_MAX,
	  .flags = SETTING_STANDARD, .standard = 64 },
	{ .keyword = "verify-rate", .type = SETTING_U32,
	  .attr = DAR_A_VERIFY_RATE, .flags = SETTING_STANDARD,
	  .standard = 5000 },
	{ .keyword = "refusal-rate", .type = SETTING_U32,
	  .attr = DAR_A_REFUSAL_RATE, .flags = SETTING_STANDARD,
	  .standard = 1000 },
	{ .keyword = "unverified-lifetime", .type = SETTING_U32,
	  .attr = DAR_A_UNVERIFIED_LIFETIME, .flags = SETTING_STANDARD,
	  .standard = 30 },
	{ .keyword = "fib-protocol", .type = SETTING_U32,
	  .attr = DAR_A_FIB_PROTOCOL, .flags = SETTING_STANDARD,
	  .standard = 250 },
	{ .keyword = "hold-packets", .type = SETTING_U32,
	  .attr = DAR_A_HOLD_PACKETS, .flags = SETTING_STANDARD,
	  .standard = 1024 },
	{ .keyword = "hold-octets", .type = SETTING_U32,
	  .attr = DAR_A_HOLD_OCTETS, .flags = SETTING_STANDARD,
	  .standard = 1048576 },
	{ .keyword = "hold-age", .type = SETTING_U32,
	  .attr = DAR_A_HOLD_AGE, .flags = SETTING_STANDARD,
	  .standard = 5000 },
	{ .keyword = "hold-memory", .type = SETTING_U32,
	  .attr = DAR_A_HOLD_MEMORY, .flags = SETTING_STANDARD,
	  .standard = 67108864 },
	{ .keyword = "key", .type = SETTING_FILE, .attr = DAR_A_KEY_FILE },
};

#define KEY (ARRAY_SIZE(keywords) - 1)

const struct settings dar_settings = SETTINGS(keywords);

static int send_numbers(struct genl *g, const char *const *values)
{
	int err;

	genl_request(g, DAR_CMD_SET, 0);
	err = settings_put(g->request, &dar_settings, values);
	return err ? err : genl_check(g, genl_run(g));
}

/* @k: NULL: no key any more */
static int send_key(struct genl *g, const struct keyfile *k, const char *path)
{
	genl_request(g, DAR_CMD_SET, 0);
	if (!k) {
		mnl_attr_put(g->request, DAR_A_KEY, 0, NULL);
		return genl_check(g, genl_run(g));
	}
	mnl_attr_put(g->request, DAR_A_KEY, k->der_len, k->der);
	mnl_attr_put(g->request, DAR_A_MODIFIER, sizeof(k->modifier),
		     k->modifier);
	filename_put(g->request, DAR_A_KEY_FILE, path);
	return genl_check(g, genl_run(g));
}

int dar_set(struct args *a)
{
	const char *values[ARRAY_SIZE(keywords)] = { NULL };
	struct keyfile k = { 0 };
	uint32_t buffer[64];
	struct genl g;
	bool none;
	int err;

	if (!*a->word)
		return fail_usage("%s needs something to set", a->path);
	err = settings_read(a, &dar_settings, values, NULL, NULL);
	if (!err)
		err = settings_put(mnl_nlmsg_put_header(buffer), &dar_settings,
				   values);
	if (err)
		return err;
	none = values[KEY] && !strcmp(values[KEY], "none");
	if (values[KEY] && !none) {
		err = keyfile_load(&k, values[KEY]);
		if (err)
			return err;
	}
	err = genl_connect(&g, DAR_GENL_NAME);
	if (!err && settings_given(&dar_settings, values))
		err = send_numbers(&g, values);
	if (!err && values[KEY])
		err = send_key(&g, none ? NULL : &k, values[KEY]);
	genl_close(&g);
	keyfile_forget(&k);
	return err;
}
