// SPDX-License-Identifier: GPL-2.0-only
#include "dar.h"

void dar_detect(struct dar_net *dn, const struct dar_bu *bu,
		const struct dar_fresh *fresh)
{
	struct dar_verdict v = dar_bu_refusal(bu, DAR_STAT_NO_MEMORY,
					      FAMA_BA_NO_RESOURCES);

	dar_bu_reject(dn, bu, &v, NULL);
}
