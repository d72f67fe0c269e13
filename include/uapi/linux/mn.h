/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * Generic netlink family "mn": a mobile node of FAMA.
 *
 * All commands act on the network namespace of the socket.  Those that change
 * something need CAP_NET_ADMIN in the user namespace that owns it.
 */
#ifndef _UAPI_LINUX_MN_H
#define _UAPI_LINUX_MN_H

#define MN_GENL_NAME		"mn"
#define MN_GENL_VERSION		1
#define MN_GENL_MCGRP_EVENTS	"events"

/**
 * enum mn_cmd - commands of the family
 * @MN_CMD_UNSPEC: none
 * @MN_CMD_ENABLE: do: %MN_A_KEY, %MN_A_MODIFIER, %MN_A_SEC, one or more
 *	%MN_A_IFINDEX, optional %MN_A_DEVICE (name, default "mn0").
 *	-EALREADY when enabled.
 * @MN_CMD_DISABLE: do: deregister what can be, forget all state, remove the
 *	device, rules and routes.  -ENOTCONN when not enabled.
 * @MN_CMD_GET: do: reply %MN_A_ENABLED, %MN_A_DEVICE, %MN_A_IFINDEX...,
 *	%MN_A_ADDRESSES, %MN_A_KEY_BITS, %MN_A_SEC, %MN_A_COUNTERS, and what
 *	%MN_CMD_SET sets but the key itself.
 * @MN_CMD_ADDRESS_GET: do with %MN_A_ADDRESS, or dump: one message per address.
 * @MN_CMD_ADDRESS_SET: do: %MN_A_ADDRESS and %MN_A_KEEP.
 * @MN_CMD_EVENT: notification on group "events".
 * @MN_CMD_SET: do: one or more of %MN_A_POLICY, %MN_A_IDLE_TIME,
 *	%MN_A_MAX_ADDRESSES, %MN_A_TRANSIENT_MARK with %MN_A_TRANSIENT_MASK,
 *	%MN_A_TRANSIENT_CGROUP, %MN_A_SIGNED_ACK, %MN_A_EARLY_TOKEN.  Enabled or
 *	not; it outlasts disabling.
 *	Or %MN_A_KEY, %MN_A_MODIFIER and %MN_A_SEC by themselves, only while
 *	enabled: the key of addresses to be made; others keep theirs.
 * @MN_CMD_LINK_GET: dump: %MN_A_IFINDEX, %MN_A_METRIC, %MN_A_STATUS (1 up, 0
 *	down) and %MN_A_ACTIVE of each device.
 * @MN_CMD_LINK_SET: do: %MN_A_IFINDEX and %MN_A_METRIC.  -ENOTCONN when not
 *	enabled, -ENODEV when it is none of the node's.
 * @MN_CMD_ANCHOR_NEW: do: %MN_A_PREFIX, %MN_A_PREFIX_LEN (64) and %MN_A_DAR, in
 *	the prefix: who anchors addresses of a network that does not say so
 *	itself.  Enabled or not; it outlasts disabling.  -EEXIST when there is
 *	one already, -ENOSPC when there are 1024.
 * @MN_CMD_ANCHOR_DEL: do: %MN_A_PREFIX, %MN_A_PREFIX_LEN.  Addresses that exist
 *	keep their router.  -ENOENT.
 * @MN_CMD_ANCHOR_GET: dump: %MN_A_PREFIX, %MN_A_PREFIX_LEN and %MN_A_DAR of each.
 * @__MN_CMD_MAX: one more than the last
 */
enum mn_cmd {
	MN_CMD_UNSPEC,
	MN_CMD_ENABLE,
	MN_CMD_DISABLE,
	MN_CMD_GET,
	MN_CMD_ADDRESS_GET,
	MN_CMD_ADDRESS_SET,
	MN_CMD_EVENT,
	MN_CMD_SET,
	MN_CMD_LINK_GET,
	MN_CMD_LINK_SET,
	MN_CMD_ANCHOR_NEW,
	MN_CMD_ANCHOR_DEL,
	MN_CMD_ANCHOR_GET,

	__MN_CMD_MAX,
#define MN_CMD_MAX (__MN_CMD_MAX - 1)
};

/**
 * enum mn_attr - attributes of the family
 * @MN_A_UNSPEC: none
 * @MN_A_PAD: padding of 64-bit attributes
 * @MN_A_ENABLED: u8, 0 or 1
 * @MN_A_DEVICE: string, name of the tunnel device
 * @MN_A_ADDRESSES: u32, number of anchored addresses
 * @MN_A_COUNTERS: nest of %MN_A_COUNTER
 * @MN_A_COUNTER: nest of %MN_A_COUNTER_NAME and %MN_A_COUNTER_VALUE
 * @MN_A_COUNTER_NAME: string
 * @MN_A_COUNTER_VALUE: u64
 * @MN_A_IFINDEX: u32, an interface that attaches to access routers; repeated
 * @MN_A_KEY: binary, PKCS#1 RSAPrivateKey in DER; write only
 * @MN_A_KEY_BITS: u32, modulus length: of the node's key, or of an address's
 * @MN_A_MODIFIER: 16 octets, the CGA modifier that fits key and Sec
 *	(RFC 3972 section 4, found by the tool)
 * @MN_A_SEC: u8, Sec of the addresses to form, or of an address
 * @MN_A_ADDRESS: 16 octets, an anchored address (a home address when away)
 * @MN_A_DAR: 16 octets, global address of the access router that anchors it
 * @MN_A_STATE: u8, &enum mn_address_state
 * @MN_A_CAREOF: 16 octets, the care-of address last registered; absent at home
 * @MN_A_LIFETIME: u32, seconds granted; absent at home
 * @MN_A_EXPIRES: u32, seconds left; absent at home
 * @MN_A_SEQ: u16, sequence number of the last Binding Update
 * @MN_A_AUTH: u8, &enum mn_auth, what authenticates the next Binding Update
 * @MN_A_LAST_RTT_US: u32, microseconds from the last Binding Update to its
 *	Binding Acknowledgement; absent before the first
 * @MN_A_KEEP: u8, &enum mn_keep
 * @MN_A_EVENT: u8, &enum mn_event
 * @MN_A_TIME: u64, nanoseconds of CLOCK_REALTIME when the event happened
 * @MN_A_STATUS: u8, status of a Binding Acknowledgement or Binding Error
 * @MN_A_REASON: string, name of the counter that a drop incremented
 * @MN_A_POLICY: u8, &enum mn_policy
 * @MN_A_IDLE_TIME: u32, seconds without packets after which an address without
 *	sockets is not in use, at most 28800
 * @MN_A_MAX_ADDRESSES: u32, anchored addresses at a time, 1 to 64
 * @MN_A_TRANSIENT_MARK: u32, sockets with this mark, in the bits of
 *	%MN_A_TRANSIENT_MASK, keep no address in use
 * @MN_A_TRANSIENT_MASK: u32, all bits when absent; 0: no mark is transient
 * @MN_A_TRANSIENT_CGROUP: u64, sockets of the cgroup v2 with this id, and below
 *	it, keep no address in use; 0: none
 * @MN_A_KEPT: not sent; %MN_A_KEPT_BY took its place
 * @MN_A_KEY_OLD: u8, 1 when the address was made with a key that was replaced
 * @MN_A_SIGNED_ACK: u8, &enum mn_signed_ack
 * @MN_A_EARLY_TOKEN: u8, 1 to fetch a token while still at home, 0 not to
 * @MN_A_METRIC: u32, of the default route by a device, 1 to 1023; of the devices
 *	that hear a router the one with the least is active
 * @MN_A_ACTIVE: u8, 1 for the device that the node is attached by
 * @MN_A_PREFIX: 16 octets, host part zero
 * @MN_A_PREFIX_LEN: u8, bits; 64 is the only length a CGA allows
 * @MN_A_KEPT_BY: u8, &enum mn_kept, the first thing that keeps the address
 * @MN_A_TCP_SOCKETS: u32, TCP sockets that use the address, when they were last
 *	counted; this and the next two are there while sockets keep it
 * @MN_A_UDP_SOCKETS: u32, UDP sockets that use the address
 * @MN_A_RAW_SOCKETS: u32, raw sockets that use the address
 * @MN_A_UNUSED_TIME: u32, seconds since a packet used the address; there while
 *	packets keep it
 * @MN_A_STATE_REASON: u8, &enum mn_reason, why the address is in its state;
 *	absent when there is nothing to explain
 * @__MN_A_MAX: one more than the last
 */
enum mn_attr {
	MN_A_UNSPEC,
	MN_A_PAD,
	MN_A_ENABLED,
	MN_A_DEVICE,
	MN_A_ADDRESSES,
	MN_A_COUNTERS,
	MN_A_COUNTER,
	MN_A_COUNTER_NAME,
	MN_A_COUNTER_VALUE,
	MN_A_IFINDEX,
	MN_A_KEY,
	MN_A_KEY_BITS,
	MN_A_MODIFIER,
	MN_A_SEC,
	MN_A_ADDRESS,
	MN_A_DAR,
	MN_A_STATE,
	MN_A_CAREOF,
	MN_A_LIFETIME,
	MN_A_EXPIRES,
	MN_A_SEQ,
	MN_A_AUTH,
	MN_A_LAST_RTT_US,
	MN_A_KEEP,
	MN_A_EVENT,
	MN_A_TIME,
	MN_A_STATUS,
	MN_A_REASON,
	MN_A_POLICY,
	MN_A_IDLE_TIME,
	MN_A_MAX_ADDRESSES,
	MN_A_TRANSIENT_MARK,
	MN_A_TRANSIENT_MASK,
	MN_A_TRANSIENT_CGROUP,
	MN_A_KEPT,
	MN_A_KEY_OLD,
	MN_A_SIGNED_ACK,
	MN_A_EARLY_TOKEN,
	MN_A_METRIC,
	MN_A_ACTIVE,
	MN_A_PREFIX,
	MN_A_PREFIX_LEN,
	MN_A_KEPT_BY,
	MN_A_TCP_SOCKETS,
	MN_A_UDP_SOCKETS,
	MN_A_RAW_SOCKETS,
	MN_A_UNUSED_TIME,
	MN_A_STATE_REASON,

	__MN_A_MAX,
#define MN_A_MAX (__MN_A_MAX - 1)
};

/**
 * enum mn_address_state - where an anchored address stands
 * @MN_ADDRESS_IDLE: known, but neither at home nor registered: no link, or
 *	removed
 * @MN_ADDRESS_HOME: on the link of its access router; nothing is tunnelled.
 *	One without %MN_A_DAR cannot be anchored: it ends with the link
 * @MN_ADDRESS_REGISTERING: a Binding Update is out, no answer yet
 * @MN_ADDRESS_AWAY: bound to a care-of address; traffic is tunnelled
 * @MN_ADDRESS_FAILED: its access router refuses or does not answer
 */
enum mn_address_state {
	MN_ADDRESS_IDLE,
	MN_ADDRESS_HOME,
	MN_ADDRESS_REGISTERING,
	MN_ADDRESS_AWAY,
	MN_ADDRESS_FAILED,
};

/**
 * enum mn_reason - why an anchored address is in its state
 * @MN_REASON_NONE: there is nothing to explain
 * @MN_REASON_NO_ANSWER: failed: its access router does not answer
 * @MN_REASON_NO_SIGNED_ANSWER: failed: there were answers, but none that could
 *	be believed
 * @MN_REASON_REFUSED: failed: its access router refuses
 * @MN_REASON_NOT_ANCHORED: at home, and nobody anchors its prefix
 * @MN_REASON_RELEASED: leaving: the user released it
 * @MN_REASON_EVICTED: leaving: it made room for another address
 * @MN_REASON_NOT_KEPT: leaving: the policy keeps only what the user keeps
 * @MN_REASON_NOT_IN_USE: leaving: the policy keeps only what is in use
 * @MN_REASON_REMOVED: removed for none of these
 *
 * An address is leaving while it is deregistered, and when it has been removed.
 */
enum mn_reason {
	MN_REASON_NONE,
	MN_REASON_NO_ANSWER,
	MN_REASON_NO_SIGNED_ANSWER,
	MN_REASON_REFUSED,
	MN_REASON_NOT_ANCHORED,
	MN_REASON_RELEASED,
	MN_REASON_EVICTED,
	MN_REASON_NOT_KEPT,
	MN_REASON_NOT_IN_USE,
	MN_REASON_REMOVED,
};

/**
 * enum mn_auth - what authenticates a Binding Update
 * @MN_AUTH_CGA: CGA parameters and signature (RFC 4866)
 * @MN_AUTH_PHKT: the Permanent Home Keygen Token
 */
enum mn_auth {
	MN_AUTH_CGA,
	MN_AUTH_PHKT,
};

/**
 * enum mn_signed_ack - must access routers sign what delivers a token
 *	(RFC 4866 section 4.5)
 * @MN_SIGNED_ACK_OFF: they are not asked
 * @MN_SIGNED_ACK_ASK: they are; who signs, signs right, who does not is believed
 * @MN_SIGNED_ACK_REQUIRE: who does not is not believed
 */
enum mn_signed_ack {
	MN_SIGNED_ACK_OFF,
	MN_SIGNED_ACK_ASK,
	MN_SIGNED_ACK_REQUIRE,
};

/**
 * enum mn_policy - which addresses are kept when their link is left
 * @MN_POLICY_ALL: every one
 * @MN_POLICY_IN_USE: those that sockets use, or that packets used not long ago
 * @MN_POLICY_MANUAL: those that the user wants to keep
 */
enum mn_policy {
	MN_POLICY_ALL,
	MN_POLICY_IN_USE,
	MN_POLICY_MANUAL,
};

/**
 * enum mn_keep - what the user wants of an address
 * @MN_KEEP_RELEASE: deregister and remove it; one on a link when that is left
 * @MN_KEEP_KEEP: keep it, used or not
 * @MN_KEEP_AUTO: what the policy says
 */
enum mn_keep {
	MN_KEEP_RELEASE,
	MN_KEEP_KEEP,
	MN_KEEP_AUTO,
};

/**
 * enum mn_kept - the first thing that keeps an address
 * @MN_KEPT_NOT: nothing: it can be given up
 * @MN_KEPT_CURRENT: it is on a link
 * @MN_KEPT_USER: the user wants it
 * @MN_KEPT_POLICY: the policy keeps every address
 * @MN_KEPT_SOCKETS: sockets use it
 * @MN_KEPT_PACKETS: packets used it not long ago
 */
enum mn_kept {
	MN_KEPT_NOT,
	MN_KEPT_CURRENT,
	MN_KEPT_USER,
	MN_KEPT_POLICY,
	MN_KEPT_SOCKETS,
	MN_KEPT_PACKETS,
};

/**
 * enum mn_event - kinds of notifications
 * @MN_EVENT_UNSPEC: none
 * @MN_EVENT_LINK: the link of an interface came up or went down: IFINDEX,
 *	STATUS 1 up, 0 down
 * @MN_EVENT_ATTACH: a Router Advertisement made the node attach to an access
 *	router: IFINDEX, DAR.  TIME is when the advertisement was received
 * @MN_EVENT_ADDRESS: an anchored address came, changed state or went: ADDRESS,
 *	DAR, STATE, CAREOF
 * @MN_EVENT_BU: a Binding Update was sent: ADDRESS, DAR, CAREOF, SEQ, LIFETIME
 *	(requested), AUTH
 * @MN_EVENT_BA: a Binding Acknowledgement was accepted: ADDRESS, DAR, SEQ,
 *	LIFETIME (granted), STATUS
 * @MN_EVENT_EXPIRE: a binding ran out: ADDRESS, DAR
 * @MN_EVENT_DROP: a Mobility Header was dropped: REASON, and ADDRESS, DAR, SEQ,
 *	STATUS as far as known; rate limited
 */
enum mn_event {
	MN_EVENT_UNSPEC,
	MN_EVENT_LINK,
	MN_EVENT_ATTACH,
	MN_EVENT_ADDRESS,
	MN_EVENT_BU,
	MN_EVENT_BA,
	MN_EVENT_EXPIRE,
	MN_EVENT_DROP,
};

#endif /* _UAPI_LINUX_MN_H */
