// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>
#include <errno.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "cgroup.h"
#include "err.h"
#include "field.h"
#include "number.h"
#include "setting.h"
#include "ssid.h"

int settings_read(struct args *a, const struct settings *s, const char **values,
		  int (*more)(struct args *a, void *data), void *data)
{
	const char *names[SETTINGS_MAX];
	unsigned int i;
	int err;

	for (i = 0; i < s->count; i++)
		names[i] = s->list[i].keyword;
	while (*a->word) {
		err = args_choice("keyword", args_next(a), names, s->count, &i);
		if (!err && more && s->list[i].type == SETTING_FILE)
			err = more(a, data);
		else if (!err)
			err = args_value(a, names[i], &values[i]);
		if (err)
			return err;
	}
	return STATUS_OK;
}

static int put_number(struct nlmsghdr *nlh, const struct setting *s,
		      const char *word)
{
	bool octet = s->type == SETTING_U8;
	uint32_t value;
	int err = number_parse(s->keyword, word, octet ? UINT8_MAX : UINT32_MAX,
			       &value);

	if (err)
		return err;
	if (octet)
		mnl_attr_put_u8(nlh, s->attr, value);
	else
		mnl_attr_put_u32(nlh, s->attr, value);
	return STATUS_OK;
}

static int put_choice(struct nlmsghdr *nlh, const struct setting *s,
		      const char *word)
{
	unsigned int i;
	int err = args_choice(s->keyword, word, s->names, s->names_count, &i);

	if (!err)
		mnl_attr_put_u8(nlh, s->attr, i);
	return err;
}

/* A list with commas */
static int put_sizes(struct nlmsghdr *nlh, const struct setting *s,
		     const char *word)
{
	uint32_t set = 0;
	char all[80];
	unsigned int i;
	size_t len;

	for (;; word += len + 1) {
		len = strcspn(word, ",");
		for (i = 0; i < s->names_count; i++)
			if (strlen(s->names[i]) == len &&
			    !strncmp(s->names[i], word, len))
				break;
		if (i == s->names_count) {
			field_set(s->names, s->names_count, UINT32_MAX, all, sizeof(all));
			return fail_usage("%s are some of %s", s->keyword, all);
		}
		set |= 1u << i;
		if (!word[len])
			break;
	}
	mnl_attr_put_u32(nlh, s->attr, set);
	return STATUS_OK;
}

/* MARK, MARK/MASK or none */
static int put_mark(struct nlmsghdr *nlh, const struct setting *s,
		    const char *word)
{
	uint32_t mark = 0, mask = UINT32_MAX;
	const char *rest;

	if (!strcmp(word, "none")) {
		mask = 0;
	} else {
		rest = number_read(word, '/', &mark);
		if (!rest || (*rest && !number_read(rest + 1, '\0', &mask)))
			return fail_usage("%s \"%s\" is not MARK, MARK/MASK or none",
					  s->keyword, word);
		if (!mask)
			return fail_usage("mask 0 fits every mark: \"none\" for no mark");
	}
	mnl_attr_put_u32(nlh, s->attr, mark);
	mnl_attr_put_u32(nlh, s->attr2, mask);
	return STATUS_OK;
}

/* The id of a cgroup is the inode of its directory. */
static int put_cgroup(struct nlmsghdr *nlh, const struct setting *s,
		      const char *word)
{
	uint64_t id = 0;
	struct statfs fs;
	struct stat st;

	if (strcmp(word, "none")) {
		if (stat(word, &st) || statfs(word, &fs))
			return fail("%s: %s", word, strerror(errno));
		if (fs.f_type != CGROUP2_SUPER_MAGIC || !S_ISDIR(st.st_mode))
			return fail("%s is not a cgroup v2", word);
		id = st.st_ino;
	}
	mnl_attr_put_u64(nlh, s->attr, id);
	return STATUS_OK;
}

/* The module waits for a device that does not exist yet. */
static int put_device(struct nlmsghdr *nlh, const struct setting *s,
		      const char *word)
{
	if (!*word || strlen(word) >= IF_NAMESIZE)
		return fail("\"%s\" is not a name of a device", word);
	mnl_attr_put_strz(nlh, s->attr, word);
	return STATUS_OK;
}

static int put(struct nlmsghdr *nlh, const struct setting *s, const char *word)
{
	switch (s->type) {
	case SETTING_U8:
	case SETTING_U32:
		return put_number(nlh, s, word);
	case SETTING_CHOICE:
		return put_choice(nlh, s, word);
	case SETTING_SIZES:
		return put_sizes(nlh, s, word);
	case SETTING_MARK:
		return put_mark(nlh, s, word);
	case SETTING_CGROUP:
		return put_cgroup(nlh, s, word);
	case SETTING_DEVICE:
		return put_device(nlh, s, word);
	default:
		return STATUS_OK;
	}
}

int settings_put(struct nlmsghdr *nlh, const struct settings *s,
		 const char *const *values)
{
	unsigned int i;
	int err = STATUS_OK;

	for (i = 0; !err && i < s->count; i++)
		if (values[i])
			err = put(nlh, &s->list[i], values[i]);
	return err;
}

unsigned int settings_given(const struct settings *s, const char *const *values)
{
	unsigned int i, n = 0;

	for (i = 0; i < s->count; i++)
		n += values[i] && s->list[i].type != SETTING_FILE;
	return n;
}

unsigned int setting_size(const struct setting *s)
{
	static const uint8_t sizes[] = {
		[SETTING_U8] = 1, [SETTING_U32] = 4, [SETTING_CHOICE] = 1,
		[SETTING_SIZES] = 4, [SETTING_MARK] = 4, [SETTING_CGROUP] = 8,
		[SETTING_DEVICE] = 1, [SETTING_PREFIX] = 16,
		[SETTING_ADDRESS] = 16, [SETTING_HEX] = 1, [SETTING_SSID] = 1,
		[SETTING_FILE] = 1,
	};

	return sizes[s->type];
}

unsigned int setting_size2(const struct setting *s)
{
	return s->type == SETTING_MARK ? sizeof(uint32_t) :
	       s->type == SETTING_PREFIX ? sizeof(uint8_t) : 0;
}

static bool mark_text(const struct nlattr *mark, const struct nlattr *mask,
		      char *buf, size_t size)
{
	if (!mask || !mnl_attr_get_u32(mask))
		return snprintf(buf, size, "none") > 0;
	return snprintf(buf, size, "%#x/%#x", mnl_attr_get_u32(mark),
			mnl_attr_get_u32(mask)) > 0;
}

static bool hex_text(const struct nlattr *attr, char *buf, size_t size)
{
	const uint8_t *octets = mnl_attr_get_payload(attr);
	unsigned int i, len = mnl_attr_get_payload_len(attr);

	for (i = 0; i < len && 3 * i + 2 < size; i++)
		sprintf(buf + (i ? 3 * i - 1 : 0), "%s%02x", i ? ":" : "", octets[i]);
	return i == len;
}

static bool address_text(const struct nlattr *attr, const struct nlattr *len,
			 char *buf, size_t size)
{
	size_t used;

	if (!inet_ntop(AF_INET6, mnl_attr_get_payload(attr), buf, size))
		return false;
	used = strlen(buf);
	if (len)
		snprintf(buf + used, size - used, "/%u", mnl_attr_get_u8(len));
	return true;
}

bool setting_text(const struct setting *s, const struct nlattr *attr,
		  const struct nlattr *attr2, char *buf, size_t size)
{
	switch (s->type) {
	case SETTING_U8:
		return snprintf(buf, size, "%u", mnl_attr_get_u8(attr)) > 0;
	case SETTING_U32:
		return snprintf(buf, size, "%u", mnl_attr_get_u32(attr)) > 0;
	case SETTING_CHOICE:
		if (mnl_attr_get_u8(attr) >= s->names_count)
			return false;	/* of a newer module */
		return snprintf(buf, size, "%s", s->names[mnl_attr_get_u8(attr)]) > 0;
	case SETTING_SIZES:
		field_set(s->names, s->names_count, mnl_attr_get_u32(attr), buf, size);
		return *buf;
	case SETTING_MARK:
		return mark_text(attr, attr2, buf, size);
	case SETTING_CGROUP:
		return cgroup_path(mnl_attr_get_u64(attr), buf, size);
	case SETTING_HEX:
		return hex_text(attr, buf, size);
	case SETTING_SSID:
		ssid_write(mnl_attr_get_payload(attr),
			   mnl_attr_get_payload_len(attr), buf, size);
		return true;
	case SETTING_PREFIX:
	case SETTING_ADDRESS:
		return address_text(attr, attr2, buf, size);
	default:
		return snprintf(buf, size, "%s", mnl_attr_get_str(attr)) > 0;
	}
}
