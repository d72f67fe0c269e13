/* SPDX-License-Identifier: GPL-2.0-only */
/* Flows of packets, and what is known of each: for both ends, see flow.c. */
#ifndef FLOW_H
#define FLOW_H

#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define MAX_FLOWS	64
#define MAX_OCTETS	65536
#define MIN_OCTETS	24
#define NSEC_PER_MSEC	1000000LL
#define NSEC_PER_SEC	1000000000LL

enum type { TCP, PING, DOWN, ECHO };

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

/* All flows of the process, in the order in which they began. */
extern struct flow flows[MAX_FLOWS];
extern size_t nflows;
extern const char * const type_name[];

extern volatile sig_atomic_t stopped;	/* by a signal */
extern unsigned char buf[MAX_OCTETS + 256];	/* the last packet that was received */

int64_t now_ns(void);
int timeout_ms(int64_t until);
void die(const char *what);

int open_socket(int type, int proto, const struct sockaddr_in6 *bind_to);
ssize_t receive(int fd, struct sockaddr_in6 *from, int64_t *when);
void fill(unsigned char *to, size_t octets, const struct record *r);

struct flow *new_flow(enum type type, const char *name, int fd);
void fail_flow(struct flow *f, int error);
void advance(struct flow *f, int64_t now);
struct probe *probe_at(struct flow *f, uint64_t seq);
void note_received(struct flow *f, uint64_t seq, int64_t sent, int64_t when);
void tcp_push(struct flow *f);

void report(FILE *o, bool full);
void report_file(const char *path);

/* The two programs; they return the status of the process. */
int client(const char *address, int port, const char *path);
int server(int port, const char *path);

#endif
