/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All that is configured of the roles in a network namespace: what fama save writes and what
 * fama restore brings about.  The table of kinds is the one place that says what there is.
 */
#ifndef FAMA_CONFIG_H
#define FAMA_CONFIG_H

#include <stdbool.h>

#include "common/genl.h"
#include "common/setting.h"

enum { CONFIG_DAR, CONFIG_MN, CONFIG_ROLES };

/* In the order in which they are written. */
enum config_kinds {
	CONFIG_DAR_SET,
	CONFIG_DAR_ADMIT,
	CONFIG_DAR_ANCHOR,
	CONFIG_MN_SET,
	CONFIG_MN_ANCHOR,
	CONFIG_MN_PERMIT,
	CONFIG_MN_LINK,
	CONFIG_KINDS
};

#define KIND_ONE	0x01	/* there is one of it, the settings of the namespace */
#define KIND_ORDER	0x02	/* a list whose order matters: new ones are the last */
#define KIND_ENABLED	0x04	/* it exists only while the role is enabled */

/*
 * struct config_kind - a kind of things that are configured
 * @words: of the command that makes it
 * @place: the settings that stand first
 * @options: those that follow; NULL: none
 * @add, @change, @del: commands of netlink; 0: there is none
 * @get: the command that lists them
 */
struct config_kind {
	const char *words;
	const struct settings *place;
	const struct settings *options;
	uint8_t role;
	uint8_t flags;
	uint8_t get;
	uint8_t add;
	uint8_t change;
	uint8_t del;
};

extern const struct config_kind config_kinds[CONFIG_KINDS];
extern const char *const config_roles[CONFIG_ROLES];

/* The commands that a file may have; NULL ends them. */
extern const char *const config_commands[];

/*
 * struct object - one thing of a kind
 * @line: of the file that it comes from, 0: it was there before
 * @id_len: octets of @attrs that tell it from others of its kind
 * @attrs: attributes of netlink, all that the kind has, in the order of its settings
 */
struct object {
	struct object *next;
	unsigned int line;
	uint32_t id_len;
	uint32_t len;
	uint8_t attrs[];
};

/*
 * struct request - what a module is told
 * @line: of the file, 0: none
 */
struct request {
	struct request *next;
	uint8_t role;
	uint8_t command;
	unsigned int line;
	uint32_t len;
	uint8_t attrs[];
};

#define CONFIG_FILES_MAX 8

/*
 * struct config_role - whether a role is enabled, and with what
 * @known: its module is there, or the file has something of it
 * @files: of the secret of a router, or of the keys of a node; "" is unknown
 * @key_file: of the key of a router, NULL: it has none
 * @enabled: it is, or the file has @enable
 * @lasting: the secret of a router was given
 * @enable, @disable, @key: lines of a file
 */
struct config_role {
	bool known;
	bool enabled;
	bool lasting;
	char *files[CONFIG_FILES_MAX];
	unsigned int files_count;
	char *key_file;
	uint32_t table;
	uint32_t preference;
	struct request *enable;
	struct request *disable;
	struct request *key;
};

/*
 * struct config - a whole configuration
 * @lines: of the file, of each setting of a kind of which there is one, by its attribute
 */
struct config {
	struct config_role roles[CONFIG_ROLES];
	struct object *objects[CONFIG_KINDS];
	struct object **ends[CONFIG_KINDS];
	unsigned int lines[CONFIG_KINDS][GENL_ATTRS];
};

void config_init(struct config *c);
void config_free(struct config *c);

/* Read what a role has now.  ENOENT: its module is not there, which is left to the caller. */
int config_get(struct config *c, unsigned int role, bool *there);

/* Make an object of the attributes, with the standard for all that they lack. */
struct object *object_new(const struct config_kind *kind, const void *attrs, size_t len,
			  unsigned int line);
const struct nlattr *object_attr(const struct object *o, uint16_t type);
bool object_is_same(const struct object *a, const struct object *b);
bool object_is_equal(const struct object *a, const struct object *b);
struct object *object_find(struct object *list, const struct object *like);
void config_append(struct config *c, enum config_kinds kind, struct object *o);

/* Find a type in attributes one behind the other. */
const struct nlattr *attrs_find(const void *attrs, size_t len, uint16_t type);

/* Call @each for each setting of a kind, those of the place first. */
void kind_each(const struct config_kind *kind,
	       void (*each)(const struct setting *s, void *data), void *data);

/* What a node has if nothing else is said. */
#define MN_METRIC_FIRST 64	/* of the name that comes first; one more for each that follows */
#define MN_TABLE 64251
#define MN_PREFERENCE 900

/* Copies the attributes.  NULL: out of memory, which is said. */
struct request *request_new(unsigned int role, uint8_t command, unsigned int line,
			    const void *attrs, size_t len);
void requests_free(struct request *list);

#endif
