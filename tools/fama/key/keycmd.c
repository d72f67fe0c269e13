// SPDX-License-Identifier: GPL-2.0-only
/* fama key */
#include <arpa/inet.h>
#include <openssl/crypto.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/err.h"
#include "common/json.h"
#include "common/secret.h"
#include "key.h"
#include "keycmd.h"
#include "search.h"

#define DEFAULT_BITS 1536
#define DEFAULT_SEC 1

struct generate {
	const char *bits;
	const char *sec;
	const char *out;
};

/* What is written to a new file: a key, or a secret if @bits is 0 */
struct product {
	unsigned int bits;
	unsigned int sec;
};

static int write_all(int fd, const char *name, const struct key_text *text)
{
	size_t done = 0;
	ssize_t n;

	while (done < text->len) {
		n = write(fd, text->data + done, text->len - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail("%s: %s", name, strerror(errno));
		done += n;
	}
	if (fsync(fd) && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
		return fail("%s: %s", name, strerror(errno));
	return STATUS_OK;
}

/* What is about to be written must be a key that can be read again. */
static int check_text(const struct key_text *text)
{
	struct key k = { 0 };
	int err;

	err = key_parse(&k, "new key", text);
	key_free(&k);
	return err;
}

/* 32 random octets in hexadecimal */
static int secret_to(int fd, const char *name)
{
	char line[2 * SECRET_LEN + 2];
	struct key_text text = { .data = line, .len = sizeof(line) - 1 };
	uint8_t octets[SECRET_LEN];
	unsigned int i;
	int err;

	if (getrandom(octets, sizeof(octets), 0) != sizeof(octets))
		return fail("getrandom: %s", strerror(errno));
	for (i = 0; i < sizeof(octets); i++)
		sprintf(line + 2 * i, "%02x", octets[i]);
	line[2 * SECRET_LEN] = '\n';
	err = write_all(fd, name, &text);
	explicit_bzero(octets, sizeof(octets));
	explicit_bzero(line, sizeof(line));
	return err;
}

static int generate_to(int fd, const char *name, const struct product *p)
{
	struct key_text text = { 0 };
	struct key k = { 0 };
	int err;

	if (!p->bits)
		return secret_to(fd, name);
	err = key_generate(&k, p->bits, p->sec);
	if (!err)
		err = key_format(&k, &text);
	if (!err)
		err = check_text(&text);
	if (!err)
		err = write_all(fd, name, &text);
	key_text_free(&text);
	key_free(&k);
	return err;
}

/* Before the search, which may take hours: is there a place for its result? */
static int generate_file(const char *path, const struct product *p)
{
	int err, fd;

	/* It does not stay there, with nothing in it, if somebody ends the program. */
	search_catch_signals();
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST)
		return fail("%s exists, it is not overwritten", path);
	if (fd < 0)
		return fail("%s: %s", path, strerror(errno));
	if (fchmod(fd, 0600))
		err = fail("%s: %s", path, strerror(errno));
	else
		err = generate_to(fd, path, p);
	if (!err && search_interrupted())
		err = fail("interrupted");
	if (close(fd) && !err)
		err = fail("%s: %s", path, strerror(errno));
	if (err)
		unlink(path);
	return err;
}

static void warn_stdout(const char *what)
{
	struct stat st;

	if (!fstat(STDOUT_FILENO, &st) && S_ISREG(st.st_mode) &&
	    st.st_mode & 0077)
		warning("the %s goes to a file that others can access, see umask(2)",
			what);
}

static int generate_parse(struct args *a, struct generate *g)
{
	static const char *const names[] = { "bits", "sec", "out" };
	const char **values[] = { &g->bits, &g->sec, &g->out };
	unsigned int i;
	int err;

	while (*a->word) {
		err = args_choice("keyword", args_next(a), names,
				  ARRAY_SIZE(names), &i);
		if (!err)
			err = args_value(a, names[i], values[i]);
		if (err)
			return err;
	}
	return STATUS_OK;
}

static int generate(struct args *a)
{
	struct generate g = { 0 };
	struct product p = { .bits = DEFAULT_BITS, .sec = DEFAULT_SEC };
	int err;

	err = generate_parse(a, &g);
	if (err)
		return err;
	if (g.bits && !strcmp(g.bits, "1024"))
		p.bits = 1024;
	else if (g.bits && !strcmp(g.bits, "2048"))
		p.bits = 2048;
	else if (g.bits && strcmp(g.bits, "1536"))
		return fail_usage("bits must be 1024, 1536 (RFC 4866), or 2048 for a router");
	if (g.sec && (strlen(g.sec) != 1 || *g.sec < '0' || *g.sec > '2'))
		return fail_usage("sec must be 0, 1 or 2");
	if (g.sec)
		p.sec = *g.sec - '0';
	if (g.out)
		return generate_file(g.out, &p);
	warn_stdout("key");
	search_catch_signals();
	return generate_to(STDOUT_FILENO, "stdout", &p);
}

/* The secret of a router, which its tokens are made of */
static int secret(struct args *a)
{
	static const struct product p = { .bits = 0 };
	const char *out = NULL;
	unsigned int i;
	int err = STATUS_OK;

	while (!err && *a->word) {
		err = args_choice("keyword", args_next(a),
				  (const char *const[]){ "out" }, 1, &i);
		if (!err)
			err = args_value(a, "out", &out);
	}
	if (err)
		return err;
	if (out)
		return generate_file(out, &p);
	warn_stdout("secret");
	return generate_to(STDOUT_FILENO, "stdout", &p);
}

static void hex(char *text, const uint8_t *octets, size_t len,
		const char *separator)
{
	size_t i;

	for (i = 0; i < len; i++)
		text += sprintf(text, "%s%02x", i ? separator : "", octets[i]);
}

static int show_key(struct args *a, const struct key *k)
{
	uint8_t digest[KEY_FINGERPRINT_LEN];
	char modifier[2 * CGA_MODIFIER_LEN + 1];
	char fingerprint[3 * KEY_FINGERPRINT_LEN];

	if (!key_fingerprint(k, digest))
		return fail("no SHA-256");
	hex(modifier, k->modifier, sizeof(k->modifier), "");
	hex(fingerprint, digest, sizeof(digest), ":");
	if (!a->json) {
		printf("bits %u sec %u modifier %s fingerprint %s\n", k->bits,
		       k->sec, modifier, fingerprint);
		return STATUS_OK;
	}
	json_open('{');
	json_key("bits");
	json_number(k->bits);
	json_key("sec");
	json_number(k->sec);
	json_key("modifier");
	json_string(modifier);
	json_key("fingerprint");
	json_string(fingerprint);
	json_close('}');
	json_end();
	return STATUS_OK;
}

static int show(struct args *a)
{
	const char *path = args_next(a);
	struct key k = { 0 };
	int err;

	if (!path)
		return fail_usage("%s needs a file", a->path);
	err = args_end(a);
	if (err)
		return err;
	err = key_load(&k, path);
	if (!err)
		err = show_key(a, &k);
	key_free(&k);
	return err;
}

static int show_address(struct args *a, const struct in6_addr *address)
{
	char text[INET6_ADDRSTRLEN];

	inet_ntop(AF_INET6, address, text, sizeof(text));
	if (!a->json) {
		puts(text);
		return STATUS_OK;
	}
	json_open('{');
	json_key("address");
	json_string(text);
	json_close('}');
	json_end();
	return STATUS_OK;
}

/* The address that a key has in a prefix, collision count 0 */
static int key_address(struct args *a)
{
	const char *path = args_next(a), *prefix = args_next(a);
	struct in6_addr address;
	struct key k = { 0 };
	int err;

	if (!path || !prefix)
		return fail_usage("%s needs a file and a prefix", a->path);
	err = args_end(a);
	if (!err)
		err = args_prefix(prefix, &address);
	if (!err)
		err = key_load(&k, path);
	if (!err)
		err = cga_address(k.modifier, k.sec, k.spki, k.spki_len,
				  &address) ?
			show_address(a, &address) : fail("no SHA-1");
	key_free(&k);
	return err;
}

/* What struct keyfile tells of. */
static int write_key(const struct key *k)
{
	const uint8_t sec = k->sec;
	uint8_t *der;
	size_t len;
	int err;

	err = key_private_der(k, &der, &len);
	if (err)
		return err;
	fwrite(k->modifier, 1, sizeof(k->modifier), stdout);
	fwrite(&sec, 1, sizeof(sec), stdout);
	fwrite(der, 1, len, stdout);
	OPENSSL_clear_free(der, len);
	return STATUS_OK;
}

/* For fama, not for people. */
int keycmd_export(const char *path)
{
	struct key k = { 0 };
	int err;

	setvbuf(stdout, NULL, _IONBF, 0); /* no copy that stays in memory */
	err = key_load(&k, path);
	if (!err)
		err = write_key(&k);
	key_free(&k);
	return err;
}

int keycmd(struct args *a)
{
	static const struct command commands[] = {
		{ .name = "generate", .run = generate },
		{ .name = "show", .run = show },
		{ .name = "address", .run = key_address },
		{ .name = "secret", .run = secret },
	};

	return args_dispatch(a, commands, ARRAY_SIZE(commands), NULL);
}
