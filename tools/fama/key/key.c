// SPDX-License-Identifier: GPL-2.0-only
/*
 * Key files: an RSA private key in PEM, preceded by two lines
 *	# fama-modifier: 32 hexadecimal digits
 *	# fama-sec: one digit
 * that a PEM reader skips.
 */
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/err.h"
#include "key.h"
#include "search.h"

#define TEXT_MAX 65536
#define PEM_BEGIN "-----BEGIN "
#define MODIFIER_LINE "# fama-modifier:"
#define SEC_LINE "# fama-sec:"

void key_text_free(struct key_text *text)
{
	OPENSSL_clear_free(text->data, text->len);
	text->data = NULL;
}

void key_free(struct key *k)
{
	EVP_PKEY_free(k->pkey);
	OPENSSL_free(k->spki);
}

/* What a public key says is all the kernel and the CGA ever see of its form. */
static int check_exponent(const struct key *k, const char *name)
{
	BIGNUM *e = NULL;
	int ok;

	ok = EVP_PKEY_get_bn_param(k->pkey, OSSL_PKEY_PARAM_RSA_E, &e) &&
	     (BN_is_word(e, 65537) || BN_is_word(e, 3));
	BN_free(e);
	if (!ok)
		return fail("%s: the exponent of the key must be 65537 or 3",
			    name);
	return STATUS_OK;
}

static int check_bits(const struct key *k, const char *name)
{
	if (k->bits == 1024 || k->bits == 1536 || k->bits == 2048)
		return STATUS_OK;
	return fail("%s: RSA-%u keys are not supported: use 1024 or 1536 (or 2048 for a router)",
		    name, k->bits);
}

static bool check_consistent(const struct key *k)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, k->pkey, NULL);
	bool ok = context && EVP_PKEY_check(context) == 1;

	EVP_PKEY_CTX_free(context);
	return ok;
}

/* Take over the key itself; the modifier comes later. */
static int adopt(struct key *k, const char *name)
{
	int len, err;

	if (!EVP_PKEY_is_a(k->pkey, "RSA"))
		return fail("%s: the key is not an RSA key", name);
	k->bits = EVP_PKEY_get_bits(k->pkey);
	err = check_bits(k, name);
	if (err)
		return err;
	err = check_exponent(k, name);
	if (err)
		return err;
	if (!check_consistent(k))
		return fail("%s: the key is damaged", name);
	len = i2d_PUBKEY(k->pkey, &k->spki);
	if (len <= 0)
		return fail("%s: the public key cannot be encoded", name);
	k->spki_len = len;
	return STATUS_OK;
}

static int check_modifier(const struct key *k, const char *name)
{
	if (!cga_modifier_fits(k->modifier, k->sec, k->spki, k->spki_len))
		return fail("%s: the modifier does not fit the key and sec %u",
			    name, k->sec);
	return STATUS_OK;
}

int key_generate(struct key *k, unsigned int bits, unsigned int sec)
{
	int err;

	k->pkey = EVP_RSA_gen(bits);
	if (!k->pkey)
		return fail("cannot generate a key");
	err = adopt(k, "new key");
	if (err)
		return err;
	k->sec = sec;
	err = search_modifier(k->modifier, sec, k->spki, k->spki_len);
	if (err)
		return err;
	return check_modifier(k, "new key");
}

static int no_passphrase(char *buf, int size, int writing, void *asked)
{
	(void)buf;
	(void)size;
	(void)writing;
	*(bool *)asked = true;
	return -1;
}

static int parse_pem(struct key *k, const char *name,
		     const struct key_text *text)
{
	BIO *bio = BIO_new_mem_buf(text->data, text->len);
	bool asked = false;

	if (bio)
		k->pkey = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase,
						  &asked);
	BIO_free(bio);
	ERR_clear_error();
	if (asked)
		return fail("%s: the key is encrypted, decrypt it first", name);
	if (!k->pkey)
		return fail("%s: no private key in PEM format", name);
	return adopt(k, name);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_modifier(struct key *k, const char *value, size_t len)
{
	int high, low;
	size_t i;

	if (len != 2 * CGA_MODIFIER_LEN)
		return false;
	for (i = 0; i < len; i += 2) {
		high = hex_digit(value[i]);
		low = hex_digit(value[i + 1]);
		if (high < 0 || low < 0)
			return false;
		k->modifier[i / 2] = high << 4 | low;
	}
	return true;
}

static bool parse_sec(struct key *k, const char *value, size_t len)
{
	if (len != 1 || *value < '0' || *value > '0' + CGA_SEC_MAX)
		return false;
	k->sec = *value - '0';
	return true;
}

/*
 * header_line - what follows @start in the one line before the key that has it
 *
 * Return: how many lines have it.
 */
static unsigned int header_line(const struct key_text *text, const char *start,
				const char **value, size_t *value_len)
{
	const char *line = text->data, *end = text->data + text->len, *next;
	size_t len = strlen(start);
	unsigned int found = 0;

	for (; line < end; line = next + 1) {
		next = memchr(line, '\n', end - line);
		if (!next)
			next = end;
		if (!strncmp(line, PEM_BEGIN, strlen(PEM_BEGIN)))
			break;
		if (strncmp(line, start, len))
			continue;
		found++;
		*value = line + len;
		*value_len = next - *value;
	}
	while (found && *value_len && isspace((unsigned char)**value)) {
		(*value)++;
		(*value_len)--;
	}
	while (found && *value_len &&
	       isspace((unsigned char)(*value)[*value_len - 1]))
		(*value_len)--;
	return found;
}

static int parse_header(struct key *k, const char *name,
			const struct key_text *text, const char *start,
			bool (*parse)(struct key *, const char *, size_t))
{
	const char *value;
	size_t len;

	switch (header_line(text, start, &value, &len)) {
	case 0:
		return fail("%s: no line \"%s\" before the key", name, start);
	case 1:
		if (parse(k, value, len))
			return STATUS_OK;
		return fail("%s: the line \"%s\" is damaged", name, start);
	default:
		return fail("%s: more than one line \"%s\"", name, start);
	}
}

/* @text ends with a NUL that its length does not count. */
int key_parse(struct key *k, const char *name, const struct key_text *text)
{
	int err;

	err = parse_pem(k, name, text);
	if (err)
		return err;
	err = parse_header(k, name, text, MODIFIER_LINE, parse_modifier);
	if (err)
		return err;
	err = parse_header(k, name, text, SEC_LINE, parse_sec);
	if (err)
		return err;
	return check_modifier(k, name);
}

static int read_text(struct key_text *text, const char *path, int fd)
{
	ssize_t n;

	text->len = 0;
	text->data = OPENSSL_zalloc(TEXT_MAX);
	if (!text->data)
		return fail("out of memory");
	do {
		n = read(fd, text->data + text->len, TEXT_MAX - 1 - text->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail("%s: %s", path, strerror(errno));
		text->len += n;
	} while (n && text->len < TEXT_MAX - 1);
	if (n)
		return fail("%s: too large for a key", path);
	return STATUS_OK;
}

static void warn_mode(const char *path, int fd)
{
	struct stat st;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return;
	if (st.st_mode & 0077)
		warning("%s is accessible to others (mode %04o)", path,
			st.st_mode & 07777);
}

int key_load(struct key *k, const char *path)
{
	struct key_text text = { 0 };
	int err, fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail("%s: %s", path, strerror(errno));
	err = read_text(&text, path, fd);
	if (!err) {
		err = key_parse(k, path, &text);
		if (!err)
			warn_mode(path, fd);
	}
	OPENSSL_clear_free(text.data, TEXT_MAX);
	close(fd);
	return err;
}

static int copy_text(BIO *bio, struct key_text *text)
{
	char *data;
	long len = BIO_get_mem_data(bio, &data);

	text->data = OPENSSL_malloc(len + 1);
	if (!text->data)
		return fail("out of memory");
	memcpy(text->data, data, len);
	text->data[len] = '\0';
	text->len = len;
	return STATUS_OK;
}

/* The key file; to be freed with key_text_free(). */
int key_format(const struct key *k, struct key_text *text)
{
	BIO *bio = BIO_new(BIO_s_mem());
	unsigned int i;
	int err;

	if (!bio)
		return fail("out of memory");
	BIO_puts(bio, MODIFIER_LINE " ");
	for (i = 0; i < CGA_MODIFIER_LEN; i++)
		BIO_printf(bio, "%02x", k->modifier[i]);
	BIO_printf(bio, "\n" SEC_LINE " %u\n", k->sec);
	if (PEM_write_bio_PrivateKey(bio, k->pkey, NULL, NULL, 0, NULL, NULL))
		err = copy_text(bio, text);
	else
		err = fail("the key cannot be encoded");
	BIO_free(bio);
	return err;
}

/* RSAPrivateKey of PKCS#1; to be freed with OPENSSL_clear_free(). */
int key_private_der(const struct key *k, uint8_t **der, size_t *len)
{
	int n;

	*der = NULL;
	n = i2d_PrivateKey(k->pkey, der);
	if (n <= 0)
		return fail("the key cannot be encoded");
	*len = n;
	return STATUS_OK;
}

/* SHA-256 of the SubjectPublicKeyInfo. */
bool key_fingerprint(const struct key *k, uint8_t *fingerprint)
{
	return EVP_Digest(k->spki, k->spki_len, fingerprint, NULL, EVP_sha256(),
			  NULL);
}
