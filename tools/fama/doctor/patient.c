// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dar.h>
#include <linux/mn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/err.h"
#include "common/field.h"
#include "patient.h"

/* Ask, and keep the answer.  Return: an error number, ENOENT without the module. */
static int ask(struct genl *g, const char *name, uint8_t command, uint16_t flags)
{
	int error = EIO;

	if (genl_open(g))
		return error;
	g->name = name;
	error = genl_find(g, name, &g->family);
	g->reply_len = 0;
	if (error)
		return error;
	genl_request(g, command, flags);
	error = genl_run(g);
	if (error)
		g->reply_len = 0;
	return error;
}

static void add_device(struct patient *p, const struct nlattr *ifindex)
{
	unsigned int number = field_u32(ifindex), i;

	for (i = 0; i < p->devices; i++)
		if (p->device[i] == number)
			return;
	if (number && p->devices < PATIENT_DEVICES_MAX)
		p->device[p->devices++] = number;
}

static void find_devices(struct patient *p)
{
	const struct genl *from = p->role == ROLE_DAR ? &p->list : &p->links;
	uint16_t attr = p->role == ROLE_DAR ? DAR_A_IFINDEX : MN_A_IFINDEX;
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlmsghdr *nlh;

	genl_for_each_reply(from, nlh) {
		genl_attrs(nlh, tb);
		add_device(p, tb[attr]);
	}
}

static int ask_all(struct patient *p)
{
	int error;

	if (p->role == ROLE_DAR)
		return ask(&p->list, p->name, DAR_CMD_ANCHOR_GET, NLM_F_DUMP);
	error = ask(&p->links, p->name, MN_CMD_LINK_GET, NLM_F_DUMP);
	return error ? error : ask(&p->list, p->name, MN_CMD_ADDRESS_GET, NLM_F_DUMP);
}

static int look(struct patient *p)
{
	uint16_t enabled = p->role == ROLE_DAR ? DAR_A_ENABLED : MN_A_ENABLED;
	uint16_t device = p->role == ROLE_DAR ? DAR_A_DEVICE : MN_A_DEVICE;
	const struct nlattr *tb[GENL_ATTRS];
	int error;

	if (!genl_loaded(p->name))
		return 0;
	error = ask(&p->status, p->name, p->role == ROLE_DAR ? DAR_CMD_GET : MN_CMD_GET, 0);
	if (error == ENOENT)
		return 0;
	p->loaded = true;
	if (error == ENOTCONN)
		return 0;
	if (error)
		return error;
	patient_status(p, tb);
	p->enabled = field_true(tb[enabled]);
	if (!p->enabled)
		return 0;
	if (tb[device])
		snprintf(p->tunnel, sizeof(p->tunnel), "%s", field_string(tb[device]));
	error = ask_all(p);
	if (!error)
		find_devices(p);
	return error == ENOTCONN ? 0 : error;
}

static void find_uplink(struct patient *p)
{
	static const struct in6_addr anywhere = { .s6_addr = { 0x20, [15] = 1 } };
	unsigned int mtu;

	route_get(&anywhere, &p->uplink, &mtu);
}

int patient_admit(struct patient *p, unsigned int role, struct findings *findings)
{
	int error;

	memset(p, 0, sizeof(*p));
	p->role = role;
	p->name = role == ROLE_DAR ? DAR_GENL_NAME : MN_GENL_NAME;
	p->findings = findings;
	error = links_read(&p->all);
	if (!error)
		error = look(p);
	find_uplink(p);
	return error ? fail("%s: %s", p->name, strerror(error)) : STATUS_OK;
}

void patient_discharge(struct patient *p)
{
	genl_close(&p->status);
	genl_close(&p->list);
	genl_close(&p->links);
	links_free(&p->all);
}

struct finding *patient_has(struct patient *p, const char *id, enum severity severity,
			    const char *format, ...)
{
	struct finding *f = finding_add(p->findings, p->name, id, severity);
	va_list args;

	va_start(args, format);
	vsnprintf(f->text, sizeof(f->text), format, args);
	va_end(args);
	return f;
}

void mend(struct finding *f, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(f->command, sizeof(f->command), format, args);
	va_end(args);
}

void patient_status(const struct patient *p, const struct nlattr **tb)
{
	const struct nlmsghdr *nlh = genl_reply_next(&p->status, NULL);

	memset(tb, 0, GENL_ATTRS * sizeof(*tb));
	if (nlh)
		genl_attrs(nlh, tb);
}

uint64_t patient_counter(const struct patient *p, const char *name)
{
	bool dar = p->role == ROLE_DAR;
	const struct nlattr *tb[GENL_ATTRS], *one[GENL_ATTRS], *entry, *nest, *value;
	const char *called;

	patient_status(p, tb);
	nest = tb[dar ? DAR_A_COUNTERS : MN_A_COUNTERS];
	if (!nest)
		return 0;
	mnl_attr_for_each_nested(entry, nest) {
		genl_nest_attrs(entry, one);
		called = field_string(one[dar ? DAR_A_COUNTER_NAME : MN_A_COUNTER_NAME]);
		value = one[dar ? DAR_A_COUNTER_VALUE : MN_A_COUNTER_VALUE];
		if (called && value && !strcmp(called, name))
			return mnl_attr_get_u64(value);
	}
	return 0;
}
