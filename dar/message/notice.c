// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) "dar: " fmt

#include <linux/net.h>

#include <uapi/linux/dar.h>

#include "event.h"
#include "notice.h"

/* The arguments begin with the namespace. */
#define notice(level, dn, fmt, ...)					\
	net_##level##_ratelimited("net:[%u]: " fmt "\n",		\
				  (dn)->net->ns.inum, ##__VA_ARGS__)

static const char *notice_missing(const struct dar_net *dn,
				  enum fama_key_size size, const char *text)
{
	return dn->rsa & size ? "" : text;
}

void dar_notice_enabled(struct dar_net *dn, const char *device)
{
	notice(info, dn, "enabled with device %s", device);
	if (dn->rsa != FAMA_KEY_ANY)
		notice(warn, dn, "the kernel refuses RSA keys of%s%s%s bits (FIPS mode)",
		       notice_missing(dn, FAMA_KEY_1024, " 1024"),
		       notice_missing(dn, FAMA_KEY_1536, " 1536"),
		       notice_missing(dn, FAMA_KEY_2048, " 2048"));
	dar_event_enable(dn, device);
}

void dar_notice_disabled(struct dar_net *dn)
{
	notice(info, dn, "disabled");
	dar_event_disable(dn);
}

void dar_notice_link(struct dar_net *dn, const struct dar_access *access)
{
	static const char * const state[] = {
		[DAR_ANCHOR_WAITING] = "gone",
		[DAR_ANCHOR_VRF] = "in a VRF, which is not supported",
	};

	if (access->ifindex)
		notice(info, dn, "access device %s is there, it has %u anchors",
		       access->name, access->n_anchors);
	else
		notice(warn, dn, "access device %s is %s, %u anchors wait for it",
		       access->name, state[dar_access_state(access)],
		       access->n_anchors);
	dar_event_link(dn, access);
}

void dar_notice_no_link(struct dar_net *dn, const struct net_device *dev,
			int err)
{
	notice(warn, dn, "access device %s cannot be used: error %d",
	       dev->name, err);
}

void dar_notice_address(struct dar_net *dn, const struct dar_anchor *a)
{
	if (READ_ONCE(a->bare))
		notice(warn, dn, "no address in %pI6c/64 any more, its nodes get no packets",
		       &a->prefix);
	else
		notice(info, dn, "there is an address in %pI6c/64", &a->prefix);
	dar_event_anchor(dn, a);
}

/* Of several processors that see the change, one tells of it. */
void dar_notice_forwarding(struct dar_net *dn, bool forwards)
{
	int old = !forwards;

	if (!atomic_try_cmpxchg(&dn->forwards, &old, forwards))
		return;
	if (forwards)
		notice(info, dn, "forwarding is on again");
	else
		notice(warn, dn, "forwarding is off, so that nodes get no packets");
	dar_event_forwarding(dn, forwards);
}
