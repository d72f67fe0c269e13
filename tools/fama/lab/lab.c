// SPDX-License-Identifier: GPL-2.0-only
/* fama lab: starts the script that makes a network to play in; here are its words only. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/err.h"
#include "common/share.h"
#include "lab.h"

static const char *const routers[] = { "dar1", "dar2", "dar3" };
static const char *const nodes[] = { "mn", "dar1", "dar2", "dar3", "core", "cn" };

/* The script asks this program for what the modules know. */
static int start(struct args *a, const char *verb, const char *name)
{
	char self[PATH_MAX], path[PATH_MAX + 64];
	int err = args_end(a);

	if (!err)
		err = share_self(self, sizeof(self));
	if (!err)
		err = share_find("lab", "lab.sh", path, sizeof(path));
	if (err)
		return err;
	strncat(path, "/lab.sh", sizeof(path) - strlen(path) - 1);
	setenv("FAMA", self, true);
	fflush(stdout);
	execlp("sh", "sh", path, a->json ? "json" : "text", verb, name, NULL);
	return fail("sh: %s", strerror(errno));
}

static int start_at(struct args *a, const char *verb, const char *what,
		    const char *const *names, unsigned int count)
{
	unsigned int i;
	int err;

	if (!*a->word)
		return start(a, verb, NULL);
	err = args_choice(what, args_next(a), names, count, &i);
	return err ? err : start(a, verb, names[i]);
}

static int show(struct args *a)
{
	return start(a, "show", NULL);
}

static int up(struct args *a)
{
	return start(a, "up", NULL);
}

static int move(struct args *a)
{
	return start_at(a, "move", "router", routers, ARRAY_SIZE(routers));
}

static int shell(struct args *a)
{
	return start_at(a, "shell", "node", nodes, ARRAY_SIZE(nodes));
}

static int forge(struct args *a)
{
	return start(a, "forge", NULL);
}

static int down(struct args *a)
{
	return start(a, "down", NULL);
}

int lab(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "show", .run = show },
		{ .name = "up", .run = up },
		{ .name = "move", .run = move },
		{ .name = "shell", .run = shell },
		{ .name = "forge", .run = forge },
		{ .name = "down", .run = down },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), "show");
}
