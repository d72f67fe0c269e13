/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What compat/features.sh would say of the stand-ins: those of the newest kernel,
 * but for HMAC-SHA1, so that the one of compat/ is tested.
 */
#ifndef _UNITS_FAMA_FEATURES_H
#define _UNITS_FAMA_FEATURES_H

#define FAMA_HAVE_NS_STRING
#define FAMA_HAVE_UNALIGNED

#endif
