// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plain UDP echo server on the loopback device, and a client that keeps a number
 * of datagrams on their way: what a program gets out of this kernel.
 *
 *	echo COUNT	prints how many were answered in a second
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define WINDOW	64
#define OCTETS	64

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static int open_socket(struct sockaddr_in6 *addr)
{
	socklen_t len = sizeof(*addr);
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);

	addr->sin6_family = AF_INET6;
	addr->sin6_addr = in6addr_loopback;
	if (fd < 0 || bind(fd, (void *)addr, len) ||
	    getsockname(fd, (void *)addr, &len))
		die("echo: socket");
	return fd;
}

static void serve(int fd)
{
	struct sockaddr_in6 from;
	char data[OCTETS];
	socklen_t len;
	ssize_t n;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		len = sizeof(from);
		n = recvfrom(fd, data, sizeof(data), 0, (void *)&from, &len);
		if (n < 0 || sendto(fd, data, n, 0, (void *)&from, len) < 0)
			die("echo: server");
	}
}

static void ask(int fd, const struct sockaddr_in6 *to)
{
	char data[OCTETS] = { 0 };

	if (sendto(fd, data, sizeof(data), 0, (const void *)to,
		   sizeof(*to)) < 0)
		die("echo: send");
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	long count = argc == 2 ? atol(argv[1]) : 0, i;
	struct sockaddr_in6 server = { 0 }, client = { 0 };
	char data[OCTETS];
	double start;
	int fd, peer;

	if (count < WINDOW) {
		fprintf(stderr, "usage: echo COUNT, %d or more\n", WINDOW);
		return 2;
	}
	peer = open_socket(&server);
	fd = open_socket(&client);
	switch (fork()) {
	case -1:
		die("echo: fork");
		break;
	case 0:
		serve(peer);
		break;
	}
	start = now();
	for (i = 0; i < WINDOW; i++)
		ask(fd, &server);
	for (i = 0; i < count; i++) {
		if (recv(fd, data, sizeof(data), 0) < 0)
			die("echo: receive");
		ask(fd, &server);
	}
	printf("%.0f\n", count / (now() - start));
	return 0;
}
