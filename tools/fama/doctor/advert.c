// SPDX-License-Identifier: GPL-2.0-only
#include <netinet/in.h>
#include <netinet/icmp6.h>
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "advert.h"
#include "common/args.h"

#define IPV6_HEADER 40
#define FLAG_HOME 0x20
#define FLAG_ROUTER 0x20
#define FLAG_AUTONOMOUS 0x40
#define OPTION_PREFIX 3
#define OPTION_PREFIX_LEN 32
#define HOPS 255

/* Next Header ICMPv6 and hop limit 255, and then the type: a Router Advertisement. */
static struct sock_filter wanted[] = {
	BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 6),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_ICMPV6 << 8 | HOPS, 0, 3),
	BPF_STMT(BPF_LD | BPF_B | BPF_ABS, IPV6_HEADER),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ND_ROUTER_ADVERT, 0, 1),
	BPF_STMT(BPF_RET | BPF_K, 65535),
	BPF_STMT(BPF_RET | BPF_K, 0),
};

int advert_open(unsigned int ifindex)
{
	struct sock_fprog program = { ARRAY_SIZE(wanted), wanted };
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL),
				  .sll_ifindex = ifindex };
	int fd;

	/* All protocols: of one only, what this machine sends is not heard. */
	fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return fd;
	if (!setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)) &&
	    !bind(fd, (struct sockaddr *)&to, sizeof(to)))
		return fd;
	close(fd);
	return -1;
}

int advert_solicit(unsigned int ifindex)
{
	struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_scope_id = ifindex };
	struct nd_router_solicit rs = { .nd_rs_type = ND_ROUTER_SOLICIT };
	int hops = HOPS, fd, error = 0;

	inet_pton(AF_INET6, "ff02::2", &to.sin6_addr);
	fd = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6);
	if (fd < 0)
		return errno;
	if (setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof(hops)) ||
	    setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &ifindex, sizeof(ifindex)) ||
	    sendto(fd, &rs, sizeof(rs), 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		error = errno;
	close(fd);
	return error;
}

static uint32_t be32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

static void parse_prefix(struct advert *ra, const uint8_t *option)
{
	struct advert_prefix *p = &ra->prefix[ra->prefixes];

	if (ra->prefixes == ADVERT_PREFIXES)
		return;
	ra->prefixes++;
	p->bits = option[2];
	p->autonomous = option[3] & FLAG_AUTONOMOUS;
	p->router = option[3] & FLAG_ROUTER;
	p->valid = be32(option + 4);
	p->preferred = be32(option + 8);
	memcpy(&p->address, option + 16, sizeof(p->address));
}

static bool parse(struct advert *ra, const uint8_t *packet, size_t len)
{
	const uint8_t *icmp = packet + IPV6_HEADER;
	size_t at, octets;

	memset(ra, 0, sizeof(*ra));
	if (len < IPV6_HEADER + sizeof(struct nd_router_advert))
		return false;
	memcpy(&ra->from, packet + 8, sizeof(ra->from));
	ra->home = icmp[5] & FLAG_HOME;
	ra->lifetime = icmp[6] << 8 | icmp[7];
	len -= IPV6_HEADER;
	for (at = sizeof(struct nd_router_advert); at + 8 <= len; at += octets) {
		octets = icmp[at + 1] * 8;
		if (!octets || octets > len - at)
			break;
		if (icmp[at] == OPTION_PREFIX && octets == OPTION_PREFIX_LEN)
			parse_prefix(ra, icmp + at);
	}
	return true;
}

bool advert_next(int fd, struct advert *ra)
{
	struct sockaddr_ll from;
	socklen_t size;
	uint8_t packet[2048];
	ssize_t len;

	do {
		size = sizeof(from);
		len = recvfrom(fd, packet, sizeof(packet), 0, (struct sockaddr *)&from, &size);
		if (len < 0)
			return false;
	} while (!parse(ra, packet, len));
	ra->own = from.sll_pkttype == PACKET_OUTGOING;
	return true;
}
