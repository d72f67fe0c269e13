// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mn.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "common/args.h"
#include "common/field.h"
#include "node.h"

static unsigned int u8(const struct nlattr *attr)
{
	return attr ? mnl_attr_get_u8(attr) : 0;
}

static void look_carrier(struct patient *p, const struct link *link)
{
	struct finding *f;

	if (!link->up || link->running)
		return;
	f = patient_has(p, "no-carrier", SEVERITY_WARNING,
			"%s has no carrier, or is not associated with a network.", link->name);
	mend(f, "ip -d link show %s", shell_word(link->name));
}

static void look_vrf(struct patient *p, const struct link *link)
{
	const struct link *master = links_find(&p->all, link->master);
	struct finding *f;

	if (!master || !master->vrf)
		return;
	f = patient_has(p, "interface-vrf", SEVERITY_ERROR,
			"%s belongs to the VRF %s, and the node leaves it alone.", link->name,
			master->name);
	mend(f, "ip link set %s nomaster", shell_word(link->name));
}

static void look_trial(struct patient *p, const struct nlattr **tb, const struct link *link)
{
	struct finding *f;

	if (u8(tb[MN_A_TRIAL]) != MN_TRIAL_FAILED)
		return;
	f = patient_has(p, "link-in-doubt", SEVERITY_WARNING,
			"No access router has answered by %s, though a router is heard there: the network may want a login, or drop Mobility Headers (protocol 135). The node uses another interface.",
			link->name);
	mend(f, "ip -6 neigh show dev %s", shell_word(link->name));
}

static void look_missing(struct patient *p, const char *name)
{
	struct finding *f;

	f = patient_has(p, "interface-missing", SEVERITY_WARNING,
			"There is no interface of the name %s, which the node is to use.",
			name);
	mend(f, "fama mn link del %s && fama mn link add DEV", shell_word(name));
}

/* One that stands for any interface, of which there may be none. */
static bool is_pattern(const char *name)
{
	return strchr(name, '*');
}

/* Return: the interface is the one in use. */
static bool look_link(struct patient *p, const struct nlmsghdr *nlh, bool *any)
{
	const struct nlattr *tb[GENL_ATTRS];
	const struct link *link;
	const char *name;

	genl_attrs(nlh, tb);
	link = links_find(&p->all, field_u32(tb[MN_A_IFINDEX]));
	name = field_string(tb[MN_A_NAME]);
	if (!link && name && !is_pattern(name))
		look_missing(p, name);
	if (!link)
		return false;
	*any = true;
	look_carrier(p, link);
	look_vrf(p, link);
	look_trial(p, tb, link);
	return field_true(tb[MN_A_ACTIVE]);
}

/* What a node without any interface waits for. */
static void look_pattern(struct patient *p, const struct nlmsghdr *nlh)
{
	const struct nlattr *tb[GENL_ATTRS];
	const char *name;

	genl_attrs(nlh, tb);
	name = field_string(tb[MN_A_NAME]);
	if (name && is_pattern(name))
		look_missing(p, name);
}

/* One that could hear a router. */
static const struct link *listening(const struct patient *p)
{
	const struct link *link;
	unsigned int i;

	for (i = 0; i < p->devices; i++) {
		link = links_find(&p->all, p->device[i]);
		if (link && link->up && link->running)
			return link;
	}
	return NULL;
}

void node_look_links(struct patient *p)
{
	bool any = false, active = false;
	const struct nlmsghdr *nlh;
	struct finding *f;

	genl_for_each_reply(&p->links, nlh)
		active |= look_link(p, nlh, &any);
	if (!any)
		genl_for_each_reply(&p->links, nlh)
			look_pattern(p, nlh);
	if (active || !any || !listening(p))
		return;
	f = patient_has(p, "no-router", SEVERITY_ERROR,
			"No interface of the node hears a router, so that it has no network. Listening tells whether one advertises itself.");
	mend(f, "fama doctor mn listen 10");
}

/*
 * struct failure - why an address cannot follow the node
 * @text, @command: formats, of the address and its router
 */
struct failure {
	unsigned int reason;
	const char *id;
	enum severity severity;
	const char *text;
	const char *command;
};

static const struct failure failures[] = {
	{ MN_REASON_NO_ANSWER, "no-answer", SEVERITY_ERROR,
	  "The access router %2$s does not answer the Binding Updates of %1$s: it is away or has lost its anchor, or this network drops Mobility Headers (protocol 135).",
	  "ping -6 -c 3 %2$s && fama mn address auto %1$s" },
	{ MN_REASON_NO_SIGNED_ANSWER, "no-signed-answer", SEVERITY_ERROR,
	  "The access router %2$s answers, but does not sign, as signed-ack demands; so %1$s is not bound.",
	  "fama mn set signed-ack off && fama mn address auto %1$s" },
	{ MN_REASON_REFUSED, "refused", SEVERITY_ERROR,
	  "The access router %2$s refuses to bind %1$s. Events say the status of its answer.",
	  "fama monitor mn" },
	{ MN_REASON_NOT_ADMITTED, "not-admitted", SEVERITY_WARNING,
	  "The access router %2$s does not admit %1$s (129), which cannot follow the node. Its operator admits it by the fingerprint of the key of the node.",
	  "fama key show FILE" },
	{ MN_REASON_NOT_ANCHORED, "not-anchored", SEVERITY_WARNING,
	  "Nobody anchors %1$s, which ends when the node leaves this network: no router says that it is an access router (flags H and R), or no rule of the node permits it.",
	  "fama mn anchor add PREFIX dar ADDRESS" },
};

static void look_failure(struct patient *p, const char *address, const char *dar,
			 unsigned int reason)
{
	const struct failure *why;
	struct finding *f;

	for (why = failures; why < failures + ARRAY_SIZE(failures); why++) {
		if (why->reason != reason)
			continue;
		f = patient_has(p, why->id, why->severity, why->text, address, dar);
		mend(f, why->command, address, dar);
	}
}

void node_look_addresses(struct patient *p)
{
	char address[INET6_ADDRSTRLEN], dar[INET6_ADDRSTRLEN];
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlmsghdr *nlh;

	genl_for_each_reply(&p->list, nlh) {
		genl_attrs(nlh, tb);
		if (!tb[MN_A_ADDRESS])
			continue;
		inet_ntop(AF_INET6, mnl_attr_get_payload(tb[MN_A_ADDRESS]), address,
			  sizeof(address));
		snprintf(dar, sizeof(dar), "ADDRESS");
		if (tb[MN_A_DAR])
			inet_ntop(AF_INET6, mnl_attr_get_payload(tb[MN_A_DAR]), dar, sizeof(dar));
		look_failure(p, address, dar, u8(tb[MN_A_STATE_REASON]));
	}
}

void node_look_state(struct patient *p)
{
	const struct nlattr *tb[GENL_ATTRS];
	struct finding *f;

	patient_status(p, tb);
	if (field_true(tb[MN_A_FROZEN])) {
		f = patient_has(p, "frozen", SEVERITY_ERROR,
				"The node is frozen by a checkpoint: it tunnels packets, and follows no move. If its upgrade was given up, thaw it.");
		mend(f, "fama mn thaw");
	}
}
