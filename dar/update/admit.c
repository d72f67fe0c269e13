// SPDX-License-Identifier: GPL-2.0-only
#include <uapi/linux/dar.h>

#include "../kernel/fingerprint.h"
#include "admit.h"

/*
 * A message with a token carries no key.  Then the key counts that has proven the
 * address when the token was given.
 */
static bool admit_key(struct dar_net *dn, const struct dar_bu *bu,
		      const struct dar_binding_view *held)
{
	u8 fingerprint[DAR_FINGERPRINT_LEN];

	if (bu->proof != DAR_PROOF_CGA)
		return held->d.key && dar_allow_id(&dn->allow, held->d.key);
	return dar_fingerprint(bu, fingerprint) &&
	       dar_allow_key(&dn->allow, fingerprint);
}

static bool admit_listed(struct dar_net *dn, const struct dar_bu *bu,
			 const struct dar_binding_view *held)
{
	return dar_allow_count(&dn->allow) &&
	       (dar_allow_home(&dn->allow, &bu->home) ||
		admit_key(dn, bu, held));
}

/*
 * What is in the cache was admitted before, as a rule because of an early token.  A
 * message from the home address itself, on its link, shows that its node is there.
 */
static bool admit_attached(struct dar_net *dn, const struct dar_bu *bu,
			   const struct dar_binding_view *held, bool at_home)
{
	return held->d.version || at_home || dar_seen_has(&dn->seen, &bu->home);
}

bool dar_admit(struct dar_net *dn, const struct dar_bu *bu,
	       const struct dar_policy *policy,
	       const struct dar_binding_view *held, bool at_home)
{
	switch (policy->admit) {
	case DAR_ADMIT_OPEN:
		return true;
	case DAR_ADMIT_ATTACHED:
		return admit_attached(dn, bu, held, at_home) ||
		       admit_listed(dn, bu, held);
	default:
		return admit_listed(dn, bu, held);
	}
}
