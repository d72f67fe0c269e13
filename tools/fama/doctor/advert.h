/* SPDX-License-Identifier: GPL-2.0-only */
/* Router Advertisements (RFC 4861 4.2) as they are heard on a link, from this machine as well. */
#ifndef FAMA_DOCTOR_ADVERT_H
#define FAMA_DOCTOR_ADVERT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ADVERT_PREFIXES 16

/*
 * struct advert_prefix - Prefix Information (RFC 4861 4.6.2, RFC 6275 7.2)
 * @router: the R flag: @address is one of the router's own
 */
struct advert_prefix {
	struct in6_addr address;
	uint8_t bits;
	bool autonomous;
	bool router;
	uint32_t valid;
	uint32_t preferred;
};

/*
 * struct advert - one advertisement
 * @from: its source
 * @own: this machine has sent it
 * @home: the H flag (RFC 6275 7.1)
 * @lifetime: of the router, in seconds
 */
struct advert {
	struct in6_addr from;
	bool own;
	bool home;
	uint16_t lifetime;
	struct advert_prefix prefix[ADVERT_PREFIXES];
	unsigned int prefixes;
};

/* A socket that hears them on a device; -1, with errno set, if there is none. */
int advert_open(unsigned int ifindex);

/* Ask all routers of the link once.  Return: 0 or an error number. */
int advert_solicit(unsigned int ifindex);

/* The next one that has arrived; false: none has. */
bool advert_next(int fd, struct advert *ra);

#endif
