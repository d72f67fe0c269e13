// SPDX-License-Identifier: GPL-2.0-only
/* The end that begins flows, as its commands say. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/icmp6.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "flow.h"

#define GAP		(200 * NSEC_PER_MSEC)
#define GRACE		(2 * NSEC_PER_SEC)
#define TCP_GRACE	(10 * NSEC_PER_SEC)

static void send_tcp(struct flow *f, int64_t now)
{
	struct record r = { .seq = f->sent, .sent = now, .id = f->id };

	/* The connection may be slower than the pace: never queue two. */
	if (!f->out_left) {
		fill(f->out, f->octets, &r);
		f->out_left = f->octets;
		f->sent++;
	}
	tcp_push(f);
}

static void send_ping(struct flow *f, const struct sockaddr_in6 *to, int64_t now)
{
	struct icmp6_hdr *h = (void *)buf;
	struct record r = { .seq = f->sent, .sent = now, .id = f->id };
	struct probe *p = probe_at(f, f->sent);

	if (!p)
		return;
	memset(h, 0, sizeof(*h));
	h->icmp6_type = ICMP6_ECHO_REQUEST;
	h->icmp6_id = htons(f->id);
	h->icmp6_seq = htons(f->sent);
	fill(buf + sizeof(*h), f->octets, &r);
	p->sent = now;
	f->sent++;
	/* An error is a lost probe: no link, no route. */
	sendto(f->fd, buf, sizeof(*h) + f->octets, MSG_DONTWAIT,
	       (const void *)to, sizeof(*to));
}

/* Ask until the first datagram comes; later the server needs no reminder. */
static void send_request(struct flow *f, const struct sockaddr_in6 *to)
{
	struct record r = {
		.seq = f->octets,
		.id = f->id,
		.period_ms = f->period / NSEC_PER_MSEC,
	};

	if (!f->received)
		sendto(f->fd, &r, sizeof(r), MSG_DONTWAIT, (const void *)to,
		       sizeof(*to));
}

static void note_gap(struct flow *f, int64_t now)
{
	int64_t gap = now - f->last_in;

	if (gap > f->max_gap)
		f->max_gap = gap;
	if (gap > GAP) {
		f->gap = realloc(f->gap, (f->gaps + 1) * sizeof(*f->gap));
		if (!f->gap)
			die("memory");
		f->gap[f->gaps++] = (struct probe){ f->last_in, now };
	}
	f->last_in = now;
}

static void read_tcp(struct flow *f)
{
	for (;;) {
		ssize_t n = recv(f->fd, f->in + f->in_have,
				 f->octets - f->in_have, MSG_DONTWAIT);
		struct record r;
		size_t i;

		if (n < 0) {
			if (errno != EAGAIN && errno != EINTR)
				fail_flow(f, errno);
			return;
		}
		if (!n) {
			fail_flow(f, EPIPE);
			return;
		}
		f->bytes_in += n;
		f->in_have += n;
		note_gap(f, now_ns());
		if (f->in_have < f->octets)
			continue;
		f->in_have = 0;
		memcpy(&r, f->in, sizeof(r));
		if (r.seq != f->received || r.id != f->id)
			f->corrupt = true;
		for (i = sizeof(r); i < f->octets; i++)
			if (f->in[i] != (unsigned char)(r.seq + i))
				f->corrupt = true;
		f->received++;
	}
}

static void read_ping(struct flow *f)
{
	int64_t when;
	ssize_t n;

	while ((n = receive(f->fd, NULL, &when)) >= 0) {
		const struct icmp6_hdr *h = (const void *)buf;
		struct record r;

		if ((size_t)n < sizeof(*h) + sizeof(r) ||
		    h->icmp6_type != ICMP6_ECHO_REPLY ||
		    ntohs(h->icmp6_id) != f->id)
			continue;
		memcpy(&r, buf + sizeof(*h), sizeof(r));
		if (r.seq < f->sent)
			note_received(f, r.seq, 0, when);
	}
}

static void read_down(struct flow *f)
{
	int64_t when;
	ssize_t n;

	while ((n = receive(f->fd, NULL, &when)) >= 0) {
		struct record r;

		if ((size_t)n < sizeof(r))
			continue;
		memcpy(&r, buf, sizeof(r));
		note_received(f, r.seq, r.sent, when);
	}
}

static void open_flow(struct flow *f, const struct sockaddr_in6 *to)
{
	struct icmp6_filter filter;
	int one = 1;

	switch (f->type) {
	case TCP:
		f->fd = open_socket(SOCK_STREAM, 0, &f->addr);
		if (f->fd < 0)
			break;
		f->out = calloc(2, f->octets);
		f->in = f->out + f->octets;
		setsockopt(f->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		fcntl(f->fd, F_SETFL, O_NONBLOCK);
		if (connect(f->fd, (const void *)to, sizeof(*to)) &&
		    errno != EINPROGRESS)
			break;
		return;
	case PING:
		f->fd = open_socket(SOCK_RAW, IPPROTO_ICMPV6, &f->addr);
		if (f->fd < 0)
			break;
		ICMP6_FILTER_SETBLOCKALL(&filter);
		ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &filter);
		setsockopt(f->fd, IPPROTO_ICMPV6, ICMP6_FILTER, &filter,
			   sizeof(filter));
		return;
	default:
		f->fd = open_socket(SOCK_DGRAM, 0, &f->addr);
		if (f->fd < 0)
			break;
		return;
	}
	f->error = errno;
	f->open = false;
}

/* false: stop */
static bool command(char *line, const struct sockaddr_in6 *to)
{
	char verb[16], name[32], src[64];
	long period = 20, octets = 64;
	struct flow *f;
	enum type t;
	int n;

	n = sscanf(line, "%15s %31s %63s %ld %ld", verb, name, src, &period,
		   &octets);
	if (n < 1)
		return true;
	if (!strcmp(verb, "stop"))
		return false;
	if (!strcmp(verb, "status")) {
		report(stdout, false);
		return true;
	}
	for (t = TCP; t <= DOWN; t++)
		if (!strcmp(verb, type_name[t]))
			break;
	if (n < 3 || t > DOWN || period < 1 || octets < MIN_OCTETS ||
	    octets > MAX_OCTETS) {
		fprintf(stderr, "flow: not understood: %s\n", line);
		return true;
	}
	f = new_flow(t, name, -1);
	f->period = period * NSEC_PER_MSEC;
	f->octets = octets;
	f->addr.sin6_family = AF_INET6;
	if (inet_pton(AF_INET6, src, &f->addr.sin6_addr) != 1) {
		f->error = EINVAL;
		f->open = false;
	} else {
		open_flow(f, to);
	}
	return true;
}

/* Whole lines only; false: stop or end of input */
static bool commands(const struct sockaddr_in6 *to)
{
	static char in[4096];
	static size_t have;
	char *end;
	ssize_t n;

	n = read(0, in + have, sizeof(in) - have);
	if (n <= 0)
		return n < 0 && errno == EINTR;
	have += n;
	while ((end = memchr(in, '\n', have))) {
		*end++ = 0;
		if (!command(in, to))
			return false;
		have -= end - in;
		memmove(in, end, have);
	}
	return have < sizeof(in);
}

static bool all_echoed(void)
{
	size_t i;

	for (i = 0; i < nflows; i++)
		if (flows[i].type == TCP && flows[i].open &&
		    (flows[i].out_left || flows[i].received < flows[i].sent))
			return false;
	return true;
}

/* Where a client sends to: raw sockets have no port. */
struct target {
	struct sockaddr_in6 to, raw;
};

static struct target target_of(const char *address, int port)
{
	struct target t = {
		.to.sin6_family = AF_INET6,
		.to.sin6_port = htons(port),
	};

	if (inet_pton(AF_INET6, address, &t.to.sin6_addr) != 1) {
		errno = EINVAL;
		die(address);
	}
	t.raw = t.to;
	t.raw.sin6_port = 0;
	return t;
}

/* Return: when the next packet is to be sent, if that is before @wake. */
static int64_t send_due(const struct target *t, int64_t now, int64_t wake)
{
	size_t i;

	for (i = 0; i < nflows; i++) {
		struct flow *f = &flows[i];

		if (!f->open)
			continue;
		if (f->next <= now) {
			if (f->type == TCP)
				send_tcp(f, now);
			else if (f->type == PING)
				send_ping(f, &t->raw, now);
			else
				send_request(f, &t->to);
			advance(f, now);
		}
		if (f->next < wake)
			wake = f->next;
	}
	return wake;
}

static void read_flow(struct flow *f, short revents)
{
	if (f->type == TCP) {
		if (f->out_left && revents & POLLOUT)
			tcp_push(f);
		if (f->open)
			read_tcp(f);
	} else if (f->type == PING) {
		read_ping(f);
	} else {
		read_down(f);
	}
}

/*
 * Wait for packets until @wake, and read them.
 * Return: true: there are commands on @commands_fd, which may be -1.
 */
static bool client_poll(int commands_fd, int64_t wake)
{
	struct pollfd p[MAX_FLOWS + 1] = { { commands_fd, POLLIN, 0 } };
	size_t i;

	for (i = 0; i < nflows; i++) {
		p[i + 1] = (struct pollfd){ flows[i].fd, POLLIN, 0 };
		if (flows[i].type == TCP && flows[i].out_left)
			p[i + 1].events |= POLLOUT;
	}
	if (poll(p, nflows + 1, timeout_ms(wake)) < 0 && errno != EINTR)
		die("poll");
	for (i = 0; i < nflows; i++)
		if (flows[i].open && p[i + 1].revents)
			read_flow(&flows[i], p[i + 1].revents);
	return p[0].revents;
}

/* Ask the server to send no more datagrams. */
static void end_requests(const struct target *t)
{
	struct record r = { 0 };
	size_t i;

	for (i = 0; i < nflows; i++) {
		r.id = flows[i].id;
		if (flows[i].type == DOWN && flows[i].open)
			sendto(flows[i].fd, &r, sizeof(r), 0,
			       (const void *)&t->to, sizeof(t->to));
	}
}

/* Send nothing new, and wait for what is under way. */
static void client_finish(void)
{
	int64_t now = now_ns(), stop_at = now;

	while (now < stop_at + GRACE ||
	       (!all_echoed() && now < stop_at + TCP_GRACE)) {
		client_poll(-1, now + 50 * NSEC_PER_MSEC);
		now = now_ns();
	}
}

int client(const char *address, int port, const char *path)
{
	struct target t = target_of(address, port);
	int64_t now;
	bool more;

	do {
		now = now_ns();
		more = !client_poll(0, send_due(&t, now, now + NSEC_PER_SEC)) ||
		       commands(&t.to);
	} while (more && !stopped);
	end_requests(&t);
	client_finish();
	report_file(path);
	return 0;
}
