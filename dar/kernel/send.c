// SPDX-License-Identifier: GPL-2.0-only
#include "send.h"

#define SEND_MAX_LEN	24

int dar_send(struct net *net, const struct fama_mhio_tx *tx,
	     const struct fama_mh *mh)
{
	u8 buf[SEND_MAX_LEN];
	int len;

	len = fama_mh_build(mh, buf, sizeof(buf), NULL);
	if (len < 0)
		return len;
	return fama_mhio_send(net, tx, buf, len);
}
