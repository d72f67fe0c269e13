/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of Wi-Fi networks (IEEE 802.11, 9.4.2.2).  Pure.
 *
 * A name is any octets, and whoever has a radio chooses them.
 */
#ifndef _FAMA_SSID_H
#define _FAMA_SSID_H

#include <linux/types.h>

#define FAMA_SSID_LEN	32

/**
 * struct fama_ssid - name of a Wi-Fi network
 * @len: number of octets; 0: there is none
 * @octets: the name; zero behind @len
 */
struct fama_ssid {
	u8 len;
	u8 octets[FAMA_SSID_LEN];
};

/**
 * fama_ssid_find() - read the name among the elements of a frame
 * @ssid: the name; zero where there is none
 * @elements: octets of the elements, which may be anything
 * @len: number of octets
 *
 * A network that hides its name has an element that is empty or zero: no name is in there.
 *
 * Return: false: there is no name, or one that is too long.
 */
bool fama_ssid_find(struct fama_ssid *ssid, const u8 *elements, size_t len);

/* Case and every octet matter. */
bool fama_ssid_equal(const struct fama_ssid *a, const struct fama_ssid *b);

#endif /* _FAMA_SSID_H */
