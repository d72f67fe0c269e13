// SPDX-License-Identifier: GPL-2.0-only
/* fama top: the bindings of a router by their traffic */
#include <linux/dar.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/err.h"
#include "common/field.h"
#include "common/genl.h"
#include "common/json.h"
#include "common/number.h"
#include "rows.h"
#include "screen.h"
#include "table.h"
#include "top.h"

#define EVERY_MAX 3600
#define SECOND 1000000000ULL

/*
 * struct look - what is shown, and how
 * @left: how often yet; 0: until somebody ends it
 * @shown: rates
 * @before: the last look
 */
struct look {
	uint32_t every;
	uint32_t left;
	bool json;
	bool screen;
	struct genl g;
	struct rows before;
	struct rows shown;
	struct row total;
};

static int parse(struct args *a, struct look *look)
{
	static const char *const names[] = { "every", "count" };
	const char *words[2] = { NULL };
	unsigned int i;
	int err = STATUS_OK;

	while (!err && *a->word) {
		err = args_choice("keyword", args_next(a), names, ARRAY_SIZE(names), &i);
		if (!err)
			err = args_value(a, names[i], &words[i]);
	}
	look->every = 1;
	if (!err && words[0])
		err = number_parse("every", words[0], UINT32_MAX, &look->every);
	if (!err && words[1])
		err = number_parse("count", words[1], UINT32_MAX, &look->left);
	if (!err && (!look->every || look->every > EVERY_MAX))
		err = fail_usage("every must be 1 to %u", EVERY_MAX);
	if (!err && words[1] && !look->left)
		err = fail_usage("count is 0");
	return err;
}

static uint64_t count_of(const struct nlattr *attr)
{
	return attr && mnl_attr_get_payload_len(attr) >= sizeof(uint64_t) ?
		mnl_attr_get_u64(attr) : 0;
}

static bool address_of(const struct nlattr *attr, struct in6_addr *address)
{
	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(*address))
		return false;
	memcpy(address, mnl_attr_get_payload(attr), sizeof(*address));
	return true;
}

static bool take(const struct nlmsghdr *nlh, struct row *r)
{
	const struct nlattr *tb[GENL_ATTRS];

	genl_attrs(nlh, tb);
	r->counts[ROWS_TX_PACKETS] = count_of(tb[DAR_A_TX_PACKETS]);
	r->counts[ROWS_TX_BYTES] = count_of(tb[DAR_A_TX_BYTES]);
	r->counts[ROWS_RX_PACKETS] = count_of(tb[DAR_A_RX_PACKETS]);
	r->counts[ROWS_RX_BYTES] = count_of(tb[DAR_A_RX_BYTES]);
	return address_of(tb[DAR_A_HOME], &r->home) && address_of(tb[DAR_A_CAREOF], &r->careof);
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * SECOND + t.tv_nsec;
}

/* All bindings; none if the router is not enabled. */
static int dump(struct genl *g, struct rows *rows)
{
	const struct nlmsghdr *nlh;
	size_t room = 0;
	int error;

	genl_request(g, DAR_CMD_BINDING_GET, NLM_F_DUMP);
	error = genl_run(g);
	if (error == ENOTCONN)
		g->reply_len = 0;
	else if (error)
		return genl_check(g, error);
	rows->ns = now_ns();
	genl_for_each_reply(g, nlh)
		room++;
	rows->count = 0;
	rows->list = calloc(room ? room : 1, sizeof(*rows->list));
	if (!rows->list)
		return fail("out of memory");
	genl_for_each_reply(g, nlh)
		rows->count += take(nlh, &rows->list[rows->count]);
	return STATUS_OK;
}

/* The counters are kept for the next look, the rates are shown. */
static int look_again(struct look *look)
{
	size_t size;
	struct rows now, kept;
	int err = dump(&look->g, &now);

	if (err)
		return err;
	size = now.count * sizeof(*now.list);
	kept = now;
	kept.list = malloc(size ? size : 1);
	if (!kept.list) {
		free(now.list);
		return fail("out of memory");
	}
	memcpy(kept.list, now.list, size);
	/* The first time nothing has been counted yet. */
	rows_rates(look->before.list ? &look->before : &kept, &now, &look->total);
	free(look->before.list);
	free(look->shown.list);
	look->before = kept;
	look->shown = now;
	return STATUS_OK;
}

static int show_screen(const struct look *look)
{
	unsigned int lines, columns;
	char *text = NULL;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	if (!memory)
		return fail("out of memory");
	screen_size(&lines, &columns);
	table_text(memory, &look->shown, &look->total, lines, columns);
	fclose(memory);
	screen_show(text);
	free(text);
	return STATUS_OK;
}

static int show(const struct look *look)
{
	if (look->screen)
		return show_screen(look);
	if (look->json) {
		table_json(&look->shown, &look->total);
	} else {
		table_text(stdout, &look->shown, &look->total, SIZE_MAX, FOLD_WIDTH);
		fputs("\n\n", stdout);
	}
	return fflush(stdout) ? fail("stdout: %s", strerror(errno)) : STATUS_OK;
}

static int run(struct look *look)
{
	enum screen_end end = SCREEN_TIME;
	uint64_t due = look->before.ns;
	int err = look->screen ? show(look) : STATUS_OK;

	while (!err) {
		if (end == SCREEN_TIME)
			due += look->every * SECOND;
		end = screen_pause(due > now_ns() ? due - now_ns() : 0);
		if (end == SCREEN_QUIT)
			break;
		if (end == SCREEN_TIME)
			err = look_again(look);
		if (!err)
			err = show(look);
		if (end == SCREEN_TIME && look->left && !--look->left)
			break;
	}
	return err;
}

static void forget(struct look *look)
{
	free(look->before.list);
	free(look->shown.list);
	genl_close(&look->g);
}

/* What goes wrong is told when the terminal is as it was. */
int top(struct args *a)
{
	struct look look = { .json = a->json };
	int err = parse(a, &look);

	if (err)
		return err;
	json_pretty(false);
	err = genl_connect(&look.g, DAR_GENL_NAME);
	if (!err)
		err = look_again(&look);
	if (!err) {
		look.screen = !a->json && screen_open();
		err = run(&look);
		screen_close();
	}
	forget(&look);
	return err;
}
