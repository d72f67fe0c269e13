// SPDX-License-Identifier: GPL-2.0-only
/* fama dar anchor: prefixes and their policy */
#include <linux/dar.h>
#include <stdio.h>
#include <string.h>

#include "anchor.h"
#include "err.h"
#include "genl.h"
#include "number.h"

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
static const char *const size_names[] = { "1024", "1536", "2048" };

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

	if (!tb[DAR_A_RSA_SIZES] || sizes == (1u << ARRAY_SIZE(size_names)) - 1)
		return false;
	snprintf(buf, size, "none");
	for (i = 0; i < ARRAY_SIZE(size_names); i++)
		if (sizes & 1u << i)
			len += snprintf(buf + len, size - len, "%s%s",
					len ? "," : "", size_names[i]);
	return true;
}

static const struct field fields[] = {
	{ .key = "prefix", .label = "", .type = FIELD_PREFIX,
	  .attr = DAR_A_PREFIX, .attr2 = DAR_A_PREFIX_LEN },
	{ .key = "dev", .label = "dev", .type = FIELD_STRING,
	  .attr = DAR_A_LINK },
	{ .key = "state", .label = "", .type = FIELD_TEXT,
	  .text = anchor_state_text },
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
	  .attr = DAR_A_KEY_SIZES, .names = size_names,
	  .names_count = ARRAY_SIZE(size_names) },
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
	  .names_count = ARRAY_SIZE(admit_names) },
	{ .key = "fib", .label = "fib", .type = FIELD_BOOL,
	  .attr = DAR_A_FIB, .names = switch_names,
	  .names_count = ARRAY_SIZE(switch_names) },
	{ .key = "bindings", .label = "bindings", .type = FIELD_U32,
	  .attr = DAR_A_BINDINGS, .flags = FIELD_STATS },
	{ .key = "accepted", .label = "updates accepted", .type = FIELD_U64,
	  .attr = DAR_A_ACCEPTED, .flags = FIELD_STATS },
	{ .key = "refused", .label = "refused", .type = FIELD_U64,
	  .attr = DAR_A_REFUSED, .flags = FIELD_STATS },
	{ .key = "tx_packets", .label = "tx", .unit = " packets",
	  .type = FIELD_U64, .attr = DAR_A_TX_PACKETS, .flags = FIELD_STATS },
	{ .key = "tx_bytes", .label = "", .unit = " bytes",
	  .type = FIELD_U64, .attr = DAR_A_TX_BYTES, .flags = FIELD_STATS },
	{ .key = "rx_packets", .label = "rx", .unit = " packets",
	  .type = FIELD_U64, .attr = DAR_A_RX_PACKETS, .flags = FIELD_STATS },
	{ .key = "rx_bytes", .label = "", .unit = " bytes",
	  .type = FIELD_U64, .attr = DAR_A_RX_BYTES, .flags = FIELD_STATS },
};

const struct field_list anchor_fields = FIELD_LIST(fields);

enum {
	DEV, TEST, LIFETIME, REFRESH, MIN_SEC, KEY_SIZES, DAD, PROXY_ND,
	EARLY_TOKEN, ADMIT, FIB, KEYWORDS
};

static const char *const keywords[KEYWORDS] = {
	[DEV] = "dev",
	[TEST] = "care-of-test",
	[LIFETIME] = "lifetime",
	[REFRESH] = "refresh",
	[MIN_SEC] = "min-sec",
	[KEY_SIZES] = "key-sizes",
	[DAD] = "dad",
	[PROXY_ND] = "proxy-nd",
	[EARLY_TOKEN] = "early-token",
	[ADMIT] = "admit",
	[FIB] = "fib",
};

static const uint16_t attrs[KEYWORDS] = {
	[DEV] = DAR_A_LINK,
	[TEST] = DAR_A_CARE_OF_TEST,
	[LIFETIME] = DAR_A_LIFETIME_MAX,
	[REFRESH] = DAR_A_REFRESH,
	[MIN_SEC] = DAR_A_MIN_SEC,
	[KEY_SIZES] = DAR_A_KEY_SIZES,
	[DAD] = DAR_A_DAD,
	[PROXY_ND] = DAR_A_PROXY_ND,
	[EARLY_TOKEN] = DAR_A_EARLY_TOKEN,
	[ADMIT] = DAR_A_ADMIT,
	[FIB] = DAR_A_FIB,
};

/* The module waits for a device that does not exist yet. */
static int put_device(struct nlmsghdr *nlh, const char *word)
{
	if (!*word || strlen(word) >= IF_NAMESIZE)
		return fail("\"%s\" is not a name of a device", word);
	mnl_attr_put_strz(nlh, DAR_A_LINK, word);
	return STATUS_OK;
}

static int put_choice(struct nlmsghdr *nlh, unsigned int keyword,
		      const char *word, const char *const *names,
		      unsigned int count)
{
	unsigned int i;
	int err = args_choice(keywords[keyword], word, names, count, &i);

	if (!err)
		mnl_attr_put_u8(nlh, attrs[keyword], i);
	return err;
}

static int put_number(struct nlmsghdr *nlh, unsigned int keyword,
		      const char *word, uint32_t max)
{
	uint32_t value;
	int err = number_parse(keywords[keyword], word, max, &value);

	if (err)
		return err;
	if (keyword == MIN_SEC)
		mnl_attr_put_u8(nlh, attrs[keyword], value);
	else
		mnl_attr_put_u32(nlh, attrs[keyword], value);
	return STATUS_OK;
}

/* A list with commas */
static int put_sizes(struct nlmsghdr *nlh, const char *word)
{
	uint32_t set = 0;
	unsigned int i;
	size_t len;

	for (;; word += len + 1) {
		len = strcspn(word, ",");
		for (i = 0; i < ARRAY_SIZE(size_names); i++)
			if (strlen(size_names[i]) == len &&
			    !strncmp(size_names[i], word, len))
				break;
		if (i == ARRAY_SIZE(size_names))
			return fail_usage("key-sizes are some of 1024,1536,2048");
		set |= 1u << i;
		if (!word[len])
			break;
	}
	mnl_attr_put_u32(nlh, DAR_A_KEY_SIZES, set);
	return STATUS_OK;
}

static int put(struct nlmsghdr *nlh, unsigned int keyword, const char *word)
{
	switch (keyword) {
	case DEV:
		return put_device(nlh, word);
	case TEST:
		return put_choice(nlh, keyword, word, mode_names,
				  ARRAY_SIZE(mode_names));
	case ADMIT:
		return put_choice(nlh, keyword, word, admit_names,
				  ARRAY_SIZE(admit_names));
	case MIN_SEC:
		return put_number(nlh, keyword, word, UINT8_MAX);
	case LIFETIME:
	case REFRESH:
		return put_number(nlh, keyword, word, UINT32_MAX);
	case KEY_SIZES:
		return put_sizes(nlh, word);
	default:
		return put_choice(nlh, keyword, word, switch_names,
				  ARRAY_SIZE(switch_names));
	}
}

static int parse_options(struct args *a, const char **values)
{
	unsigned int i;
	int err;

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

static int fill(struct nlmsghdr *nlh, const char *prefix,
		const char *const *values)
{
	struct in6_addr address;
	unsigned int i;
	int err;

	err = args_prefix(prefix, &address);
	if (err)
		return err;
	mnl_attr_put(nlh, DAR_A_PREFIX, sizeof(address), &address);
	mnl_attr_put_u8(nlh, DAR_A_PREFIX_LEN, PREFIX_LEN);
	for (i = 0; !err && i < KEYWORDS; i++)
		if (values[i])
			err = put(nlh, i, values[i]);
	return err;
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
	err = parse_options(a, values);
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
	err = parse_options(a, values);
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
