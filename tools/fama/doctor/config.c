// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "common/args.h"
#include "config.h"

#define OLDEST_MAJOR 6
#define OLDEST_MINOR 1

/* What the modules link with, or ask the kernel for */
static const char *const options[] = {
	"CONFIG_IPV6", "CONFIG_INET6_TUNNEL", "CONFIG_NETFILTER", "CONFIG_CRYPTO_RSA",
	"CONFIG_CRYPTO_LIB_CHACHA20POLY1305",
};

/* The configuration of the kernel that runs; NULL: it is nowhere to be read. */
static FILE *find(const char *release)
{
	static const struct {
		const char *before, *behind;
	} places[] = {
		{ "/boot/config-", "" },
		{ "/lib/modules/", "/config" },
		{ "/lib/modules/", "/build/.config" },
	};
	char path[512];
	unsigned int i;
	FILE *file;

	for (i = 0; i < ARRAY_SIZE(places); i++) {
		snprintf(path, sizeof(path), "%s%s%s", places[i].before, release,
			 places[i].behind);
		file = fopen(path, "re");
		if (file)
			return file;
	}
	return NULL;
}

static void note(bool *has, const char *line)
{
	size_t len = strcspn(line, "=");
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(options); i++)
		if (strlen(options[i]) == len && !strncmp(options[i], line, len) &&
		    (line[len + 1] == 'y' || line[len + 1] == 'm'))
			has[i] = true;
}

static void look_age(struct patient *p, const char *release)
{
	unsigned int major = 0, minor = 0;
	struct finding *f;

	if (sscanf(release, "%u.%u", &major, &minor) != 2 || major > OLDEST_MAJOR ||
	    (major == OLDEST_MAJOR && minor >= OLDEST_MINOR))
		return;
	f = patient_has(p, "kernel-old", SEVERITY_ERROR,
			"The kernel %s is too old: the modules need %u.%u or a newer one.", release,
			OLDEST_MAJOR, OLDEST_MINOR);
	mend(f, "apt-get install linux-image-amd64");
}

void config_look(struct patient *p)
{
	bool has[ARRAY_SIZE(options)] = { false };
	struct utsname uts;
	struct finding *f;
	char line[256];
	unsigned int i;
	FILE *file;

	if (uname(&uts))
		return;
	look_age(p, uts.release);
	file = find(uts.release);
	if (!file)
		return;
	while (fgets(line, sizeof(line), file))
		note(has, line);
	fclose(file);
	for (i = 0; i < ARRAY_SIZE(options); i++) {
		if (has[i])
			continue;
		f = patient_has(p, "kernel-option", SEVERITY_ERROR,
				"The kernel %s was built without %s, which the modules need: another kernel is needed.",
				uts.release, options[i]);
		mend(f, "apt-get install linux-image-amd64");
	}
}
