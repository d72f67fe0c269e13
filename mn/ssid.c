// SPDX-License-Identifier: GPL-2.0-only
#include "ssid.h"

void mn_ssid_init(struct mn_ssid *s, bool wireless)
{
	*s = (struct mn_ssid) { .wireless = wireless };
	spin_lock_init(&s->lock);
}

bool mn_ssid_get(struct mn_ssid *s, struct fama_ssid *name)
{
	spin_lock_bh(&s->lock);
	*name = s->name;
	spin_unlock_bh(&s->lock);
	return name->len || !s->wireless;
}

/* The lock is held. */
static bool ssid_take(struct mn_ssid *s, const struct fama_ssid *name)
{
	bool news = name && !fama_ssid_equal(&s->name, name);

	s->asked = false;
	s->name = name ? *name : (struct fama_ssid) {};
	return news;
}

bool mn_ssid_set(struct mn_ssid *s, const struct fama_ssid *name)
{
	bool news;

	if (!s->wireless)
		return false;
	spin_lock_bh(&s->lock);
	news = ssid_take(s, name);
	spin_unlock_bh(&s->lock);
	return news;
}

bool mn_ssid_ask(struct mn_ssid *s)
{
	bool asked;

	spin_lock_bh(&s->lock);
	asked = s->wireless && !s->name.len;
	s->asked = asked;
	spin_unlock_bh(&s->lock);
	return asked;
}

bool mn_ssid_answer(struct mn_ssid *s, const struct fama_ssid *name)
{
	bool news = false;

	spin_lock_bh(&s->lock);
	if (s->asked)
		news = ssid_take(s, name);
	spin_unlock_bh(&s->lock);
	return news;
}
