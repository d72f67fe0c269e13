/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_CRYPTO_ALGAPI_H
#define _UNITS_CRYPTO_ALGAPI_H

#include <crypto/utils.h>

#endif
