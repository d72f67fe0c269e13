// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "anchors.h"
#include "common/args.h"
#include "filters.h"
#include "ruleset.h"
#include "verdict.h"

#define PROTO_TCP 6
#define PROTO_TUNNEL 41
#define PROTO_MOBILITY 135

/* Hooks on the way of a packet, as bits; those of the family netdev have numbers of their own. */
enum {
	AT_INGRESS = 1 << NF_INET_INGRESS,
	AT_PREROUTING = 1 << NF_INET_PRE_ROUTING,
	AT_INPUT = 1 << NF_INET_LOCAL_IN,
	AT_FORWARD = 1 << NF_INET_FORWARD,
	AT_OUTPUT = 1 << NF_INET_LOCAL_OUT,
	AT_POSTROUTING = 1 << NF_INET_POST_ROUTING,
};

/*
 * struct way - of a packet of the role
 * @id, @what: of the finding about it
 */
struct way {
	const char *id;
	const char *what;
	unsigned int hooks;
	struct probe probe;
};

static bool at_device(const struct chain *c, const struct probe *probe)
{
	unsigned int i;

	for (i = 0; probe->in && *c->devices[i]; i++)
		if (!strcmp(c->devices[i], probe->in->name))
			return true;
	return false;
}

static bool passes(const struct chain *c, unsigned int at, const struct way *w)
{
	if (!c->base || !c->filters || !(w->hooks & 1u << at))
		return false;
	if (at == NF_INET_INGRESS)
		return (c->family == NFPROTO_NETDEV ? c->hook == NF_NETDEV_INGRESS :
			c->family == NFPROTO_INET && c->hook == at) && at_device(c, &w->probe);
	return (c->family == NFPROTO_INET || c->family == NFPROTO_IPV6) && c->hook == at;
}

static const char *device_of(const struct probe *probe)
{
	const struct link *link = probe->in ? probe->in : probe->out;

	return link ? link->name : "";
}

/* The same chain may drop what comes by several devices. */
static bool is_told(const struct patient *p, const char *id, const char *command)
{
	unsigned int i;

	for (i = 0; i < p->findings->count; i++)
		if (!strcmp(p->findings->list[i].id, id) &&
		    !strcmp(p->findings->list[i].command, command))
			return true;
	return false;
}

static void tell(struct patient *p, const struct way *w, const struct chain *c)
{
	char command[sizeof(((struct finding *)0)->command)];
	const char *match = "meta l4proto";
	struct finding *f;

	if (w->probe.protocol == PROTO_TCP)
		match = w->probe.in ? "iifname" : "oifname";
	snprintf(command, sizeof(command), "nft insert rule %s %s %s %s ",
		 ruleset_family(c->family), shell_word(c->table), shell_word(c->name), match);
	if (w->probe.protocol == PROTO_TCP)
		snprintf(command + strlen(command), sizeof(command) - strlen(command),
			 "%s accept", shell_word(device_of(&w->probe)));
	else
		snprintf(command + strlen(command), sizeof(command) - strlen(command),
			 "%u accept", w->probe.protocol);
	if (is_told(p, w->id, command))
		return;
	f = patient_has(p, w->id, SEVERITY_ERROR,
			"The chain %s of the table %s %s drops %s %s %s%s.", c->name,
			ruleset_family(c->family), c->table, w->what,
			w->probe.in ? "in by" : "out by", device_of(&w->probe),
			w->probe.elsewhere ? ", if the route back to their source leads elsewhere" :
					     "");
	mend(f, "%s", command);
}

/* Return: the chain that drops it, NULL: none does. */
static const struct chain *blocked(const struct ruleset *rs, const struct way *w)
{
	static const unsigned int order[] = {
		NF_INET_INGRESS, NF_INET_PRE_ROUTING, NF_INET_LOCAL_IN, NF_INET_FORWARD,
		NF_INET_LOCAL_OUT, NF_INET_POST_ROUTING,
	};
	struct probe probe = w->probe;
	unsigned int i, c;

	for (i = 0; i < ARRAY_SIZE(order); i++)
		for (c = 0; c < rs->chains; c++)
			if (passes(&rs->chain[c], order[i], w) &&
			    verdict_drops(rs, &rs->chain[c], &probe))
				return &rs->chain[c];
	return NULL;
}

static void look_way(struct patient *p, const struct ruleset *rs, const struct way *w)
{
	const struct chain *c = blocked(rs, w);

	if (c)
		tell(p, w, c);
}

/* Messages and tunnels by a device, both ways. */
static void look_outer(struct patient *p, const struct ruleset *rs, const struct link *link,
		       uint8_t protocol)
{
	bool tunnel = protocol == PROTO_TUNNEL;
	struct way w = {
		.id = tunnel ? "filter-drops-tunnels" : "filter-drops-updates",
		.what = tunnel ? "tunnelled packets (protocol 41)" :
				 "Mobility Headers (protocol 135)",
		/* What comes from its routers does not pass the filters of a node. */
		.hooks = AT_INGRESS | AT_PREROUTING | (p->role == ROLE_DAR ? AT_INPUT : 0),
		.probe = { .protocol = protocol, .in = link, .state = STATE_NEW },
	};

	look_way(p, rs, &w);
	w.hooks = AT_OUTPUT | AT_POSTROUTING;
	w.probe.in = NULL;
	w.probe.out = link;
	look_way(p, rs, &w);
}

/* What is inside of the tunnels, of flows that began before the move. */
static void look_inner(struct patient *p, const struct ruleset *rs, const struct link *tunnel,
		       const struct link *uplink)
{
	bool dar = p->role == ROLE_DAR;
	struct way w = {
		.id = "filter-drops-flows",
		.what = "packets of flows that go on in tunnels",
		.hooks = AT_PREROUTING | (dar ? AT_FORWARD | AT_POSTROUTING : AT_INPUT),
		.probe = { .protocol = PROTO_TCP, .in = tunnel, .out = dar ? uplink : NULL,
			   .state = STATE_ESTABLISHED },
	};

	look_way(p, rs, &w);
	w.hooks = AT_POSTROUTING | (dar ? AT_FORWARD : AT_OUTPUT);
	w.probe.in = NULL;
	w.probe.out = tunnel;
	look_way(p, rs, &w);
}

static void look_messages_back(struct patient *p, const struct ruleset *rs,
			       const struct link *link)
{
	struct way w = {
		.id = "reverse-path-updates",
		.what = "Mobility Headers of nodes that come home (protocol 135)",
		.hooks = AT_PREROUTING,
		.probe = { .protocol = PROTO_MOBILITY, .in = link, .state = STATE_NEW },
	};

	if (blocked(rs, &w))
		return;
	w.probe.elsewhere = true;
	look_way(p, rs, &w);
}

/* A strict filter of the reverse path needs the routes of bindings. */
static void look_flows_back(struct patient *p, const struct ruleset *rs,
			    const struct link *tunnel)
{
	struct way w = {
		.hooks = AT_PREROUTING,
		.probe = { .protocol = PROTO_TCP, .in = tunnel, .state = STATE_ESTABLISHED },
	};
	const struct chain *c;
	struct finding *f;
	struct anchor a;

	if (!anchors_without_fib(p, NULL, &a) || blocked(rs, &w))
		return;
	w.probe.elsewhere = true;
	c = blocked(rs, &w);
	if (!c)
		return;
	f = patient_has(p, "reverse-path-flows", SEVERITY_ERROR,
			"The chain %s of the table %s %s drops what comes from nodes that are away: it looks for a route to them, and bindings of %s/64 have none (fib off).",
			c->name, ruleset_family(c->family), c->table, a.prefix);
	mend(f, "fama dar anchor change %s/64 fib on", a.prefix);
}

static void look_all(struct patient *p, const struct ruleset *rs)
{
	const struct link *tunnel = links_named(&p->all, p->tunnel), *link;
	const struct link *uplink = links_find(&p->all, p->uplink);
	unsigned int i;

	if (uplink && p->role == ROLE_DAR) {
		look_outer(p, rs, uplink, PROTO_MOBILITY);
		look_outer(p, rs, uplink, PROTO_TUNNEL);
	}
	for (i = 0; i < p->devices; i++) {
		link = links_find(&p->all, p->device[i]);
		if (!link)
			continue;
		look_outer(p, rs, link, PROTO_MOBILITY);
		if (p->role == ROLE_MN)
			look_outer(p, rs, link, PROTO_TUNNEL);
		else
			look_messages_back(p, rs, link);
	}
	if (!tunnel)
		return;
	look_inner(p, rs, tunnel, uplink);
	if (p->role == ROLE_DAR)
		look_flows_back(p, rs, tunnel);
}

void filters_look(struct patient *p)
{
	struct ruleset rs;
	struct finding *f;
	int error = ruleset_read(&rs);

	if (error == EPERM) {
		f = patient_has(p, "not-examined", SEVERITY_WARNING,
				"Only an administrator may read the rules of nftables, which were not examined.");
		mend(f, "sudo fama doctor %s", p->name);
	} else if (!error) {
		look_all(p, &rs);
	}
	ruleset_free(&rs);
}
