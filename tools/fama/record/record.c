// SPDX-License-Identifier: GPL-2.0-only
/* fama record: what happens on this machine, for "fama report" */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "common/err.h"
#include "common/json.h"
#include "common/number.h"
#include "common/signals.h"
#include "monitor/feed.h"
#include "record.h"
#include "state.h"
#include "tap.h"

#define VERSION 1
#define NS_PER_S 1000000000ULL
#define SOON (NS_PER_S / 100)
#define MEGABYTE 1000000ULL
#define MEGABYTES 100
#define MEGABYTES_MAX 100000
#define SECONDS_MAX 31536000
/* Events must not wait for a flood of packets. */
#define PACKETS_AT_ONCE 256

/* struct wish - what the words say */
struct wish {
	const char *file;
	const char *node;
	int only;
	uint32_t seconds;
	uint32_t megabytes;
};

/**
 * struct recorder - a recording that is being written, to the standard output of this process
 * @wish: what the words say
 * @feed: of the events of the modules
 * @state: what the modules said last
 * @all: hears all devices of a node, or the messages of a router
 * @tunnel: hears the device of a router's tunnels
 * @heard: the device that @tunnel hears, 0: none
 * @everything: does @all hear more than messages?
 * @begin: when it began, in ns since 1970
 * @look: when the modules are to be asked again
 * @events: that were written
 * @packets: the same
 * @dropped: packets that came too fast to be written
 */
struct recorder {
	const struct wish *wish;
	struct feed feed;
	struct state state;
	struct tap all;
	struct tap tunnel;
	unsigned int heard;
	bool everything;
	uint64_t begin;
	uint64_t look;
	uint64_t events;
	uint64_t packets;
	uint64_t dropped;
};

/* ------------------------------------------------------------------------- lines */

static void begin_line(uint64_t ns)
{
	json_open('{');
	json_key("time");
	json_number(ns);
}

static void end_line(void)
{
	json_close('}');
	json_end();
}

static void write_begin(const struct recorder *r)
{
	struct utsname name;

	uname(&name);
	begin_line(r->begin);
	json_key("recording");
	json_number(VERSION);
	json_key("node");
	json_string(r->wish->node ? r->wish->node : name.nodename);
	json_key("fama");
	json_string(FAMA_VERSION);
	json_key("kernel");
	json_string(name.release);
	end_line();
}

static void write_number(const char *key, uint64_t number)
{
	begin_line(feed_clock());
	json_key(key);
	json_number(number);
	end_line();
}

static void write_end(const char *why)
{
	begin_line(feed_clock());
	json_key("end");
	json_string(why);
	end_line();
}

static void write_headers(const struct sight *s, const struct headers *h)
{
	static const char digits[] = "0123456789abcdef";
	char hex[2 * HEADERS_SNAP + 1], id[17];
	size_t i;

	for (i = 0; i < h->kept; i++) {
		hex[2 * i] = digits[s->data[i] >> 4];
		hex[2 * i + 1] = digits[s->data[i] & 15];
	}
	hex[2 * h->kept] = '\0';
	snprintf(id, sizeof(id), "%016" PRIx64, h->id);
	begin_line(s->ns);
	json_key("dev");
	json_string(field_device(s->ifindex));
	json_key("out");
	json_bool(s->out);
	json_key("octets");
	json_number(s->octets);
	json_key("id");
	json_string(id);
	json_key("headers");
	json_string(hex);
	end_line();
}

/* ----------------------------------------------------------------------- packets */

static void take_packets(struct recorder *r, const struct tap *tap)
{
	struct headers h;
	struct sight s;
	unsigned int i;

	for (i = 0; i < PACKETS_AT_ONCE && tap_next(tap, &s); i++) {
		if (!headers_read(&h, s.data, s.len))
			continue;
		if (!h.signal && !state_has(&r->state, s.ifindex))
			continue;
		write_headers(&s, &h);
		r->packets++;
	}
}

static void take_dropped(struct recorder *r)
{
	uint64_t dropped = (uint64_t)tap_dropped(&r->all) + tap_dropped(&r->tunnel);

	if (dropped)
		write_number("dropped", dropped);
	r->dropped += dropped;
}

/* A node may have other interfaces any time; those of a router carry what is nobody's business. */
static int hear_all(struct recorder *r)
{
	bool everything = r->state.count;

	if (r->all.fd >= 0 && r->everything == everything)
		return STATUS_OK;
	tap_close(&r->all);
	r->everything = everything;
	return tap_open(&r->all, 0, !everything);
}

static int hear_tunnel(struct recorder *r)
{
	unsigned int device = r->everything ? 0 : r->state.tunnel;

	if (device == r->heard)
		return STATUS_OK;
	tap_close(&r->tunnel);
	r->heard = device;
	return device ? tap_open(&r->tunnel, device, false) : STATUS_OK;
}

static int look(struct recorder *r)
{
	int err = state_look(&r->state, r->wish->only);

	if (!err)
		err = hear_all(r);
	if (!err)
		err = hear_tunnel(r);
	take_dropped(r);
	r->look = feed_clock() + NS_PER_S;
	return err;
}

/* ------------------------------------------------------------------------ events */

static void take_event(void *data, const struct feed_event *e)
{
	uint64_t soon = feed_clock() + SOON;
	struct recorder *r = data;

	feed_json(e);
	r->events++;
	/* The interfaces of the node may be others now, but a flood of events is one question. */
	if (soon < r->look)
		r->look = soon;
}

/* -------------------------------------------------------------------------- loop */

/* NULL: go on */
static const char *over(const struct recorder *r, uint64_t now)
{
	off_t size = lseek(STDOUT_FILENO, 0, SEEK_CUR);

	if (signals_ended())
		return "interrupted";
	if (r->wish->seconds && now >= r->begin + r->wish->seconds * NS_PER_S)
		return "seconds";
	if (size >= (off_t)(r->wish->megabytes * MEGABYTE))
		return "size";
	return NULL;
}

static int wait_for(const struct recorder *r, struct pollfd *fds, unsigned int count, uint64_t now,
		    const sigset_t *mask)
{
	uint64_t until = r->look, end = r->begin + r->wish->seconds * NS_PER_S, ns;
	struct timespec t;

	if (r->wish->seconds && end < until)
		until = end;
	ns = until > now ? until - now : 0;
	t.tv_sec = ns / NS_PER_S;
	t.tv_nsec = ns % NS_PER_S;
	return ppoll(fds, count, &t, mask);
}

static int step(struct recorder *r, uint64_t now, const sigset_t *mask)
{
	struct pollfd fds[] = {
		{ .fd = feed_fd(&r->feed), .events = POLLIN },
		{ .fd = r->all.fd, .events = POLLIN },
		{ .fd = r->tunnel.fd, .events = POLLIN },
	};
	int err = STATUS_OK;

	if (wait_for(r, fds, ARRAY_SIZE(fds), now, mask) < 0)
		return errno == EINTR ? STATUS_OK : fail("%s", strerror(errno));
	if (fds[0].revents)
		err = feed_receive(&r->feed, take_event, r);
	if (fds[1].revents)
		take_packets(r, &r->all);
	if (fds[2].revents)
		take_packets(r, &r->tunnel);
	if (!err && feed_clock() >= r->look)
		err = look(r);
	return err;
}

static int loop(struct recorder *r, const sigset_t *mask)
{
	const char *why;
	uint64_t now;
	int err = STATUS_OK;

	do {
		now = feed_clock();
		err = step(r, now, mask);
		why = over(r, feed_clock());
	} while (!err && !why && !ferror(stdout));
	if (!err)
		err = look(r);
	if (!err)
		err = state_write(r->wish->only);
	write_end(why ? why : "failed");
	if (fflush(stdout) || ferror(stdout))
		err = fail("%s: %s", r->wish->file, strerror(errno));
	return err;
}

/* Whoever has asked for events first misses none between the lists and them. */
static int run(struct recorder *r)
{
	sigset_t mask;
	int err;

	signals_catch(&mask);
	r->begin = feed_clock();
	write_begin(r);
	err = look(r);
	if (!err)
		err = state_write(r->wish->only);
	if (!err && fflush(stdout))
		err = fail("%s: %s", r->wish->file, strerror(errno));
	return err ? err : loop(r, &mask);
}

/* -------------------------------------------------------------------------- words */

/* All that prints JSON prints to the standard output.  @said: what that was before */
static int redirect(const char *path, int *said)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail("%s: %s", path, strerror(errno));
	fflush(stdout);
	*said = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (dup2(fd, STDOUT_FILENO) < 0)
		return fail("%s: %s", path, strerror(errno));
	close(fd);
	return STATUS_OK;
}

static int parse_option(struct args *a, struct wish *w)
{
	static const char *const names[] = { "seconds", "size", "node" };
	const char *value = NULL;
	unsigned int which;
	int err;

	err = args_choice("keyword", args_next(a), names, ARRAY_SIZE(names), &which);
	if (!err)
		err = args_value(a, names[which], &value);
	if (err)
		return err;
	switch (which) {
	case 0:
		return number_parse(names[which], value, SECONDS_MAX, &w->seconds);
	case 1:
		return number_parse(names[which], value, MEGABYTES_MAX, &w->megabytes);
	default:
		w->node = value;
		return STATUS_OK;
	}
}

static int parse(struct args *a, struct wish *w)
{
	int err = STATUS_OK;

	if (*a->word && a->word[1] && (!strcmp(*a->word, "dar") || !strcmp(*a->word, "mn")))
		err = feed_role(args_next(a), &w->only);
	if (!err && !*a->word)
		return fail_usage("record needs a file");
	w->file = args_next(a);
	while (!err && *a->word)
		err = parse_option(a, w);
	if (!err && !w->megabytes)
		return fail_usage("size 0 holds nothing");
	return err;
}

int record(struct args *a)
{
	struct wish w = { .only = -1, .megabytes = MEGABYTES };
	struct recorder r = { .wish = &w, .all.fd = -1, .tunnel.fd = -1 };
	int err, said = -1;

	err = parse(a, &w);
	if (err)
		return err;
	json_pretty(false);
	err = feed_open(&r.feed, w.only);
	if (!err)
		err = redirect(w.file, &said);
	if (!err)
		err = run(&r);
	if (!err)
		dprintf(said, "%" PRIu64 " events and %" PRIu64 " packets are in %s\n",
			r.events, r.packets, w.file);
	if (r.dropped)
		warning("%" PRIu64 " packets came too fast", r.dropped);
	tap_close(&r.all);
	tap_close(&r.tunnel);
	feed_close(&r.feed);
	return err;
}
