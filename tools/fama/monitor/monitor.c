// SPDX-License-Identifier: GPL-2.0-only
/* fama monitor */
#include <linux/genetlink.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "common/err.h"
#include "common/genl.h"
#include "common/json.h"
#include "event.h"
#include "handover.h"
#include "monitor.h"

#define NS_PER_S 1000000000ULL
#define RECEIVE_QUEUE (8 << 20)
#define RECEIVE_MAX 65536

/* Holds most addresses, so that what follows them forms a column. */
#define FIRST_WIDTH 32

static const struct event_role *const roles[] = { &event_dar, &event_mn };

struct monitor {
	struct genl g;
	struct genl_family families[ARRAY_SIZE(roles)];
	struct handover handover;
	bool told;
	bool json;
};

static volatile sig_atomic_t ended;

static void end(int signal)
{
	ended = signal;
}

static uint64_t clock_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * NS_PER_S + t.tv_nsec;
}

static void start_line(bool json, uint64_t ns, const char *role,
		       const char *event)
{
	time_t seconds = ns / NS_PER_S;
	char text[16];
	struct tm tm;

	if (json) {
		json_open('{');
		json_key("time");
		json_number(ns);
		json_key("role");
		if (role)
			json_string(role);
		else
			json_null();
		json_key("event");
		return json_string(event);
	}
	localtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%H:%M:%S", &tm);
	printf("%s.%03u %-3s %-8s", text,
	       (unsigned int)(ns % NS_PER_S / 1000000), role ? role : "-",
	       event);
}

static void show_overrun(bool json)
{
	start_line(json, clock_ns(), NULL, "overrun");
	if (json) {
		json_close('}');
		json_end();
	} else {
		puts("events were lost");
	}
}

/* In text each move of the node is a paragraph, whose last line has its phases. */
static void end_paragraph(struct monitor *m)
{
	start_line(false, m->handover.last, event_mn.name, "moved");
	handover_tell(&m->handover, stdout);
	putchar('\n');
	m->told = false;
}

static void begin_paragraph(struct monitor *m, const struct nlattr **tb)
{
	if (!handover_begins(&m->handover, tb))
		return;
	if (handover_worth(&m->handover))
		end_paragraph(m);
	else if (m->told)
		putchar('\n');
}

static void show_text(struct monitor *m, const struct event_role *role,
		      const struct event *event, const struct nlattr **tb,
		      uint64_t ns)
{
	if (role == &event_mn)
		begin_paragraph(m, tb);
	start_line(false, ns, role->name, event->name);
	field_list_text(event->list, tb, FIELD_VIEW_STATS, FIRST_WIDTH);
	m->told = true;
	if (role == &event_mn)
		handover_take(&m->handover, tb, ns);
}

static void show_json(const struct event_role *role, const struct event *event,
		      const struct nlattr **tb, uint64_t ns)
{
	start_line(true, ns, role->name, event->name);
	field_list_json(event->list, tb);
	json_close('}');
	json_end();
}

static void show_event(struct monitor *m, const struct event_role *role,
		       const struct nlmsghdr *nlh)
{
	const struct nlattr *tb[GENL_ATTRS];
	const struct nlattr *when, *kind;
	const struct event *event;
	uint64_t ns;

	genl_attrs(nlh, tb);
	kind = tb[role->event_attr];
	if (!kind || !mnl_attr_get_payload_len(kind) ||
	    mnl_attr_get_u8(kind) >= role->count)
		return;
	event = &role->events[mnl_attr_get_u8(kind)];
	if (!event->name)
		return;
	when = tb[role->time_attr];
	if (when && mnl_attr_get_payload_len(when) >= sizeof(ns))
		ns = mnl_attr_get_u64(when);
	else
		ns = clock_ns();
	if (m->json)
		show_json(role, event, tb, ns);
	else
		show_text(m, role, event, tb, ns);
}

static int receive_one(const struct nlmsghdr *nlh, void *data)
{
	const struct genlmsghdr *header = mnl_nlmsg_get_payload(nlh);
	struct monitor *m = data;
	unsigned int i;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*header))
		return MNL_CB_OK;
	for (i = 0; i < ARRAY_SIZE(roles); i++)
		if (nlh->nlmsg_type == m->families[i].id &&
		    header->cmd == roles[i]->command)
			show_event(m, roles[i], nlh);
	return MNL_CB_OK;
}

static int flush(void)
{
	if (!fflush(stdout))
		return STATUS_OK;
	if (errno != EPIPE)
		return fail("stdout: %s", strerror(errno));
	ended = SIGPIPE;
	return STATUS_OK;
}

static int receive(struct monitor *m, char *buffer)
{
	ssize_t len = mnl_socket_recvfrom(m->g.nl, buffer, RECEIVE_MAX);

	if (len < 0 && errno == EINTR)
		return STATUS_OK;
	if (len < 0 && errno != ENOBUFS && errno != ENOSPC)
		return fail("%s", strerror(errno));
	if (len < 0)
		show_overrun(m->json);
	else
		mnl_cb_run(buffer, len, 0, 0, receive_one, m);
	return flush();
}

/* The signals come in during the wait only: none can slip in before it. */
static int wait_for(const struct monitor *m, struct pollfd *fds,
		    unsigned int count, const sigset_t *mask)
{
	int ms = m->json ? -1 : handover_wait(&m->handover, clock_ns());
	struct timespec t = {
		.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L,
	};

	return ppoll(fds, count, ms < 0 ? NULL : &t, mask);
}

static int loop(struct monitor *m, char *buffer, const sigset_t *mask)
{
	struct pollfd fds[] = {
		{ .fd = mnl_socket_get_fd(m->g.nl), .events = POLLIN },
		{ .fd = STDOUT_FILENO },
	};
	int err = STATUS_OK, ready;

	while (!err && !ended) {
		ready = wait_for(m, fds, ARRAY_SIZE(fds), mask);
		if (ready < 0) {
			if (errno != EINTR)
				err = fail("%s", strerror(errno));
			continue;
		}
		if (!ready) {
			end_paragraph(m);
			err = flush();
			continue;
		}
		if (fds[1].revents & (POLLERR | POLLHUP | POLLNVAL))
			break;
		if (fds[0].revents)
			err = receive(m, buffer);
	}
	if (!err && !m->json && handover_worth(&m->handover))
		end_paragraph(m);
	return err;
}

static void catch_signals(sigset_t *mask)
{
	struct sigaction action = { .sa_handler = end };
	sigset_t block;

	sigemptyset(&block);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, mask);
	sigdelset(mask, SIGINT);
	sigdelset(mask, SIGTERM);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static int subscribe(struct monitor *m, unsigned int i)
{
	uint32_t group = m->families[i].group;

	if (!group)
		return fail("module %s has no events", roles[i]->name);
	if (mnl_socket_setsockopt(m->g.nl, NETLINK_ADD_MEMBERSHIP, &group,
				  sizeof(group)))
		return fail("cannot receive the events of %s: %s",
			    roles[i]->name, strerror(errno));
	return STATUS_OK;
}

/* All families are asked for before the first event can get in between. */
static int find(struct monitor *m, int only, unsigned int *found)
{
	unsigned int i;
	int error;

	for (i = 0; i < ARRAY_SIZE(roles); i++) {
		if (only >= 0 && only != (int)i)
			continue;
		error = genl_find(&m->g, roles[i]->name, &m->families[i]);
		if (!error)
			(*found)++;
		else if (error != ENOENT)
			return genl_check(&m->g, error);
	}
	return STATUS_OK;
}

static int open_monitor(struct monitor *m, int only)
{
	unsigned int i, found = 0;
	int size = RECEIVE_QUEUE, fd, err;

	err = genl_open(&m->g);
	if (!err)
		err = find(m, only, &found);
	if (err)
		return err;
	if (!found && only >= 0)
		return fail("module %s is not loaded (modprobe %s)",
			    roles[only]->name, roles[only]->name);
	if (!found)
		return fail("neither module dar nor mn is loaded (modprobe dar, modprobe mn)");
	fd = mnl_socket_get_fd(m->g.nl);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	for (i = 0; !err && i < ARRAY_SIZE(roles); i++)
		if (m->families[i].id)
			err = subscribe(m, i);
	return err;
}

static int run(struct monitor *m)
{
	char *buffer = malloc(RECEIVE_MAX);
	sigset_t mask;
	int err;

	if (!buffer)
		return fail("out of memory");
	catch_signals(&mask);
	err = loop(m, buffer, &mask);
	free(buffer);
	return err;
}

int monitor(struct args *a)
{
	const char *names[ARRAY_SIZE(roles)];
	const char *word = args_next(a);
	struct monitor m = { .json = a->json };
	unsigned int i, only = 0;
	int err = STATUS_OK;

	for (i = 0; i < ARRAY_SIZE(roles); i++)
		names[i] = roles[i]->name;
	if (word)
		err = args_choice("role", word, names, ARRAY_SIZE(names),
				  &only);
	if (!err)
		err = args_end(a);
	if (err)
		return err;
	err = open_monitor(&m, word ? (int)only : -1);
	if (!err)
		err = run(&m);
	genl_close(&m.g);
	return err;
}
