// SPDX-License-Identifier: GPL-2.0-only
/*
 * fama dar checkpoint and resume: the state of a router in a file.
 *
 * The file has the header of the checkpoint, and then its chunks, each behind a word of
 * 32 bits in network byte order: the number of its octets, and the highest bit in front
 * of the last one.  What is in them only the kernel knows.
 */
#include <linux/dar.h>
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checkpoint.h"
#include "common/err.h"
#include "common/genl.h"
#include "common/replace.h"

#define MAGIC "fama-dar"
#define HEADER_LEN 80
#define NAME_LEN 16
#define INSTANCE_AT 48
#define CHUNK_MAX 4096
#define LAST 0x80000000U

/*
 * struct writer - a checkpoint on its way into a file
 * @to: the file that it replaces in the end
 * @header: header of the checkpoint
 * @last: its last chunk has come
 * @status: what went wrong, if it was reported already
 */
struct writer {
	struct replace to;
	uint8_t header[HEADER_LEN];
	bool last;
	int status;
};

/* Return: false: there is no file, or nothing that begins as a checkpoint does. */
static bool read_header(const char *path, uint8_t *header, bool *exists)
{
	FILE *file = fopen(path, "re");
	bool ok;

	*exists = file || errno != ENOENT;
	if (!file)
		return false;
	ok = fread(header, HEADER_LEN, 1, file) == 1 &&
	     !memcmp(header, MAGIC, strlen(MAGIC));
	fclose(file);
	return ok;
}

static bool is_name(const struct nlattr *attr, const uint8_t *name)
{
	return attr && mnl_attr_get_payload_len(attr) == NAME_LEN &&
	       !memcmp(mnl_attr_get_payload(attr), name, NAME_LEN);
}

/*
 * A checkpoint that was not resumed may be all that is left of a router, and must not
 * make room for that of another one which knows nothing of it.
 */
static int may_replace(struct genl *g, const char *path)
{
	const struct nlattr *tb[GENL_ATTRS] = { NULL };
	const struct nlmsghdr *nlh;
	uint8_t header[HEADER_LEN];
	bool exists;
	int err;

	if (!read_header(path, header, &exists))
		return exists ? fail("%s is no checkpoint, and not replaced",
				     path) : STATUS_OK;
	genl_request(g, DAR_CMD_GET, 0);
	err = genl_check(g, genl_run(g));
	if (err)
		return err;
	nlh = genl_reply_next(g, NULL);
	if (nlh)
		genl_attrs(nlh, tb);
	if (is_name(tb[DAR_A_INSTANCE], header + INSTANCE_AT) ||
	    is_name(tb[DAR_A_PARENT], header + INSTANCE_AT))
		return STATUS_OK;
	return fail("%s is of a router that was not resumed: resume it, or remove it",
		    path);
}

static int put_header(struct writer *w, const struct nlattr *header)
{
	const uint8_t *octets = mnl_attr_get_payload(header);

	if (mnl_attr_get_payload_len(header) != HEADER_LEN)
		return w->status = fail("the header of the checkpoint has another size");
	memcpy(w->header, octets, HEADER_LEN);
	if (fwrite(octets, HEADER_LEN, 1, w->to.file) != 1)
		w->status = fail("%s: %s", w->to.temporary, strerror(errno));
	return w->status;
}

static int put_chunk(struct writer *w, const struct nlattr *chunk, bool last)
{
	uint32_t len = mnl_attr_get_payload_len(chunk);
	uint32_t word = htonl(len | (last ? LAST : 0));

	w->last = last;
	if (fwrite(&word, sizeof(word), 1, w->to.file) != 1 ||
	    fwrite(mnl_attr_get_payload(chunk), len, 1, w->to.file) != 1)
		w->status = fail("%s: %s", w->to.temporary, strerror(errno));
	return w->status;
}

static int take(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *tb[GENL_ATTRS];
	struct writer *w = data;
	int err = STATUS_OK;

	genl_attrs(nlh, tb);
	if (tb[DAR_A_HEADER])
		err = put_header(w, tb[DAR_A_HEADER]);
	else if (tb[DAR_A_CHUNK])
		err = put_chunk(w, tb[DAR_A_CHUNK], tb[DAR_A_LAST]);
	errno = ECANCELED;
	return err ? MNL_CB_ERROR : MNL_CB_OK;
}

/* The file is there as a whole, or as it was. */
static int finish(struct writer *w)
{
	if (!w->last)
		return fail("the router has sent no whole checkpoint");
	return replace_finish(&w->to);
}

static int freeze_router(struct genl *g)
{
	genl_request(g, DAR_CMD_FREEZE, 0);
	mnl_attr_put_u8(g->request, DAR_A_FROZEN, true);
	return genl_check(g, genl_run(g));
}

/*
 * A router that was frozen for nothing goes on: the checkpoint is thrown away.  The socket
 * may still have a part of it.
 */
static void thaw_again(const struct writer *w)
{
	struct genl g;

	if (!genl_connect(&g, DAR_GENL_NAME)) {
		genl_request(&g, DAR_CMD_FREEZE, 0);
		mnl_attr_put_u8(g.request, DAR_A_FROZEN, false);
		mnl_attr_put(g.request, DAR_A_HEADER, HEADER_LEN, w->header);
		genl_run(&g);
	}
	genl_close(&g);
}

static int receive(struct genl *g, struct writer *w)
{
	int error;

	genl_request(g, DAR_CMD_CHECKPOINT, NLM_F_DUMP);
	error = genl_run_each(g, take, w);
	return w->status ? w->status : genl_check(g, error);
}

/* The file is there before the router is frozen. */
static int write_checkpoint(struct genl *g, const char *path, bool freeze)
{
	struct writer w = { 0 };
	int err;

	err = replace_open(&w.to, path);
	if (!err && freeze)
		err = freeze_router(g);
	if (!err) {
		err = receive(g, &w);
		if (!err)
			err = finish(&w);
		if (err && freeze)
			thaw_again(&w);
	}
	replace_close(&w.to);
	return err;
}

static int make(const char *path, bool freeze)
{
	struct genl g;
	int err;

	err = genl_connect(&g, DAR_GENL_NAME);
	if (!err)
		err = may_replace(&g, path);
	if (!err)
		err = write_checkpoint(&g, path, freeze);
	genl_close(&g);
	return err;
}

static int file_word(struct args *a, const char **path)
{
	*path = args_next(a);
	if (*path)
		return STATUS_OK;
	return fail_usage("%s needs a file", a->path);
}

/* FILE [freeze] */
int checkpoint_make(struct args *a)
{
	const char *path;
	bool freeze;
	unsigned int i;
	int err;

	err = file_word(a, &path);
	freeze = !err && *a->word;
	if (freeze)
		err = args_choice("keyword", args_next(a),
				  (const char *const[]){ "freeze" }, 1, &i);
	if (!err)
		err = args_end(a);
	return err ? err : make(path, freeze);
}

static int send_header(struct genl *g, const char *path, FILE *file, bool apply)
{
	uint8_t header[HEADER_LEN];

	if (fread(header, sizeof(header), 1, file) != 1)
		return fail("%s is no checkpoint", path);
	genl_request(g, DAR_CMD_RESUME, 0);
	mnl_attr_put(g->request, DAR_A_HEADER, sizeof(header), header);
	if (apply)
		mnl_attr_put_u8(g->request, DAR_A_APPLY, 1);
	return genl_check(g, genl_run(g));
}

static int send_chunk(struct genl *g, const char *path, FILE *file, bool *last)
{
	uint8_t chunk[CHUNK_MAX];
	uint32_t word, len;

	if (fread(&word, sizeof(word), 1, file) != 1)
		return fail("%s: the checkpoint is cut short", path);
	*last = ntohl(word) & LAST;
	len = ntohl(word) & ~LAST;
	if (!len || len > sizeof(chunk))
		return fail("%s: the checkpoint is damaged", path);
	if (fread(chunk, len, 1, file) != 1)
		return fail("%s: the checkpoint is cut short", path);
	genl_request(g, DAR_CMD_RESUME, 0);
	mnl_attr_put(g->request, DAR_A_CHUNK, len, chunk);
	if (*last)
		mnl_attr_put_u8(g->request, DAR_A_LAST, 1);
	return genl_check(g, genl_run(g));
}

static int send_all(struct genl *g, const char *path, FILE *file, bool apply)
{
	bool last = false;
	int err;

	rewind(file);
	err = send_header(g, path, file, apply);
	while (!err && !last)
		err = send_chunk(g, path, file, &last);
	if (!err && fgetc(file) != EOF)
		err = fail("%s: the checkpoint goes on after its end", path);
	return err;
}

/* Nothing is changed before all of the file was found to be right. */
static int resume(const char *path, FILE *file)
{
	struct genl g;
	int err;

	err = genl_connect(&g, DAR_GENL_NAME);
	if (!err)
		err = send_all(&g, path, file, false);
	if (!err)
		err = send_all(&g, path, file, true);
	genl_close(&g);
	return err;
}

/*
 * FILE.  A checkpoint serves once: afterwards the file is one of the router that has
 * resumed it.
 */
int checkpoint_resume(struct args *a)
{
	const char *path;
	FILE *file;
	int err;

	err = file_word(a, &path);
	if (!err)
		err = args_end(a);
	if (err)
		return err;
	file = fopen(path, "re");
	if (!file)
		return fail("%s: %s", path, strerror(errno));
	err = resume(path, file);
	fclose(file);
	return err ? err : make(path, false);
}
