// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <fama/mh.h>

/* Offsets of fields that all messages have */
#define MH_PROTO	0
#define MH_HDRLEN	1
#define MH_TYPE		2

#define MH_UNIT		8	/* octets, of Header Len */

#define BU_OPTIONS	(BIT(FAMA_OPT_ALT_COA) | BIT(FAMA_OPT_CGA) |	\
			 BIT(FAMA_OPT_SIGNATURE) |			\
			 BIT(FAMA_OPT_COT_INIT) | BIT(FAMA_OPT_CGA_REQ) | \
			 BIT(FAMA_OPT_NONCES) | BIT(FAMA_OPT_AUTH))
#define BA_OPTIONS	(BIT(FAMA_OPT_REFRESH) | BIT(FAMA_OPT_PHKT) |	\
			 BIT(FAMA_OPT_CGA) | BIT(FAMA_OPT_SIGNATURE) |	\
			 BIT(FAMA_OPT_COT) | BIT(FAMA_OPT_NONCES) |	\
			 BIT(FAMA_OPT_AUTH))

/* Octets before the first option, and the options that fama_mh_build() allows. */
static const struct mh_layout {
	u8 fixed;
	u32 options;
} mh_layouts[] = {
	[FAMA_MH_BRR]	= { 8 },
	[FAMA_MH_HOTI]	= { 16 },
	[FAMA_MH_COTI]	= { 16 },
	[FAMA_MH_HOT]	= { 24 },
	[FAMA_MH_COT]	= { 24 },
	[FAMA_MH_BU]	= { 12, BU_OPTIONS },
	[FAMA_MH_BA]	= { 12, BA_OPTIONS },
	[FAMA_MH_BE]	= { 24 },
};

static void parse_body(const u8 *buf, struct fama_mh *mh)
{
	switch (mh->type) {
	case FAMA_MH_HOTI:
	case FAMA_MH_COTI:
		memcpy(mh->init.cookie, buf + 8, sizeof(mh->init.cookie));
		break;
	case FAMA_MH_HOT:
	case FAMA_MH_COT:
		mh->test.nonce_index = fama_get16(buf + 6);
		memcpy(mh->test.cookie, buf + 8, sizeof(mh->test.cookie));
		memcpy(mh->test.token, buf + 16, sizeof(mh->test.token));
		break;
	case FAMA_MH_BU:
		mh->bu.seq = fama_get16(buf + 6);
		mh->bu.flags = fama_get16(buf + 8);
		mh->bu.lifetime = fama_get16(buf + 10);
		break;
	case FAMA_MH_BA:
		mh->ba.status = buf[6];
		mh->ba.flags = buf[7];
		mh->ba.seq = fama_get16(buf + 8);
		mh->ba.lifetime = fama_get16(buf + 10);
		break;
	case FAMA_MH_BE:
		mh->be.status = buf[6];
		memcpy(&mh->be.home, buf + 8, sizeof(mh->be.home));
		break;
	}
}

/* The order of the checks is that of RFC 6275 section 9.2. */
enum fama_mh_err fama_mh_parse(const u8 *buf, size_t len, struct fama_mh *mh)
{
	const struct mh_layout *layout;

	memset(mh, 0, sizeof(*mh));
	if (len < MH_UNIT || len != (buf[MH_HDRLEN] + 1) * MH_UNIT)
		return FAMA_MH_ETRUNC;
	mh->type = buf[MH_TYPE];
	if (mh->type >= ARRAY_SIZE(mh_layouts))
		return FAMA_MH_ETYPE;
	if (buf[MH_PROTO] != IPPROTO_NONE)
		return FAMA_MH_EPROTO;
	layout = &mh_layouts[mh->type];
	if (len < layout->fixed)
		return FAMA_MH_ESHORT;

	parse_body(buf, mh);
	if (!fama_mhopt_parse(buf, layout->fixed, len, &mh->opt))
		return FAMA_MH_EOPT;
	return FAMA_MH_OK;
}
EXPORT_SYMBOL_GPL(fama_mh_parse);

static void build_body(const struct fama_mh *mh, u8 *buf)
{
	switch (mh->type) {
	case FAMA_MH_HOTI:
	case FAMA_MH_COTI:
		memcpy(buf + 8, mh->init.cookie, sizeof(mh->init.cookie));
		break;
	case FAMA_MH_HOT:
	case FAMA_MH_COT:
		fama_put16(buf + 6, mh->test.nonce_index);
		memcpy(buf + 8, mh->test.cookie, sizeof(mh->test.cookie));
		memcpy(buf + 16, mh->test.token, sizeof(mh->test.token));
		break;
	case FAMA_MH_BU:
		fama_put16(buf + 6, mh->bu.seq);
		fama_put16(buf + 8, mh->bu.flags);
		fama_put16(buf + 10, mh->bu.lifetime);
		break;
	case FAMA_MH_BA:
		buf[6] = mh->ba.status;
		buf[7] = mh->ba.flags;
		fama_put16(buf + 8, mh->ba.seq);
		fama_put16(buf + 10, mh->ba.lifetime);
		break;
	case FAMA_MH_BE:
		buf[6] = mh->be.status;
		memcpy(buf + 8, &mh->be.home, sizeof(mh->be.home));
		break;
	}
}

/* The caller must learn where to write a signature or an authenticator. */
static bool fixup_missing(const struct fama_mh *mh,
			  const struct fama_mhopt_fixup *fix)
{
	return !fix && (fama_mhopt_has(&mh->opt, FAMA_OPT_SIGNATURE) ||
			fama_mhopt_has(&mh->opt, FAMA_OPT_AUTH));
}

int fama_mh_build(const struct fama_mh *mh, u8 *buf, size_t size,
		  struct fama_mhopt_fixup *fix)
{
	const struct mh_layout *layout;
	int len;

	if (mh->type >= ARRAY_SIZE(mh_layouts) || fixup_missing(mh, fix))
		return -EINVAL;
	layout = &mh_layouts[mh->type];
	if (mh->opt.present & ~layout->options)
		return -EINVAL;

	size = min_t(size_t, size, FAMA_MH_MAX_LEN);
	if (size < layout->fixed)
		return -EMSGSIZE;
	memset(buf, 0, layout->fixed);
	build_body(mh, buf);
	len = fama_mhopt_build(&mh->opt, buf, layout->fixed, size, fix);
	if (len < 0)
		return len;

	buf[MH_PROTO] = IPPROTO_NONE;
	buf[MH_HDRLEN] = len / MH_UNIT - 1;
	buf[MH_TYPE] = mh->type;
	return len;
}
EXPORT_SYMBOL_GPL(fama_mh_build);
