/* SPDX-License-Identifier: GPL-2.0-only */
/* One thing that can be configured: how the command line says it, and netlink. */
#ifndef FAMA_COMMON_SETTING_H
#define FAMA_COMMON_SETTING_H

#include <stdint.h>
#include <stdio.h>

#include "args.h"
#include "genl.h"

enum setting_type {
	SETTING_U8,
	SETTING_U32,
	SETTING_CHOICE,		/* u8: the place of a name in a list */
	SETTING_SIZES,		/* u32: a set of names of a list */
	SETTING_MARK,		/* u32, and u32 of the mask */
	SETTING_CGROUP,		/* u64 */
	SETTING_DEVICE,		/* name of a device */
	SETTING_PREFIX,		/* 16 octets, and u8 of the length */
	SETTING_ADDRESS,
	SETTING_HEX,
	SETTING_SSID,		/* name of a Wi-Fi network */
	SETTING_FILE,		/* of a key; it is put by those who read it */
};

#define SETTING_ID	0x01	/* tells what is configured from others of its kind */
#define SETTING_STANDARD 0x02	/* it has a value if nothing else is said */
#define SETTING_FIXED	0x04	/* it does not change while what it belongs to is there */

/*
 * struct setting - a keyword and its value
 * @keyword: NULL: the value stands alone
 * @names: of a choice or of sizes
 * @attr: attribute of netlink
 * @attr2: of a mark: its mask; of a prefix: its length
 * @standard: value of a number, choice or set with SETTING_STANDARD
 */
struct setting {
	const char *keyword;
	const char *const *names;
	uint32_t standard;
	uint16_t attr;
	uint16_t attr2;
	uint8_t names_count;
	uint8_t type;
	uint8_t flags;
};

struct settings {
	const struct setting *list;
	unsigned int count;
};

#define SETTINGS_MAX 16
#define SETTINGS(array) { .list = array, .count = ARRAY_SIZE(array) }

/*
 * Read keywords and their values until the end; @values has one for each setting.
 * Keywords that may come more often than once are for @more, which may be NULL.
 */
int settings_read(struct args *a, const struct settings *s, const char **values,
		  int (*more)(struct args *a, void *data), void *data);

/* Add the values to a request.  Files are left out. */
int settings_put(struct nlmsghdr *nlh, const struct settings *s,
		 const char *const *values);

/* How many values there are, without files. */
unsigned int settings_given(const struct settings *s, const char *const *values);

/* Octets of the attributes. */
unsigned int setting_size(const struct setting *s);
unsigned int setting_size2(const struct setting *s);

/* Write a value as the command line has it.  Return: false: it cannot be said. */
bool setting_text(const struct setting *s, const struct nlattr *attr,
		  const struct nlattr *attr2, char *buf, size_t size);

#endif
