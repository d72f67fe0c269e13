/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * Generic netlink family "dar": a Distributed Anchor Router of FAMA.
 *
 * All commands act on the network namespace of the socket.  Commands that change
 * something need CAP_NET_ADMIN in the user namespace that owns the network
 * namespace, and so do those that tell where nodes are: the lists of bindings and of
 * remembered addresses, the list of who is admitted by name, and the events.  Every
 * process in the network namespace may read the rest.
 */
#ifndef _UAPI_LINUX_DAR_H
#define _UAPI_LINUX_DAR_H

#define DAR_GENL_NAME		"dar"
#define DAR_GENL_VERSION	1
#define DAR_GENL_MCGRP_EVENTS	"events"

/**
 * enum dar_cmd - commands of the family
 * @DAR_CMD_UNSPEC: not used
 * @DAR_CMD_ENABLE: do: create the device and start to serve nodes.  Optional:
 *	%DAR_A_DEVICE (a name, default "dar0"), %DAR_A_SECRET with an optional
 *	%DAR_A_SECRET_FILE.  Fails with -EALREADY
 *	when the router is enabled.
 * @DAR_CMD_DISABLE: do: remove the device and forget all state.  Fails with
 *	-ENOTCONN when the router is not enabled.
 * @DAR_CMD_GET: do: the reply has %DAR_A_ENABLED, %DAR_A_DEVICE,
 *	%DAR_A_ANCHORS, %DAR_A_BINDINGS, %DAR_A_REMEMBERED, %DAR_A_QUEUED,
 *	%DAR_A_ADMITTED, %DAR_A_SEEN, %DAR_A_FORWARDING, %DAR_A_LASTING, %DAR_A_FROZEN,
 *	%DAR_A_DRAINING, %DAR_A_INSTANCE, %DAR_A_PARENT, all settings,
 *	%DAR_A_SECRET_FILE, %DAR_A_KEY_FILE, %DAR_A_COUNTERS, %DAR_A_RSA_SIZES if the
 *	router is enabled, and %DAR_A_KEY_BITS if it has a key.
 * @DAR_CMD_ANCHOR_NEW: do: anchor a prefix: %DAR_A_PREFIX, %DAR_A_PREFIX_LEN
 *	(64), %DAR_A_LINK or the %DAR_A_IFINDEX of a device that exists.  A device
 *	that %DAR_A_LINK names need not exist yet.  Optional settings of the anchor:
 *	%DAR_A_CARE_OF_TEST, %DAR_A_LIFETIME_MAX, %DAR_A_REFRESH,
 *	%DAR_A_MIN_SEC, %DAR_A_KEY_SIZES, %DAR_A_DAD, %DAR_A_PROXY_ND,
 *	%DAR_A_EARLY_TOKEN, %DAR_A_ADMIT.
 * @DAR_CMD_ANCHOR_DEL: do: remove the anchor of %DAR_A_PREFIX and
 *	%DAR_A_PREFIX_LEN.
 * @DAR_CMD_ANCHOR_GET: dump: one message for each anchor: its settings; and what its
 *	nodes have done since it was added: %DAR_A_BINDINGS (now),
 *	%DAR_A_ACCEPTED, %DAR_A_REFUSED, %DAR_A_TX_PACKETS, %DAR_A_TX_BYTES,
 *	%DAR_A_RX_PACKETS, %DAR_A_RX_BYTES.
 * @DAR_CMD_BINDING_GET: do: the binding of %DAR_A_HOME.  dump: one message for
 *	each binding.  The attributes of a binding are at top level.
 * @DAR_CMD_BINDING_FLUSH: do: remove the binding of %DAR_A_HOME, or all
 *	bindings without that attribute.
 * @DAR_CMD_EVENT: notification to the group "events".
 * @DAR_CMD_SET: do: change settings of the namespace: one or more of
 *	%DAR_A_MAX_BINDINGS, %DAR_A_MAX_REMEMBERED, %DAR_A_QUEUE_MAX,
 *	%DAR_A_VERIFY_RATE, %DAR_A_REFUSAL_RATE,
 *	%DAR_A_UNVERIFIED_LIFETIME.  On an error none is changed.  Fails with
 *	-ENOTCONN when the router is not enabled.  Or, in a request of its own,
 *	set the key: %DAR_A_KEY with %DAR_A_MODIFIER, and optionally %DAR_A_KEY_FILE.
 *	Or, in a request of its own, %DAR_A_SECRET, optionally with %DAR_A_SECRET_FILE:
 *	nothing changes but the name of the file, and with -EKEYREJECTED it fails when the
 *	router that is enabled has another secret.
 * @DAR_CMD_ANCHOR_SET: do: change settings of the anchor of %DAR_A_PREFIX and
 *	%DAR_A_PREFIX_LEN, those that the request has.  Its bindings stay.
 * @DAR_CMD_MEMORY_GET: dump: one message for each home address that has no
 *	binding, but is remembered against replay: HOME, SEQ, PHKT, FORGET.
 * @DAR_CMD_MEMORY_FLUSH: do: forget the remembered address %DAR_A_HOME, or all
 *	of them without that attribute.
 * @DAR_CMD_ADMIT_NEW: do: admit a key, %DAR_A_FINGERPRINT, or a home address,
 *	%DAR_A_HOME.  The list is kept when the router is disabled, and may be
 *	filled before it is enabled.
 * @DAR_CMD_ADMIT_DEL: do: admit that key or home address no longer.  A binding
 *	that exists stays until its node sends the next Binding Update.
 * @DAR_CMD_ADMIT_GET: dump: one message for each key or home address that is
 *	admitted by name: FINGERPRINT or HOME.
 * @DAR_CMD_ADMIT_FLUSH: do: admit nobody by name any more.
 * @DAR_CMD_FREEZE: do: %DAR_A_FROZEN: accept no message of a node any more, or accept
 *	them again.  Packets are forwarded all the time.  Fails with -ENOKEY if the
 *	secret is random, and with -EPERM if a checkpoint of the frozen router was
 *	made, which therefore stays frozen until it is disabled, unless that checkpoint
 *	was thrown away: %DAR_A_HEADER of it.
 * @DAR_CMD_CHECKPOINT: dump: all bindings and remembered addresses, sealed with a key
 *	that is made of the secret: one message with %DAR_A_HEADER, then messages with
 *	%DAR_A_CHUNK, the last one with %DAR_A_LAST.  Fails with -ENOKEY if the secret
 *	is random.
 * @DAR_CMD_RESUME: do: take a checkpoint in the same pieces and order.  A request
 *	with %DAR_A_HEADER begins to check it, and changes nothing; the chunks follow,
 *	one a request, the last one with %DAR_A_LAST.  Then a request with the same
 *	%DAR_A_HEADER and with %DAR_A_APPLY begins to add its entries, and the same
 *	chunks follow again.  There is a warning if bindings are only remembered.
 *	What the router has by itself is not replaced.
 * @DAR_CMD_DRAIN: do: %DAR_A_DRAINING: let no further binding begin (130), and ask the
 *	nodes that are bound to give up what they do not use, or end that.
 * @__DAR_CMD_MAX: one more than the last command
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
	DAR_CMD_ADMIT_NEW,
	DAR_CMD_ADMIT_DEL,
	DAR_CMD_ADMIT_GET,
	DAR_CMD_ADMIT_FLUSH,
	DAR_CMD_FREEZE,
	DAR_CMD_CHECKPOINT,
	DAR_CMD_RESUME,
	DAR_CMD_DRAIN,

	__DAR_CMD_MAX,
#define DAR_CMD_MAX (__DAR_CMD_MAX - 1)
};

/**
 * enum dar_attr - attributes of the family
 * @DAR_A_UNSPEC: not used
 * @DAR_A_PAD: padding of 64-bit attributes
 * @DAR_A_ENABLED: u8, 0 or 1
 * @DAR_A_DEVICE: string, name of the tunnel device
 * @DAR_A_ANCHORS: u32, number of anchors
 * @DAR_A_BINDINGS: u32, number of bindings, of the namespace or of an anchor
 * @DAR_A_COUNTERS: nest of %DAR_A_COUNTER
 * @DAR_A_COUNTER: nest of %DAR_A_COUNTER_NAME and %DAR_A_COUNTER_VALUE
 * @DAR_A_COUNTER_NAME: string, name of a counter
 * @DAR_A_COUNTER_VALUE: u64, events counted so far
 * @DAR_A_PREFIX: 16 octets, a prefix; the interface identifier is zero
 * @DAR_A_PREFIX_LEN: u8, bits of the prefix; a CGA allows no length but 64
 * @DAR_A_IFINDEX: s32, at least 1, interface of the access link of an anchor;
 *	absent while the device does not exist or is in a VRF
 * @DAR_A_CARE_OF_TEST: u8, &enum dar_care_of_test
 * @DAR_A_HOME: 16 octets, home address
 * @DAR_A_CAREOF: 16 octets, care-of address
 * @DAR_A_LIFETIME: u32, seconds granted
 * @DAR_A_EXPIRES: u32, seconds left
 * @DAR_A_SEQ: u16, last accepted sequence number (RFC 6275 section 9.5.1)
 * @DAR_A_AUTH: u8, &enum dar_auth
 * @DAR_A_STATE: u8, &enum dar_binding_state
 * @DAR_A_PHKT: u8, 1 when the address has a Permanent Home Keygen Token.  The
 *	token itself is never shown
 * @DAR_A_TX_PACKETS: u64, packets tunnelled to the mobile node, as they are on the
 *	wire
 * @DAR_A_TX_BYTES: u64, octets of these packets without outer headers
 * @DAR_A_RX_PACKETS: u64, packets received through the tunnel, as they are on the
 *	wire
 * @DAR_A_RX_BYTES: u64, octets of these packets without outer headers
 * @DAR_A_EVENT: u8, &enum dar_event
 * @DAR_A_TIME: u64, nanoseconds of CLOCK_REALTIME when the event happened
 * @DAR_A_STATUS: u8, status of a Binding Acknowledgement or Binding Error
 * @DAR_A_REASON: string, name of the counter that a dropped message incremented
 * @DAR_A_LIFETIME_MAX: u32, longest lifetime of a binding in seconds, 4 to
 *	86400; default 86400
 * @DAR_A_REFRESH: u32, seconds after which nodes are advised to refresh their
 *	binding (Binding Refresh Advice, RFC 6275 section 6.2.4); 0, the
 *	default: no advice
 * @DAR_A_MIN_SEC: u8, smallest Sec (RFC 3972) of a home address, 0 to 7;
 *	default 1
 * @DAR_A_KEY_SIZES: u32, set of &enum dar_key_size that nodes may use; by
 *	default all but %DAR_KEY_SIZE_2048
 * @DAR_A_DAD: u8, 1: Duplicate Address Detection before the first binding of an
 *	address (RFC 6275 section 10.3.1), which takes a second; default 0
 * @DAR_A_PROXY_ND: u8, 1, the default: the router answers Neighbor
 *	Solicitations for bound addresses on the access link (RFC 6275 section
 *	10.4.1)
 * @DAR_A_EARLY_TOKEN: u8, 1, the default: nodes at home can get a PHKT
 * @DAR_A_CREDIT: u32, octets that may still be sent to a care-of address that
 *	is not verified, IPv6 headers included; absent when it is verified
 * @DAR_A_MAX_BINDINGS: u32, largest number of bindings
 * @DAR_A_MAX_REMEMBERED: u32, largest number of remembered addresses
 * @DAR_A_REMEMBERED: u32, number of addresses without a binding that are
 *	remembered against replay
 * @DAR_A_QUEUE_MAX: u32, largest number of signatures that wait to be verified
 * @DAR_A_QUEUED: u32, number of signatures that wait to be verified
 * @DAR_A_VERIFY_RATE: u32, largest number of signatures that are verified in a
 *	second; 0: no limit
 * @DAR_A_REFUSAL_RATE: u32, largest number of answers in a second to messages
 *	that are not authenticated; 0: no limit
 * @DAR_A_KEY: binary, the private key that signs Binding Acknowledgements:
 *	PKCS#1 RSAPrivateKey in DER; empty: no key.  Never shown
 * @DAR_A_KEY_BITS: u32, length of the key's modulus in bits
 * @DAR_A_MODIFIER: 16 octets, CGA modifier that belongs to the key
 * @DAR_A_FORGET: u32, seconds until a remembered address is forgotten; absent:
 *	never
 * @DAR_A_ADMIT: u8, &enum dar_admit; default %DAR_ADMIT_ATTACHED
 * @DAR_A_FINGERPRINT: 32 octets, SHA-256 of the SubjectPublicKeyInfo of a key
 * @DAR_A_ADMITTED: u32, number of keys and home addresses admitted by name
 * @DAR_A_SEEN: u32, number of addresses that the neighbour table has shown on
 *	the access links; no more than 16 of one neighbour are remembered
 * @DAR_A_CREDIT_PACKETS: u32, packets that may still be sent to a care-of address
 *	that is not verified; absent when it is verified
 * @DAR_A_UNVERIFIED_LIFETIME: u32, longest lifetime, in seconds, of a binding whose
 *	care-of address is not verified, 4 to 86400; default 30
 * @DAR_A_LINK: string, name of the access link of an anchor.  The anchor and its
 *	bindings wait for a device of this name
 * @DAR_A_FORWARDING: u8, 1: the namespace forwards IPv6 packets, without which no
 *	node gets any
 * @DAR_A_ANCHOR_STATE: u8, &enum dar_anchor_state
 * @DAR_A_FIB: u8, 1: each binding has a route in the main routing table, too; default 1
 * @DAR_A_FIB_PROTOCOL: u32, protocol number of the routes of bindings, 2 to 255;
 *	default 250
 * @DAR_A_FIB_ROUTES: u32, number of routes of bindings that are there
 * @DAR_A_FIB_WAITING: u32, number of routes that wait to be made or removed
 * @DAR_A_ACCEPTED: u64, Binding Updates about addresses of an anchor that were
 *	accepted since it was added
 * @DAR_A_REFUSED: u64, Binding Updates about addresses of an anchor that were refused
 *	or dropped since it was added
 * @DAR_A_NUMBER: u64, number of the last change of a binding or remembered address.
 *	Each change in the namespace has the next number, so that the receiver of
 *	notifications notices if one is missing
 * @DAR_A_KEY_ID: 8 octets, the first ones of the fingerprint of the key that has
 *	proven the home address; absent if that is not known
 * @DAR_A_CHANGE: u8, &enum dar_binding_change
 * @DAR_A_END: u8, &enum dar_end, why a binding has ended
 * @DAR_A_SECRET: 32 octets, the secret that tokens are made of.  A router that is
 *	given the same one again knows the tokens of its nodes, whatever else it
 *	has lost.  Absent: the one that the namespace has, or a random one.  Never
 *	shown
 * @DAR_A_LASTING: u8, 1: the secret was given by %DAR_A_SECRET
 * @DAR_A_FROZEN: u8, 1: no message of a node is accepted, and no binding ends
 * @DAR_A_HEADER: 80 octets, header of a checkpoint
 * @DAR_A_CHUNK: binary, sealed part of a checkpoint
 * @DAR_A_LAST: u8, 1: the chunk is the last one
 * @DAR_A_APPLY: u8, 1: add the entries of the checkpoint, which was checked before
 * @DAR_A_DRAINING: u8, 1: no further binding begins
 * @DAR_A_INSTANCE: 16 octets, random name of the life of the router from enable to
 *	disable
 * @DAR_A_PARENT: 16 octets, name of the life whose checkpoint was resumed last;
 *	absent: none
 * @DAR_A_RSA_SIZES: u32, set of &enum dar_key_size: sizes of RSA keys that the kernel
 *	takes.  In FIPS mode it refuses the smaller ones, and nodes that have such a key
 *	are refused, whatever %DAR_A_KEY_SIZES says
 * @DAR_A_SECRET_FILE: string, at most 255 octets, name of the file that the secret came
 *	from, as the program says that gives the secret: for those who save the
 *	configuration.  Shown to those who may change it
 * @DAR_A_KEY_FILE: string, the same of the key
 * @DAR_A_HOLD_PACKETS: u32, packets that wait for one address at most, 0 to 65536; default
 *	1024
 * @DAR_A_HOLD_OCTETS: u32, octets of these packets, at most 1073741824; default 1048576
 * @DAR_A_HOLD_AGE: u32, how long a packet waits at most, 1 to 60000 ms; default 5000
 * @DAR_A_HOLD_MEMORY: u32, octets of memory that all waiting packets take, at most
 *	1073741824; default 67108864
 * @DAR_A_HELD_PACKETS: u32, packets that wait for an address now; only if there are some
 * @DAR_A_HELD_OCTETS: u32, octets of these packets
 * @DAR_A_ABSENT: u8, 1: the node is at home, but says nothing, also when it is asked
 * @__DAR_A_MAX: one more than the last attribute
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
	DAR_A_ADMIT,
	DAR_A_FINGERPRINT,
	DAR_A_ADMITTED,
	DAR_A_SEEN,
	DAR_A_CREDIT_PACKETS,
	DAR_A_UNVERIFIED_LIFETIME,
	DAR_A_LINK,
	DAR_A_FORWARDING,
	DAR_A_ANCHOR_STATE,
	DAR_A_FIB,
	DAR_A_FIB_PROTOCOL,
	DAR_A_FIB_ROUTES,
	DAR_A_FIB_WAITING,
	DAR_A_ACCEPTED,
	DAR_A_REFUSED,
	DAR_A_NUMBER,
	DAR_A_KEY_ID,
	DAR_A_CHANGE,
	DAR_A_END,
	DAR_A_SECRET,
	DAR_A_LASTING,
	DAR_A_FROZEN,
	DAR_A_HEADER,
	DAR_A_CHUNK,
	DAR_A_LAST,
	DAR_A_APPLY,
	DAR_A_DRAINING,
	DAR_A_INSTANCE,
	DAR_A_PARENT,
	DAR_A_RSA_SIZES,
	DAR_A_SECRET_FILE,
	DAR_A_KEY_FILE,
	DAR_A_HOLD_PACKETS,
	DAR_A_HOLD_OCTETS,
	DAR_A_HOLD_AGE,
	DAR_A_HOLD_MEMORY,
	DAR_A_HELD_PACKETS,
	DAR_A_HELD_OCTETS,
	DAR_A_ABSENT,

	__DAR_A_MAX,
#define DAR_A_MAX (__DAR_A_MAX - 1)
};

/**
 * enum dar_care_of_test - when a care-of address must be verified to be reachable
 * @DAR_CARE_OF_TEST_OFF: never
 * @DAR_CARE_OF_TEST_CONCURRENT: later; until then a limited amount of traffic is
 *	redirected
 * @DAR_CARE_OF_TEST_REQUIRED: before traffic is redirected
 */
enum dar_care_of_test {
	DAR_CARE_OF_TEST_OFF,
	DAR_CARE_OF_TEST_CONCURRENT,
	DAR_CARE_OF_TEST_REQUIRED,
};

/**
 * enum dar_admit - which home addresses an anchor admits; others are refused (129)
 * @DAR_ADMIT_ATTACHED: those that were seen on the access link: by an early token
 *	that came from the address itself on that link, or, until there is one, by
 *	the neighbour table; and those that are admitted by name
 * @DAR_ADMIT_KEYS: those that are admitted by name, or whose key is
 * @DAR_ADMIT_OPEN: all, whoever asks, from anywhere
 */
enum dar_admit {
	DAR_ADMIT_ATTACHED,
	DAR_ADMIT_KEYS,
	DAR_ADMIT_OPEN,
};

/**
 * enum dar_anchor_state - whether an anchor serves its nodes
 * @DAR_ANCHOR_SERVING: it does
 * @DAR_ANCHOR_WAITING: its access link does not exist
 * @DAR_ANCHOR_VRF: its access link belongs to a VRF, which is not supported
 * @DAR_ANCHOR_NO_ADDRESS: the router has no address in its prefix
 */
enum dar_anchor_state {
	DAR_ANCHOR_SERVING,
	DAR_ANCHOR_WAITING,
	DAR_ANCHOR_VRF,
	DAR_ANCHOR_NO_ADDRESS,
};

/**
 * enum dar_key_size - sizes of RSA keys; each is one bit of a set
 * @DAR_KEY_SIZE_1024: 1024 bits
 * @DAR_KEY_SIZE_1536: 1536 bits
 * @DAR_KEY_SIZE_2048: 2048 bits; an extension, since a signature of this size
 *	does not fit an option of RFC 4866
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
 * enum dar_binding_state - whether the care-of address of a binding is verified
 * @DAR_BINDING_VERIFIED: it is, or the anchor makes no care-of test
 * @DAR_BINDING_UNVERIFIED: it is not verified yet
 */
enum dar_binding_state {
	DAR_BINDING_VERIFIED,
	DAR_BINDING_UNVERIFIED,
};

/**
 * enum dar_binding_change - how a binding, or a remembered address, has changed
 * @DAR_CHANGE_BEGUN: the home address was not bound before
 * @DAR_CHANGE_MOVED: the care-of address is another one
 * @DAR_CHANGE_VERIFIED: the care-of address has been verified
 * @DAR_CHANGE_REFRESHED: none of these; its lifetime begins anew
 * @DAR_CHANGE_ENDED: the home address is not bound any more
 * @DAR_CHANGE_REMEMBERED: it was not bound and is not now; its token or its sequence
 *	number is another one
 */
enum dar_binding_change {
	DAR_CHANGE_BEGUN,
	DAR_CHANGE_MOVED,
	DAR_CHANGE_VERIFIED,
	DAR_CHANGE_REFRESHED,
	DAR_CHANGE_ENDED,
	DAR_CHANGE_REMEMBERED,
};

/**
 * enum dar_end - why a binding has ended
 * @DAR_END_DEREGISTERED: its node has deregistered it
 * @DAR_END_EXPIRED: its lifetime, or the valid lifetime of its prefix
 * @DAR_END_DISPLACED: it had to make room for another one
 * @DAR_END_FLUSHED: the administrator has removed it
 * @DAR_END_ANCHOR: its anchor was removed
 */
enum dar_end {
	DAR_END_DEREGISTERED,
	DAR_END_EXPIRED,
	DAR_END_DISPLACED,
	DAR_END_FLUSHED,
	DAR_END_ANCHOR,
};

/**
 * enum dar_event - kinds of notifications
 * @DAR_EVENT_UNSPEC: not used
 * @DAR_EVENT_BU: a Binding Update passed all checks: HOME, CAREOF, SEQ,
 *	LIFETIME (requested), AUTH
 * @DAR_EVENT_BA: a Binding Acknowledgement was sent: HOME, CAREOF, SEQ,
 *	LIFETIME (granted), STATUS
 * @DAR_EVENT_BINDING: a binding was created or changed, or it was ended by its node
 *	or the administrator (LIFETIME 0): CHANGE, PREFIX, PREFIX_LEN (of the anchor),
 *	END if it has ended, and all attributes of a binding
 * @DAR_EVENT_EXPIRE: the lifetime of a binding ended, or it made room for another one:
 *	as %DAR_EVENT_BINDING
 * @DAR_EVENT_DROP: a Mobility Header was dropped or refused: REASON, and those
 *	of HOME, CAREOF, SEQ, STATUS that are known; or a packet from or to a node
 *	was dropped: REASON and HOME.  Both are rate limited
 * @DAR_EVENT_STRANGER: a Binding Update was refused because its home address is not
 *	admitted: HOME, CAREOF, and FINGERPRINT if the message carries a key.  None
 *	of them is proven.  At most ten in a second
 * @DAR_EVENT_ENABLE: the router was enabled: DEVICE, RSA_SIZES
 * @DAR_EVENT_DISABLE: the router was disabled
 * @DAR_EVENT_ANCHOR: an anchor was added or changed, or the router got its first
 *	address in the prefix, or lost its last one: all attributes of an anchor
 * @DAR_EVENT_ANCHOR_DEL: an anchor was removed: PREFIX, PREFIX_LEN
 * @DAR_EVENT_LINK: an access link has got its device (IFINDEX), or has lost it: LINK,
 *	ANCHOR_STATE, ANCHORS (number of anchors on it)
 * @DAR_EVENT_FORWARDING: forwarding is off, which a packet for a node met, or is on
 *	again: FORWARDING
 * @DAR_EVENT_MEMORY: an address that is not bound was remembered, or has another
 *	token or sequence number: CHANGE, PREFIX, PREFIX_LEN, and all attributes of
 *	a remembered address
 */
enum dar_event {
	DAR_EVENT_UNSPEC,
	DAR_EVENT_BU,
	DAR_EVENT_BA,
	DAR_EVENT_BINDING,
	DAR_EVENT_EXPIRE,
	DAR_EVENT_DROP,
	DAR_EVENT_STRANGER,
	DAR_EVENT_ENABLE,
	DAR_EVENT_DISABLE,
	DAR_EVENT_ANCHOR,
	DAR_EVENT_ANCHOR_DEL,
	DAR_EVENT_LINK,
	DAR_EVENT_FORWARDING,
	DAR_EVENT_MEMORY,
};

#endif /* _UAPI_LINUX_DAR_H */
