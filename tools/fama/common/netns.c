// SPDX-License-Identifier: GPL-2.0-only
/* Network namespaces, named as ip-netns(8) names them. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "netns.h"

#define NETNS_DIR "/run/netns"

/* A name in NETNS_DIR; with a slash in it, a path. */
int netns_enter(const char *name)
{
	char path[PATH_MAX];
	int fd, err = 0;

	snprintf(path, sizeof(path), "%s%s",
		 strchr(name, '/') ? "" : NETNS_DIR "/", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return fail("network namespace \"%s\" does not exist", name);
	if (fd < 0)
		return fail("network namespace \"%s\": %s", name,
			    strerror(errno));
	if (setns(fd, CLONE_NEWNET))
		err = errno;
	close(fd);
	if (err == EINVAL)
		return fail("\"%s\" is not a network namespace", name);
	if (err)
		return fail("network namespace \"%s\": %s", name,
			    strerror(err));
	return STATUS_OK;
}
