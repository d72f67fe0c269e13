// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "advert.h"
#include "anchors.h"
#include "listen.h"

/* Of an address that is a care-of address, too, for a while */
#define SHORT 60

/* struct ear - what was heard on a device */
struct ear {
	const struct link *link;
	int fd;
	struct advert last;
	bool heard;
};

static long left_ms(const struct timespec *end)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (end->tv_sec - now.tv_sec) * 1000 + (end->tv_nsec - now.tv_nsec) / 1000000;
}

/* One that counts: of a router its own ones, of a node those of others. */
static bool hears(const struct patient *p, struct ear *e)
{
	while (!e->heard && advert_next(e->fd, &e->last))
		e->heard = e->last.own == (p->role == ROLE_DAR);
	return e->heard;
}

/* Until every device has heard one, or the time is over. */
static void listen_all(struct patient *p, struct ear *ears, unsigned int count)
{
	struct pollfd fds[PATIENT_DEVICES_MAX];
	unsigned int i, waiting = count;
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += p->listen;
	while (waiting && left_ms(&end) > 0) {
		for (i = 0; i < count; i++)
			fds[i] = (struct pollfd){ ears[i].heard ? -1 : ears[i].fd, POLLIN, 0 };
		if (poll(fds, count, left_ms(&end)) < 0 && errno != EINTR)
			return;
		for (i = 0; i < count; i++)
			waiting -= !ears[i].heard && hears(p, &ears[i]);
	}
}

static void tell_nothing(struct patient *p, const struct ear *e)
{
	struct finding *f;

	f = patient_has(p, "advert-none", SEVERITY_ERROR,
			"No Router Advertisement %swas heard on %s in %u seconds, after one solicitation: %s.",
			p->role == ROLE_DAR ? "of this router " : "", e->link->name, p->listen,
			p->role == ROLE_DAR ?
			"radvd does not run, or not for this interface" :
			"there is no router, or it is silent");
	if (p->role == ROLE_DAR)
		mend(f, "systemctl restart radvd");
	else
		mend(f, "fama doctor mn listen %u", p->listen);
}

/* The prefix of an advertisement that an anchor has; NULL: it has none. */
static const struct advert_prefix *prefix_of(const struct advert *ra, const char *anchor)
{
	struct in6_addr want;
	unsigned int i;

	if (inet_pton(AF_INET6, anchor, &want) != 1)
		return NULL;
	for (i = 0; i < ra->prefixes; i++)
		if (ra->prefix[i].bits == 64 && !memcmp(&ra->prefix[i].address, &want, 8))
			return &ra->prefix[i];
	return NULL;
}

static void look_prefix(struct patient *p, const struct ear *e, const struct anchor *a)
{
	const struct advert_prefix *prefix = prefix_of(&e->last, a->prefix);
	const char *lacks = NULL;
	struct finding *f;

	if (!prefix)
		lacks = "it is not there";
	else if (!prefix->autonomous)
		lacks = "the A flag is missing (AdvAutonomous)";
	else if (!prefix->router)
		lacks = "the R flag with the address of the router is missing (AdvRouterAddr)";
	else if (prefix->valid < SHORT || !prefix->preferred)
		lacks = "its lifetimes are over (AdvValidLifetime, AdvPreferredLifetime)";
	if (!lacks)
		return;
	f = patient_has(p, "advert-prefix", SEVERITY_ERROR,
			"The Router Advertisement on %s does not offer %s/64 as nodes want it: %s.",
			e->link->name, a->prefix, lacks);
	mend(f, "editor /etc/radvd.conf && systemctl reload radvd");
}

static void look_router(struct patient *p, const struct ear *e)
{
	struct finding *f;

	if (e->last.home && e->last.lifetime)
		return;
	f = patient_has(p, "advert-flags", SEVERITY_ERROR,
			"The Router Advertisement on %s %s.", e->link->name, e->last.lifetime ?
			"lacks the H flag, which tells nodes of an anchor (AdvHomeAgentFlag)" :
			"has a router lifetime of 0: nodes leave the router (AdvDefaultLifetime)");
	if (p->role == ROLE_DAR)
		mend(f, "editor /etc/radvd.conf && systemctl reload radvd");
	else
		mend(f, "fama mn anchor add PREFIX dar ADDRESS");
}

static void look_ear(struct patient *p, const struct ear *e)
{
	const struct nlmsghdr *nlh;
	struct anchor a;

	if (!e->heard) {
		tell_nothing(p, e);
		return;
	}
	look_router(p, e);
	if (p->role != ROLE_DAR)
		return;
	genl_for_each_reply(&p->list, nlh)
		if (anchors_parse(&a, nlh) && !strcmp(a.dev, e->link->name))
			look_prefix(p, e, &a);
}

void listen_look(struct patient *p)
{
	struct ear ears[PATIENT_DEVICES_MAX] = { 0 };
	unsigned int i, count = 0;
	struct finding *f;

	for (i = 0; p->listen && i < p->devices; i++) {
		struct ear *e = &ears[count];

		e->link = links_find(&p->all, p->device[i]);
		if (!e->link || !e->link->up || !e->link->running)
			continue;
		e->fd = advert_open(p->device[i]);
		if (e->fd < 0) {
			f = patient_has(p, "not-heard", SEVERITY_WARNING,
					"It was not possible to listen on %s: %s.", e->link->name,
					strerror(errno));
			mend(f, "sudo fama doctor %s listen %u", p->name, p->listen);
			continue;
		}
		advert_solicit(p->device[i]);
		count++;
	}
	listen_all(p, ears, count);
	for (i = 0; i < count; i++) {
		look_ear(p, &ears[i]);
		close(ears[i].fd);
	}
}
