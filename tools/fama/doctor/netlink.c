// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "netlink.h"

#define SEQ 1

static void remember(const struct nlattr *attr, const struct nlattr **tb)
{
	if (mnl_attr_get_type(attr) < NETLINK_ATTRS)
		tb[mnl_attr_get_type(attr)] = attr;
}

void netlink_nest_attrs(const struct nlattr *nest, const struct nlattr **tb)
{
	const struct nlattr *attr;

	memset(tb, 0, NETLINK_ATTRS * sizeof(*tb));
	mnl_attr_for_each_nested(attr, nest)
		remember(attr, tb);
}

void netlink_attrs(const struct nlmsghdr *nlh, size_t header, const struct nlattr **tb)
{
	const struct nlattr *attr;

	memset(tb, 0, NETLINK_ATTRS * sizeof(*tb));
	mnl_attr_for_each(attr, nlh, header)
		remember(attr, tb);
}

int netlink_run(int bus, struct nlmsghdr *request, mnl_cb_t take, void *data)
{
	static char buffer[65536];
	struct mnl_socket *nl;
	unsigned int port;
	int more, error = 0;
	ssize_t len;

	nl = mnl_socket_open2(bus, SOCK_CLOEXEC);
	if (!nl)
		return errno;
	request->nlmsg_seq = SEQ;
	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) ||
	    mnl_socket_sendto(nl, request, request->nlmsg_len) < 0)
		error = errno;
	port = mnl_socket_get_portid(nl);
	for (more = MNL_CB_OK; !error && more > MNL_CB_STOP;) {
		len = mnl_socket_recvfrom(nl, buffer, sizeof(buffer));
		more = len < 0 ? -1 : mnl_cb_run(buffer, len, SEQ, port, take, data);
		if (more < 0 && errno != EINTR)
			error = errno;
		/* One that is no dump ends with its answer. */
		if (!(request->nlmsg_flags & NLM_F_DUMP))
			break;
	}
	mnl_socket_close(nl);
	return error;
}
