// SPDX-License-Identifier: GPL-2.0-only
/*
 * Generic netlink: one request, all of its answer.
 *
 * An answer is collected before any of it is shown: a dump that the kernel
 * had to interrupt is asked for again, and an error leaves no half output.
 */
#include <linux/genetlink.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "err.h"
#include "genl.h"

#define REQUEST_MAX 131072
#define RECEIVE_MAX 65536
#define DUMP_TRIES 10

/* What a kernel says about an error, beyond its number. */
static char extack[256];

static int (*recorder)(const struct genl *g, void *data);
static void *recorder_data;

void genl_record(int (*record)(const struct genl *g, void *data), void *data)
{
	recorder = record;
	recorder_data = data;
}

bool genl_loaded(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/module/%s", name);
	return !access(path, F_OK);
}

int genl_open(struct genl *g)
{
	int one = 1;

	memset(g, 0, sizeof(*g));
	g->seq = time(NULL);
	g->request = calloc(1, REQUEST_MAX);
	if (!g->request)
		return fail("out of memory");
	if (recorder)
		return STATUS_OK;
	g->nl = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!g->nl || mnl_socket_bind(g->nl, 0, MNL_SOCKET_AUTOPID))
		return fail("no generic netlink: %s", strerror(errno));
	mnl_socket_setsockopt(g->nl, NETLINK_EXT_ACK, &one, sizeof(one));
	mnl_socket_setsockopt(g->nl, NETLINK_CAP_ACK, &one, sizeof(one));
	return STATUS_OK;
}

/* A request may hold a private key. */
void genl_close(struct genl *g)
{
	if (g->nl)
		mnl_socket_close(g->nl);
	if (g->request)
		explicit_bzero(g->request, REQUEST_MAX);
	free(g->request);
	free(g->reply);
}

static void request_init(struct genl *g, uint16_t type, uint8_t command,
			 uint8_t version, uint16_t flags)
{
	struct genlmsghdr *header;

	memset(g->request, 0, REQUEST_MAX);
	mnl_nlmsg_put_header(g->request);
	g->request->nlmsg_type = type;
	g->request->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	header = mnl_nlmsg_put_extra_header(g->request, sizeof(*header));
	header->cmd = command;
	header->version = version;
}

/* Begin a request to the family the socket is connected to. */
int genl_request(struct genl *g, uint8_t command, uint16_t flags)
{
	request_init(g, g->family.id, command, 1, flags);
	return STATUS_OK;
}

/* Where in the request the attribute is that it is about, 0: nothing is said. */
static uint32_t extack_offset;

static int extack_attr(const struct nlattr *attr, void *data)
{
	(void)data;
	if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_OFFS &&
	    mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
		extack_offset = mnl_attr_get_u32(attr);
	if (mnl_attr_get_type(attr) != NLMSGERR_ATTR_MSG ||
	    mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
		return MNL_CB_OK;
	snprintf(extack, sizeof(extack), "%s", mnl_attr_get_str(attr));
	return MNL_CB_OK;
}

static int control_error(const struct nlmsghdr *nlh, void *data)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	size_t offset = sizeof(*err);

	(void)data;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*err)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		offset += mnl_nlmsg_get_payload_len(&err->msg);
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		mnl_attr_parse(nlh, offset, extack_attr, NULL);
	errno = -err->error;
	return err->error ? MNL_CB_ERROR : MNL_CB_STOP;
}

static int control_done(const struct nlmsghdr *nlh, void *data)
{
	const int *error = mnl_nlmsg_get_payload(nlh);

	(void)data;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*error))
		return MNL_CB_STOP;
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		mnl_attr_parse(nlh, sizeof(*error), extack_attr, NULL);
	errno = -*error;
	return *error < 0 ? MNL_CB_ERROR : MNL_CB_STOP;
}

static mnl_cb_t controls[NLMSG_MIN_TYPE] = {
	[NLMSG_ERROR] = control_error,
	[NLMSG_DONE] = control_done,
};

static int collect(const struct nlmsghdr *nlh, void *data)
{
	size_t len = MNL_ALIGN(nlh->nlmsg_len);
	struct genl *g = data;
	char *reply;

	if (mnl_nlmsg_get_payload_len(nlh) < GENL_HDRLEN)
		return MNL_CB_OK;
	reply = realloc(g->reply, g->reply_len + len);
	if (!reply)
		return MNL_CB_ERROR;
	g->reply = reply;
	memset(reply + g->reply_len, 0, len);
	memcpy(reply + g->reply_len, nlh, nlh->nlmsg_len);
	g->reply_len += len;
	return MNL_CB_OK;
}

/*
 * The mark of a dump that changed while it went on.  libmnl would stop at it
 * and leave the rest in the socket.
 */
static bool take_mark(char *buffer, int len)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)buffer;
	bool marked = false;

	while (mnl_nlmsg_ok(nlh, len)) {
		if (nlh->nlmsg_flags & NLM_F_DUMP_INTR &&
		    nlh->nlmsg_type != NLMSG_ERROR)
			marked = true;
		nlh->nlmsg_flags &= ~NLM_F_DUMP_INTR;
		nlh = mnl_nlmsg_next(nlh, &len);
	}
	return marked;
}

static int receive(struct genl *g, char *buffer, mnl_cb_t take, void *data)
{
	unsigned int port = mnl_socket_get_portid(g->nl);
	bool marked = false;
	int more = MNL_CB_OK;
	ssize_t len;

	do {
		len = mnl_socket_recvfrom(g->nl, buffer, RECEIVE_MAX);
		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0)
			return errno;
		marked |= take_mark(buffer, len);
		more = mnl_cb_run2(buffer, len, g->seq, port, take, data,
				   controls, NLMSG_MIN_TYPE);
	} while (more > MNL_CB_STOP);
	if (more < 0)
		return errno;
	return marked ? EINTR : 0;
}

static int try_once(struct genl *g, char *buffer, mnl_cb_t take, void *data)
{
	g->request->nlmsg_seq = ++g->seq;
	g->reply_len = 0;
	*extack = '\0';
	extack_offset = 0;
	if (mnl_socket_sendto(g->nl, g->request, g->request->nlmsg_len) < 0)
		return errno;
	return receive(g, buffer, take, data);
}

/*
 * genl_run - send the request and collect the answer
 *
 * A list that changes faster than it can be read is taken as it is at last.
 *
 * Return: 0 or an error number; genl_check() puts it in words.
 */
int genl_run(struct genl *g)
{
	char *buffer = malloc(RECEIVE_MAX);
	int error = ENOMEM, tries;

	if (recorder) {
		free(buffer);
		*extack = '\0';
		return recorder(g, recorder_data);
	}
	for (tries = 0; buffer && tries < DUMP_TRIES; tries++) {
		error = try_once(g, buffer, collect, g);
		if (error != EINTR)
			break;
	}
	free(buffer);
	if (error != EINTR)
		return error;
	warning("the list changed while it was read: it may lack some or have them twice");
	return 0;
}

/*
 * genl_run_each - send the request and give each message of the answer to @take
 *
 * For answers of any size.  @take returns MNL_CB_OK, or MNL_CB_ERROR, with errno set,
 * if nothing more is wanted of this socket.
 *
 * Return: as genl_run().
 */
int genl_run_each(struct genl *g, mnl_cb_t take, void *data)
{
	char *buffer = malloc(RECEIVE_MAX);
	int error = ENOMEM;

	if (buffer)
		error = try_once(g, buffer, take, data);
	free(buffer);
	return error;
}

int genl_check(struct genl *g, int error)
{
	if (*extack && !error)
		warning("%s", extack);
	if (!error)
		return STATUS_OK;
	if (*extack)
		return fail("%s", extack);
	if (error == ENOTCONN)
		return fail("%s is not enabled", g->name);
	if (error == EALREADY)
		return fail("%s is already enabled", g->name);
	return fail("%s", strerror(error));
}

uint16_t genl_refused(const struct genl *g)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, g->request, GENL_HDRLEN)
		if ((const char *)attr - (const char *)g->request == extack_offset)
			return mnl_attr_get_type(attr);
	return 0;
}

const struct nlmsghdr *genl_reply_next(const struct genl *g,
				       const struct nlmsghdr *nlh)
{
	const char *next = g->reply;

	if (nlh)
		next = (const char *)nlh + MNL_ALIGN(nlh->nlmsg_len);
	if (!g->reply_len || next >= g->reply + g->reply_len)
		return NULL;
	return (const struct nlmsghdr *)next;
}

static void remember(const struct nlattr *attr, const struct nlattr **tb)
{
	uint16_t type = mnl_attr_get_type(attr);

	if (type < GENL_ATTRS)
		tb[type] = attr;
}

/* Fill @tb, of GENL_ATTRS entries, with the attributes of a message. */
void genl_attrs(const struct nlmsghdr *nlh, const struct nlattr **tb)
{
	const struct nlattr *attr;

	memset(tb, 0, GENL_ATTRS * sizeof(*tb));
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN)
		remember(attr, tb);
}

void genl_nest_attrs(const struct nlattr *nest, const struct nlattr **tb)
{
	const struct nlattr *attr;

	memset(tb, 0, GENL_ATTRS * sizeof(*tb));
	mnl_attr_for_each_nested(attr, nest)
		remember(attr, tb);
}

static void parse_group(const struct nlattr *nest, struct genl_family *family)
{
	const struct nlattr *tb[GENL_ATTRS];

	genl_nest_attrs(nest, tb);
	if (tb[CTRL_ATTR_MCAST_GRP_NAME] && tb[CTRL_ATTR_MCAST_GRP_ID] &&
	    !strcmp(mnl_attr_get_str(tb[CTRL_ATTR_MCAST_GRP_NAME]), "events"))
		family->group = mnl_attr_get_u32(tb[CTRL_ATTR_MCAST_GRP_ID]);
}

static bool parse_family(const struct nlattr **tb, struct genl_family *family)
{
	const struct nlattr *group;

	memset(family, 0, sizeof(*family));
	if (!tb[CTRL_ATTR_FAMILY_ID])
		return false;
	family->id = mnl_attr_get_u16(tb[CTRL_ATTR_FAMILY_ID]);
	if (!tb[CTRL_ATTR_MCAST_GROUPS])
		return true;
	mnl_attr_for_each_nested(group, tb[CTRL_ATTR_MCAST_GROUPS])
		parse_group(group, family);
	return true;
}

bool genl_family_told(const struct nlmsghdr *nlh, const char *name, struct genl_family *family)
{
	const struct genlmsghdr *header = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[GENL_ATTRS], *told;

	if (nlh->nlmsg_type != GENL_ID_CTRL || header->cmd != CTRL_CMD_NEWFAMILY)
		return false;
	genl_attrs(nlh, tb);
	told = tb[CTRL_ATTR_FAMILY_NAME];
	return told && mnl_attr_validate(told, MNL_TYPE_NUL_STRING) >= 0 &&
	       !strcmp(mnl_attr_get_str(told), name) && parse_family(tb, family);
}

/* Return: 0 or an error number, ENOENT when no module provides the family. */
int genl_find(struct genl *g, const char *name, struct genl_family *family)
{
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlmsghdr *nlh;
	int error;

	request_init(g, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, 0);
	mnl_attr_put_strz(g->request, CTRL_ATTR_FAMILY_NAME, name);
	memset(family, 0, sizeof(*family));
	error = genl_run(g);
	if (error)
		return error;
	nlh = genl_reply_next(g, NULL);
	if (nlh)
		genl_attrs(nlh, tb);
	return nlh && parse_family(tb, family) ? 0 : EBADMSG;
}

/* Open a socket and find the family of that name. */
int genl_connect(struct genl *g, const char *name)
{
	int err, error;

	err = genl_open(g);
	if (err)
		return err;
	g->name = name;
	if (recorder)
		return STATUS_OK;
	error = genl_find(g, name, &g->family);
	if (error == ENOENT)
		return fail("module %s is not loaded (modprobe %s)", name,
			    name);
	return genl_check(g, error);
}

/*
 * Send one command to the family of that name.  @build adds attributes to the
 * request, NULL: it has none.  Return: the status of the program.
 */
int genl_send(const char *name, uint8_t command,
	      void (*build)(struct nlmsghdr *nlh, const void *data),
	      const void *data)
{
	struct genl g;
	int err;

	err = genl_connect(&g, name);
	if (!err) {
		genl_request(&g, command, 0);
		if (build)
			build(g.request, data);
		err = genl_check(&g, genl_run(&g));
	}
	genl_close(&g);
	return err;
}
