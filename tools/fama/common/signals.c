// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>

#include "signals.h"

static volatile sig_atomic_t ended;

static void end(int number)
{
	ended = number;
}

void signals_catch(sigset_t *mask)
{
	struct sigaction action = { .sa_handler = end };
	sigset_t block;

	sigemptyset(&block);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, mask);
	sigdelset(mask, SIGINT);
	sigdelset(mask, SIGTERM);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

bool signals_ended(void)
{
	return ended;
}

void signals_end(void)
{
	ended = SIGTERM;
}
