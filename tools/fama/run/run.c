// SPDX-License-Identifier: GPL-2.0-only
/* fama run: a command whose sockets have a mark, for programs that cannot ask for one */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/cgroup.h"
#include "common/err.h"
#include "common/number.h"
#include "marker.h"
#include "mn/mark.h"
#include "run.h"

/* As shells say it */
#define STATUS_NO_COMMAND 127
#define STATUS_NO_PROGRAM 126

static int parse_mark(const char *word, struct marker *m)
{
	const char *rest = word ? number_read(word, '/', &m->mark) : NULL;

	m->mask = UINT32_MAX;
	if (!word)
		return fail_usage("run mark needs a mark");
	if (!rest || (*rest && !number_read(rest + 1, '\0', &m->mask)))
		return fail_usage("mark \"%s\" is not MARK or MARK/MASK", word);
	if (!m->mask || m->mark & ~m->mask)
		return fail_usage("mark %s has bits outside its mask, or no mask",
				  word);
	return STATUS_OK;
}

/* The cgroup is there for the next command, too, and nobody is in it between them. */
static int enter(const struct marker *m)
{
	char name[64];
	int fd, err;

	snprintf(name, sizeof(name), "fama-mark-%#" PRIx32 "-%#" PRIx32,
		 m->mark, m->mask);
	err = cgroup_make(name, &fd);
	if (err)
		return err;
	err = marker_attach(m, fd);
	if (!err)
		err = cgroup_enter(fd);
	close(fd);
	return err;
}

static int execute(char **argv)
{
	int missing;

	fflush(stdout);
	execvp(*argv, argv);
	missing = errno == ENOENT;
	fail("%s: %s", *argv, strerror(errno));
	return missing ? STATUS_NO_COMMAND : STATUS_NO_PROGRAM;
}

static int run_with(const struct marker *m, char **argv)
{
	int err = enter(m);

	return err ? err : execute(argv);
}

static int run_mark(struct args *a)
{
	struct marker m = { 0 };
	int err = parse_mark(args_next(a), &m);

	if (err)
		return err;
	if (!*a->word)
		return fail_usage("run mark needs a command");
	return run_with(&m, a->word);
}

static int run_kind(struct args *a, enum mnmark kind)
{
	struct marker m = { 0 };
	int err;

	if (!*a->word)
		return fail_usage("%s needs a command", a->path);
	err = mnmark_get(kind, &m);
	return err ? err : run_with(&m, a->word);
}

static int run_home(struct args *a)
{
	return run_kind(a, MNMARK_HOME);
}

static int run_careof(struct args *a)
{
	return run_kind(a, MNMARK_CAREOF);
}

int run(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "home", .run = run_home },
		{ .name = "careof", .run = run_careof },
		{ .name = "mark", .run = run_mark },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), NULL);
}
