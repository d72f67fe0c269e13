// SPDX-License-Identifier: GPL-2.0-only
/*
 * Traffic whose every packet is accounted for.
 *
 *	flow server PORT REPORT		until SIGTERM or SIGINT
 *	flow client ADDRESS PORT REPORT	until "stop" or end of stdin
 *
 * The server echoes TCP, notes every ICMPv6 Echo Request, and sends datagrams
 * at a steady pace to whoever asks.  The client takes commands on stdin, SRC
 * being the address the flow binds to:
 *
 *	tcp NAME SRC [PERIOD_MS [OCTETS]]	numbered records, echoed
 *	ping NAME SRC [PERIOD_MS [OCTETS]]	Echo Requests
 *	down NAME SRC [PERIOD_MS [OCTETS]]	datagrams from the server
 *	status					a JSON line of all flows
 *	stop
 *
 * Reports are JSON with times in ns of CLOCK_REALTIME, those of reception from
 * the kernel (TCP: when it was read).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/icmp6.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_FLOWS	64
#define MAX_OCTETS	65536
#define MIN_OCTETS	24
#define NSEC_PER_MSEC	1000000LL
#define NSEC_PER_SEC	1000000000LL
#define GAP		(200 * NSEC_PER_MSEC)
#define GRACE		(2 * NSEC_PER_SEC)
#define TCP_GRACE	(10 * NSEC_PER_SEC)

enum type { TCP, PING, DOWN, ECHO };

static const char * const type_name[] = { "tcp", "ping", "down", "echo" };

struct record {
	uint64_t seq;
	uint64_t sent;
	uint32_t id;
	uint32_t period_ms;	/* of a request: 0 stops */
} __attribute__((packed));

struct probe {
	int64_t sent;
	int64_t received;
};

struct flow {
	enum type type;
	char name[32];
	struct sockaddr_in6 addr;	/* client: ours; server: theirs */
	int fd;
	uint32_t id;
	int64_t period, next, start;
	size_t octets;
	int error;
	bool open;
	uint64_t sent, received, duplicate;
	/* ping, down: by sequence number */
	struct probe *probe;
	size_t probes;
	/* TCP */
	unsigned char *out, *in;
	size_t out_left, in_have;
	uint64_t bytes_out, bytes_in;
	int64_t last_in, max_gap;
	struct probe *gap;
	size_t gaps;
	bool corrupt;
};

static struct flow flows[MAX_FLOWS];
static size_t nflows;
static volatile sig_atomic_t stopped;
static unsigned char buf[MAX_OCTETS + 256];

static void on_signal(int sig)
{
	(void)sig;
	stopped = 1;
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * NSEC_PER_SEC + t.tv_nsec;
}

static void die(const char *what)
{
	fprintf(stderr, "flow: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int open_socket(int type, int proto, const struct sockaddr_in6 *bind_to)
{
	int one = 1, fd;

	fd = socket(AF_INET6, type | SOCK_CLOEXEC, proto);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof(one));
	if (bind_to && bind(fd, (const void *)bind_to, sizeof(*bind_to))) {
		int err = errno;

		close(fd);
		errno = err;
		return -1;
	}
	return fd;
}

/* Blocking sockets, read only as far as there is something. */
static ssize_t receive(int fd, struct sockaddr_in6 *from, int64_t *when)
{
	char control[256];
	struct iovec iov = { .iov_base = buf, .iov_len = sizeof(buf) };
	struct msghdr msg = {
		.msg_name = from,
		.msg_namelen = from ? sizeof(*from) : 0,
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *c;
	ssize_t n;

	n = recvmsg(fd, &msg, MSG_DONTWAIT);
	*when = now_ns();
	if (n < 0) {
		/* What could not be copied is lost, and not the network's fault. */
		if (errno != EAGAIN && errno != EINTR)
			perror("flow: receiving");
		return n;
	}
	for (c = CMSG_FIRSTHDR(&msg); c; c = CMSG_NXTHDR(&msg, c)) {
		if (c->cmsg_level == SOL_SOCKET &&
		    c->cmsg_type == SCM_TIMESTAMPNS) {
			struct timespec t;

			memcpy(&t, CMSG_DATA(c), sizeof(t));
			*when = t.tv_sec * NSEC_PER_SEC + t.tv_nsec;
		}
	}
	return n;
}

static struct probe *probe_at(struct flow *f, uint64_t seq)
{
	if (seq >= 1000000)
		return NULL;
	if (seq >= f->probes) {
		size_t n = seq + 1024;

		f->probe = realloc(f->probe, n * sizeof(*f->probe));
		if (!f->probe)
			die("memory");
		memset(f->probe + f->probes, 0,
		       (n - f->probes) * sizeof(*f->probe));
		f->probes = n;
	}
	return &f->probe[seq];
}

static void note_received(struct flow *f, uint64_t seq, int64_t sent, int64_t when)
{
	struct probe *p = probe_at(f, seq);

	if (!p)
		return;
	if (p->received) {
		f->duplicate++;
		return;
	}
	p->received = when;
	if (sent)
		p->sent = sent;
	f->received++;
	f->last_in = when;
	if (f->type == DOWN && f->sent < seq + 1)
		f->sent = seq + 1;
}

static struct flow *new_flow(enum type type, const char *name, int fd)
{
	struct flow *f;

	if (nflows == MAX_FLOWS) {
		fprintf(stderr, "flow: too many flows\n");
		exit(1);
	}
	f = &flows[nflows];
	f->type = type;
	snprintf(f->name, sizeof(f->name), "%s", name);
	f->fd = fd;
	f->open = true;
	f->id = (uint32_t)nflows + 1;
	f->start = now_ns();
	f->next = f->start;
	f->last_in = f->start;
	nflows++;
	return f;
}

static void fail_flow(struct flow *f, int error)
{
	f->error = error;
	f->open = false;
	close(f->fd);
	f->fd = -1;
}

/* ------------------------------------------------------------------ reports */

static void report_flow(FILE *o, const struct flow *f, bool full)
{
	char a[INET6_ADDRSTRLEN];
	size_t i;

	inet_ntop(AF_INET6, &f->addr.sin6_addr, a, sizeof(a));
	fprintf(o, "{\"name\":\"%s\",\"type\":\"%s\",\"address\":\"%s\",\"id\":%u,\"start\":%lld,\"period_ms\":%lld,\"open\":%s,\"error\":",
		f->name, type_name[f->type], a, f->id, (long long)f->start,
		(long long)(f->period / NSEC_PER_MSEC),
		f->open ? "true" : "false");
	if (f->error)
		fprintf(o, "\"%s\"", strerror(f->error));
	else
		fprintf(o, "%s", f->corrupt ? "\"wrong data\"" : "null");
	fprintf(o, ",\"sent\":%llu,\"received\":%llu,\"duplicate\":%llu,\"last\":%lld",
		(unsigned long long)f->sent, (unsigned long long)f->received,
		(unsigned long long)f->duplicate, (long long)f->last_in);
	if (f->type == TCP) {
		fprintf(o, ",\"bytes_out\":%llu,\"bytes_in\":%llu,\"max_gap\":%lld,\"gaps\":[",
			(unsigned long long)f->bytes_out,
			(unsigned long long)f->bytes_in, (long long)f->max_gap);
		for (i = 0; i < f->gaps; i++)
			fprintf(o, "%s[%lld,%lld]", i ? "," : "",
				(long long)f->gap[i].sent,
				(long long)f->gap[i].received);
		fprintf(o, "]");
	} else if (full) {
		size_t n = f->sent < f->probes ? f->sent : f->probes;

		fprintf(o, ",\"probes\":[");
		for (i = 0; i < n; i++)
			fprintf(o, "%s[%lld,%lld]", i ? "," : "",
				(long long)f->probe[i].sent,
				(long long)f->probe[i].received);
		fprintf(o, "]");
	}
	fprintf(o, "}");
}

static void report(FILE *o, bool full)
{
	size_t i;

	fprintf(o, "{\"time\":%lld,\"flows\":[", (long long)now_ns());
	for (i = 0; i < nflows; i++) {
		if (i)
			fprintf(o, full ? ",\n" : ",");
		report_flow(o, &flows[i], full);
	}
	fprintf(o, "]}\n");
	fflush(o);
}

static void report_file(const char *path)
{
	FILE *o = fopen(path, "w");

	if (!o)
		die(path);
	report(o, true);
	if (fclose(o))
		die(path);
}

/* ------------------------------------------------------------------- sending */

static void tcp_push(struct flow *f)
{
	while (f->out_left) {
		ssize_t n = send(f->fd, f->out + f->octets - f->out_left,
				 f->out_left, MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0) {
			if (errno != EAGAIN && errno != EINTR && errno != ENOTCONN)
				fail_flow(f, errno);
			return;
		}
		f->out_left -= n;
		f->bytes_out += n;
	}
}

static void fill(unsigned char *to, size_t octets, const struct record *r)
{
	size_t i;

	memcpy(to, r, sizeof(*r));
	for (i = sizeof(*r); i < octets; i++)
		to[i] = (unsigned char)(r->seq + i);
}

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

/* ----------------------------------------------------------------- receiving */

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

/* -------------------------------------------------------------------- client */

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

static void advance(struct flow *f, int64_t now)
{
	f->next += f->period;
	if (f->next < now)	/* the machine was busy: no burst */
		f->next = now + f->period;
}

static int timeout_ms(int64_t until)
{
	int64_t left = until - now_ns();

	return left <= 0 ? 0 : (int)((left + NSEC_PER_MSEC - 1) / NSEC_PER_MSEC);
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

static int client(const char *address, int port, const char *path)
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

/* -------------------------------------------------------------------- server */

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

static int server(int port, const char *path)
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

int main(int argc, char **argv)
{
	struct sigaction sa = { .sa_handler = on_signal };
	struct sched_param first = { .sched_priority = 1 };

	/* Packets leave on time on a busy machine; if not allowed, so be it. */
	sched_setscheduler(0, SCHED_FIFO, &first);

	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	if (argc == 4 && !strcmp(argv[1], "server"))
		return server(atoi(argv[2]), argv[3]);
	if (argc == 5 && !strcmp(argv[1], "client"))
		return client(argv[2], atoi(argv[3]), argv[4]);
	fprintf(stderr, "usage: flow server PORT REPORT | flow client ADDRESS PORT REPORT\n");
	return 2;
}
