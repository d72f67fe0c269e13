// SPDX-License-Identifier: GPL-2.0-only
/* Notifications: which attributes each kind shows. */
#include <linux/dar.h>
#include <linux/mn.h>

#include "dar/anchor.h"
#include "dar/dar.h"
#include "event.h"
#include "mn/mn.h"
#include "mn/state.h"

#define FIELD(_type, _key, _label, _attr) \
	{ .type = FIELD_##_type, .key = _key, .label = _label, .attr = _attr }
#define FIELD_S(_key, _attr) \
	{ .type = FIELD_U32, .key = _key, .label = _key, .attr = _attr, \
	  .unit = "s" }
#define FIELD_NAMED(_key, _attr, _names) \
	{ .type = FIELD_NAME, .key = _key, .label = _key, .attr = _attr, \
	  .names = _names, .names_count = ARRAY_SIZE(_names) }

#define LIST(array) (&(const struct field_list)FIELD_LIST(array))

static const struct field dar_bu[] = {
	FIELD(ADDRESS, "home", "", DAR_A_HOME),
	FIELD(ADDRESS, "careof", "careof", DAR_A_CAREOF),
	FIELD(U16, "seq", "seq", DAR_A_SEQ),
	FIELD_S("lifetime", DAR_A_LIFETIME),
	FIELD_NAMED("auth", DAR_A_AUTH, dar_auth_names),
};

static const struct field dar_ba[] = {
	FIELD(ADDRESS, "home", "", DAR_A_HOME),
	FIELD(ADDRESS, "careof", "careof", DAR_A_CAREOF),
	FIELD(U16, "seq", "seq", DAR_A_SEQ),
	FIELD_S("lifetime", DAR_A_LIFETIME),
	FIELD(STATUS, "status", "status", DAR_A_STATUS),
};

static const struct field dar_drop[] = {
	FIELD(ADDRESS, "home", "", DAR_A_HOME),
	FIELD(ADDRESS, "careof", "careof", DAR_A_CAREOF),
	FIELD(U16, "seq", "seq", DAR_A_SEQ),
	FIELD(U8, "status", "status", DAR_A_STATUS),
	FIELD(STRING, "reason", "reason", DAR_A_REASON),
};

static const struct field dar_stranger[] = {
	FIELD(ADDRESS, "home", "", DAR_A_HOME),
	FIELD(ADDRESS, "careof", "careof", DAR_A_CAREOF),
	FIELD(HEX, "fingerprint", "fingerprint", DAR_A_FINGERPRINT),
};

static const struct field dar_enable[] = {
	FIELD(STRING, "device", "dev", DAR_A_DEVICE),
	{ .type = FIELD_TEXT, .key = "rsa_sizes", .label = "rsa",
	  .text = anchor_rsa_text, .names = anchor_size_names },
};

static const struct field dar_anchor_del[] = {
	{ .type = FIELD_PREFIX, .key = "prefix", .label = "",
	  .attr = DAR_A_PREFIX, .attr2 = DAR_A_PREFIX_LEN },
};

static const struct field dar_link[] = {
	FIELD(STRING, "dev", "", DAR_A_LINK),
	{ .type = FIELD_TEXT, .key = "state", .label = "",
	  .text = anchor_state_text },
	FIELD(U32, "anchors", "anchors", DAR_A_ANCHORS),
};

static const char *const forwarding_names[] = { "off", "on" };

static const struct field dar_forwarding[] = {
	{ .type = FIELD_BOOL, .key = "forwarding", .label = "",
	  .attr = DAR_A_FORWARDING, .names = forwarding_names,
	  .names_count = ARRAY_SIZE(forwarding_names) },
};

static const struct event dar_events[] = {
	[DAR_EVENT_BU] = { "bu", LIST(dar_bu) },
	[DAR_EVENT_BA] = { "ba", LIST(dar_ba) },
	[DAR_EVENT_BINDING] = { "binding", &dar_binding_fields },
	[DAR_EVENT_EXPIRE] = { "expire", &dar_binding_fields },
	[DAR_EVENT_DROP] = { "drop", LIST(dar_drop) },
	[DAR_EVENT_STRANGER] = { "stranger", LIST(dar_stranger) },
	[DAR_EVENT_ENABLE] = { "enable", LIST(dar_enable) },
	[DAR_EVENT_DISABLE] = { "disable", &(const struct field_list){ 0 } },
	[DAR_EVENT_ANCHOR] = { "anchor", &anchor_fields },
	[DAR_EVENT_ANCHOR_DEL] = { "anchor-del", LIST(dar_anchor_del) },
	[DAR_EVENT_LINK] = { "link", LIST(dar_link) },
	[DAR_EVENT_FORWARDING] = { "forwarding", LIST(dar_forwarding) },
	[DAR_EVENT_MEMORY] = { "memory", &dar_memory_fields },
};

static const char *const link_names[] = { "down", "up" };

static const struct field mn_link[] = {
	FIELD(DEVICE, "dev", "", MN_A_IFINDEX),
	{ .type = FIELD_BOOL, .key = "up", .label = "", .attr = MN_A_STATUS,
	  .names = link_names, .names_count = ARRAY_SIZE(link_names) },
};

static const struct field mn_attach[] = {
	FIELD(DEVICE, "dev", "", MN_A_IFINDEX),
	FIELD(ADDRESS, "dar", "dar", MN_A_DAR),
};

static const struct field mn_address[] = {
	FIELD(ADDRESS, "address", "", MN_A_ADDRESS),
	FIELD(ADDRESS, "dar", "dar", MN_A_DAR),
	FIELD_NAMED("state", MN_A_STATE, mn_state_names),
	FIELD(ADDRESS, "careof", "careof", MN_A_CAREOF),
	FIELD_NAMED("reason", MN_A_STATE_REASON, mn_reason_names),
	{ .type = FIELD_TEXT, .key = "kept", .label = "kept:",
	  .text = mn_kept_text },
};

static const struct field mn_bu[] = {
	FIELD(ADDRESS, "address", "", MN_A_ADDRESS),
	FIELD(ADDRESS, "dar", "-> DAR", MN_A_DAR),
	FIELD(ADDRESS, "careof", "careof", MN_A_CAREOF),
	FIELD(U16, "seq", "seq", MN_A_SEQ),
	FIELD_S("lifetime", MN_A_LIFETIME),
	FIELD_NAMED("auth", MN_A_AUTH, mn_auth_names),
};

static const struct field mn_ba[] = {
	FIELD(ADDRESS, "address", "", MN_A_ADDRESS),
	FIELD(ADDRESS, "dar", "<- DAR", MN_A_DAR),
	FIELD(U16, "seq", "seq", MN_A_SEQ),
	FIELD_S("lifetime", MN_A_LIFETIME),
	FIELD(STATUS, "status", "status", MN_A_STATUS),
};

static const struct field mn_expire[] = {
	FIELD(ADDRESS, "address", "", MN_A_ADDRESS),
	FIELD(ADDRESS, "dar", "dar", MN_A_DAR),
};

static const struct field mn_drop[] = {
	FIELD(ADDRESS, "address", "", MN_A_ADDRESS),
	FIELD(ADDRESS, "dar", "dar", MN_A_DAR),
	FIELD(U16, "seq", "seq", MN_A_SEQ),
	FIELD(U8, "status", "status", MN_A_STATUS),
	FIELD(STRING, "reason", "reason", MN_A_REASON),
};

static const char *const what_names[] = {
	[MN_WHAT_ADDRESS] = "address",
	[MN_WHAT_RULE] = "rule",
	[MN_WHAT_ROUTE] = "route",
};

static const struct field mn_restore[] = {
	FIELD_NAMED("what", MN_A_WHAT, what_names),
	FIELD(ADDRESS, "address", "", MN_A_ADDRESS),
	FIELD(DEVICE, "dev", "dev", MN_A_IFINDEX),
	FIELD(U32, "port", "port", MN_A_PORT),
};

static const struct field mn_contest[] = {
	FIELD(U32, "port", "port", MN_A_PORT),
};

static const struct event mn_events[] = {
	[MN_EVENT_LINK] = { "link", LIST(mn_link) },
	[MN_EVENT_ATTACH] = { "attach", LIST(mn_attach) },
	[MN_EVENT_ADDRESS] = { "address", LIST(mn_address) },
	[MN_EVENT_BU] = { "bu", LIST(mn_bu) },
	[MN_EVENT_BA] = { "ba", LIST(mn_ba) },
	[MN_EVENT_EXPIRE] = { "expire", LIST(mn_expire) },
	[MN_EVENT_DROP] = { "drop", LIST(mn_drop) },
	[MN_EVENT_RESTORE] = { "restore", LIST(mn_restore) },
	[MN_EVENT_CONTEST] = { "contest", LIST(mn_contest) },
};

const struct event_role event_dar = {
	.name = DAR_GENL_NAME,
	.command = DAR_CMD_EVENT,
	.event_attr = DAR_A_EVENT,
	.time_attr = DAR_A_TIME,
	.events = dar_events,
	.count = ARRAY_SIZE(dar_events),
};

const struct event_role event_mn = {
	.name = MN_GENL_NAME,
	.command = MN_CMD_EVENT,
	.event_attr = MN_A_EVENT,
	.time_attr = MN_A_TIME,
	.events = mn_events,
	.count = ARRAY_SIZE(mn_events),
};
