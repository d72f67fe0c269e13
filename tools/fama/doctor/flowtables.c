// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdio.h>
#include <string.h>

#include "anchors.h"
#include "flowtables.h"
#include "netlink.h"
#include "proc.h"
#include "ruleset.h"

/* struct table - a flowtable, for commands about it */
struct table {
	const char *family;
	const char *table;
	const char *name;
};

/* The device is a port of a bridge that is an access device. */
static const struct link *bridge_of(const struct patient *p, const char *dev)
{
	const struct link *port = links_named(&p->all, dev);
	unsigned int i;

	for (i = 0; port && port->master && i < p->devices; i++)
		if (p->device[i] == port->master)
			return links_find(&p->all, port->master);
	return NULL;
}

static void look_device(struct patient *p, const struct table *t, const char *dev)
{
	const struct link *bridge = bridge_of(p, dev);
	struct finding *f;
	struct anchor a;

	if (bridge) {
		f = patient_has(p, "flowtable-port", SEVERITY_ERROR,
				"The flowtable %s names %s, a port of the bridge %s: its flows go on to where a node was. It must name the bridge.",
				t->name, dev, bridge->name);
		mend(f, "nft delete flowtable %s %s %s '{ devices = { %s }; }'", t->family,
		     shell_word(t->table), shell_word(t->name), dev);
	} else if (anchors_without_fib(p, dev, &a)) {
		f = patient_has(p, "flowtable-no-route", SEVERITY_ERROR,
				"The flowtable %s goes on sending flows to %s when their node has left, because bindings of %s/64 have no routes (fib off).",
				t->name, dev, a.prefix);
		mend(f, "fama dar anchor change %s/64 fib on", a.prefix);
	}
}

static void look_table(struct patient *p, const struct nlmsghdr *nlh)
{
	const struct nlattr *tb[NETLINK_ATTRS], *hook[NETLINK_ATTRS], *dev;
	const struct nfgenmsg *header = mnl_nlmsg_get_payload(nlh);
	struct table t = { .family = ruleset_family(header->nfgen_family) };

	netlink_attrs(nlh, sizeof(*header), tb);
	if (!tb[NFTA_FLOWTABLE_TABLE] || !tb[NFTA_FLOWTABLE_NAME] || !tb[NFTA_FLOWTABLE_HOOK])
		return;
	t.table = mnl_attr_get_str(tb[NFTA_FLOWTABLE_TABLE]);
	t.name = mnl_attr_get_str(tb[NFTA_FLOWTABLE_NAME]);
	netlink_nest_attrs(tb[NFTA_FLOWTABLE_HOOK], hook);
	if (hook[NFTA_FLOWTABLE_HOOK_DEVS])
		mnl_attr_for_each_nested(dev, hook[NFTA_FLOWTABLE_HOOK_DEVS])
			look_device(p, &t, mnl_attr_get_str(dev));
}

static void look_bridge(struct patient *p)
{
	struct finding *f;
	struct anchor a;
	char line[8];

	if (!proc_line(line, sizeof(line), "/proc/sys/net/bridge/bridge-nf-call-ip6tables") ||
	    *line != '1' || !anchors_without_fib(p, NULL, &a))
		return;
	f = patient_has(p, "bridge-netfilter", SEVERITY_WARNING,
			"br_netfilter routes what comes by a bridge in the place of the router, and bindings of %s/64 have no routes (fib off).",
			a.prefix);
	mend(f, "fama dar anchor change %s/64 fib on", a.prefix);
}

void flowtables_look(struct patient *p)
{
	const struct nlmsghdr *nlh;
	struct ruleset rs;

	if (!ruleset_read(&rs))
		for (nlh = messages_next(&rs.flowtables, NULL); nlh;
		     nlh = messages_next(&rs.flowtables, nlh))
			look_table(p, nlh);
	ruleset_free(&rs);
	look_bridge(p);
}
