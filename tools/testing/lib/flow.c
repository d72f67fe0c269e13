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
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "flow.h"

struct flow flows[MAX_FLOWS];
size_t nflows;
const char * const type_name[] = { "tcp", "ping", "down", "echo" };
volatile sig_atomic_t stopped;
unsigned char buf[MAX_OCTETS + 256];

static void on_signal(int sig)
{
	(void)sig;
	stopped = 1;
}

int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * NSEC_PER_SEC + t.tv_nsec;
}

void die(const char *what)
{
	fprintf(stderr, "flow: %s: %s\n", what, strerror(errno));
	exit(1);
}

int open_socket(int type, int proto, const struct sockaddr_in6 *bind_to)
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
ssize_t receive(int fd, struct sockaddr_in6 *from, int64_t *when)
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

struct probe *probe_at(struct flow *f, uint64_t seq)
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

void note_received(struct flow *f, uint64_t seq, int64_t sent, int64_t when)
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

struct flow *new_flow(enum type type, const char *name, int fd)
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

void fail_flow(struct flow *f, int error)
{
	f->error = error;
	f->open = false;
	close(f->fd);
	f->fd = -1;
}

void advance(struct flow *f, int64_t now)
{
	f->next += f->period;
	if (f->next < now)	/* the machine was busy: no burst */
		f->next = now + f->period;
}

int timeout_ms(int64_t until)
{
	int64_t left = until - now_ns();

	return left <= 0 ? 0 : (int)((left + NSEC_PER_MSEC - 1) / NSEC_PER_MSEC);
}

void tcp_push(struct flow *f)
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

void fill(unsigned char *to, size_t octets, const struct record *r)
{
	size_t i;

	memcpy(to, r, sizeof(*r));
	for (i = sizeof(*r); i < octets; i++)
		to[i] = (unsigned char)(r->seq + i);
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
