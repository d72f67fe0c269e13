#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
# kernels: uml-6.12 uml-6.1
"""Netlink: each value at and beyond its bounds, each attribute where it belongs."""

import errno

import genl
from genl import u8, u32
from scenario import *

PREFIX = mh.addr("2001:db8:1::")
OTHER = mh.addr("2001:db8:2::")
HOME = mh.addr("2001:db8:1::77")


def denied(role, cmd, *, error, where=None, missing=None, text="", **values):
    """Refused with this error, with words, and with the attribute to blame."""
    n = role.number
    try:
        role.ask(cmd, **values)
    except genl.Refused as e:
        what = f"{cmd} {values}"
        equal(e.errno, error, f"error of {what}:")
        expect(e.text and text in e.text, f"words {text!r} for {what}", repr(e.text))
        if where:
            equal(e.where, n["A_" + where], f"{where} to blame in {what}:")
        if missing:
            equal(e.missing, n["A_" + missing], f"{missing} missing in {what}:")
        return
    raise Failure(f"{cmd} {values} refused", "accepted")


def number(octets):
    return int.from_bytes(octets, "little")


# attribute: (good values, bad values)
POLICY = {
    "CARE_OF_TEST": ([u8(0), u8(2)], [u8(3), u8(255)]),
    "LIFETIME_MAX": ([u32(4), u32(86400)], [u32(0), u32(3), u32(86401), u32(2**32 - 1)]),
    "REFRESH": ([u32(0), u32(86400)], [u32(86401)]),
    "MIN_SEC": ([u8(0), u8(7)], [u8(8), u8(255)]),
    "KEY_SIZES": ([u32(1), u32(7)], [u32(0), u32(8), u32(9), u32(2**31)]),
    "DAD": ([u8(0), u8(1)], [u8(2), u8(255)]),
    "PROXY_ND": ([u8(0), u8(1)], [u8(2)]),
    "EARLY_TOKEN": ([u8(0), u8(1)], [u8(2)]),
}
SETTINGS = {
    "MAX_BINDINGS": ([u32(1), u32(2**24)], [u32(0), u32(2**24 + 1)]),
    "MAX_REMEMBERED": ([u32(0), u32(2**24)], [u32(2**24 + 1)]),
    "QUEUE_MAX": ([u32(1), u32(65536)], [u32(0), u32(65537)]),
    "VERIFY_RATE": ([u32(0), u32(10**6)], [u32(10**6 + 1)]),
    "REFUSAL_RATE": ([u32(0), u32(10**6)], [u32(10**6 + 1), u32(2**32 - 1)]),
}


def policy_of(role):
    entries, _ = role.list("ANCHOR_GET")
    return entries[0]


def check_policy(role, anchor):
    n = role.number
    for name, (good, bad) in POLICY.items():
        for value in good:
            before = policy_of(role)
            role.ask("ANCHOR_SET", **anchor, **{name: value})
            after = policy_of(role)
            equal(after.pop(n["A_" + name]), value, f"{name} as it was set:")
            before.pop(n["A_" + name])
            equal(after, before, f"all but {name} as it was:")
        kept = policy_of(role)
        for value in [*bad, value[:-1], value + b"\0", b""]:
            for cmd, more in (("ANCHOR_SET", anchor),
                              ("ANCHOR_NEW", dict(anchor, PREFIX=OTHER, IFINDEX=u32(1)))):
                denied(role, cmd, error=errno.ERANGE if value in bad and value else
                       errno.EINVAL, where=name, **more, **{name: value})
        equal(policy_of(role), kept, "policy after refusals")


def check_settings(role):
    n = role.number
    for name, (good, bad) in SETTINGS.items():
        for value in good:
            role.ask("SET", **{name: value})
            equal(dict(role.ask("GET"))[n["A_" + name]], value, f"{name} as it was set:")
        for value in [*bad, value[:-1], value + b"\0", b""]:
            # All or nothing: the good one beside it is not taken either.
            beside = "QUEUE_MAX" if name != "QUEUE_MAX" else "VERIFY_RATE"
            before = dict(role.ask("GET"))[n["A_" + beside]]
            denied(role, "SET", error=errno.ERANGE if value in bad and value else
                   errno.EINVAL, where=name, **{beside: u32(77), name: value})
            equal(dict(role.ask("GET"))[n["A_" + beside]], before, f"{beside} after a refusal:")
    denied(role, "SET", error=errno.EINVAL, text="nothing")


def check_headers(role, anchor):
    n = role.number
    for bad in (PREFIX[:15], PREFIX + b"\0", b""):
        denied(role, "ANCHOR_DEL", error=errno.ERANGE, where="PREFIX",
               **dict(anchor, PREFIX=bad))
        denied(role, "BINDING_FLUSH", error=errno.ERANGE, where="HOME", HOME=bad)
        denied(role, "BINDING_GET", error=errno.ERANGE, where="HOME", HOME=bad)
    for bad in (63, 65, 0, 128):
        denied(role, "ANCHOR_SET", error=errno.EINVAL, where="PREFIX_LEN",
               **dict(anchor, PREFIX_LEN=u8(bad)))
    for bad in (0, 2**31, 2**32 - 1):
        denied(role, "ANCHOR_NEW", error=errno.ERANGE, where="IFINDEX",
               PREFIX=OTHER, PREFIX_LEN=u8(64), IFINDEX=u32(bad))
    denied(role, "ANCHOR_NEW", error=errno.ENODEV, PREFIX=OTHER, PREFIX_LEN=u8(64),
           IFINDEX=u32(2**31 - 1))
    denied(role, "ANCHOR_NEW", error=errno.EINVAL, missing="PREFIX")
    denied(role, "ANCHOR_NEW", error=errno.EINVAL, missing="PREFIX_LEN", PREFIX=OTHER)
    denied(role, "ANCHOR_NEW", error=errno.EINVAL, missing="IFINDEX", PREFIX=OTHER,
           PREFIX_LEN=u8(64))
    denied(role, "BINDING_GET", error=errno.EINVAL, missing="HOME")
    denied(role, "BINDING_GET", error=errno.ENOENT, where="HOME", HOME=HOME)
    denied(role, "ANCHOR_SET", error=errno.EINVAL, where="IFINDEX", IFINDEX=u32(1), **anchor)
    denied(role, "ANCHOR_SET", error=errno.ENOENT, **dict(anchor, PREFIX=OTHER))
    denied(role, "ENABLE", error=errno.EINVAL, where="DEVICE", DEVICE="sixteen-letters-")
    # What a command does not know, whatever it may be elsewhere.
    for cmd, name in (("DISABLE", "HOME"), ("GET", "DEVICE"), ("SET", "HOME"),
                      ("ENABLE", "HOME"), ("BINDING_FLUSH", "CAREOF"),
                      ("ANCHOR_DEL", "IFINDEX"), ("SET", "BINDINGS")):
        values = dict(anchor) if cmd.startswith("ANCHOR") else {}
        denied(role, cmd, error=errno.EINVAL, **values, **{name: u32(1)})
    for cmd in ("ANCHOR_GET", "BINDING_GET", "MEMORY_GET"):
        try:
            role.list(cmd, HOME=HOME)
        except genl.Refused as e:
            equal(e.errno, errno.EINVAL, f"error of {cmd} with an address:")
            expect(e.text, "words", e.text)
        else:
            raise Failure(f"a list {cmd} of one address refused", "accepted")
    # The reserved field of the header, and a command that there is not.
    for cmd, reserved, error in ((n["CMD_GET"], 1, errno.EINVAL), (200, 0, errno.EOPNOTSUPP)):
        try:
            role._do(role.id, cmd, b"", reserved=reserved)  # pylint: disable=protected-access
        except genl.Refused as e:
            equal(e.errno, error, f"error of command {cmd}, reserved {reserved}:")
        else:
            raise Failure(f"command {cmd}, reserved {reserved} refused", "accepted")


with World(dars=1, nodes=0, radvd=False) as net:
    dar = genl.Role("dar1", "dar")
    dar.resolve()
    link = dict(PREFIX=PREFIX, PREFIX_LEN=u8(64))
    for command in ("DISABLE", "BINDING_FLUSH"):
        denied(dar, command, error=errno.ENOTCONN)
    denied(dar, "SET", error=errno.ENOTCONN, QUEUE_MAX=u32(5))
    denied(dar, "ANCHOR_SET", error=errno.ENOTCONN, **link)
    dar.ask("ENABLE")
    denied(dar, "ENABLE", error=errno.EALREADY)
    with netns.inside("dar1"):
        access = socket.if_nametoindex("acc")
    dar.ask("ANCHOR_NEW", **link, IFINDEX=u32(access))
    denied(dar, "ANCHOR_NEW", error=errno.EEXIST, **link, IFINDEX=u32(access))
    shown = policy_of(dar)
    defaults = dict(CARE_OF_TEST=1, LIFETIME_MAX=86400, REFRESH=0, MIN_SEC=0, KEY_SIZES=3,
                    DAD=0, PROXY_ND=1, EARLY_TOKEN=1)
    equal({k: number(shown[dar.number["A_" + k]]) for k in defaults}, defaults, "defaults")
    check_policy(dar, link)
    check_settings(dar)
    check_headers(dar, link)
    equal(dar.list("BINDING_GET"), ([], True), "bindings")
    equal(dar.list("MEMORY_GET"), ([], True), "what is remembered")
    # The settings outlive a disable, the anchors do not.
    dar.ask("SET", QUEUE_MAX=u32(99))
    dar.ask("DISABLE")
    equal(dar.list("ANCHOR_GET"), ([], True), "anchors")
    equal(number(dict(dar.ask("GET"))[dar.number["A_QUEUE_MAX"]]), 99, "queue")
    dar.close()
