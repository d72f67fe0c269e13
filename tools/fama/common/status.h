/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_STATUS_H
#define FAMA_COMMON_STATUS_H

const char *status_name(unsigned int status);

#endif
