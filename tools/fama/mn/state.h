/* SPDX-License-Identifier: GPL-2.0-only */
/* Words for what the module says of an address by numbers. */
#ifndef FAMA_MN_STATE_H
#define FAMA_MN_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include <libmnl/libmnl.h>

/* Of enum mn_reason */
extern const char *const mn_reason_names[11];

/* What keeps an address: "tcp 2, udp 1"; false when nothing does. */
bool mn_kept_text(const struct nlattr **tb, char *buf, size_t size);

/* The name of a Wi-Fi network; false where there is none, or where it is not known. */
bool mn_ssid_text(const struct nlattr **tb, char *buf, size_t size);

#endif
