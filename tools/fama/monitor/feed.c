// SPDX-License-Identifier: GPL-2.0-only
/* The events of the modules, as they arrive. */
#include <errno.h>
#include <linux/genetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "common/args.h"
#include "common/err.h"
#include "common/json.h"
#include "feed.h"

#define NS_PER_S 1000000000ULL
#define RECEIVE_QUEUE (8 << 20)
#define RECEIVE_MAX 65536

const struct event_role *const feed_roles[FEED_ROLES] = { &event_dar, &event_mn };

/* struct receiver - who is given what one message has */
struct receiver {
	struct feed *feed;
	void (*take)(void *data, const struct feed_event *e);
	void *data;
};

uint64_t feed_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * NS_PER_S + t.tv_nsec;
}

static void give(const struct receiver *r, const struct event_role *role,
		 const struct nlmsghdr *nlh)
{
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlattr *when, *kind;
	struct feed_event e = { .role = role, .tb = tb };

	genl_attrs(nlh, tb);
	kind = tb[role->event_attr];
	if (!kind || !mnl_attr_get_payload_len(kind) ||
	    mnl_attr_get_u8(kind) >= role->count)
		return;
	e.event = &role->events[mnl_attr_get_u8(kind)];
	if (!e.event->name)
		return;
	when = tb[role->time_attr];
	if (when && mnl_attr_get_payload_len(when) >= sizeof(e.ns))
		e.ns = mnl_attr_get_u64(when);
	else
		e.ns = feed_clock();
	r->take(r->data, &e);
}

static bool join(const struct feed *f, uint32_t group)
{
	return !mnl_socket_setsockopt(f->g.nl, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group));
}

static int subscribe(const struct feed *f, unsigned int i)
{
	uint32_t group = f->families[i].group;

	if (!group)
		return fail("module %s has no events", feed_roles[i]->name);
	if (!join(f, group))
		return fail("cannot receive the events of %s: %s",
			    feed_roles[i]->name, strerror(errno));
	return STATUS_OK;
}

static bool is_heard(const struct feed *f, unsigned int i)
{
	return f->only < 0 || f->only == (int)i;
}

/* A module that is loaded, perhaps again, has another group. */
static void begin_family(struct feed *f, const struct nlmsghdr *nlh)
{
	unsigned int i;

	for (i = 0; i < FEED_ROLES; i++)
		if (is_heard(f, i) && genl_family_told(nlh, feed_roles[i]->name, &f->families[i]))
			subscribe(f, i);
}

static int receive_one(const struct nlmsghdr *nlh, void *data)
{
	const struct genlmsghdr *header = mnl_nlmsg_get_payload(nlh);
	const struct receiver *r = data;
	unsigned int i;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*header))
		return MNL_CB_OK;
	begin_family(r->feed, nlh);
	for (i = 0; i < FEED_ROLES; i++)
		if (nlh->nlmsg_type == r->feed->families[i].id &&
		    header->cmd == feed_roles[i]->command)
			give(r, feed_roles[i], nlh);
	return MNL_CB_OK;
}

int feed_receive(struct feed *f, void (*take)(void *data, const struct feed_event *e), void *data)
{
	static char buffer[RECEIVE_MAX] __attribute__((aligned(8)));
	struct receiver r = { .feed = f, .take = take, .data = data };
	ssize_t len = mnl_socket_recvfrom(f->g.nl, buffer, sizeof(buffer));
	struct feed_event lost = { .role = NULL };

	if (len < 0 && errno == EINTR)
		return STATUS_OK;
	if (len < 0 && errno != ENOBUFS && errno != ENOSPC)
		return fail("%s", strerror(errno));
	if (len >= 0) {
		mnl_cb_run(buffer, len, 0, 0, receive_one, &r);
		return STATUS_OK;
	}
	lost.ns = feed_clock();
	take(data, &lost);
	return STATUS_OK;
}

void feed_json(const struct feed_event *e)
{
	json_open('{');
	json_key("time");
	json_number(e->ns);
	json_key("role");
	if (e->role)
		json_string(e->role->name);
	else
		json_null();
	json_key("event");
	json_string(e->role ? e->event->name : "overrun");
	if (e->role)
		field_list_json(e->event->list, e->tb);
	json_close('}');
	json_end();
}

/* All families are asked for before the first event can get in between. */
static int find(struct feed *f, unsigned int *found)
{
	unsigned int i;
	int error;

	for (i = 0; i < FEED_ROLES; i++) {
		if (!is_heard(f, i))
			continue;
		error = genl_find(&f->g, feed_roles[i]->name, &f->families[i]);
		if (!error)
			(*found)++;
		else if (error != ENOENT)
			return genl_check(&f->g, error);
	}
	return STATUS_OK;
}

int feed_open(struct feed *f, int only)
{
	unsigned int i, found = 0;
	int size = RECEIVE_QUEUE, fd, err;

	f->only = only;
	err = genl_open(&f->g);
	if (!err)
		err = find(f, &found);
	if (err)
		return err;
	if (!found && only >= 0)
		return fail("module %s is not loaded (modprobe %s)",
			    feed_roles[only]->name, feed_roles[only]->name);
	if (!found)
		return fail("neither module dar nor mn is loaded (modprobe dar, modprobe mn)");
	fd = feed_fd(f);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	for (i = 0; !err && i < FEED_ROLES; i++)
		if (f->families[i].id)
			err = subscribe(f, i);
	/* That of families that come and go has the number of the family that tells of them. */
	if (!err && !join(f, GENL_ID_CTRL))
		err = fail("cannot receive events: %s", strerror(errno));
	return err;
}

void feed_close(struct feed *f)
{
	genl_close(&f->g);
}

int feed_fd(const struct feed *f)
{
	return mnl_socket_get_fd(f->g.nl);
}

int feed_role(const char *word, int *only)
{
	const char *names[FEED_ROLES];
	unsigned int i;
	int err;

	*only = -1;
	if (!word)
		return STATUS_OK;
	for (i = 0; i < FEED_ROLES; i++)
		names[i] = feed_roles[i]->name;
	err = args_choice("role", word, names, FEED_ROLES, &i);
	if (!err)
		*only = i;
	return err;
}
