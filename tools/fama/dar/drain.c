// SPDX-License-Identifier: GPL-2.0-only
/* fama dar drain */
#include <linux/dar.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "common/err.h"
#include "common/field.h"
#include "common/genl.h"
#include "common/number.h"
#include "drain.h"

#define FOREVER UINT64_MAX
#define LOOK_AGAIN 10000U	/* ms */

/*
 * struct wait - for the last binding
 * @g: for requests
 * @events: tells that a binding may have ended
 * @end: time on the clock that only goes on, in ms
 */
struct wait {
	struct genl g;
	struct genl events;
	uint64_t end;
};

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ULL + t.tv_nsec / 1000000;
}

static int request(struct genl *g, bool draining)
{
	genl_request(g, DAR_CMD_DRAIN, 0);
	mnl_attr_put_u8(g->request, DAR_A_DRAINING, draining);
	return genl_check(g, genl_run(g));
}

static int bindings(struct genl *g, uint32_t *count)
{
	const struct nlattr *tb[GENL_ATTRS] = { NULL };
	const struct nlmsghdr *nlh;
	int err;

	genl_request(g, DAR_CMD_GET, 0);
	err = genl_check(g, genl_run(g));
	nlh = err ? NULL : genl_reply_next(g, NULL);
	if (nlh)
		genl_attrs(nlh, tb);
	*count = field_u32(tb[DAR_A_BINDINGS]);
	return err;
}

static int subscribe(struct genl *events)
{
	uint32_t group = events->family.group;

	if (!mnl_socket_setsockopt(events->nl, NETLINK_ADD_MEMBERSHIP, &group,
				   sizeof(group)))
		return STATUS_OK;
	return fail("cannot receive events: %s", strerror(errno));
}

/* Events that were lost are as good as those that came. */
static void discard(struct genl *events)
{
	int fd = mnl_socket_get_fd(events->nl);
	char octet;

	while (recv(fd, &octet, 1, MSG_DONTWAIT) >= 0 || errno == ENOBUFS)
		;
}

/*
 * Wait until a binding may have ended.  There is no event of a node that sends too many
 * updates, so look again now and then.  Return: false: the time is over.
 */
static bool pause_until_event(struct wait *w)
{
	struct pollfd fd = {
		.fd = mnl_socket_get_fd(w->events.nl),
		.events = POLLIN,
	};
	uint64_t now = now_ms();

	if (w->end <= now)
		return false;
	if (poll(&fd, 1, w->end - now < LOOK_AGAIN ? w->end - now : LOOK_AGAIN))
		discard(&w->events);
	return true;
}

static int wait_for_all(struct wait *w)
{
	uint32_t left;
	int err;

	for (;;) {
		err = bindings(&w->g, &left);
		if (err)
			return err;
		if (!left) {
			puts("no binding is left");
			return STATUS_OK;
		}
		if (!pause_until_event(w))
			return fail("%" PRIu32 " bindings are left", left);
	}
}

/* The events are listened to before the bindings are counted. */
static int begin(struct wait *w)
{
	int err;

	err = genl_connect(&w->events, DAR_GENL_NAME);
	if (!err)
		err = subscribe(&w->events);
	if (!err)
		err = request(&w->g, true);
	if (!err)
		err = wait_for_all(w);
	genl_close(&w->events);
	return err;
}

/* [timeout SECONDS] | off */
static int parse(struct args *a, bool *off, uint64_t *ms)
{
	static const char *const words[] = { "timeout", "off" };
	const char *value = NULL;
	uint32_t seconds;
	unsigned int i;
	int err;

	if (!*a->word)
		return STATUS_OK;
	err = args_choice("keyword", args_next(a), words, ARRAY_SIZE(words), &i);
	*off = i;
	if (!err && !*off) {
		err = args_value(a, "timeout", &value);
		if (!err)
			err = number_parse("timeout", value, UINT32_MAX,
					   &seconds);
		if (!err)
			*ms = seconds * 1000ULL;
	}
	return err ? err : args_end(a);
}

int drain(struct args *a)
{
	uint64_t ms = FOREVER;
	bool off = false;
	struct wait w;
	int err;

	err = parse(a, &off, &ms);
	if (err)
		return err;
	w.end = ms == FOREVER ? FOREVER : now_ms() + ms;
	err = genl_connect(&w.g, DAR_GENL_NAME);
	if (!err)
		err = off ? request(&w.g, false) : begin(&w);
	genl_close(&w.g);
	return err;
}
