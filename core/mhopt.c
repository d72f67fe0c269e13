// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <fama/mhopt.h>

#define OPT_HEAD	2	/* type and length */
#define OPT_ANY_LEN	(FAMA_OPT_MAX_LEN + 1)

/*
 * Length of an option's data, and its alignment: the option starts at an offset
 * of align * n + rem.  @align is 0 for a type that is not known here.
 */
static const struct opt_rule {
	u16 len;
	u8 align;
	u8 rem;
} opt_rules[] = {
	[FAMA_OPT_REFRESH]	= { 2, 2, 0 },
	[FAMA_OPT_ALT_COA]	= { sizeof(struct in6_addr), 8, 6 },
	[FAMA_OPT_NONCES]	= { 4, 2, 0 },
	[FAMA_OPT_AUTH]		= { FAMA_AUTH_LEN, 8, 2 },
	[FAMA_OPT_CGA_REQ]	= { 0, 1, 0 },
	[FAMA_OPT_CGA]		= { OPT_ANY_LEN, 1, 0 },
	[FAMA_OPT_SIGNATURE]	= { OPT_ANY_LEN, 1, 0 },
	[FAMA_OPT_PHKT]		= { OPT_ANY_LEN, 1, 0 },
	[FAMA_OPT_COT_INIT]	= { 0, 1, 0 },
	[FAMA_OPT_COT]		= { FAMA_TOKEN_LEN, 1, 0 },
};

static bool opt_known(u8 type)
{
	return type < ARRAY_SIZE(opt_rules) && opt_rules[type].align;
}

/*
 * CGA Parameters may continue an option of 255 octets that ends where they
 * begin.  An empty option is refused: it would allow several ways to cut the
 * same parameters into options.
 */
static bool opt_cga_admit(const struct fama_mhopt *opt, size_t off, u8 len)
{
	if (!len)
		return false;
	if (!fama_mhopt_has(opt, FAMA_OPT_CGA))
		return true;
	return opt->signed_len == off && opt->cga_len % FAMA_OPT_MAX_LEN == 0;
}

/*
 * RFC 4866 has no room for 256 octets and more.  As an extension a second option
 * may continue the first, which has 255 octets and ends where the second begins.
 */
static bool opt_continues(const u8 *data, size_t len, const u8 *head)
{
	return data && len == FAMA_OPT_MAX_LEN && data + len == head &&
	       head[1];
}

/* May an option stand here whose type the message has already? */
static bool opt_may_repeat(const struct fama_mhopt *opt, const u8 *head)
{
	if (*head == FAMA_OPT_SIGNATURE)
		return opt_continues(opt->sig, opt->sig_len, head);
	if (*head == FAMA_OPT_PHKT)
		return opt_continues(opt->phkt, opt->phkt_len, head);
	return false;
}

/* May the option at @off stand here, behind those that are in @opt already? */
static bool opt_admit(const struct fama_mhopt *opt, const u8 *buf, size_t off,
		      size_t end)
{
	u8 type = buf[off], len = buf[off + 1];

	if (opt_rules[type].len != OPT_ANY_LEN && opt_rules[type].len != len)
		return false;
	if (type == FAMA_OPT_CGA)
		return opt_cga_admit(opt, off, len);
	if (type == FAMA_OPT_AUTH && off + OPT_HEAD + len != end)
		return false;
	return !fama_mhopt_has(opt, type) || opt_may_repeat(opt, buf + off);
}

static void opt_store_cga(struct fama_mhopt *opt, const u8 *head, size_t end)
{
	if (!opt->cga)
		opt->cga = head;
	opt->cga_len += head[1];
	opt->signed_len = end;
}

/* RFC 4866 section 5.2: a signature directly follows the CGA Parameters. */
static void opt_store_sig(struct fama_mhopt *opt, const u8 *data, size_t off,
			  u8 len)
{
	if (!opt->sig && opt->cga && opt->signed_len == off)
		opt->sig = data;
	if (opt->sig)
		opt->sig_len += len;
}

static void opt_store(struct fama_mhopt *opt, const u8 *buf, size_t off)
{
	const u8 *data = buf + off + OPT_HEAD;
	u8 type = buf[off], len = buf[off + 1];

	opt->present |= BIT(type);
	switch (type) {
	case FAMA_OPT_REFRESH:
		opt->refresh = fama_get16(data);
		break;
	case FAMA_OPT_ALT_COA:
		memcpy(&opt->alt_coa, data, sizeof(opt->alt_coa));
		break;
	case FAMA_OPT_NONCES:
		opt->home_nonce = fama_get16(data);
		opt->careof_nonce = fama_get16(data + 2);
		break;
	case FAMA_OPT_AUTH:
		opt->auth = data;
		break;
	case FAMA_OPT_CGA:
		opt_store_cga(opt, buf + off, off + OPT_HEAD + len);
		break;
	case FAMA_OPT_SIGNATURE:
		opt_store_sig(opt, data, off, len);
		break;
	case FAMA_OPT_PHKT:
		if (!opt->phkt)
			opt->phkt = data;
		opt->phkt_len += len;
		break;
	case FAMA_OPT_COT:
		memcpy(opt->cot, data, sizeof(opt->cot));
		break;
	}
}

bool fama_mhopt_parse(const u8 *buf, size_t off, size_t len,
		      struct fama_mhopt *opt)
{
	memset(opt, 0, sizeof(*opt));
	if (off > len || len > FAMA_MH_MAX_LEN)
		return false;

	while (off < len) {
		if (buf[off] == FAMA_OPT_PAD1) {
			off++;
			continue;
		}
		if (len - off < OPT_HEAD || buf[off + 1] > len - off - OPT_HEAD)
			return false;
		if (opt_known(buf[off])) {
			if (!opt_admit(opt, buf, off, len))
				return false;
			opt_store(opt, buf, off);
		}
		off += OPT_HEAD + buf[off + 1];
	}
	return true;
}
EXPORT_SYMBOL_GPL(fama_mhopt_parse);

/* @piece is the data of the first option.  All options but the last are full. */
static int opt_collect(const u8 *piece, size_t len, u8 *out, size_t size)
{
	size_t done, n;

	if (len > size)
		return -EMSGSIZE;

	for (done = 0; done < len; done += n) {
		n = min_t(size_t, len - done, FAMA_OPT_MAX_LEN);
		memcpy(out + done, piece, n);
		piece += n + OPT_HEAD;
	}
	return len;
}

int fama_mhopt_cga(const struct fama_mhopt *opt, u8 *out, size_t size)
{
	return opt_collect(opt->cga + OPT_HEAD, opt->cga_len, out, size);
}
EXPORT_SYMBOL_GPL(fama_mhopt_cga);

int fama_mhopt_sig(const struct fama_mhopt *opt, u8 *out, size_t size)
{
	return opt_collect(opt->sig, opt->sig_len, out, size);
}
EXPORT_SYMBOL_GPL(fama_mhopt_sig);

int fama_mhopt_phkt(const struct fama_mhopt *opt, u8 *out, size_t size)
{
	return opt_collect(opt->phkt, opt->phkt_len, out, size);
}
EXPORT_SYMBOL_GPL(fama_mhopt_phkt);

void fama_mhopt_put_sig(const struct fama_mhopt_fixup *fix, const u8 *sig,
			size_t len)
{
	u8 *piece = fix->sig;
	size_t n;

	for (; len; len -= n) {
		n = min_t(size_t, len, FAMA_OPT_MAX_LEN);
		memcpy(piece, sig, n);
		piece += n + OPT_HEAD;
		sig += n;
	}
}
EXPORT_SYMBOL_GPL(fama_mhopt_put_sig);

/*
 * The message that is written.  When it is full, @len still grows with what does
 * not fit, so that one check at the end finds out.
 */
struct opt_writer {
	u8 *buf;
	size_t size;
	size_t len;
};

/* Write @n octets; zeros when @data is NULL. */
static void put(struct opt_writer *w, const void *data, size_t n)
{
	if (w->len <= w->size && n <= w->size - w->len) {
		if (data)
			memcpy(w->buf + w->len, data, n);
		else
			memset(w->buf + w->len, 0, n);
	}
	w->len += n;
}

/* One option of padding, or none. */
static void put_gap(struct opt_writer *w, size_t gap)
{
	u8 padn[OPT_HEAD] = { FAMA_OPT_PADN, gap - OPT_HEAD };

	if (gap < OPT_HEAD) {
		put(w, NULL, gap);	/* Pad1 or nothing */
		return;
	}
	put(w, padn, sizeof(padn));
	put(w, NULL, gap - OPT_HEAD);
}

static void put_align(struct opt_writer *w, size_t align, size_t rem)
{
	put_gap(w, (rem - w->len) & (align - 1));
}

/* Pad1 for a single octet, otherwise as many PadN as it takes. */
static void put_padding(struct opt_writer *w, size_t octets)
{
	size_t n;

	for (; octets; octets -= n) {
		n = min_t(size_t, octets, OPT_HEAD + FAMA_OPT_MAX_LEN);
		put_gap(w, n);
	}
}

static void put_opt(struct opt_writer *w, u8 type, const void *data, u8 len)
{
	const u8 head[OPT_HEAD] = { type, len };

	put_align(w, opt_rules[type].align, opt_rules[type].rem);
	put(w, head, sizeof(head));
	put(w, data, len);
}

/* Write @len octets as several options, of which all but the last are full. */
static void put_pieces(struct opt_writer *w, u8 type, const u8 *data,
		       size_t len)
{
	while (len) {
		size_t n = min_t(size_t, len, FAMA_OPT_MAX_LEN);

		put_opt(w, type, data, n);
		if (data)
			data += n;
		len -= n;
	}
}

static void put_one(struct opt_writer *w, const struct fama_mhopt *opt, u8 type)
{
	u8 num[4];

	switch (type) {
	case FAMA_OPT_REFRESH:
		fama_put16(num, opt->refresh);
		put_opt(w, type, num, 2);
		break;
	case FAMA_OPT_ALT_COA:
		put_opt(w, type, &opt->alt_coa, sizeof(opt->alt_coa));
		break;
	case FAMA_OPT_NONCES:
		fama_put16(num, opt->home_nonce);
		fama_put16(num + 2, opt->careof_nonce);
		put_opt(w, type, num, 4);
		break;
	case FAMA_OPT_CGA:
		put_pieces(w, type, opt->cga, opt->cga_len);
		break;
	case FAMA_OPT_SIGNATURE:
		put_pieces(w, type, NULL, opt->sig_len);
		break;
	case FAMA_OPT_PHKT:
		put_pieces(w, type, opt->phkt, opt->phkt_len);
		break;
	case FAMA_OPT_COT:
		put_opt(w, type, opt->cot, sizeof(opt->cot));
		break;
	default:
		put_opt(w, type, NULL, opt_rules[type].len);
	}
}

static bool opt_buildable(const struct fama_mhopt *opt)
{
	bool cga = fama_mhopt_has(opt, FAMA_OPT_CGA);

	if (cga != fama_mhopt_has(opt, FAMA_OPT_SIGNATURE))
		return false;
	if (cga && (!opt->cga || !opt->cga_len ||
		    opt->cga_len > FAMA_CGA_MAX_LEN ||
		    !opt->sig_len || opt->sig_len > FAMA_OPT_SPLIT_LEN))
		return false;
	if (!fama_mhopt_has(opt, FAMA_OPT_PHKT))
		return true;
	return opt->phkt && opt->phkt_len &&
	       opt->phkt_len <= FAMA_OPT_SPLIT_LEN;
}

int fama_mhopt_build(const struct fama_mhopt *opt, u8 *buf, size_t off,
		     size_t size, struct fama_mhopt_fixup *fix)
{
	/*
	 * One order serves both BU and BA.  The PHKT stands before the CGA
	 * Parameters, because the signature covers no option behind them.
	 */
	static const u8 order[] = {
		FAMA_OPT_REFRESH, FAMA_OPT_ALT_COA, FAMA_OPT_PHKT,
		FAMA_OPT_CGA, FAMA_OPT_SIGNATURE, FAMA_OPT_COT_INIT,
		FAMA_OPT_CGA_REQ, FAMA_OPT_COT, FAMA_OPT_NONCES,
		FAMA_OPT_AUTH,
	};
	struct opt_writer w = { buf, size, off };
	struct fama_mhopt_fixup found = {};
	int i;

	if (!opt_buildable(opt))
		return -EINVAL;

	for (i = 0; i < ARRAY_SIZE(order); i++) {
		if (order[i] == FAMA_OPT_NONCES)
			put_padding(&w, opt->padding);
		if (!fama_mhopt_has(opt, order[i]))
			continue;
		put_one(&w, opt, order[i]);
		if (w.len > size)
			return -EMSGSIZE;
		if (order[i] == FAMA_OPT_CGA)
			found.signed_len = w.len;
		else if (order[i] == FAMA_OPT_SIGNATURE)
			found.sig = buf + found.signed_len + OPT_HEAD;
		else if (order[i] == FAMA_OPT_AUTH)
			found.auth = buf + w.len - FAMA_AUTH_LEN;
	}
	/* Adds nothing behind BAD, whose end is aligned to 8 octets. */
	put_align(&w, 8, 0);
	if (w.len > size)
		return -EMSGSIZE;
	if (fix)
		*fix = found;
	return w.len;
}
