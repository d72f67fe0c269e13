// SPDX-License-Identifier: GPL-2.0-only
/*
 * Send IPv6 packets as they are, at a given rate.
 *
 *	flood FILE RATE COUNT SECONDS [DEVICE MAC]
 *
 * FILE holds packets one after the other, which are sent in turn and again from
 * the start; RATE a second (0: as fast as can be), COUNT of them at most (0: no
 * end), for SECONDS at most, or until SIGTERM.  They are routed, or put on
 * DEVICE, addressed to MAC, with as little work as can be.  At the end a JSON
 * line: {"sent", "failed", "seconds"}.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define HEADER		40
#define MAX_PACKETS	65536
#define BATCH		32
#define NSEC_PER_SEC	1000000000LL
#define TICK		1000000LL	/* how often it wakes, ns */

struct packet {
	unsigned char *data;
	size_t len;
	struct sockaddr_in6 to;
};

static struct packet packets[MAX_PACKETS];
static struct sockaddr_ll link_to;	/* unless routed */
static size_t npackets;
static volatile sig_atomic_t stopped;

static void on_signal(int sig)
{
	(void)sig;
	stopped = 1;
}

static void die(const char *what)
{
	fprintf(stderr, "flood: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * NSEC_PER_SEC + t.tv_nsec;
}

static void sleep_until(int64_t ns)
{
	struct timespec t = { ns / NSEC_PER_SEC, ns % NSEC_PER_SEC };

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static void read_packets(const char *path)
{
	FILE *f = fopen(path, "r");
	unsigned char head[HEADER];

	if (!f)
		die(path);
	while (fread(head, HEADER, 1, f) == 1) {
		struct packet *p = &packets[npackets++];
		size_t payload = head[4] << 8 | head[5];

		p->len = HEADER + payload;
		p->data = malloc(p->len);
		if (!p->data || npackets == MAX_PACKETS)
			die("memory");
		memcpy(p->data, head, HEADER);
		if (payload && fread(p->data + HEADER, payload, 1, f) != 1)
			die(path);
		p->to.sin6_family = AF_INET6;
		memcpy(&p->to.sin6_addr, head + 24, 16);
	}
	fclose(f);
	if (!npackets) {
		fprintf(stderr, "flood: %s: no packets\n", path);
		exit(1);
	}
}

/* Return: how many of @n, from @first on, have left. */
static int send_batch(int fd, uint64_t first, int n)
{
	struct mmsghdr m[BATCH] = { 0 };
	struct iovec iov[BATCH];
	int i;

	for (i = 0; i < n; i++) {
		struct packet *p = &packets[(first + i) % npackets];

		iov[i] = (struct iovec){ p->data, p->len };
		m[i].msg_hdr.msg_iov = &iov[i];
		m[i].msg_hdr.msg_iovlen = 1;
		m[i].msg_hdr.msg_name = &p->to;
		m[i].msg_hdr.msg_namelen = sizeof(p->to);
		if (link_to.sll_ifindex) {
			m[i].msg_hdr.msg_name = &link_to;
			m[i].msg_hdr.msg_namelen = sizeof(link_to);
		}
	}
	return sendmmsg(fd, m, n, 0);
}

static int open_routed(void)
{
	return socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
}

static int open_link(const char *dev, const char *mac)
{
	int one = 1, fd;

	link_to.sll_family = AF_PACKET;
	link_to.sll_protocol = htons(ETH_P_IPV6);
	link_to.sll_ifindex = if_nametoindex(dev);
	link_to.sll_halen = ETH_ALEN;
	if (!link_to.sll_ifindex ||
	    sscanf(mac, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &link_to.sll_addr[0],
		   &link_to.sll_addr[1], &link_to.sll_addr[2],
		   &link_to.sll_addr[3], &link_to.sll_addr[4],
		   &link_to.sll_addr[5]) != 6)
		die(dev);
	/* Protocol 0: it receives nothing. */
	fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0)
		setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &one,
			   sizeof(one));
	return fd;
}

int main(int argc, char **argv)
{
	uint64_t rate, count, tried = 0, sent = 0, due;
	int64_t start, now, end;
	int fd, n;

	if (argc != 5 && argc != 7) {
		fprintf(stderr, "usage: flood FILE RATE COUNT SECONDS [DEVICE MAC]\n");
		return 2;
	}
	read_packets(argv[1]);
	rate = strtoull(argv[2], NULL, 10);
	count = strtoull(argv[3], NULL, 10);
	fd = argc == 7 ? open_link(argv[5], argv[6]) : open_routed();
	if (fd < 0)
		die("socket");
	signal(SIGTERM, on_signal);
	signal(SIGINT, on_signal);

	start = now_ns();
	end = start + (int64_t)(strtod(argv[4], NULL) * NSEC_PER_SEC);
	for (now = start; !stopped && now < end; now = now_ns()) {
		due = rate ? (now - start) * rate / NSEC_PER_SEC + 1 :
			     tried + BATCH;
		if (count && due > count)
			due = count;
		if (count && tried == count)
			break;
		if (tried >= due) {
			sleep_until(now + TICK);
			continue;
		}
		n = due - tried < BATCH ? due - tried : BATCH;
		n = send_batch(fd, tried, n);
		/* One that cannot be sent is none to be tried again. */
		tried += n > 0 ? n : 1;
		sent += n > 0 ? n : 0;
	}
	printf("{\"sent\":%llu,\"failed\":%llu,\"seconds\":%.6f}\n",
	       (unsigned long long)sent, (unsigned long long)(tried - sent),
	       (double)(now_ns() - start) / NSEC_PER_SEC);
	return 0;
}
