/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_SIGNALS_H
#define FAMA_COMMON_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/*
 * From now on SIGINT and SIGTERM only say that the program is to end.  They come in while something
 * waits with @mask, so that none can slip in before it.
 */
void signals_catch(sigset_t *mask);
bool signals_ended(void);
/* As if one had come */
void signals_end(void);

#endif
