/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands of the generic netlink family "dar".
 */
#ifndef _DAR_GENL_H
#define _DAR_GENL_H

/* Register the family with all commands.  Return: 0 or an error. */
int dar_genl_init(void);

void dar_genl_exit(void);

#endif /* _DAR_GENL_H */
