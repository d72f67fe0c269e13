/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * Generic netlink family "mn": a mobile node of FAMA.
 *
 * All commands act on the network namespace of the socket.  Commands that change
 * something need CAP_NET_ADMIN in the user namespace that owns the network
 * namespace.
 */
#ifndef _UAPI_LINUX_MN_H
#define _UAPI_LINUX_MN_H

#define MN_GENL_NAME		"mn"
#define MN_GENL_VERSION		1
#define MN_GENL_MCGRP_EVENTS	"events"

/**
 * enum mn_cmd - commands of the family
 * @MN_CMD_UNSPEC: not used
 * @MN_CMD_ENABLE: do: create the device and start to attach to access routers:
 *	%MN_A_KEY, %MN_A_MODIFIER, %MN_A_SEC, one or more %MN_A_IFINDEX or %MN_A_NAME.
 *	Optional: %MN_A_DEVICE (a name, default "mn0"), %MN_A_MORE_KEYS, %MN_A_TABLE
 *	(default 64251), %MN_A_PREFERENCE (default 900), %MN_A_KEY_FILE, and %MN_A_CHECKPOINT with
 *	%MN_A_SECRET: the node takes up the state of that checkpoint.  Fails with -EALREADY when the
 *	node is enabled, with -EBUSY when the table has a default route.  Nothing of a
 *	checkpoint is taken up if it is none (-EINVAL), has another version
 *	(-EPROTONOSUPPORT), is too old or was taken up before (-ESTALE), is damaged or sealed
 *	with another secret (-EBADMSG), or has an address of a key that is not given (-ENOKEY).
 * @MN_CMD_DISABLE: do: send deregistrations, unless the node is frozen, remove the device,
 *	rules and routes, and forget all state.  Fails with -ENOTCONN when the node is not
 *	enabled.
 * @MN_CMD_GET: do: the reply has %MN_A_ENABLED, %MN_A_DEVICE, each
 *	%MN_A_IFINDEX, %MN_A_ADDRESSES, %MN_A_KEY_BITS, %MN_A_SEC,
 *	%MN_A_COUNTERS, %MN_A_TABLE, %MN_A_PREFERENCE, %MN_A_FROZEN, and all that
 *	%MN_CMD_SET sets but the keys; of these it has the %MN_A_KEY_FILE of each, in their
 *	order, which is empty when it was not given.
 * @MN_CMD_ADDRESS_GET: do: the address %MN_A_ADDRESS.  dump: one message for each
 *	address.
 * @MN_CMD_ADDRESS_SET: do: set %MN_A_KEEP of the address %MN_A_ADDRESS.  If that is not
 *	%MN_KEEP_RELEASE, an access router that does not answer, or was given up, is asked
 *	again at once.
 * @MN_CMD_EVENT: notification to the group "events".
 * @MN_CMD_SET: do: one or more of %MN_A_POLICY, %MN_A_IDLE_TIME,
 *	%MN_A_MAX_ADDRESSES, %MN_A_TRANSIENT_MARK with %MN_A_TRANSIENT_MASK,
 *	%MN_A_TRANSIENT_CGROUP, %MN_A_SIGNED_ACK, %MN_A_EARLY_TOKEN,
 *	%MN_A_GIVE_UP_TIME, %MN_A_PERMIT, %MN_A_HOME_FLAG, %MN_A_HOME_MARK with
 *	%MN_A_HOME_MASK, %MN_A_CAREOF_MARK with %MN_A_CAREOF_MASK.  The node need not be
 *	enabled, and the settings stay when it is disabled.
 *	Or, in a request of its own and only while the node is enabled, the key
 *	for new addresses: %MN_A_KEY, %MN_A_MODIFIER and %MN_A_SEC, and
 *	%MN_A_MORE_KEYS when there are several, optionally each with %MN_A_KEY_FILE.  Addresses
 *	that exist keep their keys.
 * @MN_CMD_LINK_GET: dump: one message for each interface of the node:
 *	%MN_A_IFINDEX, %MN_A_METRIC, %MN_A_STATUS (1 up, 0 down), %MN_A_ACTIVE,
 *	and %MN_A_SSID in a Wi-Fi network whose name is known.
 *	And one for each name of which there is no interface: %MN_A_NAME, %MN_A_METRIC.
 * @MN_CMD_LINK_SET: do: set %MN_A_METRIC of the interface %MN_A_IFINDEX, or of all
 *	interfaces that have the name %MN_A_NAME, now or later.  Fails
 *	with -ENOTCONN when the node is not enabled, with -ENODEV when the node
 *	does not use the interface, or was not told to use the name.
 * @MN_CMD_ANCHOR_NEW: do: configure which access router anchors the addresses of
 *	a prefix, for networks that do not advertise it: %MN_A_PREFIX,
 *	%MN_A_PREFIX_LEN (64), %MN_A_DAR (an address in the prefix).  The node
 *	need not be enabled, and the anchor stays when it is disabled.  Fails
 *	with -EEXIST when the prefix has one, with -ENOSPC at 1024 anchors.
 * @MN_CMD_ANCHOR_DEL: do: remove the anchor of %MN_A_PREFIX and
 *	%MN_A_PREFIX_LEN.  Addresses that exist keep their access router.  Fails
 *	with -ENOENT when the prefix has none.
 * @MN_CMD_ANCHOR_GET: dump: one message for each configured anchor:
 *	%MN_A_PREFIX, %MN_A_PREFIX_LEN, %MN_A_DAR.
 * @MN_CMD_LINK_NEW: do: use the interfaces that have the name %MN_A_NAME, now or later.
 *	Optional: %MN_A_METRIC of these.  Fails with -ENOTCONN when the node is not
 *	enabled, with -EEXIST when it has this name, with -EINVAL and -EOPNOTSUPP when
 *	there is such an interface which cannot be used.
 * @MN_CMD_LINK_DEL: do: use them no longer.  Fails with -ENODEV when the node does not
 *	have this name.
 * @MN_CMD_PERMIT_NEW: do: add a rule about which networks may anchor addresses, behind those
 *	that are there: %MN_A_PERMIT, and one of %MN_A_PREFIX with %MN_A_PREFIX_LEN (1 to 64),
 *	%MN_A_NAME of an interface and %MN_A_SSID.  The first rule that fits decides.  The node
 *	need not be enabled, and the rule stays when it is disabled.  Fails with -EEXIST when
 *	there is a rule about the same, with -ENOSPC at 32 rules.
 * @MN_CMD_PERMIT_DEL: do: remove the rule about %MN_A_PREFIX with %MN_A_PREFIX_LEN,
 *	%MN_A_NAME or %MN_A_SSID.  Fails with -ENOENT when there is none.
 * @MN_CMD_PERMIT_GET: dump: one message for each rule, in their order.
 * @MN_CMD_CHECKPOINT: do: make a checkpoint, sealed with %MN_A_SECRET, and freeze the node: it
 *	tunnels packets, but sends nothing and changes nothing until it is disabled.  The
 *	reply has %MN_A_CHECKPOINT.  Fails with -ENOTCONN when the node is not enabled,
 *	with -EBUSY when it is frozen, as do other commands that would change it.
 * @MN_CMD_THAW: do: go on, because the last checkpoint was thrown away.  Optional:
 *	%MN_A_CHECKPOINT, that checkpoint or the 48 octets it begins with.  Fails with -ENOTCONN
 *	when the node is not frozen, with -EPERM when it is not frozen for this one.
 * @MN_CMD_NAME_GET: dump: one message for each name of interfaces that the node was told to
 *	use, in their order: %MN_A_NAME, %MN_A_METRIC.
 * @__MN_CMD_MAX: one more than the last command
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
	MN_CMD_LINK_NEW,
	MN_CMD_LINK_DEL,
	MN_CMD_PERMIT_NEW,
	MN_CMD_PERMIT_DEL,
	MN_CMD_PERMIT_GET,
	MN_CMD_CHECKPOINT,
	MN_CMD_THAW,
	MN_CMD_NAME_GET,

	__MN_CMD_MAX,
#define MN_CMD_MAX (__MN_CMD_MAX - 1)
};

/**
 * enum mn_attr - attributes of the family
 * @MN_A_UNSPEC: not used
 * @MN_A_PAD: padding of 64-bit attributes
 * @MN_A_ENABLED: u8, 0 or 1
 * @MN_A_DEVICE: string, name of the tunnel device
 * @MN_A_ADDRESSES: u32, number of anchored addresses
 * @MN_A_COUNTERS: nest of %MN_A_COUNTER
 * @MN_A_COUNTER: nest of %MN_A_COUNTER_NAME and %MN_A_COUNTER_VALUE
 * @MN_A_COUNTER_NAME: string, name of a counter
 * @MN_A_COUNTER_VALUE: u64, events counted so far
 * @MN_A_IFINDEX: s32, at least 1, an interface by which the node attaches to access routers;
 *	may be repeated
 * @MN_A_KEY: binary, the private key: PKCS#1 RSAPrivateKey in DER.  Never shown
 * @MN_A_KEY_BITS: u32, length of the modulus in bits, of the node's first key or of
 *	the key of an address
 * @MN_A_MODIFIER: 16 octets, the CGA modifier that fits key and Sec (RFC 3972
 *	section 4), which the command fama searches
 * @MN_A_SEC: u8, Sec of new addresses, or of an address
 * @MN_A_ADDRESS: 16 octets, an anchored address (the home address of a binding
 *	when the node is away)
 * @MN_A_DAR: 16 octets, global address of the access router that anchors the
 *	address
 * @MN_A_STATE: u8, &enum mn_address_state
 * @MN_A_CAREOF: 16 octets; of an address: the care-of address registered last, absent at
 *	home; of the active interface: the care-of address there, absent without one
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
 * @MN_A_IDLE_TIME: u32, seconds without packets after which an address that no
 *	socket uses is no longer in use, at most 28800
 * @MN_A_MAX_ADDRESSES: u32, largest number of anchored addresses, 1 to 64
 * @MN_A_TRANSIENT_MARK: u32, a socket whose mark has this value in the bits of
 *	%MN_A_TRANSIENT_MASK does not keep its address in use
 * @MN_A_TRANSIENT_MASK: u32; absent: all bits; 0: sockets are not told apart by
 *	their mark
 * @MN_A_TRANSIENT_CGROUP: u64, a socket in the cgroup v2 with this id, or in a
 *	cgroup below it, does not keep its address in use; 0: no cgroup
 * @MN_A_KEPT: no longer sent; see %MN_A_KEPT_BY
 * @MN_A_KEY_OLD: u8, 1 when the address was made with a key that was replaced
 * @MN_A_SIGNED_ACK: u8, &enum mn_signed_ack
 * @MN_A_EARLY_TOKEN: u8, 1: the node gets a PHKT while it is still at home
 * @MN_A_METRIC: u32, metric of the default route by an interface, 1 to 1023; of
 *	the interfaces that hear a router, the one with the smallest metric is
 *	active
 * @MN_A_ACTIVE: u8, 1 for the interface by which the node is attached
 * @MN_A_PREFIX: 16 octets, a prefix; the interface identifier is zero
 * @MN_A_PREFIX_LEN: u8, bits of the prefix; a CGA allows no length but 64
 * @MN_A_KEPT_BY: u8, &enum mn_kept, the first thing that keeps the address
 * @MN_A_TCP_SOCKETS: u32, TCP sockets that used the address when they were last
 *	counted; this and the next two are present while sockets keep it
 * @MN_A_UDP_SOCKETS: u32, UDP sockets that used the address
 * @MN_A_RAW_SOCKETS: u32, raw sockets that used the address
 * @MN_A_UNUSED_TIME: u32, seconds since a packet used the address; present while
 *	packets keep it
 * @MN_A_STATE_REASON: u8, &enum mn_reason, why the address is in its state;
 *	absent when there is nothing to explain
 * @MN_A_GIVE_UP_TIME: u32, seconds of asking an access router in vain after which it is
 *	given up, at most 28800; 0: never
 * @MN_A_MORE_KEYS: nest of %MN_A_KEY, %MN_A_MODIFIER and %MN_A_SEC; repeated for each
 *	key after the first one.  A new address gets the next key, if possible one that no
 *	other address has
 * @MN_A_KEY_COUNT: u32, number of keys, at most 8
 * @MN_A_WHAT: u8, &enum mn_what, what was set again
 * @MN_A_PORT: u32, netlink port of the program that had removed it; absent when it is
 *	not known.  It is mostly the number of a process
 * @MN_A_NAME: string, name of an interface that the node uses, whether it is there or
 *	not; "*" stands for any characters; may be repeated
 * @MN_A_TABLE: u32, routing table of the tunnel device, at least 256
 * @MN_A_PREFERENCE: u32, preference of the rules that lead packets to that table, 1 to
 *	32765
 * @MN_A_TRIAL: u8, &enum mn_trial, of an interface; absent for %MN_TRIAL_NONE
 * @MN_A_PERMIT: u8, &enum mn_permission, whether a network may anchor addresses: of a rule, or
 *	where none fits
 * @MN_A_HOME_FLAG: u8, &enum mn_home_flag; -EOPNOTSUPP on kernels without rule 4 of RFC 6724
 *	(CONFIG_IPV6_MIP6) for all but %MN_HOME_FLAG_OFF
 * @MN_A_FROZEN: u8, 1: the last checkpoint was made
 * @MN_A_SECRET: 32 octets, what seals checkpoints.  Never shown
 * @MN_A_CHECKPOINT: binary, at most 60000 octets: the state of a node, sealed
 * @MN_A_HOME_MARK: u32, packets with this mark have an anchored address as their source, if
 *	their program has chosen none (RFC 5014)
 * @MN_A_HOME_MASK: u32, bits of that mark that are compared; absent in a request: all; 0:
 *	there is no such mark
 * @MN_A_CAREOF_MARK: u32, the same for an address of the network where the node is
 * @MN_A_CAREOF_MASK: u32, bits of that mark that are compared
 * @MN_A_SSID: name of a Wi-Fi network, 1 to 32 octets
 * @MN_A_KEY_FILE: string, at most 255 octets, name of the file that a key came from, as the
 *	program says that gives the key: for those who save the configuration.  Shown to
 *	those who may change it
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
	MN_A_GIVE_UP_TIME,
	MN_A_MORE_KEYS,
	MN_A_KEY_COUNT,
	MN_A_WHAT,
	MN_A_PORT,
	MN_A_NAME,
	MN_A_TABLE,
	MN_A_PREFERENCE,
	MN_A_TRIAL,
	MN_A_PERMIT,
	MN_A_HOME_FLAG,
	MN_A_FROZEN,
	MN_A_SECRET,
	MN_A_CHECKPOINT,
	MN_A_HOME_MARK,
	MN_A_HOME_MASK,
	MN_A_CAREOF_MARK,
	MN_A_CAREOF_MASK,
	MN_A_SSID,
	MN_A_KEY_FILE,

	__MN_A_MAX,
#define MN_A_MAX (__MN_A_MAX - 1)
};

/**
 * enum mn_permission - may a network anchor addresses?
 * @MN_PERMISSION_ALLOW: it may, if it says that it does; the default
 * @MN_PERMISSION_DENY: it is used as a network that anchors nothing
 */
enum mn_permission {
	MN_PERMISSION_ALLOW,
	MN_PERMISSION_DENY,
};

/**
 * enum mn_home_flag - do anchored addresses have the flag %IFA_F_HOMEADDRESS, so that programs
 *	can choose between home address and care-of address (RFC 5014)?
 * @MN_HOME_FLAG_OFF: they do not; the default
 * @MN_HOME_FLAG_AUTO: they do while no interface that the node does not use has a global
 *	address, which rule 4 of RFC 6724 would keep from being a source
 * @MN_HOME_FLAG_ON: they do
 */
enum mn_home_flag {
	MN_HOME_FLAG_OFF,
	MN_HOME_FLAG_AUTO,
	MN_HOME_FLAG_ON,
};

/**
 * enum mn_address_state - state of an anchored address
 * @MN_ADDRESS_IDLE: neither at home nor registered: the node has no link
 * @MN_ADDRESS_HOME: the node is on the link of the access router; nothing is
 *	tunnelled.  An address without %MN_A_DAR cannot be anchored: it ends when
 *	the node leaves the link
 * @MN_ADDRESS_REGISTERING: a Binding Update was sent and is not answered yet
 * @MN_ADDRESS_AWAY: bound to a care-of address; traffic is tunnelled
 * @MN_ADDRESS_FAILED: the access router refuses the binding or does not answer; it is
 *	asked ever more seldom
 * @MN_ADDRESS_GIVEN_UP: it did so for %MN_A_GIVE_UP_TIME, or does not admit the
 *	address: it is asked again when something happens, or in a day
 * @MN_ADDRESS_RETURNING: the link seems to be that of the access router, which has not
 *	acknowledged the end of the binding yet; traffic is held, or tunnelled as before
 * @MN_ADDRESS_REMOVED: the address is gone; only notifications say this
 */
enum mn_address_state {
	MN_ADDRESS_IDLE,
	MN_ADDRESS_HOME,
	MN_ADDRESS_REGISTERING,
	MN_ADDRESS_AWAY,
	MN_ADDRESS_FAILED,
	MN_ADDRESS_GIVEN_UP,
	MN_ADDRESS_RETURNING,
	MN_ADDRESS_REMOVED,
};

/**
 * enum mn_trial - whether an interface that is better leads to an access router
 * @MN_TRIAL_NONE: nothing speaks against it
 * @MN_TRIAL_ASKING: it is asked by this interface, and the other one serves meanwhile
 * @MN_TRIAL_FAILED: it has not answered by this interface, which is taken only if there is
 *	no other, and tried again later
 */
enum mn_trial {
	MN_TRIAL_NONE,
	MN_TRIAL_ASKING,
	MN_TRIAL_FAILED,
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
 * @MN_REASON_NOT_ADMITTED: its access router does not admit the address: given up, or
 *	at home without an early token
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
	MN_REASON_NOT_ADMITTED,
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
 * enum mn_signed_ack - must an access router sign a Binding Acknowledgement that
 *	delivers a token (RFC 4866 section 4.5)
 * @MN_SIGNED_ACK_OFF: the node does not ask for a signature
 * @MN_SIGNED_ACK_ASK: the node asks for a signature.  It accepts an answer without
 *	one, but no answer with a wrong one, and no answer without one from a router
 *	that has signed before
 * @MN_SIGNED_ACK_REQUIRE: the node accepts no answer without a right signature
 */
enum mn_signed_ack {
	MN_SIGNED_ACK_OFF,
	MN_SIGNED_ACK_ASK,
	MN_SIGNED_ACK_REQUIRE,
};

/**
 * enum mn_policy - which addresses are kept when the node leaves their link
 * @MN_POLICY_ALL: all addresses
 * @MN_POLICY_IN_USE: addresses that sockets use, or that had packets within
 *	%MN_A_IDLE_TIME
 * @MN_POLICY_MANUAL: addresses that the user set to %MN_KEEP_KEEP
 */
enum mn_policy {
	MN_POLICY_ALL,
	MN_POLICY_IN_USE,
	MN_POLICY_MANUAL,
};

/**
 * enum mn_keep - what the user wants to happen to an address
 * @MN_KEEP_RELEASE: deregister and remove it; an address at home is removed when
 *	the node leaves the link
 * @MN_KEEP_KEEP: keep it, whether it is in use or not
 * @MN_KEEP_AUTO: do what the policy says
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
 * enum mn_what - what the node sets in the system
 * @MN_WHAT_ADDRESS: an address
 * @MN_WHAT_RULE: the rule of an address
 * @MN_WHAT_ROUTE: a route
 */
enum mn_what {
	MN_WHAT_ADDRESS,
	MN_WHAT_RULE,
	MN_WHAT_ROUTE,
};

/**
 * enum mn_event - kinds of notifications
 * @MN_EVENT_UNSPEC: not used
 * @MN_EVENT_LINK: the link of an interface came up or went down: IFINDEX,
 *	STATUS (1 up, 0 down)
 * @MN_EVENT_ATTACH: a Router Advertisement made the node attach to an access
 *	router: IFINDEX, DAR.  TIME is when the advertisement was received
 * @MN_EVENT_ADDRESS: an anchored address was formed, changed its state, or was
 *	removed: ADDRESS, DAR, STATE, CAREOF
 * @MN_EVENT_BU: a Binding Update was sent: ADDRESS, DAR, CAREOF, SEQ, LIFETIME
 *	(requested), AUTH
 * @MN_EVENT_BA: a Binding Acknowledgement was accepted: ADDRESS, DAR, SEQ,
 *	LIFETIME (granted), STATUS
 * @MN_EVENT_EXPIRE: the lifetime of a binding ended: ADDRESS, DAR
 * @MN_EVENT_DROP: a Mobility Header was dropped: REASON, and those of ADDRESS,
 *	DAR, SEQ, STATUS that are known; rate limited
 * @MN_EVENT_RESTORE: the node has set again what somebody had removed or changed: WHAT,
 *	and those of ADDRESS, IFINDEX, PORT that are known
 * @MN_EVENT_CONTEST: somebody removes again and again what the node sets, which from now
 *	on waits for half a minute before it sets it again: PORT, if known
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
	MN_EVENT_RESTORE,
	MN_EVENT_CONTEST,
};

#endif /* _UAPI_LINUX_MN_H */
