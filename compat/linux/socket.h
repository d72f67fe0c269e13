/* SPDX-License-Identifier: GPL-2.0-only */
/* The address of a socket whose length goes with it was a struct sockaddr. */
#ifndef _FAMA_COMPAT_SOCKET_H
#define _FAMA_COMPAT_SOCKET_H

#include_next <linux/socket.h>
#include <fama-features.h>

#ifndef FAMA_HAVE_SOCKADDR_UNSIZED
#define sockaddr_unsized sockaddr
#endif

#endif /* _FAMA_COMPAT_SOCKET_H */
