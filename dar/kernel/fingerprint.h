/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fingerprint of the key that a Binding Update carries: SHA-256 of its
 * SubjectPublicKeyInfo, as "fama key show" prints it.
 */
#ifndef _DAR_FINGERPRINT_H
#define _DAR_FINGERPRINT_H

#include <linux/types.h>

#include "../pure/bu.h"

#define DAR_FINGERPRINT_LEN	32

/**
 * dar_fingerprint() - compute the fingerprint of the key of a Binding Update
 * @bu: the message
 * @fingerprint: result, %DAR_FINGERPRINT_LEN octets
 *
 * This proves nothing: neither that the key belongs to the home address, nor that
 * the sender has it.
 *
 * Context: any up to softirq.
 * Return: false: the message carries no key that can be parsed.
 */
bool dar_fingerprint(const struct dar_bu *bu, u8 *fingerprint);

#endif /* _DAR_FINGERPRINT_H */
