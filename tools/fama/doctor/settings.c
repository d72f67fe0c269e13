// SPDX-License-Identifier: GPL-2.0-only
#include "proc.h"
#include "settings.h"

static void look_ipv6(struct patient *p, const char *dev)
{
	struct finding *f;

	if (proc_ipv6("conf/%s/disable_ipv6", dev) != 1)
		return;
	f = patient_has(p, "ipv6-disabled", SEVERITY_ERROR,
			"IPv6 is disabled on %s.", dev);
	mend(f, "sysctl -w net/ipv6/conf/%s/disable_ipv6=0", shell_word(dev));
}

static void look_tunnel(struct patient *p, const struct link *link)
{
	struct finding *f;

	if (link->up)
		return;
	f = patient_has(p, "tunnel-down", SEVERITY_ERROR,
			"%s is down, so that all packets through tunnels are dropped.", link->name);
	mend(f, "ip link set %s up", shell_word(link->name));
}

static void look_link(struct patient *p, const struct link *link)
{
	struct finding *f;

	if (link->up)
		return;
	f = patient_has(p, "link-down", SEVERITY_ERROR, "%s is down.", link->name);
	mend(f, "ip link set %s up", shell_word(link->name));
}

void settings_look_devices(struct patient *p)
{
	const struct link *link = links_named(&p->all, p->tunnel);
	unsigned int i;

	if (link) {
		look_tunnel(p, link);
		look_ipv6(p, link->name);
	}
	for (i = 0; i < p->devices; i++) {
		link = links_find(&p->all, p->device[i]);
		if (!link)
			continue;
		look_link(p, link);
		look_ipv6(p, link->name);
	}
}

void settings_look_forwarding(struct patient *p)
{
	struct finding *f;

	if (proc_ipv6("conf/all/forwarding"))
		return;
	f = patient_has(p, "forwarding-off", SEVERITY_ERROR,
			"This router does not forward IPv6 packets, so that none reach a node and none leave it.");
	mend(f, "sysctl -w net/ipv6/conf/all/forwarding=1");
}
