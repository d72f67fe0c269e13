// SPDX-License-Identifier: GPL-2.0-only
/* fama: configure and watch the modules dar and mn. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "dar.h"
#include "doctor/doctor.h"
#include "err.h"
#include "keyfile.h"
#include "mn.h"
#include "monitor.h"
#include "netns.h"
#include "restore.h"
#include "run.h"
#include "save.h"

static const char usage[] =
	"Usage: fama [-j] [-s] [-n NETNS] OBJECT COMMAND ...\n"
	"       fama -V | -h\n"
	"\n"
	"fama key generate [bits 1024|1536|2048] [sec 0..2] [out FILE]\n"
	"fama key show FILE | address FILE PREFIX | secret [out FILE]\n"
	"fama dar enable [secret FILE] | disable | show [-s]\n"
	"fama dar anchor add PREFIX dev DEV [POLICY]... | change PREFIX POLICY...\n"
	"  POLICY: care-of-test off|concurrent|required | lifetime SECONDS |\n"
	"          refresh SECONDS | min-sec 0..7 | key-sizes 1024,1536,2048 |\n"
	"          dad on|off | proxy-nd on|off | early-token on|off |\n"
	"          admit attached|keys|open | fib on|off\n"
	"fama dar anchor del PREFIX | show\n"
	"fama dar admit add WHO... | del WHO... | show | flush\n"
	"  WHO: FINGERPRINT of a key | HoA | -, for the words of the standard input\n"
	"fama dar binding show [HoA] | flush [HoA]\n"
	"fama dar memory show | flush [HoA]\n"
	"fama dar set [max-bindings N] [max-remembered N] [queue N] [verify-rate N]\n"
	"             [refusal-rate N] [unverified-lifetime SECONDS]\n"
	"             [fib-protocol 2..255] [key FILE|none]\n"
	"fama dar checkpoint FILE [freeze] | resume FILE | thaw\n"
	"fama dar drain [timeout SECONDS] | drain off\n"
	"fama mn enable key FILE dev DEV [dev DEV]... [table N] [preference N]\n"
	"fama mn disable | show [-s]\n"
	"fama mn checkpoint FILE secret FILE\n"
	"fama mn resume FILE secret FILE key FILE dev DEV [dev DEV]...\n"
	"fama mn thaw [FILE]\n"
	"fama mn address show | keep ADDRESS | release ADDRESS | auto ADDRESS\n"
	"fama mn link show | add DEV [metric N] | del DEV | set DEV metric N\n"
	"fama mn set [policy all|in-use|manual] [idle SECONDS] [max-addresses N]\n"
	"            [transient-mark MARK[/MASK]|none] [transient-cgroup PATH|none]\n"
	"            [signed-ack off|ask|require] [early-token on|off] [key FILE]\n"
	"            [anchors allow|deny] [home-flag off|auto|on]\n"
	"fama mn permit add allow|deny WHAT | del WHAT | show\n"
	"  WHAT: prefix PREFIX | dev DEV\n"
	"fama save [dar|mn] | restore FILE\n"
	"fama monitor [dar|mn]\n"
	"fama doctor [dar|mn] [listen SECONDS]\n"
	"fama run home|careof COMMAND [ARGUMENT]...\n"
	"fama run mark MARK[/MASK] COMMAND [ARGUMENT]...\n"
	"\n"
	"-j JSON   -s statistics   -n NETNS act in a network namespace\n"
	"-V version   -h this text\n";

static int help(struct args *a)
{
	(void)a;
	fputs(usage, stdout);
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
		{ "key", keyfile_command },
		{ "dar", dar },
		{ "mn", mn },
		{ "save", save },
		{ "restore", restore },
		{ "monitor", monitor },
		{ "doctor", doctor },
		{ "run", run },
		{ "help", help },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands));
}

/* The options before the object, then the object. */
static int parse(struct args *a)
{
	const char *netns = NULL, *word;
	int err = STATUS_OK;

	while (!err && *a->word && **a->word == '-') {
		word = args_next(a);
		if (args_option(word, "json"))
			a->json = true;
		else if (args_option(word, "statistics"))
			a->stats = true;
		else if (args_option(word, "Version"))
			return version(a);
		else if (args_option(word, "help"))
			return help(a);
		else if (args_option(word, "netns"))
			err = args_value(a, word, &netns);
		else
			err = fail_usage("option \"%s\" is unknown, see fama -h",
					 word);
	}
	if (err)
		return err;
	if (!*a->word) {
		fputs(usage, stderr);
		return STATUS_USAGE;
	}
	if (netns)
		err = netns_enter(netns);
	return err ? err : dispatch(a);
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
