// SPDX-License-Identifier: GPL-2.0-only
/* Cgroups v2, in which the sockets of a process are counted as its own. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <mntent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "err.h"

#define CGROUP_OURS "/fama-mark-"

/* Where the hierarchy is mounted */
static bool mounted(char *path, size_t size)
{
	FILE *f = setmntent("/proc/self/mounts", "r");
	const struct mntent *m;
	bool found = false;

	while (f && !found && (m = getmntent(f))) {
		found = !strcmp(m->mnt_type, "cgroup2");
		snprintf(path, size, "%s", m->mnt_dir);
	}
	if (f)
		endmntent(f);
	return found;
}

/* The cgroup of this process, without one that this command has made. */
static bool current(char *path, size_t size)
{
	FILE *f = fopen("/proc/self/cgroup", "r");
	char line[PATH_MAX], *ours;
	bool found = false;

	while (f && !found && fgets(line, sizeof(line), f)) {
		found = !strncmp(line, "0::/", 4);
		line[strcspn(line, "\n")] = '\0';
	}
	if (f)
		fclose(f);
	if (!found)
		return false;
	ours = strstr(line, CGROUP_OURS);
	if (ours)
		*ours = '\0';
	snprintf(path, size, "%s", line + strlen("0::"));
	return true;
}

int cgroup_make(const char *name, int *fd)
{
	char root[PATH_MAX], below[PATH_MAX], path[2 * PATH_MAX + 128];

	if (!mounted(root, sizeof(root)) || !current(below, sizeof(below)))
		return fail("no hierarchy of cgroups v2 is mounted");
	snprintf(path, sizeof(path), "%s%s/%s", root, below, name);
	if (mkdir(path, 0755) && errno != EEXIST)
		return fail("%s: %s", path, strerror(errno));
	*fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return *fd < 0 ? fail("%s: %s", path, strerror(errno)) : STATUS_OK;
}

static ino_t wanted;
static char *found_path;
static size_t found_size;

static int look(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)ftw;
	if (type != FTW_D || st->st_ino != wanted)
		return 0;
	snprintf(found_path, found_size, "%s", path);
	return 1;
}

bool cgroup_path(uint64_t id, char *path, size_t size)
{
	char root[PATH_MAX];

	if (!id)
		return snprintf(path, size, "none") > 0;
	wanted = id;
	found_path = path;
	found_size = size;
	return mounted(root, sizeof(root)) &&
	       nftw(root, look, 16, FTW_PHYS | FTW_MOUNT) == 1;
}

int cgroup_enter(int fd)
{
	int procs = openat(fd, "cgroup.procs", O_WRONLY | O_CLOEXEC);
	bool entered = procs >= 0 && write(procs, "0", 1) == 1;
	int err = entered ? STATUS_OK :
			    fail("cgroup.procs: %s", strerror(errno));

	if (procs >= 0)
		close(procs);
	return err;
}
