// SPDX-License-Identifier: GPL-2.0-only
/*
 * fama mn wait: until the node is where a script wants it.  The module says when
 * something has changed; then, and at first, the addresses are looked at.
 */
#include <linux/genetlink.h>
#include <linux/mn.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "common/err.h"
#include "common/field.h"
#include "common/genl.h"
#include "common/number.h"
#include "mn.h"
#include "wait.h"

#define MS_PER_S 1000
#define SECONDS_MAX 86400
#define FOR_EVER -1

enum wish {
	WISH_ADDRESS,
	WISH_AWAY,
	WISH_HOME,
	WISHES,
};

/*
 * struct seen - what the addresses of a node are
 * @current: the address of the network where the node is; @anchored: it can follow
 * @away: addresses that are bound; @pending: those that are not yet
 */
struct seen {
	bool current;
	bool anchored;
	unsigned int away;
	unsigned int pending;
};

static void look_at(struct seen *s, const struct nlattr **tb)
{
	uint8_t state = tb[MN_A_STATE] ? mnl_attr_get_u8(tb[MN_A_STATE]) :
					 MN_ADDRESS_IDLE;

	if (state == MN_ADDRESS_HOME) {
		s->current = true;
		s->anchored |= !!tb[MN_A_DAR];
	} else if (state == MN_ADDRESS_AWAY) {
		s->away++;
	} else if (state == MN_ADDRESS_REGISTERING) {
		s->pending++;
	}
}

static bool fulfilled(enum wish wish, const struct seen *s)
{
	if (wish == WISH_HOME)
		return s->anchored;
	if (wish == WISH_AWAY)
		return s->away && !s->pending;
	return s->current;
}

/* Return: an error number */
static int look(struct genl *g, enum wish for_what, bool *done)
{
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlmsghdr *nlh;
	struct seen s = { 0 };
	int error;

	genl_request(g, MN_CMD_ADDRESS_GET, NLM_F_DUMP);
	error = genl_run(g);
	if (error && error != ENOTCONN)
		return error;
	genl_for_each_reply(g, nlh) {
		genl_attrs(nlh, tb);
		look_at(&s, tb);
	}
	*done = !error && fulfilled(for_what, &s);
	return 0;
}

static long long clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return t.tv_sec * (long long)MS_PER_S + t.tv_nsec / 1000000;
}

/* What has happened matters not, nor that some of it was lost: all is looked at. */
static int next_event(struct mnl_socket *events, long long end)
{
	struct pollfd fd = {
		.fd = mnl_socket_get_fd(events), .events = POLLIN
	};
	long long left = FOR_EVER;
	char buffer[1024];

	if (end != FOR_EVER) {
		left = end - clock_ms();
		left = left < 0 ? 0 : left;
	}
	if (poll(&fd, 1, left) < 0)
		return errno == EINTR ? STATUS_OK : fail("%s", strerror(errno));
	if (!fd.revents)
		return fail("timed out");
	while (recv(fd.fd, buffer, sizeof(buffer), MSG_DONTWAIT) >= 0 ||
	       errno == ENOBUFS)
		;
	return STATUS_OK;
}

static int wait_for(struct genl *g, struct mnl_socket *events, enum wish wish,
		    long long end)
{
	bool done = false;
	int err;

	for (;;) {
		err = genl_check(g, look(g, wish, &done));
		if (err || done)
			return err;
		err = next_event(events, end);
		if (err)
			return err;
	}
}

static int subscribe(struct genl *events, const struct genl *g)
{
	uint32_t group = g->family.group;
	int err = genl_open(events);

	if (err)
		return err;
	if (!group ||
	    mnl_socket_setsockopt(events->nl, NETLINK_ADD_MEMBERSHIP, &group,
				  sizeof(group)))
		return fail("cannot receive the events of mn: %s",
			    strerror(errno));
	return STATUS_OK;
}

static int parse(struct args *a, enum wish *wish, uint32_t *seconds)
{
	static const char *const names[] = {
		[WISH_ADDRESS] = "address", [WISH_AWAY] = "away",
		[WISH_HOME] = "home", [WISHES] = "timeout"
	};
	bool wished = false;
	const char *word = NULL;
	unsigned int i;
	int err;

	while (*a->word) {
		err = args_choice("keyword", args_next(a), names,
				  ARRAY_SIZE(names), &i);
		if (err)
			return err;
		if (i < WISHES) {
			if (wished)
				return fail_usage("%s waits for one thing",
						  a->path);
			*wish = i;
			wished = true;
			continue;
		}
		err = args_value(a, "timeout", &word);
		if (err)
			return err;
	}
	return word ? number_parse("timeout", word, SECONDS_MAX, seconds) :
		      STATUS_OK;
}

int mn_wait(struct args *a)
{
	struct genl g = { 0 }, events = { 0 };
	enum wish wish = WISH_ADDRESS;
	uint32_t seconds = UINT32_MAX;
	long long end = FOR_EVER;
	int err;

	err = parse(a, &wish, &seconds);
	if (err)
		return err;
	if (seconds != UINT32_MAX)
		end = clock_ms() + seconds * (long long)MS_PER_S;
	err = genl_connect(&g, MN_GENL_NAME);
	if (!err)
		err = subscribe(&events, &g);
	if (!err)
		err = wait_for(&g, events.nl, wish, end);
	genl_close(&events);
	genl_close(&g);
	return err;
}
