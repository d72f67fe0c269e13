// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>
#include <linux/dar.h>
#include <linux/mn.h>
#include <string.h>

#include "common/field.h"
#include "path.h"

/* The smallest MTU of IPv6, with the header of a tunnel */
#define ROOM (1280 + 40)
/* So many packets have some answer, if any can come. */
#define UNANSWERED 20
/* So many bindings are looked at. */
#define BINDINGS 1000

static void look_device(struct patient *p, const struct link *link)
{
	struct finding *f;

	if (!link || !link->mtu || link->mtu >= ROOM)
		return;
	f = patient_has(p, "mtu-small", SEVERITY_WARNING,
			"The MTU of %s is %u: packets of 1280 octets, which every host may send, go in fragments through a tunnel, and many networks drop fragments.",
			link->name, link->mtu);
	mend(f, "ip link set %s mtu 1500", shell_word(link->name));
}

/* Return: a path is too small, and this was told. */
static bool look_path(struct patient *p, const struct nlattr *end)
{
	char address[INET6_ADDRSTRLEN];
	unsigned int oif, mtu;
	const struct link *link;
	struct in6_addr to;
	struct finding *f;

	if (!end || mnl_attr_get_payload_len(end) < sizeof(to))
		return false;
	memcpy(&to, mnl_attr_get_payload(end), sizeof(to));
	if (route_get(&to, &oif, &mtu) || !mtu || mtu >= ROOM)
		return false;
	link = links_find(&p->all, oif);
	if (link && link->mtu < ROOM)
		return false;
	inet_ntop(AF_INET6, &to, address, sizeof(address));
	f = patient_has(p, "path-mtu-small", SEVERITY_WARNING,
			"The path to %s, the other end of a tunnel, has an MTU of %u: packets of 1280 octets go in fragments there, and many networks drop fragments.",
			address, mtu);
	mend(f, "tracepath -6 -n %s", address);
	return true;
}

/* struct search - of the other ends of a router's tunnels */
struct search {
	struct patient *p;
	unsigned int left;
};

static int take_binding(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *tb[GENL_ATTRS];
	struct search *s = data;

	genl_attrs(nlh, tb);
	return look_path(s->p, tb[DAR_A_CAREOF]) || !--s->left ? MNL_CB_ERROR : MNL_CB_OK;
}

/* Of many bindings the first ones. */
static void look_bindings(struct patient *p)
{
	struct search s = { .p = p, .left = BINDINGS };
	struct genl g;

	if (!genl_open(&g) && !genl_find(&g, p->name, &g.family)) {
		genl_request(&g, DAR_CMD_BINDING_GET, NLM_F_DUMP);
		genl_run_each(&g, take_binding, &s);
	}
	genl_close(&g);
}

static void look_addresses(struct patient *p)
{
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlmsghdr *nlh;

	genl_for_each_reply(&p->list, nlh) {
		genl_attrs(nlh, tb);
		if (look_path(p, tb[MN_A_DAR]))
			return;
	}
}

void path_look_mtu(struct patient *p)
{
	unsigned int i;

	if (p->role == ROLE_DAR) {
		look_device(p, links_find(&p->all, p->uplink));
		look_bindings(p);
		return;
	}
	for (i = 0; i < p->devices; i++)
		look_device(p, links_find(&p->all, p->device[i]));
	look_addresses(p);
}

static bool is_away(const struct patient *p)
{
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlmsghdr *nlh;

	genl_for_each_reply(&p->list, nlh) {
		genl_attrs(nlh, tb);
		if (tb[MN_A_STATE] && mnl_attr_get_u8(tb[MN_A_STATE]) == MN_ADDRESS_AWAY)
			return true;
	}
	return false;
}

void path_look_answers(struct patient *p)
{
	const struct link *tunnel = links_named(&p->all, p->tunnel);
	struct finding *f;

	if (!tunnel || !is_away(p) || tunnel->tx_packets < UNANSWERED || tunnel->rx_packets)
		return;
	f = patient_has(p, "tunnel-silent", SEVERITY_ERROR,
			"The access routers answer Binding Updates, but of %llu packets that were sent into tunnels none was answered: this network, or the router, drops tunnelled packets (protocol 41).",
			(unsigned long long)tunnel->tx_packets);
	mend(f, "tcpdump -n -i any ip6 proto 41");
}
