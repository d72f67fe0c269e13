// SPDX-License-Identifier: GPL-2.0-only
/* fama: configure and watch the modules dar and mn. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/args.h"
#include "common/colour.h"
#include "common/err.h"
#include "common/json.h"
#include "common/keyfile.h"
#include "common/usage.h"
#include "config/restore.h"
#include "config/save.h"
#include "dar/dar.h"
#include "doctor/doctor.h"
#include "lab/lab.h"
#include "metrics/metrics.h"
#include "mn/mn.h"
#include "monitor/monitor.h"
#include "record/record.h"
#include "report/report.h"
#include "run/run.h"
#include "top/top.h"

static int help(struct args *a)
{
	(void)a;
	usage(stdout, "");
	return STATUS_OK;
}

static int version(struct args *a)
{
	(void)a;
	puts("fama " FAMA_VERSION);
	return STATUS_OK;
}

static int dispatch(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "key", .run = keyfile_command },
		{ .name = "dar", .run = dar, .group = true },
		{ .name = "mn", .run = mn, .group = true },
		{ .name = "save", .run = save },
		{ .name = "restore", .run = restore },
		{ .name = "monitor", .run = monitor },
		{ .name = "record", .run = record },
		{ .name = "report", .run = report },
		{ .name = "top", .run = top },
		{ .name = "metrics", .run = metrics },
		{ .name = "doctor", .run = doctor },
		{ .name = "run", .run = run, .group = true },
		{ .name = "lab", .run = lab, .group = true },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), NULL);
}

/* -color or -color=WHEN, which alone is -color=always. */
static bool colour_option(const char *word, const char **when)
{
	static const char name[] = "color";
	char option[sizeof(name) + 2];
	size_t len = strcspn(word, "=");

	if (len >= sizeof(option))
		return false;
	memcpy(option, word, len);
	option[len] = '\0';
	*when = word[len] ? word + len + 1 : "always";
	return args_option(option, name);
}

/* The options before the object, then the object. */
static int parse(struct args *a)
{
	const char *when, *word;
	int err = STATUS_OK;

	while (!err && *a->word && **a->word == '-') {
		word = args_next(a);
		if (args_option(word, "json"))
			a->json = true;
		else if (args_option(word, "pretty"))
			json_pretty(true);
		else if (args_option(word, "statistics"))
			a->stats = true;
		else if (args_option(word, "brief"))
			a->brief = true;
		else if (args_option(word, "Version"))
			return version(a);
		else if (args_option(word, "help"))
			return help(a);
		else if (colour_option(word, &when))
			err = colour_set(when);
		else if (args_option(word, "netns"))
			err = args_value(a, word, &a->netns);
		else
			err = fail_usage("option \"%s\" is unknown, see fama -h",
					 word);
	}
	if (err)
		return err;
	if (!*a->word) {
		usage(stderr, "");
		return STATUS_USAGE;
	}
	return dispatch(a);
}

int main(int argc, char **argv)
{
	struct args a = { .word = argv + !!argc };
	int err;

	err = parse(&a);
	if ((fflush(stdout) || ferror(stdout)) && errno != EPIPE && !err)
		err = fail("stdout: %s", strerror(errno));
	return err;
}
