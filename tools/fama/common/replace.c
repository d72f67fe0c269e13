// SPDX-License-Identifier: GPL-2.0-only
/* A file is replaced as a whole, or not at all. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "replace.h"

int replace_open(struct replace *r, const char *path)
{
	int fd, len = snprintf(r->temporary, sizeof(r->temporary), "%s.XXXXXX",
			       path);

	r->path = path;
	r->file = NULL;
	if (len >= (int)sizeof(r->temporary)) {
		*r->temporary = '\0';
		return fail("%s: %s", path, strerror(ENAMETOOLONG));
	}
	fd = mkstemp(r->temporary);	/* mode 0600 */
	r->file = fd < 0 ? NULL : fdopen(fd, "w");
	if (r->file)
		return STATUS_OK;
	*r->temporary = '\0';
	return fail("%s: %s", path, strerror(errno));
}

static void sync_directory(const char *path)
{
	char *copy = strdup(path);
	int fd = copy ? open(dirname(copy), O_RDONLY | O_CLOEXEC) : -1;

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(copy);
}

int replace_finish(struct replace *r)
{
	if (fflush(r->file) || fsync(fileno(r->file)))
		return fail("%s: %s", r->temporary, strerror(errno));
	if (rename(r->temporary, r->path))
		return fail("%s: %s", r->path, strerror(errno));
	*r->temporary = '\0';
	sync_directory(r->path);
	return STATUS_OK;
}

void replace_close(struct replace *r)
{
	if (r->file)
		fclose(r->file);
	if (*r->temporary)
		unlink(r->temporary);
}
