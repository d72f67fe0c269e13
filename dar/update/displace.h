/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Room for a new binding in a full cache: bindings whose care-of address was not
 * verified end first.
 */
#ifndef _DAR_DISPLACE_H
#define _DAR_DISPLACE_H

#include "../state/dar.h"

/**
 * dar_displace() - end the oldest of the bindings that make room for a new one
 * @dn: the namespace
 * @rank: rank of the new binding
 *
 * Its node gets no message, because its care-of address may belong to another node;
 * if it sends through its tunnel it gets a Binding Error.
 * Context: any up to softirq.
 * Return: false: no binding makes room for this rank.
 */
bool dar_displace(struct dar_net *dn, enum dar_rank rank);

#endif /* _DAR_DISPLACE_H */
