// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes the command one for tests: its requests go to no module, and the answers are the records
 * below.  FAMA_RECORDS is how many bindings there are; with each dump of them the counters
 * of the last binding have grown the most.
 */
#include <arpa/inet.h>
#include <linux/dar.h>
#include <linux/genetlink.h>
#include <linux/mn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/genl.h"

/* The answer that is being made, and its last message. */
struct answer {
	struct genl *g;
	struct nlmsghdr *nlh;
};

#define MESSAGE_MAX 4096

static void begin(struct answer *a)
{
	struct genl *g = a->g;

	g->reply = realloc(g->reply, g->reply_len + MESSAGE_MAX);
	if (!g->reply)
		abort();
	memset(g->reply + g->reply_len, 0, MESSAGE_MAX);
	a->nlh = mnl_nlmsg_put_header(g->reply + g->reply_len);
	mnl_nlmsg_put_extra_header(a->nlh, sizeof(struct genlmsghdr));
}

static void end(struct answer *a)
{
	a->g->reply_len += MNL_ALIGN(a->nlh->nlmsg_len);
}

static void address(struct answer *a, uint16_t type, const char *format, unsigned int n)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr in6;

	snprintf(text, sizeof(text), format, n);
	if (inet_pton(AF_INET6, text, &in6) != 1)
		abort();
	mnl_attr_put(a->nlh, type, sizeof(in6), &in6);
}

static void u8(struct answer *a, uint16_t type, uint8_t value)
{
	mnl_attr_put_u8(a->nlh, type, value);
}

static void u32(struct answer *a, uint16_t type, uint32_t value)
{
	mnl_attr_put_u32(a->nlh, type, value);
}

static void u64(struct answer *a, uint16_t type, uint64_t value)
{
	mnl_attr_put_u64(a->nlh, type, value);
}

static void string(struct answer *a, uint16_t type, const char *value)
{
	mnl_attr_put_strz(a->nlh, type, value);
}

static void counters(struct answer *a, uint16_t nest, uint16_t entry, uint16_t name,
		     uint16_t value)
{
	static const char *const names[] = { "bu_cga", "bad_checksum", "tunnel_no_binding" };
	struct nlattr *outer = mnl_attr_nest_start(a->nlh, nest), *inner;
	unsigned int i;

	for (i = 0; i < 3; i++) {
		inner = mnl_attr_nest_start(a->nlh, entry);
		string(a, name, names[i]);
		u64(a, value, i * 1000000007ULL);
		mnl_attr_nest_end(a->nlh, inner);
	}
	mnl_attr_nest_end(a->nlh, outer);
}

static unsigned int bindings(void)
{
	const char *count = getenv("FAMA_RECORDS");

	return count ? strtoul(count, NULL, 10) : 3;
}

static void dar_status(struct answer *a)
{
	begin(a);
	u8(a, DAR_A_ENABLED, 1);
	string(a, DAR_A_DEVICE, "dar0");
	u32(a, DAR_A_ANCHORS, 3);
	u32(a, DAR_A_BINDINGS, bindings());
	u8(a, DAR_A_FORWARDING, 0);
	u8(a, DAR_A_LASTING, 1);
	u32(a, DAR_A_MAX_BINDINGS, 1048576);
	u32(a, DAR_A_REMEMBERED, 12);
	u32(a, DAR_A_MAX_REMEMBERED, 1048576);
	u32(a, DAR_A_QUEUED, 1);
	u32(a, DAR_A_QUEUE_MAX, 64);
	u32(a, DAR_A_VERIFY_RATE, 5000);
	u32(a, DAR_A_REFUSAL_RATE, 1000);
	u32(a, DAR_A_UNVERIFIED_LIFETIME, 30);
	u32(a, DAR_A_FIB_PROTOCOL, 250);
	u32(a, DAR_A_HOLD_PACKETS, 1024);
	u32(a, DAR_A_HOLD_OCTETS, 1048576);
	u32(a, DAR_A_HOLD_AGE, 5000);
	u32(a, DAR_A_HOLD_MEMORY, 67108864);
	u32(a, DAR_A_FIB_ROUTES, 3);
	u32(a, DAR_A_ADMITTED, 100000);
	u32(a, DAR_A_SEEN, 100000);
	u32(a, DAR_A_KEY_BITS, 2048);
	string(a, DAR_A_KEY_FILE, "/etc/fama/router.example.org.key");
	string(a, DAR_A_SECRET_FILE, "/etc/fama/router.example.org.secret");
	counters(a, DAR_A_COUNTERS, DAR_A_COUNTER, DAR_A_COUNTER_NAME, DAR_A_COUNTER_VALUE);
	end(a);
}

static void traffic(struct answer *a, uint64_t n)
{
	u64(a, DAR_A_TX_PACKETS, n);
	u64(a, DAR_A_TX_BYTES, 1000 * n);
	u64(a, DAR_A_RX_PACKETS, 2 * n);
	u64(a, DAR_A_RX_BYTES, 200 * n);
}

static void dar_anchors(struct answer *a)
{
	unsigned int i;

	for (i = 0; i < 3; i++) {
		begin(a);
		address(a, DAR_A_PREFIX, "2001:db8:12:%x::", i);
		u8(a, DAR_A_PREFIX_LEN, 64);
		string(a, DAR_A_LINK, "enp0s31f6.4094");
		u8(a, DAR_A_ANCHOR_STATE, i);
		u8(a, DAR_A_CARE_OF_TEST, DAR_CARE_OF_TEST_CONCURRENT);
		u32(a, DAR_A_LIFETIME_MAX, 86400);
		u32(a, DAR_A_REFRESH, 600);
		u8(a, DAR_A_MIN_SEC, 1);
		u32(a, DAR_A_KEY_SIZES, DAR_KEY_SIZE_1024 | DAR_KEY_SIZE_1536);
		u8(a, DAR_A_DAD, 0);
		u8(a, DAR_A_PROXY_ND, 1);
		u8(a, DAR_A_EARLY_TOKEN, 1);
		u8(a, DAR_A_ADMIT, DAR_ADMIT_ATTACHED);
		u8(a, DAR_A_FIB, 1);
		u32(a, DAR_A_BINDINGS, 12345);
		u64(a, DAR_A_ACCEPTED, 123456789);
		u64(a, DAR_A_REFUSED, 12345);
		traffic(a, 12345678901ULL * i);
		end(a);
	}
}

static void dar_bindings(struct answer *a)
{
	static unsigned int dumps;
	unsigned int i, count = bindings();

	dumps++;
	for (i = 0; i < count; i++) {
		begin(a);
		address(a, DAR_A_HOME, "2001:db8:12:0:3c4f:aa12:bb34:%x", 0xc000 + i);
		address(a, DAR_A_CAREOF, "2001:db8:7:1:1c4f:aa12:bb34:%x", 0xc000 + i);
		u32(a, DAR_A_LIFETIME, 86400);
		u32(a, DAR_A_EXPIRES, 86399);
		mnl_attr_put_u16(a->nlh, DAR_A_SEQ, 65535 - i);
		u8(a, DAR_A_AUTH, DAR_AUTH_PHKT);
		u8(a, DAR_A_STATE, i % 2 ? DAR_BINDING_UNVERIFIED : DAR_BINDING_VERIFIED);
		u8(a, DAR_A_PHKT, 1);
		if (i % 2) {
			u32(a, DAR_A_CREDIT, 1280000);
			u32(a, DAR_A_CREDIT_PACKETS, 1000);
		}
		traffic(a, 1ULL * i * dumps);
		u64(a, DAR_A_NUMBER, 4711);
		mnl_attr_put(a->nlh, DAR_A_KEY_ID, 8, "\1\2\3\4\5\6\7\10");
		end(a);
	}
}

static void dar_memory(struct answer *a)
{
	begin(a);
	address(a, DAR_A_HOME, "2001:db8:12:0:3c4f:aa12:bb34:%x", 0xcc45);
	mnl_attr_put_u16(a->nlh, DAR_A_SEQ, 65535);
	u8(a, DAR_A_PHKT, 1);
	u32(a, DAR_A_FORGET, 86400);
	end(a);
}

static void mn_status(struct answer *a)
{
	begin(a);
	u8(a, MN_A_ENABLED, 1);
	string(a, MN_A_DEVICE, "mn0");
	u32(a, MN_A_IFINDEX, 1);
	u32(a, MN_A_ADDRESSES, 2);
	u32(a, MN_A_KEY_BITS, 1536);
	u8(a, MN_A_SEC, 1);
	u32(a, MN_A_KEY_COUNT, 2);
	string(a, MN_A_KEY_FILE, "/etc/fama/node.example.org.key");
	u32(a, MN_A_TABLE, 64251);
	u32(a, MN_A_PREFERENCE, 900);
	u8(a, MN_A_FROZEN, 0);
	u8(a, MN_A_POLICY, MN_POLICY_IN_USE);
	u32(a, MN_A_IDLE_TIME, 3600);
	u32(a, MN_A_MAX_ADDRESSES, 16);
	u32(a, MN_A_TRANSIENT_MARK, 0xdeadbeef);
	u32(a, MN_A_TRANSIENT_MASK, 0xffffffff);
	u64(a, MN_A_TRANSIENT_CGROUP, 123456789);
	u8(a, MN_A_SIGNED_ACK, MN_SIGNED_ACK_REQUIRE);
	u8(a, MN_A_EARLY_TOKEN, 1);
	u32(a, MN_A_GIVE_UP_TIME, 3600);
	u8(a, MN_A_PERMIT, MN_PERMISSION_DENY);
	u8(a, MN_A_HOME_FLAG, MN_HOME_FLAG_AUTO);
	counters(a, MN_A_COUNTERS, MN_A_COUNTER, MN_A_COUNTER_NAME, MN_A_COUNTER_VALUE);
	end(a);
}

static void mn_addresses(struct answer *a)
{
	static const uint8_t states[] = {
		MN_ADDRESS_HOME, MN_ADDRESS_AWAY, MN_ADDRESS_FAILED,
	};
	unsigned int i;

	for (i = 0; i < sizeof(states); i++) {
		begin(a);
		address(a, MN_A_ADDRESS, "2001:db8:12:%x:3c4f:aa12:bb34:cc45", i);
		address(a, MN_A_DAR, "2001:db8:12:%x::1", i);
		u8(a, MN_A_STATE, states[i]);
		if (i)
			address(a, MN_A_CAREOF, "2001:db8:12:%x:3c4f:aa12:bb34:cc45", 0);
		u32(a, MN_A_LIFETIME, 86400);
		u32(a, MN_A_EXPIRES, 86399);
		mnl_attr_put_u16(a->nlh, MN_A_SEQ, 65535);
		u8(a, MN_A_AUTH, MN_AUTH_PHKT);
		u32(a, MN_A_LAST_RTT_US, 51967);
		u8(a, MN_A_STATE_REASON, i == 2 ? MN_REASON_NO_SIGNED_ANSWER : MN_REASON_NONE);
		u8(a, MN_A_KEEP, MN_KEEP_AUTO);
		u8(a, MN_A_KEPT_BY, MN_KEPT_SOCKETS);
		u32(a, MN_A_TCP_SOCKETS, 12);
		u32(a, MN_A_UDP_SOCKETS, 3);
		u32(a, MN_A_KEY_BITS, 1536);
		u8(a, MN_A_SEC, 1);
		u8(a, MN_A_KEY_OLD, i == 2);
		end(a);
	}
}

static void mn_links(struct answer *a)
{
	begin(a);
	u32(a, MN_A_IFINDEX, 1);
	u32(a, MN_A_METRIC, 64);
	u8(a, MN_A_STATUS, 1);
	u8(a, MN_A_ACTIVE, 1);
	address(a, MN_A_CAREOF, "2001:db8:12:%x:3c4f:aa12:bb34:cc45", 0);
	end(a);
	begin(a);
	u32(a, MN_A_IFINDEX, 9999999);
	u32(a, MN_A_METRIC, 1023);
	u8(a, MN_A_STATUS, 0);
	u8(a, MN_A_TRIAL, MN_TRIAL_FAILED);
	end(a);
	begin(a);
	u32(a, MN_A_METRIC, 66);
	string(a, MN_A_NAME, "wwan0");
	end(a);
	begin(a);
	u32(a, MN_A_METRIC, 67);
	string(a, MN_A_NAME, "usb*");
	end(a);
}

static void mn_anchors(struct answer *a)
{
	begin(a);
	address(a, MN_A_PREFIX, "2001:db8:%x::", 12);
	u8(a, MN_A_PREFIX_LEN, 64);
	address(a, MN_A_DAR, "2001:db8:%x::1", 12);
	end(a);
}

static void mn_permits(struct answer *a)
{
	begin(a);
	u8(a, MN_A_PERMIT, MN_PERMISSION_DENY);
	mnl_attr_put(a->nlh, MN_A_SSID, 32, "a name of thirty two characters!");
	end(a);
}

static const struct {
	const char *family;
	uint8_t command;
	void (*make)(struct answer *a);
} answers[] = {
	{ DAR_GENL_NAME, DAR_CMD_GET, dar_status },
	{ DAR_GENL_NAME, DAR_CMD_ANCHOR_GET, dar_anchors },
	{ DAR_GENL_NAME, DAR_CMD_BINDING_GET, dar_bindings },
	{ DAR_GENL_NAME, DAR_CMD_MEMORY_GET, dar_memory },
	{ MN_GENL_NAME, MN_CMD_GET, mn_status },
	{ MN_GENL_NAME, MN_CMD_ADDRESS_GET, mn_addresses },
	{ MN_GENL_NAME, MN_CMD_LINK_GET, mn_links },
	{ MN_GENL_NAME, MN_CMD_ANCHOR_GET, mn_anchors },
	{ MN_GENL_NAME, MN_CMD_PERMIT_GET, mn_permits },
};

static int answer(const struct genl *g, void *data)
{
	const struct genlmsghdr *header = mnl_nlmsg_get_payload(g->request);
	struct answer a = { .g = (struct genl *)g };
	int error = EOPNOTSUPP;
	unsigned int i;

	(void)data;
	a.g->reply_len = 0;
	for (i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
		if (strcmp(g->name, answers[i].family) || header->cmd != answers[i].command)
			continue;
		answers[i].make(&a);
		error = 0;
	}
	return error;
}

__attribute__((constructor)) static void replace_modules(void)
{
	genl_record(answer, NULL);
}
