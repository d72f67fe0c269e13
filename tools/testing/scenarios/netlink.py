# SPDX-License-Identifier: GPL-2.0-only
"""Netlink: each value at and beyond its bounds, each attribute where it belongs."""

import errno
import sys

import pytest

import genl
import mh
import netns
from check import equal
from genl import u32, u8

pytestmark = pytest.mark.series

PREFIX = mh.addr("2001:db8:1::")
OTHER = mh.addr("2001:db8:2::")
HOME = mh.addr("2001:db8:1::77")


def number(octets):
    return int.from_bytes(octets, sys.byteorder)


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
    "ADMIT": ([u8(0), u8(2)], [u8(3), u8(255)]),
}
SETTINGS = {
    "MAX_BINDINGS": ([u32(1), u32(2**24)], [u32(0), u32(2**24 + 1)]),
    "MAX_REMEMBERED": ([u32(0), u32(2**24)], [u32(2**24 + 1)]),
    "QUEUE_MAX": ([u32(1), u32(65536)], [u32(0), u32(65537)]),
    "VERIFY_RATE": ([u32(0), u32(10**6)], [u32(10**6 + 1)]),
    "UNVERIFIED_LIFETIME": ([u32(4), u32(86400)], [u32(3), u32(86401)]),
    "REFUSAL_RATE": ([u32(0), u32(10**6)], [u32(10**6 + 1), u32(2**32 - 1)]),
}


def policy_of(role):
    entries, _ = role.list("ANCHOR_GET")
    return entries[0]


def check_policy(role, anchor):
    for name, (good, bad) in POLICY.items():
        for value in good:
            before = policy_of(role)
            role.ask("ANCHOR_SET", **anchor, **{name: value})
            after = policy_of(role)
            equal(after.pop(name), value, f"{name} as it was set:")
            before.pop(name)
            equal(after, before, f"all but {name} as it was:")
        kept = policy_of(role)
        for value in [*bad, value[:-1], value + b"\0", b""]:
            for cmd, more in (("ANCHOR_SET", anchor),
                              ("ANCHOR_NEW", dict(anchor, PREFIX=OTHER, IFINDEX=u32(1)))):
                role.denied(cmd, error=errno.ERANGE if value in bad and value else
                            errno.EINVAL, where=name, **more, **{name: value})
        equal(policy_of(role), kept, "policy after refusals")


def check_settings(role):
    for name, (good, bad) in SETTINGS.items():
        for value in good:
            role.ask("SET", **{name: value})
            equal(role.ask("GET")[name], value, f"{name} as it was set:")
        for value in [*bad, value[:-1], value + b"\0", b""]:
            # All or nothing: the good one beside it is not taken either.
            beside = "QUEUE_MAX" if name != "QUEUE_MAX" else "VERIFY_RATE"
            before = role.ask("GET")[beside]
            role.denied("SET", error=errno.ERANGE if value in bad and value else
                        errno.EINVAL, where=name, **{beside: u32(77), name: value})
            equal(role.ask("GET")[beside], before, f"{beside} after a refusal:")
    role.denied("SET", error=errno.EINVAL, text="no setting")


def check_headers(role, anchor):
    for bad in (PREFIX[:15], PREFIX + b"\0", b""):
        role.denied("ANCHOR_DEL", error=errno.ERANGE, where="PREFIX",
                    **dict(anchor, PREFIX=bad))
        role.denied("BINDING_FLUSH", error=errno.ERANGE, where="HOME", HOME=bad)
        role.denied("BINDING_GET", error=errno.ERANGE, where="HOME", HOME=bad)
    for bad in (63, 65, 0, 128):
        role.denied("ANCHOR_SET", error=errno.EINVAL, where="PREFIX_LEN",
                    **dict(anchor, PREFIX_LEN=u8(bad)))
    for bad in (0, 2**31, 2**32 - 1):
        role.denied("ANCHOR_NEW", error=errno.ERANGE, where="IFINDEX",
                    PREFIX=OTHER, PREFIX_LEN=u8(64), IFINDEX=u32(bad))
    role.denied("ANCHOR_NEW", error=errno.ENODEV, PREFIX=OTHER, PREFIX_LEN=u8(64),
                IFINDEX=u32(2**31 - 1))
    role.denied("ANCHOR_NEW", error=errno.EINVAL, missing="PREFIX")
    role.denied("ANCHOR_NEW", error=errno.EINVAL, missing="PREFIX_LEN", PREFIX=OTHER)
    role.denied("ANCHOR_NEW", error=errno.EINVAL, missing="LINK", PREFIX=OTHER,
                PREFIX_LEN=u8(64))
    for bad in ("a/b", "a b", ".", "", "sixteen-letters-"):
        role.denied("ANCHOR_NEW", error=errno.EINVAL, where="LINK", PREFIX=OTHER,
                    PREFIX_LEN=u8(64), LINK=bad)
    for bad in ("lo", "dar0"):
        role.denied("ANCHOR_NEW", error=errno.EINVAL, text="cannot be an access link",
                    PREFIX=OTHER, PREFIX_LEN=u8(64), LINK=bad)
    role.denied("ANCHOR_NEW", error=errno.EINVAL, where="IFINDEX", PREFIX=OTHER,
                PREFIX_LEN=u8(64), LINK="acc", IFINDEX=u32(1))
    role.denied("ANCHOR_SET", error=errno.EINVAL, where="LINK", LINK="acc", **anchor)
    role.denied("BINDING_GET", error=errno.EINVAL, missing="HOME")
    role.denied("BINDING_GET", error=errno.ENOENT, where="HOME", HOME=HOME)
    role.denied("ANCHOR_SET", error=errno.EINVAL, where="IFINDEX", IFINDEX=u32(1), **anchor)
    role.denied("ANCHOR_SET", error=errno.ENOENT, **dict(anchor, PREFIX=OTHER))
    role.denied("ENABLE", error=errno.EINVAL, where="DEVICE", DEVICE="sixteen-letters-")
    # What a command does not know, whatever it may be elsewhere.
    for cmd, name in (("DISABLE", "HOME"), ("GET", "DEVICE"), ("SET", "HOME"),
                      ("ENABLE", "HOME"), ("BINDING_FLUSH", "CAREOF"),
                      ("ANCHOR_DEL", "IFINDEX"), ("SET", "BINDINGS")):
        values = dict(anchor) if cmd.startswith("ANCHOR") else {}
        role.denied(cmd, error=errno.EINVAL, **values, **{name: u32(1)})
    for cmd in ("ANCHOR_GET", "BINDING_GET", "MEMORY_GET"):
        role.denied_list(cmd, HOME=HOME)
    role.denied_header()


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_netlink(net):
    dar = genl.Family("dar1", "dar")
    dar.resolve()
    link = dict(PREFIX=PREFIX, PREFIX_LEN=u8(64))
    for command in ("DISABLE", "BINDING_FLUSH"):
        dar.denied(command, error=errno.ENOTCONN)
    dar.denied("SET", error=errno.ENOTCONN, QUEUE_MAX=u32(5))
    dar.denied("ANCHOR_SET", error=errno.ENOTCONN, **link)
    for bad in (bytes(31), bytes(33), b""):
        dar.denied("ENABLE", error=errno.ERANGE, where="SECRET", SECRET=bad)
    dar.ask("ENABLE")
    dar.denied("ENABLE", error=errno.EALREADY)
    access = netns.index("dar1", "acc")
    dar.ask("ANCHOR_NEW", **link, IFINDEX=u32(access))
    dar.denied("ANCHOR_NEW", error=errno.EEXIST, **link, IFINDEX=u32(access))
    shown = policy_of(dar)
    defaults = dict(CARE_OF_TEST=1, LIFETIME_MAX=86400, REFRESH=0, MIN_SEC=1, KEY_SIZES=3,
                    DAD=0, PROXY_ND=1, EARLY_TOKEN=1, ADMIT=0)
    equal({k: number(shown[k]) for k in defaults}, defaults, "defaults")
    check_policy(dar, link)
    check_settings(dar)
    check_headers(dar, link)
    equal(dar.list("BINDING_GET"), ([], True), "bindings")
    equal(dar.list("MEMORY_GET"), ([], True), "what is remembered")
    # The settings outlive a disable, the anchors do not.
    dar.ask("SET", QUEUE_MAX=u32(99))
    dar.ask("DISABLE")
    equal(dar.list("ANCHOR_GET"), ([], True), "anchors")
    equal(number(dar.ask("GET")["QUEUE_MAX"]), 99, "queue")
    dar.close()
