/* SPDX-License-Identifier: GPL-2.0-only */
/* One request to a family of netlink that is not generic. */
#ifndef FAMA_DOCTOR_NETLINK_H
#define FAMA_DOCTOR_NETLINK_H

#include <libmnl/libmnl.h>

#define NETLINK_ATTRS 128

/*
 * netlink_run - send a request, and give each message of the answer to @take
 * @bus: NETLINK_ROUTE or another one
 *
 * Return: 0 or an error number.
 */
int netlink_run(int bus, struct nlmsghdr *request, mnl_cb_t take, void *data);

/* Fill @tb, of NETLINK_ATTRS entries, with attributes of a message or a nest. */
void netlink_attrs(const struct nlmsghdr *nlh, size_t header, const struct nlattr **tb);
void netlink_nest_attrs(const struct nlattr *nest, const struct nlattr **tb);

#endif
