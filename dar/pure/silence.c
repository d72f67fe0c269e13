// SPDX-License-Identifier: GPL-2.0-only
#include "silence.h"

void dar_silence_begin(struct dar_silence *s, u32 now)
{
	*s = (struct dar_silence){ .since = now };
}

enum dar_silence_verdict dar_silence_look(struct dar_silence *s, u32 now,
					  u32 longest, bool waits)
{
	if (now - s->since >= longest)
		return DAR_SILENCE_GONE;
	if (s->absent)
		return waits ? DAR_SILENCE_ASK : DAR_SILENCE_REST;
	if (s->asked < DAR_SILENCE_QUESTIONS) {
		s->asked++;
		return DAR_SILENCE_ASK;
	}
	s->absent = true;
	return DAR_SILENCE_BEGINS;
}
