// SPDX-License-Identifier: GPL-2.0-only
#include "setting.h"

#define SETTING_IDLE	60	/* seconds */
#define SETTING_MAX	16	/* addresses */
#define SETTING_GIVE_UP	3600	/* seconds: no binding lives longer without an answer */

void mn_setting_init(struct mn_net *mn)
{
	mn->set.idle = SETTING_IDLE;
	mn->set.max = SETTING_MAX;
	mn->set.early_token = true;
	mn->set.give_up = SETTING_GIVE_UP;
}

/* The packet path and files read these without the lock. */
static void setting_apply(struct mn_settings *to,
			  const struct mn_settings *from)
{
	WRITE_ONCE(to->policy, from->policy);
	WRITE_ONCE(to->idle, from->idle);
	WRITE_ONCE(to->max, from->max);
	WRITE_ONCE(to->transient.mark, from->transient.mark);
	WRITE_ONCE(to->transient.mask, from->transient.mask);
	WRITE_ONCE(to->transient.cgroup, from->transient.cgroup);
	WRITE_ONCE(to->signed_ack, from->signed_ack);
	WRITE_ONCE(to->early_token, from->early_token);
	WRITE_ONCE(to->give_up, from->give_up);
	WRITE_ONCE(to->deny, from->deny);
	WRITE_ONCE(to->home_flag, from->home_flag);
	memcpy(to->srcmarks, from->srcmarks, sizeof(to->srcmarks));
}

void mn_setting_put(struct mn_net *mn, const struct mn_settings *set)
{
	lockdep_assert_held(&mn->lock);
	setting_apply(&mn->set, set);
}

static int setting_set(struct mn_net *mn,
		       int (*edit)(struct mn_settings *set, const void *arg),
		       const void *arg)
{
	struct mn_settings set = mn->set;
	int err;

	lockdep_assert_held(&mn->lock);
	if (mn->frozen)
		return -EBUSY;
	err = edit(&set, arg);
	if (err)
		return err;
	setting_apply(&mn->set, &set);
	if (mn->enabled) {
		mn_wake(mn);
		mn_wake_keeper(mn);
	}
	return 0;
}

int mn_setting_set(struct mn_net *mn,
		   int (*edit)(struct mn_settings *set, const void *arg),
		   const void *arg)
{
	int err;

	mutex_lock(&mn->lock);
	err = setting_set(mn, edit, arg);
	mutex_unlock(&mn->lock);
	return err;
}

int mn_setting_try_set(struct mn_net *mn,
		       int (*edit)(struct mn_settings *set, const void *arg),
		       const void *arg)
{
	int err;

	if (!mutex_trylock(&mn->lock))
		return -EAGAIN;
	err = setting_set(mn, edit, arg);
	mutex_unlock(&mn->lock);
	return err;
}
