/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The namespace of a symbol was a word, and is a string.  Exporters and importers
 * write FAMA_NS(NAME).
 */
#ifndef _FAMA_COMPAT_EXPORT_H
#define _FAMA_COMPAT_EXPORT_H

#include_next <linux/export.h>
#include <fama-features.h>

#ifdef FAMA_HAVE_NS_STRING
#define FAMA_NS(ns) #ns
#else
#define FAMA_NS(ns) ns
#endif

#endif /* _FAMA_COMPAT_EXPORT_H */
