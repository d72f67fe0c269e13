// SPDX-License-Identifier: GPL-2.0-only
/* The secret of a router, in a file that "fama key secret" makes. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digits.h"
#include "err.h"
#include "secret.h"

#define LINE_LEN (2 * SECRET_LEN + 1)

static int parse(uint8_t *octets, const char *path, const char *line,
		 ssize_t len)
{
	if (len >= 2 * SECRET_LEN && digits_read(line, octets, SECRET_LEN) &&
	    (len == 2 * SECRET_LEN ||
	     (len == LINE_LEN && line[2 * SECRET_LEN] == '\n')))
		return STATUS_OK;
	return fail("%s: this is not a secret, which has %d hexadecimal digits",
		    path, 2 * SECRET_LEN);
}

static int load(uint8_t *octets, const char *path, int fd)
{
	char line[LINE_LEN + 1];
	struct stat st;
	ssize_t len;
	int err;

	if (fstat(fd, &st))
		return fail("%s: %s", path, strerror(errno));
	if (S_ISREG(st.st_mode) && st.st_mode & 0077)
		warning("%s can be accessed by others", path);
	len = read(fd, line, sizeof(line));
	if (len < 0)
		return fail("%s: %s", path, strerror(errno));
	err = parse(octets, path, line, len);
	explicit_bzero(line, sizeof(line));
	return err;
}

/* Read SECRET_LEN octets from a file. */
int secret_load(uint8_t *octets, const char *path)
{
	int fd, err;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail("%s: %s", path, strerror(errno));
	err = load(octets, path, fd);
	close(fd);
	return err;
}
