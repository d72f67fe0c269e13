/* SPDX-License-Identifier: GPL-2.0-only */
/* There are no interrupts in a program. */
