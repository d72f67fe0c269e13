/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _UNITS_LINUX_MODULE_H
#define _UNITS_LINUX_MODULE_H

#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#define MODULE_DESCRIPTION(text)
#define MODULE_LICENSE(text)
#define MODULE_IMPORT_NS(ns)

#endif
