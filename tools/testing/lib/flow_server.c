// SPDX-License-Identifier: GPL-2.0-only
/* The end that echoes, notes and sends on request. */
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

/* One "down" flow a peer and id. */
static void serve_request(int fd, const struct sockaddr_in6 *from,
			  const struct record *r)
{
	struct flow *f;
	size_t i;

	for (i = 0; i < nflows; i++) {
		f = &flows[i];
		if (f->type == DOWN && f->id == r->id &&
		    !memcmp(&f->addr.sin6_addr, &from->sin6_addr, 16) &&
		    f->addr.sin6_port == from->sin6_port) {
			if (!r->period_ms)
				f->open = false;
			return;
		}
	}
	if (!r->period_ms || r->seq < MIN_OCTETS || r->seq > MAX_OCTETS)
		return;
	f = new_flow(DOWN, "", fd);
	f->id = r->id;
	f->addr = *from;
	f->period = r->period_ms * NSEC_PER_MSEC;
	f->octets = r->seq;
}

/* One "ping" flow a source and id; its probes have "received" only. */
static void note_request(const struct sockaddr_in6 *from, ssize_t n, int64_t when)
{
	const struct icmp6_hdr *h = (const void *)buf;
	struct record r;
	struct flow *f;
	size_t i;

	if ((size_t)n < sizeof(*h) + sizeof(r) ||
	    h->icmp6_type != ICMP6_ECHO_REQUEST)
		return;
	memcpy(&r, buf + sizeof(*h), sizeof(r));
	for (i = 0; i < nflows; i++) {
		f = &flows[i];
		if (f->type == PING && f->id == ntohs(h->icmp6_id) &&
		    !memcmp(&f->addr.sin6_addr, &from->sin6_addr, 16))
			break;
	}
	if (i == nflows) {
		f = new_flow(PING, "", -1);
		f->id = ntohs(h->icmp6_id);
		f->addr = *from;
	}
	note_received(f, r.seq, r.sent, when);
	if (f->sent < r.seq + 1)
		f->sent = r.seq + 1;
}

/* What the peer does not take is kept, so that the stream stays a stream. */
static void echo(struct flow *f)
{
	ssize_t n;

	for (;;) {
		tcp_push(f);
		if (!f->open || f->out_left)
			return;
		n = recv(f->fd, f->out, MAX_OCTETS, MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n <= 0) {
			fail_flow(f, n < 0 ? errno : 0);
			return;
		}
		f->bytes_in += n;
		f->octets = n;
		f->out_left = n;
	}
}

static void serve_connection(int listener)
{
	struct sockaddr_in6 from;
	socklen_t len = sizeof(from);
	struct flow *f;
	int one = 1;
	int fd;

	fd = accept(listener, (void *)&from, &len);
	if (fd < 0)
		return;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	fcntl(fd, F_SETFL, O_NONBLOCK);
	f = new_flow(ECHO, "", fd);
	f->addr = from;
	f->out = malloc(MAX_OCTETS);
	if (!f->out)
		die("memory");
}

/* The sockets of a server: TCP, UDP, ICMPv6. */
enum { LISTENER, UDP, ICMP, SERVER_FDS };

static void open_server(int port, int fd[SERVER_FDS])
{
	struct sockaddr_in6 any = {
		.sin6_family = AF_INET6,
		.sin6_port = htons(port),
	};
	struct icmp6_filter filter;

	fd[LISTENER] = open_socket(SOCK_STREAM, 0, &any);
	if (fd[LISTENER] < 0 || listen(fd[LISTENER], 64))
		die("listen");
	fcntl(fd[LISTENER], F_SETFL, O_NONBLOCK);
	fd[UDP] = open_socket(SOCK_DGRAM, 0, &any);
	fd[ICMP] = open_socket(SOCK_RAW, IPPROTO_ICMPV6, NULL);
	if (fd[UDP] < 0 || fd[ICMP] < 0)
		die("socket");
	ICMP6_FILTER_SETBLOCKALL(&filter);
	ICMP6_FILTER_SETPASS(ICMP6_ECHO_REQUEST, &filter);
	setsockopt(fd[ICMP], IPPROTO_ICMPV6, ICMP6_FILTER, &filter,
		   sizeof(filter));
}

static void send_down(struct flow *f, int64_t now)
{
	struct record r = { .seq = f->sent, .sent = now, .id = f->id };
	struct probe *p = probe_at(f, f->sent);

	if (!p)
		return;
	fill(buf, f->octets, &r);
	p->sent = now;
	f->sent++;
	if (sendto(f->fd, buf, f->octets, MSG_DONTWAIT, (void *)&f->addr,
		   sizeof(f->addr)) < 0)
		perror("flow: sending");
}

/* Return: when the next datagram is to be sent, if that is before @wake. */
static int64_t send_downs(int64_t now, int64_t wake)
{
	size_t i;

	for (i = 0; i < nflows; i++) {
		struct flow *f = &flows[i];

		if (f->type != DOWN || !f->open)
			continue;
		if (f->next <= now) {
			send_down(f, now);
			advance(f, now);
		}
		if (f->next < wake)
			wake = f->next;
	}
	return wake;
}

static void serve_requests(int fd)
{
	struct sockaddr_in6 from;
	struct record r;
	int64_t when;
	ssize_t n;

	while ((n = receive(fd, &from, &when)) >= 0) {
		if ((size_t)n < sizeof(r))
			continue;
		memcpy(&r, buf, sizeof(r));
		serve_request(fd, &from, &r);
	}
}

static void note_requests(int fd)
{
	struct sockaddr_in6 from;
	int64_t when;
	ssize_t n;

	while ((n = receive(fd, &from, &when)) >= 0)
		note_request(&from, n, when);
}

/* Wait for packets until @wake, and serve them. */
static void server_poll(const int fd[SERVER_FDS], int64_t wake)
{
	struct pollfd p[SERVER_FDS + MAX_FLOWS];
	size_t i, polled = nflows;

	for (i = 0; i < SERVER_FDS; i++)
		p[i] = (struct pollfd){ fd[i], POLLIN, 0 };
	for (i = 0; i < polled; i++) {
		struct flow *f = &flows[i];

		p[SERVER_FDS + i] = (struct pollfd){
			.fd = f->type == ECHO && f->open ? f->fd : -1,
			.events = f->out_left ? POLLOUT : POLLIN,
		};
	}
	if (poll(p, SERVER_FDS + polled, timeout_ms(wake)) < 0) {
		if (errno == EINTR)
			return;
		die("poll");
	}
	for (i = 0; i < polled; i++)
		if (p[SERVER_FDS + i].revents)
			echo(&flows[i]);
	if (p[LISTENER].revents)
		serve_connection(fd[LISTENER]);
	if (p[UDP].revents)
		serve_requests(fd[UDP]);
	if (p[ICMP].revents)
		note_requests(fd[ICMP]);
}

int server(int port, const char *path)
{
	int fd[SERVER_FDS];
	int64_t now;

	open_server(port, fd);
	printf("{\"ready\":true}\n");
	fflush(stdout);
	while (!stopped) {
		now = now_ns();
		server_poll(fd, send_downs(now, now + NSEC_PER_SEC));
	}
	report_file(path);
	return 0;
}
