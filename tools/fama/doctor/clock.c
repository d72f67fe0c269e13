// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dar.h>
#include <sys/timex.h>
#include <time.h>

#include "clock.h"
#include "common/field.h"

/* No machine that has this command can be older: 2026-01-01. */
#define BEGIN 1767225600
/* A small Debian has neither the service nor a D-Bus, by which timedatectl would ask for it. */
#define KEEP_RIGHT \
	"apt-get install systemd-timesyncd; systemctl enable --now systemd-timesyncd"

void clock_look(struct patient *p)
{
	const struct nlattr *tb[GENL_ATTRS];
	struct timex now = { 0 };
	struct finding *f;

	patient_status(p, tb);
	/* A router whose secret is random asks the clock for nothing. */
	if (p->role == ROLE_DAR && !field_true(tb[DAR_A_LASTING]))
		return;
	if (time(NULL) < BEGIN) {
		f = patient_has(p, "clock-wrong", SEVERITY_ERROR,
				"The clock of this machine is years late: tokens are of a week, and checkpoints of an hour, by this clock.");
		mend(f, KEEP_RIGHT);
	} else if (p->role == ROLE_DAR && adjtimex(&now) >= 0 && now.status & STA_UNSYNC) {
		f = patient_has(p, "clock-unsynchronized", SEVERITY_WARNING,
				"Nothing keeps the clock of this machine right: after a crash, the router knows its nodes again only if the clock is right to the week.");
		mend(f, KEEP_RIGHT);
	}
}
