// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/args.h"
#include "secrets.h"

#define HEX "0123456789abcdef"
#define SECRET_DIGITS 64

/* A private key in PEM, or the secret of a router: what "fama key" writes. */
static bool is_secret(const char *text)
{
	return strstr(text, "PRIVATE KEY-----") ||
	       strspn(text, HEX) == SECRET_DIGITS;
}

static void look_file(struct patient *p, const char *path)
{
	char text[1024] = "";
	struct finding *f;
	struct stat st;
	ssize_t len;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return;
	len = -1;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_mode & 077)
		len = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (len > 0 && is_secret(text)) {
		f = patient_has(p, "key-readable", SEVERITY_ERROR,
				"Others than its owner can read %s (mode %04o), and can take over the addresses that it is for.",
				path, st.st_mode & 07777);
		mend(f, "chmod 600 %s", shell_word(path));
	}
	explicit_bzero(text, sizeof(text));
}

void secrets_look(struct patient *p)
{
	static const char *const places[] = { "/etc/fama/*", "/etc/fama*.key" };
	glob_t found;
	size_t i, k;

	for (i = 0; i < ARRAY_SIZE(places); i++) {
		if (glob(places[i], GLOB_NOSORT, NULL, &found))
			continue;
		for (k = 0; k < found.gl_pathc; k++)
			look_file(p, found.gl_pathv[k]);
		globfree(&found);
	}
}
