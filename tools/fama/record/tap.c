// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "common/args.h"
#include "common/err.h"
#include "tap.h"

#define NS_PER_S 1000000000ULL
#define RECEIVE_QUEUE (32 << 20)
#define IPV6_NEXT 6

#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(offset))
#define LOAD_OCTET(offset) BPF_STMT(BPF_LD | BPF_B | BPF_ABS, (uint32_t)(offset))
#define EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)

/* IPv6 packets that are not for another host on the link */
static const struct sock_filter all[] = {
	LOAD(SKF_AD_OFF + SKF_AD_PROTOCOL),
	EQUAL(ETH_P_IPV6, 0, 3),
	LOAD(SKF_AD_OFF + SKF_AD_PKTTYPE),
	EQUAL(PACKET_OTHERHOST, 1, 0),
	RETURN(HEADERS_SNAP),
	RETURN(0),
};

/* The same, of which a Mobility Header may be the first or behind one that says whose it is */
static const struct sock_filter signals_only[] = {
	LOAD(SKF_AD_OFF + SKF_AD_PROTOCOL),
	EQUAL(ETH_P_IPV6, 0, 7),
	LOAD(SKF_AD_OFF + SKF_AD_PKTTYPE),
	EQUAL(PACKET_OTHERHOST, 5, 0),
	LOAD_OCTET(IPV6_NEXT),
	EQUAL(IPPROTO_MH, 2, 0),
	EQUAL(IPPROTO_DSTOPTS, 1, 0),
	EQUAL(IPPROTO_ROUTING, 0, 1),
	RETURN(HEADERS_SNAP),
	RETURN(0),
};

static int set(int fd, int level, int name, const void *value, socklen_t size)
{
	return setsockopt(fd, level, name, value, size) ? -errno : 0;
}

/* The filter stands before the socket is bound: nothing else gets in. */
static int prepare(int fd, unsigned int ifindex, bool signals)
{
	const struct sock_filter *filter = signals ? signals_only : all;
	const struct sock_fprog program = {
		.len = signals ? ARRAY_SIZE(signals_only) : ARRAY_SIZE(all),
		.filter = (struct sock_filter *)filter,
	};
	const struct sockaddr_ll here = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = ifindex,
	};
	int size = RECEIVE_QUEUE, on = 1, err;

	err = set(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
	if (!err)
		err = set(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on));
	if (!err && set(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		set(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (!err && bind(fd, (const struct sockaddr *)&here, sizeof(here)))
		err = -errno;
	return err;
}

int tap_open(struct tap *t, unsigned int ifindex, bool signals)
{
	int err;

	t->fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	err = t->fd < 0 ? -errno : prepare(t->fd, ifindex, signals);
	if (!err)
		return STATUS_OK;
	tap_close(t);
	return fail("cannot hear packets: %s", strerror(-err));
}

void tap_close(struct tap *t)
{
	if (t->fd >= 0)
		close(t->fd);
	t->fd = -1;
}

static uint64_t time_of(struct msghdr *m)
{
	struct timespec t = { 0 };
	struct cmsghdr *c;

	for (c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c))
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS)
			memcpy(&t, CMSG_DATA(c), sizeof(t));
	if (!t.tv_sec)
		clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * NS_PER_S + t.tv_nsec;
}

bool tap_next(const struct tap *t, struct sight *s)
{
	char control[CMSG_SPACE(sizeof(struct timespec))];
	struct iovec part = { s->data, sizeof(s->data) };
	struct sockaddr_ll from = { 0 };
	struct msghdr m = {
		.msg_name = &from, .msg_namelen = sizeof(from),
		.msg_iov = &part, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof(control),
	};
	ssize_t len = t->fd < 0 ? -1 : recvmsg(t->fd, &m, MSG_TRUNC);

	if (len < 0)
		return false;
	s->ns = time_of(&m);
	s->ifindex = from.sll_ifindex;
	s->out = from.sll_pkttype == PACKET_OUTGOING;
	s->len = (size_t)len < sizeof(s->data) ? (size_t)len : sizeof(s->data);
	/* The filter has cut the packet: its header says how long it was. */
	s->octets = s->len < 6 ? s->len : 40 + (size_t)(s->data[4] << 8 | s->data[5]);
	return true;
}

uint32_t tap_dropped(const struct tap *t)
{
	struct tpacket_stats stats = { 0 };
	socklen_t size = sizeof(stats);

	if (t->fd < 0 || getsockopt(t->fd, SOL_PACKET, PACKET_STATISTICS, &stats, &size))
		return 0;
	return stats.tp_drops;
}
