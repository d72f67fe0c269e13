// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netdevice.h>

#include "addr.h"
#include "event.h"
#include "link.h"
#include "mn.h"
#include "remove.h"
#include "system.h"

/*
 * ORDER: take the address off the list; tell the user; take it from the system;
 * wait for the packet path, which may still hold packets for it; free it.
 */
void mn_remove(struct mn_net *mn, struct mn_addr *a)
{
	lockdep_assert_held(&mn->lock);
	mn_addr_unlist(mn, a);
	if (a->link) {
		a->link->cur = NULL;
		a->link->coa = in6addr_any;
	}
	a->bul.state = MN_ADDRESS_REMOVED;
	a->bul.reason = a->going ?: MN_REASON_REMOVED;
	mn_event_address(mn, a);

	mn_system_forget(mn, a);
	mn_addr_set_path(mn, a, NULL);

	synchronize_net();
	mn_addr_free(mn, a);
}
