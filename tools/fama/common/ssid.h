/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_SSID_H
#define FAMA_COMMON_SSID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SSID_MAX 32

/**
 * ssid_read() - read the name of a Wi-Fi network
 * @text: the name, in which \xNN is one octet
 * @octets: the name
 *
 * Return: its length in octets, or 0 if it is empty or too long.
 */
size_t ssid_read(const char *text, uint8_t octets[SSID_MAX]);

/* Write it so that it can be read on a terminal, and by ssid_read(). */
void ssid_write(const uint8_t *octets, size_t len, char *buf, size_t size);

#endif
