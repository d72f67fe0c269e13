/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_NETNS_H
#define FAMA_COMMON_NETNS_H

int netns_enter(const char *name);

#endif
