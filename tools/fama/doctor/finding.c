// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "common/args.h"
#include "common/json.h"
#include "finding.h"

static const char *const severity_names[] = {
	[SEVERITY_ERROR] = "error",
	[SEVERITY_WARNING] = "warning",
};

/* Of more than there is room for, the last one is replaced. */
struct finding *finding_add(struct findings *all, const char *role, const char *id,
			    enum severity severity)
{
	struct finding *f;

	if (all->count == FINDINGS_MAX)
		all->count--;
	f = &all->list[all->count++];
	memset(f, 0, sizeof(*f));
	f->role = role;
	f->id = id;
	f->severity = severity;
	return f;
}

static void show_json(const struct finding *f)
{
	json_open('{');
	json_key("role");
	json_string(f->role);
	json_key("id");
	json_string(f->id);
	json_key("severity");
	json_string(severity_names[f->severity]);
	json_key("text");
	json_string(f->text);
	json_key("command");
	json_string(f->command);
	json_close('}');
}

static void show_text(const struct finding *f)
{
	printf("%s: %s %s\n    %s\n    # %s\n\n", f->role, severity_names[f->severity], f->id,
	       f->text, f->command);
}

void findings_show(const struct findings *all, bool json)
{
	unsigned int i;

	if (json)
		json_open('[');
	for (i = 0; i < all->count; i++)
		if (json)
			show_json(&all->list[i]);
		else
			show_text(&all->list[i]);
	if (json) {
		json_close(']');
		json_end();
	} else if (all->count) {
		printf("doctor: %u finding%s\n", all->count, all->count > 1 ? "s" : "");
	} else {
		puts("doctor: no findings");
	}
}

static bool plain(const char *word)
{
	if (!*word)
		return false;
	for (; *word; word++)
		if (!strchr("-_./:@%+,=", *word) && !isalnum((unsigned char)*word))
			return false;
	return true;
}

const char *shell_word(const char *word)
{
	static char ring[8][256];
	static unsigned int next;
	char *to = ring[next++ % ARRAY_SIZE(ring)], *end = to + sizeof(ring[0]) - 6;
	char *at = to;

	if (plain(word)) {
		snprintf(to, sizeof(ring[0]), "%s", word);
		return to;
	}
	*at++ = '\'';
	for (; *word && at < end; word++)
		if (*word == '\'')
			at = stpcpy(at, "'\\''");
		else
			*at++ = *word;
	stpcpy(at, "'");
	return to;
}
