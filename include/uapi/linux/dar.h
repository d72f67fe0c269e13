/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * Generic netlink family "dar": a Distributed Anchor Router of FAMA.
 *
 * All commands act on the network namespace of the socket.  Those that change
 * something need CAP_NET_ADMIN in the user namespace that owns it.  The lists
 * and the events are open to all who are in it, as the neighbour table is.
 */
#ifndef _UAPI_LINUX_DAR_H
#define _UAPI_LINUX_DAR_H

#define DAR_GENL_NAME		"dar"
#define DAR_GENL_VERSION	1
#define DAR_GENL_MCGRP_EVENTS	"events"

/**
 * enum dar_cmd - commands of the family
 * @DAR_CMD_UNSPEC: none
 * @DAR_CMD_ENABLE: do: create the device and start serving in this namespace.
 *	Optional %DAR_A_DEVICE (name, default "dar0").  -EALREADY when enabled.
 * @DAR_CMD_DISABLE: do: forget all state, remove the device.  -ENOTCONN when
 *	not enabled.
 * @DAR_CMD_GET: do: reply %DAR_A_ENABLED, %DAR_A_DEVICE, %DAR_A_ANCHORS,
 *	%DAR_A_BINDINGS, %DAR_A_REMEMBERED, %DAR_A_QUEUED, all settings,
 *	%DAR_A_KEY_BITS when there is a key, %DAR_A_COUNTERS.
 * @DAR_CMD_ANCHOR_NEW: do: %DAR_A_PREFIX, %DAR_A_PREFIX_LEN (64),
 *	%DAR_A_IFINDEX, optional policy: %DAR_A_CARE_OF_TEST,
 *	%DAR_A_LIFETIME_MAX, %DAR_A_REFRESH, %DAR_A_MIN_SEC, %DAR_A_KEY_SIZES,
 *	%DAR_A_DAD, %DAR_A_PROXY_ND, %DAR_A_EARLY_TOKEN.
 * @DAR_CMD_ANCHOR_DEL: do: %DAR_A_PREFIX, %DAR_A_PREFIX_LEN.
 * @DAR_CMD_ANCHOR_GET: dump: one message per anchor.
 * @DAR_CMD_BINDING_GET: do with %DAR_A_HOME, or dump: one message per binding,
 *	attributes of a binding at top level.
 * @DAR_CMD_BINDING_FLUSH: do: all bindings, or the one of %DAR_A_HOME.
 * @DAR_CMD_EVENT: notification on group "events".
 * @DAR_CMD_SET: do: change settings of the namespace, those given of
 *	%DAR_A_MAX_BINDINGS, %DAR_A_MAX_REMEMBERED, %DAR_A_QUEUE_MAX,
 *	%DAR_A_VERIFY_RATE, %DAR_A_REFUSAL_RATE: all or none; -ENOTCONN when
 *	not enabled.  Or, by itself, %DAR_A_KEY with %DAR_A_MODIFIER.
 * @DAR_CMD_ANCHOR_SET: do: %DAR_A_PREFIX, %DAR_A_PREFIX_LEN, and what is to
 *	change of the policy of an anchor.  Its bindings stay.
 * @DAR_CMD_MEMORY_GET: dump: one message per home address that is remembered
 *	against replay without being bound: HOME, SEQ, PHKT, FORGET.
 * @DAR_CMD_MEMORY_FLUSH: do: forget all that is remembered, or %DAR_A_HOME.
 * @__DAR_CMD_MAX: one more than the last
 */
enum dar_cmd {
	DAR_CMD_UNSPEC,
	DAR_CMD_ENABLE,
	DAR_CMD_DISABLE,
	DAR_CMD_GET,
	DAR_CMD_ANCHOR_NEW,
	DAR_CMD_ANCHOR_DEL,
	DAR_CMD_ANCHOR_GET,
	DAR_CMD_BINDING_GET,
	DAR_CMD_BINDING_FLUSH,
	DAR_CMD_EVENT,
	DAR_CMD_SET,
	DAR_CMD_ANCHOR_SET,
	DAR_CMD_MEMORY_GET,
	DAR_CMD_MEMORY_FLUSH,

	__DAR_CMD_MAX,
#define DAR_CMD_MAX (__DAR_CMD_MAX - 1)
};

/**
 * enum dar_attr - attributes of the family
 * @DAR_A_UNSPEC: none
 * @DAR_A_PAD: padding of 64-bit attributes
 * @DAR_A_ENABLED: u8, 0 or 1
 * @DAR_A_DEVICE: string, name of the tunnel device
 * @DAR_A_ANCHORS: u32, number of anchors
 * @DAR_A_BINDINGS: u32, number of bindings
 * @DAR_A_COUNTERS: nest of %DAR_A_COUNTER
 * @DAR_A_COUNTER: nest of %DAR_A_COUNTER_NAME and %DAR_A_COUNTER_VALUE
 * @DAR_A_COUNTER_NAME: string
 * @DAR_A_COUNTER_VALUE: u64
 * @DAR_A_PREFIX: 16 octets, host part zero
 * @DAR_A_PREFIX_LEN: u8, bits; 64 is the only length a CGA allows
 * @DAR_A_IFINDEX: u32, the access link of an anchor
 * @DAR_A_CARE_OF_TEST: u8, &enum dar_care_of_test
 * @DAR_A_HOME: 16 octets, home address
 * @DAR_A_CAREOF: 16 octets, care-of address
 * @DAR_A_LIFETIME: u32, seconds granted
 * @DAR_A_EXPIRES: u32, seconds left
 * @DAR_A_SEQ: u16, last accepted sequence number (RFC 6275 section 9.5.1)
 * @DAR_A_AUTH: u8, &enum dar_auth
 * @DAR_A_STATE: u8, &enum dar_binding_state
 * @DAR_A_PHKT: u8, 1 when a Permanent Home Keygen Token exists; never the token
 * @DAR_A_TX_PACKETS: u64, packets tunnelled to the mobile node
 * @DAR_A_TX_BYTES: u64, octets of them, without the outer header
 * @DAR_A_RX_PACKETS: u64, packets received through the tunnel
 * @DAR_A_RX_BYTES: u64, octets of them, without the outer header
 * @DAR_A_EVENT: u8, &enum dar_event
 * @DAR_A_TIME: u64, nanoseconds of CLOCK_REALTIME when the event happened
 * @DAR_A_STATUS: u8, status of a Binding Acknowledgement or Binding Error
 * @DAR_A_REASON: string, name of the counter that a drop incremented
 * @DAR_A_LIFETIME_MAX: u32, most seconds that a binding is granted, 4 to 86400,
 *	the default
 * @DAR_A_REFRESH: u32, seconds after which nodes are advised to refresh
 *	(Binding Refresh Advice, RFC 6275 section 6.2.4), 0: no advice, the
 *	default
 * @DAR_A_MIN_SEC: u8, least Sec of a home address (RFC 3972), 0 to 7, default 0
 * @DAR_A_KEY_SIZES: u32, set of &enum dar_key_size that nodes may use; without
 *	%DAR_KEY_SIZE_2048 by default
 * @DAR_A_DAD: u8, 1: Duplicate Address Detection before the first binding
 *	(RFC 6275 section 10.3.1), which takes a second; default 0
 * @DAR_A_PROXY_ND: u8, 1: answer for bound addresses on the access link
 *	(RFC 6275 section 10.4.1), the default
 * @DAR_A_EARLY_TOKEN: u8, 1: give a PHKT to nodes at home, the default
 * @DAR_A_CREDIT: u32, octets that may still be sent to a care-of address which
 *	is not proven; absent when it is
 * @DAR_A_MAX_BINDINGS: u32, bound of the number of bindings
 * @DAR_A_MAX_REMEMBERED: u32, bound of the number of addresses remembered
 * @DAR_A_REMEMBERED: u32, addresses remembered against replay, not bound
 * @DAR_A_QUEUE_MAX: u32, most signatures that wait to be verified
 * @DAR_A_QUEUED: u32, signatures that wait
 * @DAR_A_VERIFY_RATE: u32, most signatures verified in a second, 0: no bound
 * @DAR_A_REFUSAL_RATE: u32, most answers in a second to messages that prove
 *	nothing, 0: no bound
 * @DAR_A_KEY: binary, PKCS#1 RSAPrivateKey in DER that signs Binding
 *	Acknowledgements, empty: none; write only
 * @DAR_A_KEY_BITS: u32, modulus length of it
 * @DAR_A_MODIFIER: 16 octets, CGA modifier that goes with it
 * @DAR_A_FORGET: u32, seconds until an address is forgotten; absent: never
 * @__DAR_A_MAX: one more than the last
 */
enum dar_attr {
	DAR_A_UNSPEC,
	DAR_A_PAD,
	DAR_A_ENABLED,
	DAR_A_DEVICE,
	DAR_A_ANCHORS,
	DAR_A_BINDINGS,
	DAR_A_COUNTERS,
	DAR_A_COUNTER,
	DAR_A_COUNTER_NAME,
	DAR_A_COUNTER_VALUE,
	DAR_A_PREFIX,
	DAR_A_PREFIX_LEN,
	DAR_A_IFINDEX,
	DAR_A_CARE_OF_TEST,
	DAR_A_HOME,
	DAR_A_CAREOF,
	DAR_A_LIFETIME,
	DAR_A_EXPIRES,
	DAR_A_SEQ,
	DAR_A_AUTH,
	DAR_A_STATE,
	DAR_A_PHKT,
	DAR_A_TX_PACKETS,
	DAR_A_TX_BYTES,
	DAR_A_RX_PACKETS,
	DAR_A_RX_BYTES,
	DAR_A_EVENT,
	DAR_A_TIME,
	DAR_A_STATUS,
	DAR_A_REASON,
	DAR_A_LIFETIME_MAX,
	DAR_A_REFRESH,
	DAR_A_MIN_SEC,
	DAR_A_KEY_SIZES,
	DAR_A_DAD,
	DAR_A_PROXY_ND,
	DAR_A_EARLY_TOKEN,
	DAR_A_CREDIT,
	DAR_A_MAX_BINDINGS,
	DAR_A_MAX_REMEMBERED,
	DAR_A_REMEMBERED,
	DAR_A_QUEUE_MAX,
	DAR_A_QUEUED,
	DAR_A_VERIFY_RATE,
	DAR_A_REFUSAL_RATE,
	DAR_A_KEY,
	DAR_A_KEY_BITS,
	DAR_A_MODIFIER,
	DAR_A_FORGET,

	__DAR_A_MAX,
#define DAR_A_MAX (__DAR_A_MAX - 1)
};

/**
 * enum dar_care_of_test - when a care-of address must be proven reachable
 * @DAR_CARE_OF_TEST_OFF: never
 * @DAR_CARE_OF_TEST_CONCURRENT: while traffic already flows
 * @DAR_CARE_OF_TEST_REQUIRED: before traffic is redirected
 */
enum dar_care_of_test {
	DAR_CARE_OF_TEST_OFF,
	DAR_CARE_OF_TEST_CONCURRENT,
	DAR_CARE_OF_TEST_REQUIRED,
};

/**
 * enum dar_key_size - sizes of RSA keys, bits of a set
 * @DAR_KEY_SIZE_1024: 1024 bits
 * @DAR_KEY_SIZE_1536: 1536 bits
 * @DAR_KEY_SIZE_2048: 2048 bits: does not fit the options of RFC 4866, an
 *	extension
 */
enum dar_key_size {
	DAR_KEY_SIZE_1024 = 1,
	DAR_KEY_SIZE_1536 = 2,
	DAR_KEY_SIZE_2048 = 4,
};

/**
 * enum dar_auth - what authenticated the last Binding Update
 * @DAR_AUTH_CGA: CGA parameters and signature (RFC 4866)
 * @DAR_AUTH_PHKT: the Permanent Home Keygen Token
 */
enum dar_auth {
	DAR_AUTH_CGA,
	DAR_AUTH_PHKT,
};

/**
 * enum dar_binding_state - is the care-of address proven
 * @DAR_BINDING_VERIFIED: yes, or the anchor does not test
 * @DAR_BINDING_UNVERIFIED: not yet
 */
enum dar_binding_state {
	DAR_BINDING_VERIFIED,
	DAR_BINDING_UNVERIFIED,
};

/**
 * enum dar_event - kinds of notifications
 * @DAR_EVENT_UNSPEC: none
 * @DAR_EVENT_BU: a Binding Update passed all checks: HOME, CAREOF, SEQ,
 *	LIFETIME (requested), AUTH
 * @DAR_EVENT_BA: a Binding Acknowledgement was sent: HOME, CAREOF, SEQ,
 *	LIFETIME (granted), STATUS
 * @DAR_EVENT_BINDING: a binding came, changed or was deregistered
 *	(LIFETIME 0): all attributes of a binding
 * @DAR_EVENT_EXPIRE: a binding ran out: HOME, CAREOF
 * @DAR_EVENT_DROP: a Mobility Header was dropped or refused: REASON, and
 *	HOME, CAREOF, SEQ, STATUS as far as known; rate limited
 */
enum dar_event {
	DAR_EVENT_UNSPEC,
	DAR_EVENT_BU,
	DAR_EVENT_BA,
	DAR_EVENT_BINDING,
	DAR_EVENT_EXPIRE,
	DAR_EVENT_DROP,
};

#endif /* _UAPI_LINUX_DAR_H */
