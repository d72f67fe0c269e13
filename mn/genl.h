/* SPDX-License-Identifier: GPL-2.0-only */
/* Commands of the family "mn". */
#ifndef _MN_GENL_H
#define _MN_GENL_H

int mn_genl_init(void);
void mn_genl_exit(void);

#endif /* _MN_GENL_H */
