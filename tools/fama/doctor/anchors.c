// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dar.h>
#include <string.h>

#include "anchors.h"
#include "common/field.h"
#include "proc.h"

#define SECRET "/etc/fama/secret"
#define ADD "fama dar anchor add PREFIX dev DEV"

bool anchors_parse(struct anchor *a, const struct nlmsghdr *nlh)
{
	const struct nlattr *tb[GENL_ATTRS];

	genl_attrs(nlh, tb);
	if (!tb[DAR_A_PREFIX] || mnl_attr_get_payload_len(tb[DAR_A_PREFIX]) < 16)
		return false;
	inet_ntop(AF_INET6, mnl_attr_get_payload(tb[DAR_A_PREFIX]), a->prefix, sizeof(a->prefix));
	a->dev = field_string(tb[DAR_A_LINK]);
	if (!a->dev)
		a->dev = "DEV";
	a->state = tb[DAR_A_ANCHOR_STATE] ? mnl_attr_get_u8(tb[DAR_A_ANCHOR_STATE]) :
					    DAR_ANCHOR_SERVING;
	a->admit = tb[DAR_A_ADMIT] ? mnl_attr_get_u8(tb[DAR_A_ADMIT]) : DAR_ADMIT_ATTACHED;
	a->key_sizes = field_u32(tb[DAR_A_KEY_SIZES]);
	a->fib = field_true(tb[DAR_A_FIB]);
	return true;
}

bool anchors_without_fib(const struct patient *p, const char *dev, struct anchor *a)
{
	const struct nlmsghdr *nlh;

	genl_for_each_reply(&p->list, nlh)
		if (anchors_parse(a, nlh) && !a->fib && (!dev || !strcmp(a->dev, dev)))
			return true;
	return false;
}

static void look_state(struct patient *p, const struct anchor *a)
{
	const char *dev = shell_word(a->dev);
	struct finding *f;

	switch (a->state) {
	case DAR_ANCHOR_WAITING:
		f = patient_has(p, "anchor-waiting", SEVERITY_ERROR,
				"The anchor of %s/64 waits for its device %s, which does not exist: if its name is wrong, delete the anchor and add it with the right one.",
				a->prefix, a->dev);
		mend(f, "fama dar anchor del %s/64 && fama dar anchor add %s/64 dev DEV",
		     a->prefix, a->prefix);
		break;
	case DAR_ANCHOR_VRF:
		f = patient_has(p, "anchor-vrf", SEVERITY_ERROR,
				"The device %s of the anchor of %s/64 belongs to a VRF, which an access device may not.",
				a->dev, a->prefix);
		mend(f, "ip link set %s nomaster", dev);
		break;
	case DAR_ANCHOR_NO_ADDRESS:
		f = patient_has(p, "anchor-no-address", SEVERITY_ERROR,
				"The router has no address in %s/64, to which nodes could send their Binding Updates.",
				a->prefix);
		mend(f, "ip addr add %s1/64 dev %s", a->prefix, dev);
		break;
	}
}

/* Does the kernel take the keys that the anchor allows? */
static void look_sizes(struct patient *p, const struct anchor *a)
{
	const struct nlattr *tb[GENL_ATTRS];
	struct finding *f;

	patient_status(p, tb);
	if (!tb[DAR_A_RSA_SIZES] || !(a->key_sizes & ~field_u32(tb[DAR_A_RSA_SIZES])))
		return;
	f = patient_has(p, "fips-mode", SEVERITY_ERROR,
			"The kernel is in FIPS mode and takes RSA keys of 2048 bits only; the anchor of %s/64 allows smaller ones, whose nodes are refused (148).",
			a->prefix);
	mend(f, "fama dar anchor change %s/64 key-sizes 2048", a->prefix);
}

/* Does any anchor of the device admit those that were seen on its link? */
static bool watches(const struct patient *p, const char *dev)
{
	const struct nlmsghdr *nlh;
	struct anchor a;

	genl_for_each_reply(&p->list, nlh)
		if (anchors_parse(&a, nlh) && a.admit == DAR_ADMIT_ATTACHED && !strcmp(a.dev, dev))
			return true;
	return false;
}

void anchors_look_guests(struct patient *p)
{
	const struct link *link;
	struct finding *f;
	unsigned int i;

	for (i = 0; i < p->devices; i++) {
		link = links_find(&p->all, p->device[i]);
		if (!link || proc_ipv6("conf/%s/accept_untracked_na", link->name) ||
		    !watches(p, link->name))
			continue;
		f = patient_has(p, "untracked-na", SEVERITY_WARNING,
				"The router takes no note of nodes that announce themselves on %s (RFC 9131), so that a node which leaves some seconds after it came may be refused (129).",
				link->name);
		mend(f, "sysctl -w net/ipv6/conf/%s/accept_untracked_na=1", shell_word(link->name));
	}
}

void anchors_look(struct patient *p)
{
	const struct nlmsghdr *nlh;
	struct finding *f;
	struct anchor a;
	bool any = false;

	genl_for_each_reply(&p->list, nlh) {
		if (!anchors_parse(&a, nlh))
			continue;
		any = true;
		look_state(p, &a);
		look_sizes(p, &a);
	}
	if (any)
		return;
	f = patient_has(p, "no-anchor", SEVERITY_ERROR,
			"The router anchors no prefix, so that every node is refused (131).");
	mend(f, ADD);
}

void anchors_look_router(struct patient *p)
{
	const struct nlattr *tb[GENL_ATTRS];
	struct finding *f;

	patient_status(p, tb);
	if (tb[DAR_A_LASTING] && !field_true(tb[DAR_A_LASTING])) {
		f = patient_has(p, "no-secret", SEVERITY_WARNING,
				"The secret of the router is random: after a crash it knows no node that is away, and their flows end. With a secret from a file they go on; enabling the router anew ends its bindings once.");
		mend(f, "fama key secret out %s; fama dar disable; fama dar enable secret %s && %s",
		     SECRET, SECRET, ADD);
	}
	if (field_true(tb[DAR_A_FROZEN])) {
		f = patient_has(p, "frozen", SEVERITY_ERROR,
				"The router is frozen by a checkpoint, and takes no message of a node. If its upgrade was given up, thaw it.");
		mend(f, "fama dar thaw");
	}
	if (field_true(tb[DAR_A_DRAINING])) {
		f = patient_has(p, "draining", SEVERITY_WARNING,
				"The router is being drained: no further binding begins.");
		mend(f, "fama dar drain off");
	}
}
