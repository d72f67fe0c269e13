// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "module.h"
#include "proc.h"

static void look_version(struct patient *p)
{
	char version[64];
	struct finding *f;

	if (!proc_line(version, sizeof(version), "/sys/module/%s/version", p->name) ||
	    !strcmp(version, FAMA_VERSION))
		return;
	f = patient_has(p, "module-version", SEVERITY_WARNING,
			"The module %s has version %s and this command version %s: each may lack what the other one knows.",
			p->name, version, FAMA_VERSION);
	mend(f, "modprobe -r %s && modprobe %s", p->name, p->name);
}

/* Does a line of the configuration enable the role? Most files are all comments at first. */
static bool configured(const struct patient *p, const char *path)
{
	char line[256], begin[32];
	bool found = false;
	FILE *file = fopen(path, "re");

	if (!file)
		return false;
	snprintf(begin, sizeof(begin), "%s enable", p->name);
	while (!found && fgets(line, sizeof(line), file))
		found = !strncmp(line, begin, strlen(begin));
	fclose(file);
	return found;
}

static void look_enabled(struct patient *p)
{
	struct finding *f;
	char path[64];

	if (p->enabled)
		return;
	snprintf(path, sizeof(path), "/etc/fama/%s.conf", p->name);
	f = patient_has(p, "not-enabled", SEVERITY_ERROR,
			"The module %s is loaded, but nothing is enabled in this network namespace.",
			p->name);
	if (configured(p, path))
		mend(f, "fama restore %s", path);
	else if (p->role == ROLE_DAR)
		mend(f, "fama dar enable secret FILE");
	else
		mend(f, "fama mn enable key FILE dev DEV");
}

static void look_installed(struct patient *p)
{
	struct utsname uts;
	struct finding *f;

	if (proc_installed(p->name)) {
		f = patient_has(p, "module-not-loaded", SEVERITY_ERROR,
				"The module %s is not loaded.", p->name);
		mend(f, "modprobe %s", p->name);
	} else if (!uname(&uts)) {
		f = patient_has(p, "module-missing", SEVERITY_ERROR,
				"The module %s is neither loaded nor installed for the kernel %s, which may be new.",
				p->name, uts.release);
		mend(f, "dkms autoinstall -k %s && modprobe %s", shell_word(uts.release), p->name);
	}
}

void module_look(struct patient *p)
{
	if (!p->loaded) {
		look_installed(p);
		return;
	}
	look_version(p);
	look_enabled(p);
}
