// SPDX-License-Identifier: GPL-2.0-only
/*
 * A move of a node as its events tell it: the link is lost and comes back, a router is
 * chosen, a Binding Update is sent for each address that stays behind, answers come.
 */
#include <linux/mn.h>
#include <arpa/inet.h>
#include <string.h>

#include "common/field.h"
#include "handover.h"

#define NS_PER_MS 1000000ULL
/* A move is over after so long without an event, or without another answer. */
#define QUIET_MS 500
#define UNANSWERED_MS 10000

static uint8_t u8(const struct nlattr *attr)
{
	return attr && mnl_attr_get_payload_len(attr) ? mnl_attr_get_u8(attr) : 0;
}

static bool in6(const struct nlattr *attr, struct in6_addr *addr)
{
	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(*addr))
		return false;
	memcpy(addr, mnl_attr_get_payload(attr), sizeof(*addr));
	return true;
}

static unsigned int find(const struct handover *h, const struct in6_addr *addr)
{
	unsigned int i;

	for (i = 0; i < h->count; i++)
		if (!memcmp(&h->addresses[i], addr, sizeof(*addr)))
			break;
	return i;
}

static void await(struct handover *h, const struct nlattr **tb)
{
	struct in6_addr addr;

	if (in6(tb[MN_A_ADDRESS], &addr) && find(h, &addr) == h->count &&
	    h->count < HANDOVER_ADDRESSES)
		h->addresses[h->count++] = addr;
}

static void answer(struct handover *h, const struct nlattr **tb, uint64_t ns)
{
	struct in6_addr addr;
	unsigned int i;

	if (!in6(tb[MN_A_ADDRESS], &addr))
		return;
	i = find(h, &addr);
	if (i < h->follow || i == h->count)
		return;
	h->addresses[i] = h->addresses[h->follow];
	h->addresses[h->follow++] = addr;
	h->answered = ns;
}

/* An address whose router is asked to end its binding waits like one that is bound. */
static void take_address(struct handover *h, const struct nlattr **tb, uint64_t ns)
{
	switch (u8(tb[MN_A_STATE])) {
	case MN_ADDRESS_REGISTERING:
	case MN_ADDRESS_RETURNING:
		return await(h, tb);
	case MN_ADDRESS_AWAY:
	case MN_ADDRESS_HOME:
		return answer(h, tb, ns);
	}
}

static void take_update(struct handover *h, const struct nlattr **tb, uint64_t ns)
{
	struct in6_addr addr;

	if (field_u32(tb[MN_A_LIFETIME]))
		await(h, tb);
	/* What asks for an early token moves nothing. */
	if (in6(tb[MN_A_ADDRESS], &addr) && find(h, &addr) < h->count && !h->updated)
		h->updated = ns;
}

static void take_link(struct handover *h, const struct nlattr **tb, uint64_t ns)
{
	h->ifindex = field_u32(tb[MN_A_IFINDEX]);
	if (u8(tb[MN_A_STATUS]))
		h->up = ns;
	else
		h->down = ns;
}

static void take_attach(struct handover *h, const struct nlattr **tb, uint64_t ns)
{
	h->ifindex = field_u32(tb[MN_A_IFINDEX]);
	h->router = in6(tb[MN_A_DAR], &h->dar);
	/* An interface that stood by has heard its router before the other lost its link. */
	h->attached = ns > h->down ? ns : h->down;
}

bool handover_begins(const struct handover *h, const struct nlattr **tb)
{
	switch (u8(tb[MN_A_EVENT])) {
	case MN_EVENT_LINK:
		return !u8(tb[MN_A_STATUS]) || !h->open;
	case MN_EVENT_ATTACH:
		return !h->open || h->attached;
	}
	return false;
}

void handover_take(struct handover *h, const struct nlattr **tb, uint64_t ns)
{
	if (handover_begins(h, tb))
		*h = (struct handover){ .open = true };
	if (!h->open)
		return;
	h->last = ns;
	switch (u8(tb[MN_A_EVENT])) {
	case MN_EVENT_LINK:
		return take_link(h, tb, ns);
	case MN_EVENT_ATTACH:
		return take_attach(h, tb, ns);
	case MN_EVENT_ADDRESS:
		return take_address(h, tb, ns);
	case MN_EVENT_BU:
		return take_update(h, tb, ns);
	case MN_EVENT_BA:
		if (u8(tb[MN_A_STATUS]) < 128)
			answer(h, tb, ns);
	}
}

bool handover_worth(const struct handover *h)
{
	return h->open && (h->attached || h->down);
}

static uint64_t begin_of(const struct handover *h)
{
	return h->down ?: h->up ?: h->attached;
}

static uint64_t end_of(const struct handover *h)
{
	return h->answered > h->attached ? h->answered : h->attached;
}

int handover_wait(const struct handover *h, uint64_t now)
{
	uint64_t end;

	/* Without a link nothing is over. */
	if (!h->open || !h->attached)
		return -1;
	end = h->follow < h->count ? end_of(h) + UNANSWERED_MS * NS_PER_MS :
			      h->last + QUIET_MS * NS_PER_MS;
	return end > now ? (end - now) / NS_PER_MS + 1 : 0;
}

static void phase(FILE *out, const char **before, const char *name,
		  uint64_t from, uint64_t to)
{
	if (!from || to < from)
		return;
	fprintf(out, "%s%s %.0f", *before, name, (to - from) / (double)NS_PER_MS);
	*before = ", ";
}

static void phases(const struct handover *h, FILE *out)
{
	const char *before = ": ";

	phase(out, &before, "no link", h->down, h->up);
	phase(out, &before, "no router", h->up ?: h->down, h->attached);
	if (!h->updated)
		return;
	phase(out, &before, "to the first update", h->attached, h->updated);
	phase(out, &before, "to the last answer", h->updated, h->answered);
}

static void outcome(const struct handover *h, FILE *out)
{
	if (!h->count)
		fputs("; no address had to follow\n", out);
	else if (h->follow < h->count)
		fprintf(out, "; %u of %u addresses follow\n", h->follow, h->count);
	else if (h->count > 1)
		fprintf(out, "; %u addresses follow\n", h->count);
	else
		fputs("; 1 address follows\n", out);
}

void handover_tell(struct handover *h, FILE *out)
{
	char dar[INET6_ADDRSTRLEN] = "a network that anchors nothing";

	h->open = false;
	if (!h->attached) {
		fprintf(out, "%s lost its link, and no router was found\n",
			field_device(h->ifindex));
		return;
	}
	if (h->router)
		inet_ntop(AF_INET6, &h->dar, dar, sizeof(dar));
	fprintf(out, "%s to %s in %.0f ms", field_device(h->ifindex), dar,
		(end_of(h) - begin_of(h)) / (double)NS_PER_MS);
	phases(h, out);
	outcome(h, out);
}
