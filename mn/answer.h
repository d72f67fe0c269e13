/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _MN_ANSWER_H
#define _MN_ANSWER_H

#include <fama/mhio.h>

struct mn_net;

/*
 * A message of an access router came: a Binding Acknowledgement, a Binding Error,
 * a Binding Refresh Request or a Care-of Test.  mn->lock
 */
void mn_answer_rx(struct mn_net *mn, const struct fama_mhio_rx *rx);

#endif /* _MN_ANSWER_H */
