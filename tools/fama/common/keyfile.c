// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keys are made and read by the program fama-key, which lies beside this one.
 * It is linked with OpenSSL, whose start takes longer than all that this
 * program does.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "err.h"
#include "json.h"
#include "keyfile.h"

#define SUFFIX "-key"

/* The name of this program, whatever it was started as, and the suffix. */
static int find_program(char *path, size_t size)
{
	ssize_t len = readlink("/proc/self/exe", path, size - sizeof(SUFFIX));

	if (len < 0)
		return fail("/proc/self/exe: %s", strerror(errno));
	memcpy(path + len, SUFFIX, sizeof(SUFFIX));
	return STATUS_OK;
}

static int run_program(const char *const *argv)
{
	char path[PATH_MAX];
	int err = find_program(path, sizeof(path));

	if (err)
		return err;
	execv(path, (char *const *)argv);
	return fail("%s: %s", path, strerror(errno));
}

/* fama key ...: what is left of the words is for the other program. */
int keyfile_command(struct args *a)
{
	const char *argv[16] = { "fama-key" };
	unsigned int n = 1;

	if (a->json)
		argv[n++] = "-j";
	if (json_is_pretty())
		argv[n++] = "-p";
	while (*a->word && n < ARRAY_SIZE(argv) - 1)
		argv[n++] = *a->word++;
	if (args_end(a))
		return STATUS_USAGE;
	fflush(stdout);
	return run_program(argv);
}

static void export(const char *path, int fd)
{
	unsigned int number;
	const char *argv[] = { "fama-key", KEYFILE_EXPORT, path, NULL, NULL, NULL };
	char line[16];

	argv[3] = err_place_get(&number);
	snprintf(line, sizeof(line), "%u", number);
	argv[4] = argv[3] ? line : NULL;

	if (dup2(fd, STDOUT_FILENO) < 0)
		_exit(fail("pipe: %s", strerror(errno)));
	_exit(run_program(argv));
}

/* Until the end, or until @size octets. */
static size_t read_all(int fd, uint8_t *buf, size_t size)
{
	size_t len = 0;
	ssize_t n;

	do {
		n = read(fd, buf + len, size - len);
		if (n > 0)
			len += n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	return len;
}

static int wait_for(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return fail("waitpid: %s", strerror(errno));
	if (!WIFEXITED(status))
		return fail("fama-key ended by signal %d", WTERMSIG(status));
	return WEXITSTATUS(status);
}

static int parse(struct keyfile *k, const uint8_t *octets, size_t len)
{
	const size_t head = sizeof(k->modifier) + sizeof(k->sec);

	if (len <= head || len > head + sizeof(k->der))
		return fail("fama-key gave %zu octets", len);
	memcpy(k->modifier, octets, sizeof(k->modifier));
	k->sec = octets[sizeof(k->modifier)];
	k->der_len = len - head;
	memcpy(k->der, octets + head, k->der_len);
	return STATUS_OK;
}

static int read_export(struct keyfile *k, int fd, pid_t child)
{
	uint8_t octets[sizeof(struct keyfile)];
	size_t len = read_all(fd, octets, sizeof(octets));
	int err = wait_for(child);

	if (!err)
		err = parse(k, octets, len);
	explicit_bzero(octets, sizeof(octets));
	return err;
}

/* What is wrong with the file is said by fama-key. */
int keyfile_load(struct keyfile *k, const char *path)
{
	int fds[2], err;
	pid_t child;

	fflush(stdout);
	if (pipe(fds))
		return fail("pipe: %s", strerror(errno));
	child = fork();
	if (!child)
		export(path, fds[1]);
	close(fds[1]);
	err = child < 0 ? fail("fork: %s", strerror(errno)) :
			  read_export(k, fds[0], child);
	close(fds[0]);
	return err;
}

void keyfile_forget(struct keyfile *k)
{
	explicit_bzero(k, sizeof(*k));
}
