/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The name of the Wi-Fi network that a link is in.
 *
 * It is told when the interface gets an access point, or has to be asked for.  What is answered is
 * of the network that the interface was in when somebody asked.  Any context.
 */
#ifndef _MN_SSID_H
#define _MN_SSID_H

#include <linux/spinlock.h>

#include <fama/ssid.h>

/**
 * struct mn_ssid - what is known of the name
 * @lock: of all but @wireless
 * @wireless: the link is a Wi-Fi interface; constant
 * @asked: the name was asked for, and the interface has stayed where it was
 * @name: the name; of no octets where it is not known, or where there is none
 */
struct mn_ssid {
	spinlock_t lock;	/* asked, name */
	bool wireless;
	bool asked;
	struct fama_ssid name;
};

void mn_ssid_init(struct mn_ssid *s, bool wireless);

/* Return: false: the link is in a network whose name is not known. */
bool mn_ssid_get(struct mn_ssid *s, struct fama_ssid *name);

/*
 * The interface is in another network, or in none: of this name, or of one that is not known
 * where @name is NULL.
 * Return: whether there is a name that was not known.
 */
bool mn_ssid_set(struct mn_ssid *s, const struct fama_ssid *name);

/* The name is asked for now.  Return: false: it need not. */
bool mn_ssid_ask(struct mn_ssid *s);

/*
 * The answer.  It is ignored if the interface has left the network meanwhile.
 * Return: whether there is a name that was not known.
 */
bool mn_ssid_answer(struct mn_ssid *s, const struct fama_ssid *name);

#endif /* _MN_SSID_H */
