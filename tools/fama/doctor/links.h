/* SPDX-License-Identifier: GPL-2.0-only */
/* The network devices of this namespace. */
#ifndef FAMA_DOCTOR_LINKS_H
#define FAMA_DOCTOR_LINKS_H

#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * struct link - what the kernel says of a device
 * @running: it has a carrier, and its link is operational
 * @vrf: it is a VRF
 * @bridge: it is a bridge, of which the next two are known
 * @snooping: MLD snooping is on
 * @mcast_router: 0: no device and no port of it is taken for a multicast router
 */
struct link {
	unsigned int ifindex;
	unsigned int master;
	unsigned int mtu;
	char name[IFNAMSIZ];
	bool up;
	bool running;
	bool vrf;
	bool bridge;
	uint8_t snooping;
	uint8_t mcast_router;
	uint64_t rx_packets;
	uint64_t tx_packets;
};

struct links {
	struct link *list;
	unsigned int count;
};

/* Return: 0 or an error number. */
int links_read(struct links *links);
void links_free(struct links *links);
const struct link *links_find(const struct links *links, unsigned int ifindex);
const struct link *links_named(const struct links *links, const char *name);

/*
 * route_get - the way to an address
 * @oif: the device, 0 without a route
 * @mtu: of the path as far as it is known, 0: that of the device
 */
int route_get(const struct in6_addr *dst, unsigned int *oif, unsigned int *mtu);

#endif
