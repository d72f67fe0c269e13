// SPDX-License-Identifier: GPL-2.0-only
/* fama monitor */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/err.h"
#include "common/json.h"
#include "common/signals.h"
#include "feed.h"
#include "handover.h"
#include "monitor.h"

#define NS_PER_S 1000000000ULL

/* Holds most addresses, so that what follows them forms a column. */
#define FIRST_WIDTH 32

struct monitor {
	struct feed feed;
	struct handover handover;
	bool told;
	bool json;
};

static void start_line(uint64_t ns, const char *role, const char *event)
{
	time_t seconds = ns / NS_PER_S;
	char text[16];
	struct tm tm;

	localtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%H:%M:%S", &tm);
	printf("%s.%03u %-3s %-8s", text,
	       (unsigned int)(ns % NS_PER_S / 1000000), role ? role : "-",
	       event);
}

/* In text each move of the node is a paragraph, whose last line has its phases. */
static void end_paragraph(struct monitor *m)
{
	start_line(m->handover.last, event_mn.name, "moved");
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

static void show_text(struct monitor *m, const struct feed_event *e)
{
	if (e->role == &event_mn)
		begin_paragraph(m, e->tb);
	start_line(e->ns, e->role->name, e->event->name);
	field_list_text(e->event->list, e->tb, FIELD_VIEW_STATS, FIRST_WIDTH);
	m->told = true;
	if (e->role == &event_mn)
		handover_take(&m->handover, e->tb, e->ns);
}

static void show(void *data, const struct feed_event *e)
{
	struct monitor *m = data;

	if (m->json) {
		feed_json(e);
	} else if (e->role) {
		show_text(m, e);
	} else {
		start_line(e->ns, NULL, "overrun");
		puts("events were lost");
	}
}

static int flush(void)
{
	if (!fflush(stdout))
		return STATUS_OK;
	if (errno != EPIPE)
		return fail("stdout: %s", strerror(errno));
	signals_end();
	return STATUS_OK;
}

static int receive(struct monitor *m)
{
	int err = feed_receive(&m->feed, show, m);

	return err ? err : flush();
}

/* The signals come in during the wait only: none can slip in before it. */
static int wait_for(const struct monitor *m, struct pollfd *fds,
		    unsigned int count, const sigset_t *mask)
{
	int ms = m->json ? -1 : handover_wait(&m->handover, feed_clock());
	struct timespec t = {
		.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L,
	};

	return ppoll(fds, count, ms < 0 ? NULL : &t, mask);
}

static int loop(struct monitor *m, const sigset_t *mask)
{
	struct pollfd fds[] = {
		{ .fd = feed_fd(&m->feed), .events = POLLIN },
		{ .fd = STDOUT_FILENO },
	};
	int err = STATUS_OK, ready;

	while (!err && !signals_ended()) {
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
			err = receive(m);
	}
	if (!err && !m->json && handover_worth(&m->handover))
		end_paragraph(m);
	return err;
}

int monitor(struct args *a)
{
	struct monitor m = { .json = a->json };
	sigset_t mask;
	int err, only;

	err = feed_role(args_next(a), &only);
	if (!err)
		err = args_end(a);
	if (err)
		return err;
	json_pretty(false);
	err = feed_open(&m.feed, only);
	if (!err) {
		signals_catch(&mask);
		err = loop(&m, &mask);
	}
	feed_close(&m.feed);
	return err;
}
