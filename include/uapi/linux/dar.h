/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * Generic netlink family "dar": a Distributed Anchor Router of FAMA.
 *
 * All commands act on the network namespace of the socket.  Those that change
 * something need CAP_NET_ADMIN in the user namespace that owns it.
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
 *	%DAR_A_BINDINGS, %DAR_A_COUNTERS.
 * @DAR_CMD_ANCHOR_NEW: do: %DAR_A_PREFIX, %DAR_A_PREFIX_LEN (64),
 *	%DAR_A_IFINDEX, optional %DAR_A_CARE_OF_TEST.
 * @DAR_CMD_ANCHOR_DEL: do: %DAR_A_PREFIX, %DAR_A_PREFIX_LEN.
 * @DAR_CMD_ANCHOR_GET: dump: one message per anchor.
 * @DAR_CMD_BINDING_GET: do with %DAR_A_HOME, or dump: one message per binding,
 *	attributes of a binding at top level.
 * @DAR_CMD_BINDING_FLUSH: do: all bindings, or the one of %DAR_A_HOME.
 * @DAR_CMD_EVENT: notification on group "events".
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
