// SPDX-License-Identifier: GPL-2.0-only
/*
 * Move a port from one bridge to another, as a node moves between radio cells.
 *
 * Runs in the namespace of the bridges and stays: starting a process for every
 * move would cost more than the move.  Commands on stdin, one a line:
 *
 *	move PORT BRIDGE BREAK_MS	down, out of its bridge, wait, in, up
 *	detach PORT			down, out of its bridge
 *	attach PORT BRIDGE		in, up
 *
 * Every step is answered with a JSON line; "start" and "time" are CLOCK_REALTIME
 * in ns, right before the request and right after the kernel acknowledged it.
 */
#include <errno.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#define NSEC_PER_MSEC	1000000L
#define NSEC_PER_SEC	1000000000L

static int nl;

/* One message does both: the stack sets the master before the flags. */
static int set_link(unsigned int port, unsigned int bridge, int up)
{
	struct {
		struct nlmsghdr nlh;
		struct ifinfomsg ifi;
		struct rtattr rta;
		uint32_t master;
	} req = {
		.nlh.nlmsg_len = sizeof(req),
		.nlh.nlmsg_type = RTM_NEWLINK,
		.nlh.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
		.ifi.ifi_index = (int)port,
		.ifi.ifi_flags = up ? IFF_UP : 0,
		.ifi.ifi_change = IFF_UP,
		.rta.rta_len = RTA_LENGTH(sizeof(uint32_t)),
		.rta.rta_type = IFLA_MASTER,
		.master = bridge,
	};
	struct {
		struct nlmsghdr nlh;
		struct nlmsgerr err;
		char more[4096];
	} ack;

	if (send(nl, &req, sizeof(req), 0) < 0)
		return -errno;
	do {
		if (recv(nl, &ack, sizeof(ack), 0) < 0)
			return -errno;
	} while (ack.nlh.nlmsg_type != NLMSG_ERROR);
	return ack.err.error;
}

static long long now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * (long long)NSEC_PER_SEC + t.tv_nsec;
}

static int step(const char *name, const char *port, const char *bridge)
{
	long long start = now_ns();
	int err;

	err = set_link(if_nametoindex(port),
		       *bridge ? if_nametoindex(bridge) : 0, *bridge);
	printf("{\"step\":\"%s\",\"port\":\"%s\",\"bridge\":\"%s\",\"start\":%lld,\"time\":%lld,\"error\":%d}\n",
	       name, port, bridge, start, now_ns(), err);
	fflush(stdout);
	return err;
}

static int detach(const char *port)
{
	return step("down", port, "");
}

static int attach(const char *port, const char *bridge)
{
	return step("up", port, bridge);
}

static void wait_until(struct timespec t, long ms)
{
	t.tv_nsec += ms % 1000 * NSEC_PER_MSEC;
	t.tv_sec += ms / 1000 + t.tv_nsec / NSEC_PER_SEC;
	t.tv_nsec %= NSEC_PER_SEC;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
		;
}

int main(void)
{
	char line[256], port[IFNAMSIZ], bridge[IFNAMSIZ];
	struct timespec start;
	long ms;
	int bad = 0;

	nl = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (nl < 0) {
		perror("mover: socket");
		return 1;
	}
	while (fgets(line, sizeof(line), stdin)) {
		if (sscanf(line, "move %15s %15s %ld", port, bridge, &ms) == 3) {
			bad |= detach(port);
			clock_gettime(CLOCK_MONOTONIC, &start);
			wait_until(start, ms);
			bad |= attach(port, bridge);
		} else if (sscanf(line, "detach %15s", port) == 1) {
			bad |= detach(port);
		} else if (sscanf(line, "attach %15s %15s", port, bridge) == 2) {
			bad |= attach(port, bridge);
		} else {
			fprintf(stderr, "mover: not understood: %s", line);
			bad = 1;
		}
	}
	return !!bad;
}
