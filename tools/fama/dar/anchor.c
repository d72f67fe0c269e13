// SPDX-License-Identifier: GPL-2.0-only
/* fama dar anchor: prefixes and their policy */
#include <linux/dar.h>
#include <stdio.h>
#include <string.h>

#include "anchor.h"
#include "common/err.h"
#include "common/genl.h"

#define PREFIX_LEN 64

static const char *const mode_names[] = {
	[DAR_CARE_OF_TEST_OFF] = "off",
	[DAR_CARE_OF_TEST_CONCURRENT] = "concurrent",
	[DAR_CARE_OF_TEST_REQUIRED] = "required",
};

static const char *const admit_names[] = {
	[DAR_ADMIT_ATTACHED] = "attached",
	[DAR_ADMIT_KEYS] = "keys",
	[DAR_ADMIT_OPEN] = "open",
};

static const char *const switch_names[] = { "off", "on" };

/* Position: bit of enum dar_key_size */
const char *const anchor_size_names[3] = { "1024", "1536", "2048" };

static const char *const state_names[] = {
	[DAR_ANCHOR_WAITING] = "waiting",
	[DAR_ANCHOR_VRF] = "vrf",
	[DAR_ANCHOR_NO_ADDRESS] = "no-address",
};

/* An anchor that does not serve says why; for others there is no text. */
bool anchor_state_text(const struct nlattr **tb, char *buf, size_t size)
{
	unsigned int state = tb[DAR_A_ANCHOR_STATE] ?
		mnl_attr_get_u8(tb[DAR_A_ANCHOR_STATE]) : DAR_ANCHOR_SERVING;

	if (state >= ARRAY_SIZE(state_names) || !state_names[state])
		return false;
	snprintf(buf, size, "%s", state_names[state]);
	return true;
}

bool anchor_rsa_text(const struct nlattr **tb, char *buf, size_t size)
{
	uint32_t sizes = field_u32(tb[DAR_A_RSA_SIZES]);
	unsigned int i;
	int len = 0;

	if (!tb[DAR_A_RSA_SIZES] || sizes == (1u << ARRAY_SIZE(anchor_size_names)) - 1)
		return false;
	snprintf(buf, size, "none");
	for (i = 0; i < ARRAY_SIZE(anchor_size_names); i++)
		if (sizes & 1u << i)
			len += snprintf(buf + len, size - len, "%s%s",
					len ? "," : "", anchor_size_names[i]);
	return true;
}

static const struct field fields[] = {
	{ .key = "prefix", .label = "", .type = FIELD_PREFIX,
	  .attr = DAR_A_PREFIX, .attr2 = DAR_A_PREFIX_LEN, .flags = FIELD_LABEL | FIELD_BRIEF },
	{ .key = "dev", .label = "dev", .type = FIELD_STRING,
	  .attr = DAR_A_LINK, .flags = FIELD_LABEL | FIELD_BRIEF, .colour = COLOUR_DEVICE },
	{ .key = "state", .label = "", .type = FIELD_TEXT,
	  .text = anchor_state_text, .flags = FIELD_BRIEF, .colour = COLOUR_BAD },
	{ .key = "care_of_test", .label = "care-of-test", .type = FIELD_NAME,
	  .attr = DAR_A_CARE_OF_TEST, .names = mode_names,
	  .names_count = ARRAY_SIZE(mode_names) },
	{ .key = "lifetime", .label = "lifetime", .unit = "s",
	  .type = FIELD_U32, .attr = DAR_A_LIFETIME_MAX },
	{ .key = "refresh", .label = "refresh", .unit = "s",
	  .type = FIELD_U32, .attr = DAR_A_REFRESH },
	{ .key = "min_sec", .label = "min-sec", .type = FIELD_U8,
	  .attr = DAR_A_MIN_SEC },
	{ .key = "key_sizes", .label = "key-sizes", .type = FIELD_SET,
	  .attr = DAR_A_KEY_SIZES, .names = anchor_size_names,
	  .names_count = ARRAY_SIZE(anchor_size_names) },
	{ .key = "dad", .label = "dad", .type = FIELD_BOOL,
	  .attr = DAR_A_DAD, .names = switch_names,
	  .names_count = ARRAY_SIZE(switch_names) },
	{ .key = "proxy_nd", .label = "proxy-nd", .type = FIELD_BOOL,
	  .attr = DAR_A_PROXY_ND, .names = switch_names,
	  .names_count = ARRAY_SIZE(switch_names) },
	{ .key = "early_token", .label = "early-token", .type = FIELD_BOOL,
	  .attr = DAR_A_EARLY_TOKEN, .names = switch_names,
	  .names_count = ARRAY_SIZE(switch_names) },
	{ .key = "admit", .label = "admit", .type = FIELD_NAME,
	  .attr = DAR_A_ADMIT, .names = admit_names,
	  .names_count = ARRAY_SIZE(admit_names), .flags = FIELD_BRIEF },
	{ .key = "fib", .label = "fib", .type = FIELD_BOOL,
	  .attr = DAR_A_FIB, .names = switch_names,
	  .names_count = ARRAY_SIZE(switch_names) },
	{ .key = "bindings", .label = "bindings", .type = FIELD_U32,
	  .attr = DAR_A_BINDINGS, .flags = FIELD_STATS,
	  .help = "Bindings of the addresses of an anchor" },
	{ .key = "accepted", .label = "updates accepted", .type = FIELD_U64,
	  .attr = DAR_A_ACCEPTED, .flags = FIELD_COUNTER | FIELD_STATS,
	  .help = "Binding Updates of an anchor that were accepted" },
	{ .key = "refused", .label = "refused", .type = FIELD_U64,
	  .attr = DAR_A_REFUSED, .flags = FIELD_COUNTER | FIELD_STATS,
	  .help = "Binding Updates of an anchor that were refused or dropped" },
	{ .key = "tx_packets", .label = "tx", .unit = " packets",
	  .type = FIELD_U64, .attr = DAR_A_TX_PACKETS, .flags = FIELD_COUNTER | FIELD_STATS,
	  .help = "Packets of an anchor to nodes that are away" },
	{ .key = "tx_bytes", .label = "", .unit = " bytes",
	  .type = FIELD_U64, .attr = DAR_A_TX_BYTES, .flags = FIELD_COUNTER | FIELD_STATS,
	  .help = "Octets of these packets without outer headers" },
	{ .key = "rx_packets", .label = "rx", .unit = " packets",
	  .type = FIELD_U64, .attr = DAR_A_RX_PACKETS, .flags = FIELD_COUNTER | FIELD_STATS,
	  .help = "Packets of an anchor from nodes that are away" },
	{ .key = "rx_bytes", .label = "", .unit = " bytes",
	  .type = FIELD_U64, .attr = DAR_A_RX_BYTES, .flags = FIELD_COUNTER | FIELD_STATS,
	  .help = "Octets of these packets without outer headers" },
};

const struct field_list anchor_fields = FIELD_LIST(fields);

/* In the order of the usage; DEV is the first. */
static const struct setting keywords[] = {
	{ .keyword = "dev", .type = SETTING_DEVICE, .attr = DAR_A_LINK,
	  .flags = SETTING_FIXED },
	{ .keyword = "care-of-test", .type = SETTING_CHOICE,
	  .attr = DAR_A_CARE_OF_TEST, .names = mode_names,
	  .names_count = ARRAY_SIZE(mode_names), .flags = SETTING_STANDARD,
	  .standard = DAR_CARE_OF_TEST_CONCURRENT },
	{ .keyword = "lifetime", .type = SETTING_U32,
	  .attr = DAR_A_LIFETIME_MAX, .flags = SETTING_STANDARD,
	  .standard = 86400 },
	{ .keyword = "refresh", .type = SETTING_U32, .attr = DAR_A_REFRESH,
	  .flags = SETTING_STANDARD, .standard = 0 },
	{ .keyword = "min-sec", .type = SETTING_U8, .attr = DAR_A_MIN_SEC,
	  .flags = SETTING_STANDARD, .standard = 1 },
	{ .keyword = "key-sizes", .type = SETTING_SIZES,
	  .attr = DAR_A_KEY_SIZES, .names = anchor_size_names,
	  .names_count = ARRAY_SIZE(anchor_size_names), .flags = SETTING_STANDARD,
	  .standard = DAR_KEY_SIZE_1024 | DAR_KEY_SIZE_1536 },
	{ .keyword = "dad", .type = SETTING_CHOICE, .attr = DAR_A_DAD,
	  .names = switch_names, .names_count = ARRAY_SIZE(switch_names),
	  .flags = SETTING_STANDARD, .standard = 0 },
	{ .keyword = "proxy-nd", .type = SETTING_CHOICE,
	  .attr = DAR_A_PROXY_ND, .names = switch_names,
	  .names_count = ARRAY_SIZE(switch_names),
	  .flags = SETTING_STANDARD, .standard = 1 },
	{ .keyword = "early-token", .type = SETTING_CHOICE,
	  .attr = DAR_A_EARLY_TOKEN, .names = switch_names,
	  .names_count = ARRAY_SIZE(switch_names),
	  .flags = SETTING_STANDARD, .standard = 1 },
	{ .keyword = "admit", .type = SETTING_CHOICE, .attr = DAR_A_ADMIT,
	  .names = admit_names, .names_count = ARRAY_SIZE(admit_names),
	  .flags = SETTING_STANDARD, .standard = DAR_ADMIT_ATTACHED },
	{ .keyword = "fib", .type = SETTING_CHOICE, .attr = DAR_A_FIB,
	  .names = switch_names, .names_count = ARRAY_SIZE(switch_names),
	  .flags = SETTING_STANDARD, .standard = 1 },
};

#define DEV 0
#define KEYWORDS ARRAY_SIZE(keywords)

const struct settings anchor_settings = SETTINGS(keywords);

static int fill(struct nlmsghdr *nlh, const char *prefix,
		const char *const *values)
{
	struct in6_addr address;
	int err;

	err = args_prefix(prefix, &address);
	if (err)
		return err;
	mnl_attr_put(nlh, DAR_A_PREFIX, sizeof(address), &address);
	mnl_attr_put_u8(nlh, DAR_A_PREFIX_LEN, PREFIX_LEN);
	return settings_put(nlh, &anchor_settings, values);
}

/* Everything is checked before a module is asked for. */
static int send_anchor(uint8_t command, const char *prefix,
		       const char *const *values)
{
	uint32_t buffer[128];
	struct genl g;
	int err;

	err = fill(mnl_nlmsg_put_header(buffer), prefix, values);
	if (err)
		return err;
	err = genl_connect(&g, DAR_GENL_NAME);
	if (!err) {
		genl_request(&g, command, 0);
		err = fill(g.request, prefix, values);
	}
	if (!err)
		err = genl_check(&g, genl_run(&g));
	genl_close(&g);
	return err;
}

int anchor_add(struct args *a)
{
	const char *values[KEYWORDS] = { NULL };
	const char *prefix = args_next(a);
	int err;

	if (!prefix)
		return fail_usage("%s needs a prefix", a->path);
	err = settings_read(a, &anchor_settings, values, NULL, NULL);
	if (err)
		return err;
	if (!values[DEV])
		return fail_usage("%s needs \"dev\"", a->path);
	return send_anchor(DAR_CMD_ANCHOR_NEW, prefix, values);
}

int anchor_change(struct args *a)
{
	const char *values[KEYWORDS] = { NULL };
	const char *prefix = args_next(a);
	int err;

	if (!prefix)
		return fail_usage("%s needs a prefix", a->path);
	if (!*a->word)
		return fail_usage("%s needs something to change", a->path);
	err = settings_read(a, &anchor_settings, values, NULL, NULL);
	if (err)
		return err;
	if (values[DEV])
		return fail_usage("the device of an anchor does not change");
	return send_anchor(DAR_CMD_ANCHOR_SET, prefix, values);
}

int anchor_del(struct args *a)
{
	const char *values[KEYWORDS] = { NULL };
	const char *prefix = args_next(a);
	int err;

	if (!prefix)
		return fail_usage("%s needs a prefix", a->path);
	err = args_end(a);
	return err ? err : send_anchor(DAR_CMD_ANCHOR_DEL, prefix, values);
}
