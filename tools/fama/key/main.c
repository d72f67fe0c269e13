// SPDX-License-Identifier: GPL-2.0-only
/* fama-key: what "fama key" runs, and how fama reads a key. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/args.h"
#include "common/err.h"
#include "common/json.h"
#include "common/keyfile.h"
#include "keycmd.h"

int main(int argc, char **argv)
{
	struct args a = { .word = argv + !!argc, .path = "key" };
	int err;

	if (argc >= 3 && !strcmp(argv[1], KEYFILE_EXPORT)) {
		if (argc == 5)
			err_place(argv[3], strtoul(argv[4], NULL, 10));
		return keycmd_export(argv[2]);
	}
	while (*a.word && **a.word == '-') {
		if (args_option(*a.word, "json"))
			a.json = true;
		else if (args_option(*a.word, "pretty"))
			json_pretty(true);
		else
			break;
		a.word++;
	}
	err = keycmd(&a);
	if ((fflush(stdout) || ferror(stdout)) && errno != EPIPE && !err)
		err = fail("stdout: %s", strerror(errno));
	return err;
}
