// SPDX-License-Identifier: GPL-2.0-only
/* Scripts that belong to the command, in folders of their own. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "err.h"
#include "share.h"

/* Seen from the folder of this program: as it was built, and as it was installed. */
static const char *const places[] = { "", "../share/fama/" };

int share_self(char *path, size_t size)
{
	ssize_t len = readlink("/proc/self/exe", path, size - 1);

	if (len < 0)
		return fail("/proc/self/exe: %s", strerror(errno));
	path[len] = '\0';
	return STATUS_OK;
}

int share_find(const char *folder, const char *file, char *path, size_t size)
{
	char here[PATH_MAX], whole[PATH_MAX + 256];
	unsigned int i;
	int err;

	err = share_self(here, sizeof(here));
	if (err)
		return err;
	strrchr(here, '/')[1] = '\0';
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		snprintf(path, size, "%s%s%s", here, places[i], folder);
		snprintf(whole, sizeof(whole), "%s/%s", path, file);
		if (!access(whole, R_OK))
			return STATUS_OK;
	}
	return fail("%s: %s", whole, strerror(errno));
}
