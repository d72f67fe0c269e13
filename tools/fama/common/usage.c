// SPDX-License-Identifier: GPL-2.0-only
/* What "fama -h" and "help" behind any words print. */
#include <string.h>

#include "args.h"
#include "usage.h"

/* The words that a text is about, and what is printed with it. */
static const struct {
	const char *path;
	const char *text;
} texts[] = {
	{ "key", "fama key generate [bits 1024|1536|2048] [sec 0..2] [out FILE]\n"
		 "fama key show FILE | address FILE PREFIX | secret [out FILE]\n" },
	{ "dar", "fama dar enable [secret FILE] | disable | [show] [-s]\n" },
	{ "dar anchor",
	  "fama dar anchor add PREFIX dev DEV [POLICY]... | change PREFIX POLICY...\n"
	  "  POLICY: care-of-test off|concurrent|required | lifetime SECONDS |\n"
	  "          refresh SECONDS | min-sec 0..7 | key-sizes 1024,1536,2048 |\n"
	  "          dad on|off | proxy-nd on|off | early-token on|off |\n"
	  "          admit attached|keys|open | fib on|off\n"
	  "fama dar anchor del PREFIX | [show]\n" },
	{ "dar admit",
	  "fama dar admit add WHO... | del WHO... | [show] | flush\n"
	  "  WHO: FINGERPRINT of a key | HoA | -, for the words of the standard input\n" },
	{ "dar binding", "fama dar binding [show [HoA]] | flush [HoA]\n" },
	{ "dar memory", "fama dar memory [show] | flush [HoA]\n" },
	{ "dar set",
	  "fama dar set [max-bindings N] [max-remembered N] [queue N] [verify-rate N]\n"
	  "             [refusal-rate N] [unverified-lifetime SECONDS]\n"
	  "             [fib-protocol 2..255] [hold-packets N] [hold-octets N]\n"
	  "             [hold-age MILLISECONDS] [hold-memory OCTETS] [key FILE|none]\n" },
	{ "dar checkpoint", "fama dar checkpoint FILE [freeze] | resume FILE | thaw\n" },
	{ "dar drain", "fama dar drain [timeout SECONDS] | drain off\n" },
	{ "mn", "fama mn enable key FILE dev DEV [dev DEV]... [table N] [preference N]\n"
		"fama mn disable | [show] [-s]\n" },
	{ "mn checkpoint",
	  "fama mn checkpoint FILE secret FILE\n"
	  "fama mn resume FILE secret FILE key FILE dev DEV [dev DEV]...\n"
	  "fama mn thaw [FILE]\n" },
	{ "mn address",
	  "fama mn address [show] | keep ADDRESS | release ADDRESS | auto ADDRESS\n" },
	{ "mn link", "fama mn link [show] | add DEV [metric N] | del DEV | set DEV metric N\n" },
	{ "mn anchor", "fama mn anchor [show] | add PREFIX dar ADDRESS | del PREFIX\n" },
	{ "mn permit",
	  "fama mn permit [show] | add allow|deny WHAT | del WHAT\n"
	  "  WHAT: prefix PREFIX | dev DEV | ssid NAME\n" },
	{ "mn set",
	  "fama mn set [policy all|in-use|manual] [idle SECONDS] [max-addresses N]\n"
	  "            [transient-mark MARK[/MASK]|none] [transient-cgroup PATH|none]\n"
	  "            [home-mark MARK[/MASK]|none] [careof-mark MARK[/MASK]|none]\n"
	  "            [signed-ack off|ask|require] [early-token on|off] [key FILE]\n"
	  "            [anchors allow|deny] [home-flag off|auto|on] [give-up SECONDS]\n" },
	{ "mn wait", "fama mn wait [address|away|home] [timeout SECONDS]\n" },
	{ "save", "fama save [dar|mn]\n" },
	{ "restore", "fama restore FILE\n" },
	{ "monitor", "fama monitor [dar|mn]\n" },
	{ "record", "fama record [dar|mn] FILE [seconds N] [size MEGABYTES] [node NAME]\n" },
	{ "report", "fama report FILE... [out FILE.html]\n" },
	{ "top", "fama top [every SECONDS] [count N]\n" },
	{ "metrics", "fama metrics [dar|mn]\n" },
	{ "doctor", "fama doctor [dar|mn] [listen SECONDS]\n" },
	{ "run", "fama run home|careof COMMAND [ARGUMENT]...\n"
		 "fama run mark MARK[/MASK] COMMAND [ARGUMENT]...\n" },
	{ "lab", "fama lab up | move [ROUTER] | shell [NODE] | forge | down | [show]\n" },
};

static const char head[] =
	"Usage: fama [-j] [-p] [-s] [-b] [-c[=WHEN]] [-n NETNS] OBJECT COMMAND ...\n"
	"       fama [OBJECT [COMMAND]] help\n"
	"       fama -V | -h\n"
	"\n";

static const char options[] =
	"\n"
	"-j JSON   -p JSON in many lines   -s statistics   -b brief\n"
	"-n NETNS act in a network namespace   -c[=always|auto|never] colour\n"
	"-V version   -h this text\n";

/* Is a text about these words, or about what is behind them? */
static bool about(const char *text, const char *path, size_t len)
{
	return !strncmp(text, path, len) && (!len || !text[len] || text[len] == ' ');
}

static unsigned int print(FILE *out, const char *path, size_t len, bool below)
{
	unsigned int i, printed = 0;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		if (!about(texts[i].path, path, len) || (!below && texts[i].path[len]))
			continue;
		fputs(texts[i].text, out);
		printed++;
	}
	return printed;
}

void usage(FILE *out, const char *path)
{
	size_t len = strlen(path);

	if (!len)
		fputs(head, out);
	/* What has no text of its own is part of the text of the words before. */
	if (!print(out, path, len, true)) {
		while (len && path[len] != ' ')
			len--;
		print(out, path, len, false);
	}
	if (!len)
		fputs(options, out);
}
