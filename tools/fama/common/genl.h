/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FAMA_COMMON_GENL_H
#define FAMA_COMMON_GENL_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More than any attribute of any family here. */
#define GENL_ATTRS 128

/*
 * struct genl_family - what the kernel says of a family
 * @group: its multicast group "events"
 */
struct genl_family {
	uint16_t id;
	uint32_t group;
};

/*
 * struct genl - a socket and the request that is being built
 * @reply: the messages of the last answer, one behind the other
 */
struct genl {
	struct mnl_socket *nl;
	const char *name;
	struct genl_family family;
	uint32_t seq;
	struct nlmsghdr *request;
	char *reply;
	size_t reply_len;
};

/*
 * From now on requests are given to @record instead of a module, which need not be there; NULL:
 * no longer.  @record returns 0 or an error number.
 */
void genl_record(int (*record)(const struct genl *g, void *data), void *data);

/* Is the module of that name loaded?  To ask for its family would load it. */
bool genl_loaded(const char *name);

int genl_open(struct genl *g);
int genl_connect(struct genl *g, const char *name);
int genl_find(struct genl *g, const char *name, struct genl_family *family);

/* The same of a message of the kernel that tells of a family.  Return: false: it does not. */
bool genl_family_told(const struct nlmsghdr *nlh, const char *name, struct genl_family *family);
void genl_close(struct genl *g);

int genl_request(struct genl *g, uint8_t command, uint16_t flags);
int genl_run(struct genl *g);
int genl_run_each(struct genl *g, mnl_cb_t take, void *data);
int genl_check(struct genl *g, int error);

/* The type of the attribute that the last request was refused for, 0: the kernel does not say. */
uint16_t genl_refused(const struct genl *g);

int genl_send(const char *name, uint8_t command,
	      void (*build)(struct nlmsghdr *nlh, const void *data),
	      const void *data);

const struct nlmsghdr *genl_reply_next(const struct genl *g,
				       const struct nlmsghdr *nlh);
#define genl_for_each_reply(g, nlh) \
	for (nlh = genl_reply_next(g, NULL); nlh; nlh = genl_reply_next(g, nlh))

void genl_attrs(const struct nlmsghdr *nlh, const struct nlattr **tb);
void genl_nest_attrs(const struct nlattr *nest, const struct nlattr **tb);

#endif
