# SPDX-License-Identifier: GPL-2.0-only
"""Netlink of a node: values at and beyond their bounds, attributes where they belong,
keys that are none; and no key ever comes out again."""

import errno
import socket
import struct

import pytest

import genl
import mh
import netns
import peer
import pkcs1
from check import equal, expect, until
from dar import Dar
from genl import u32, u8

pytestmark = pytest.mark.series

HOME = mh.addr("2001:db8:1::77")
MODIFIER = bytes(16)
SETTINGS = {
    "POLICY": ([u8(1), u8(2)], [u8(3), u8(255)]),
    "IDLE_TIME": ([u32(0), u32(28800)], [u32(28801), u32(2**32 - 1)]),
    "MAX_ADDRESSES": ([u32(1), u32(64)], [u32(0), u32(65), u32(2**32 - 1)]),
    "TRANSIENT_MARK": ([u32(0), u32(2**32 - 1)], []),
    "SIGNED_ACK": ([u8(1), u8(2), u8(0)], [u8(3), u8(255)]),
    "EARLY_TOKEN": ([u8(0), u8(1)], [u8(2), u8(255)]),
    "TRANSIENT_CGROUP": ([bytes(8), b"\1" + bytes(7)], []),
}


def shown(role, name):
    return role.ask("GET")[name]


def check_settings(role):
    for name, (good, bad) in SETTINGS.items():
        for value in good:
            role.ask("SET", **{name: value})
            equal(shown(role, name), value, f"{name} as it was set:")
        for value in [*bad, value[:-1], value + b"\0", b""]:
            # All or nothing: the good one beside it is not taken either.
            beside = "IDLE_TIME" if name != "IDLE_TIME" else "MAX_ADDRESSES"
            before = shown(role, beside)
            role.denied("SET", error=errno.ERANGE if value in bad and value else errno.EINVAL,
                        where=name, **{beside: u32(33), name: value})
            equal(shown(role, beside), before, f"{beside} after a refusal:")
    equal(shown(role, "TRANSIENT_MASK"), u32(2**32 - 1), "mask of a mark without one")
    role.denied("SET", error=errno.EINVAL, where="TRANSIENT_MASK", TRANSIENT_MASK=u32(1))
    role.denied("SET", error=errno.EINVAL, where="TRANSIENT_MARK", TRANSIENT_MARK=u32(2),
                TRANSIENT_MASK=u32(1), IDLE_TIME=u32(5))
    role.denied("SET", error=errno.EINVAL, text="nothing")
    role.ask("SET", POLICY=u8(0), IDLE_TIME=u32(60), TRANSIENT_MARK=u32(0),
             TRANSIENT_MASK=u32(0), TRANSIENT_CGROUP=bytes(8))


def check_addresses(role, address):
    for bad in (HOME[:15], HOME + b"\0", b""):
        role.denied("ADDRESS_GET", error=errno.ERANGE, where="ADDRESS", ADDRESS=bad)
        role.denied("ADDRESS_SET", error=errno.ERANGE, where="ADDRESS", ADDRESS=bad, KEEP=u8(1))
    for bad in (3, 255):
        role.denied("ADDRESS_SET", error=errno.ERANGE, where="KEEP", ADDRESS=address,
                    KEEP=u8(bad))
    role.denied("ADDRESS_SET", error=errno.EINVAL, missing="ADDRESS", KEEP=u8(1))
    role.denied("ADDRESS_SET", error=errno.EINVAL, missing="KEEP", ADDRESS=address)
    role.denied("ADDRESS_SET", error=errno.ENOENT, ADDRESS=HOME, KEEP=u8(1))
    role.denied("ADDRESS_GET", error=errno.EINVAL, missing="ADDRESS")
    role.denied("ADDRESS_GET", error=errno.ENOENT, where="ADDRESS", ADDRESS=HOME)
    role.denied_list("ADDRESS_GET", ADDRESS=address)
    # What a command does not know, whatever it may be elsewhere.
    for cmd, name in (("DISABLE", "ADDRESS"), ("GET", "DEVICE"), ("SET", "ADDRESS"),
                      ("ENABLE", "POLICY"), ("ADDRESS_GET", "KEEP"), ("ADDRESS_SET", "SEC"),
                      ("SET", "ENABLED"), ("SET", "KEY_BITS"), ("ANCHOR_DEL", "DAR")):
        values = {"ADDRESS": address} if cmd.startswith("ADDRESS") else {}
        role.denied(cmd, error=errno.EINVAL, **values, **{name: u32(1)})
    role.denied_header()


def bad_keys(good):
    """(error, words, more) of what is no key, or none of these."""
    key = pkcs1.decode(good)
    yield errno.EBADMSG, "not an RSA private key", {"KEY": b""}
    yield errno.EBADMSG, "not an RSA private key", {"KEY": good[:-1]}
    yield errno.EBADMSG, "not an RSA private key", {"KEY": good + b"\0"}
    yield errno.EBADMSG, "not an RSA private key", {"KEY": b"\x30" + good[1:5]}
    yield errno.EBADMSG, "not an RSA private key", {"KEY": b"-----BEGIN PRIVATE KEY-----\n"}
    yield errno.EBADMSG, "not an RSA private key", {"KEY": bytes.fromhex(CURVE)}
    for bits in (512, 1016, 1023, 1025, 1280, 2048, 3072):
        yield errno.EKEYREJECTED, "1024 or 1536 bits", {"KEY": pkcs1.shaped(bits)}
    for e in (1, 5, 17, 65539, 2**33 + 3):
        yield errno.EINVAL, "exponent 3 or 65537", {"KEY": pkcs1.shaped(1024, e)}
    even = dict(key, n=key["n"] - 1)
    yield errno.EKEYREJECTED, "damaged", {"KEY": pkcs1.encode(even)}
    # What the kernel computes with: half of a version has these, the other d.
    wrong = {name: key[name] ^ 2 for name in ("d", "dp", "dq", "qinv")}
    yield errno.EKEYREJECTED, "damaged", {"KEY": pkcs1.encode(dict(key, **wrong))}
    yield errno.EKEYREJECTED, "modifier does not fit", {"SEC": u8(1)}
    yield errno.EKEYREJECTED, "modifier does not fit", {"SEC": u8(7)}


def check_keys(eth0, role, good):
    enable = dict(KEY=good, MODIFIER=MODIFIER, SEC=u8(0))
    for error, words, more in bad_keys(good):
        for cmd, where in (("SET", {}), ("ENABLE", {"IFINDEX": u32(eth0)})):
            role.denied(cmd, error=error, where="KEY", text=words, **{**enable, **where, **more})
    for cmd, where in (("SET", {}), ("ENABLE", {"IFINDEX": u32(eth0)})):
        for name in enable:
            less = {k: v for k, v in enable.items() if k != name}
            role.denied(cmd, error=errno.EINVAL, missing=name, **where, **less)
        for bad in (MODIFIER[:15], MODIFIER + b"\0", b""):
            role.denied(cmd, error=errno.ERANGE, where="MODIFIER",
                        **{**enable, **where, "MODIFIER": bad})
        role.denied(cmd, error=errno.ERANGE, where="SEC", **{**enable, **where, "SEC": u8(8)})
        role.denied(cmd, error=errno.ERANGE, where="KEY",
                    **{**enable, **where, "KEY": pkcs1.shaped(4096)})
    role.denied("SET", error=errno.EINVAL, text="by itself", IDLE_TIME=u32(5), **enable)


def check_secret(role, good, *more):
    """Nothing of a key in any answer, not even to who has sent it."""
    secrets = [pkcs1.decode(good)[k] for k in ("d", "p", "q", "dp", "dq", "qinv")]
    heard = [role.heard("GET")]
    heard += [b"".join(e.values()) for e in role.list("ADDRESS_GET")[0]]
    heard += more
    for secret in secrets:
        octets = secret.to_bytes((secret.bit_length() + 7) // 8, "big")
        for at in range(0, len(octets) - 8, 8):
            expect(not any(octets[at:at + 8] in h for h in heard), "no part of a key", "one")


def echo(role, cmd, **values):
    """All of the answer to a request that is refused: it has the request in it."""
    role.send(cmd, values)
    return role.sock.recv(1 << 17)


def advertise(access, sock, n):
    """The router of 2001:db8:1::/64 has 2001:db8:1000:N::/64 instead of what it had before."""
    prefixes = [("2001:db8:1::1", 0), (f"2001:db8:1000:{n - 1:x}::1", 0),
                (f"2001:db8:1000:{n:x}::1", 1800)]
    options = b"".join(struct.pack("!BBBBIII", 3, 4, 64, 0xe0, 3600, preferred, 0) +
                       mh.addr(router) for router, preferred in prefixes)
    sock.sendto(struct.pack("!BBHBBHII", 134, 0, 0, 64, 0x20, 1800, 0, 0) + options,
                ("ff02::1", 0, 0, access))


def check_parts(access, role):
    """A list that changes while it is read says so; one that does not, does not."""
    sock = netns.sock("dar1", socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
    role.ask("SET", MAX_ADDRESSES=u32(64))

    def more(n):
        advertise(access, sock, n)
        until(lambda: shown(role, "ADDRESSES") == u32(n + 1), f"address {n + 1}",
              lambda: shown(role, "ADDRESSES"))

    for n in range(1, 31):
        more(n)
    slow = genl.Family("mn", "mn")
    slow.room = 4096
    entries, whole = slow.list("ADDRESS_GET")
    equal((len(entries), len({e["ADDRESS"] for e in entries}), whole),
          (31, 31, True), "addresses, different ones, a whole list")
    entries, whole = slow.list("ADDRESS_GET", between=lambda: more(31))
    equal((len(entries), whole), (32, False), "addresses, a whole list")
    slow.close()


def check_link(role, index, careof):
    good = dict(IFINDEX=u32(index), METRIC=u32(7))
    for bad in (u32(0), u32(1024), u32(2**32 - 1)):
        role.denied("LINK_SET", error=errno.ERANGE, where="METRIC", **{**good, "METRIC": bad})
    for bad in (u32(0), u32(2**31)):
        role.denied("LINK_SET", error=errno.ERANGE, where="IFINDEX", **{**good, "IFINDEX": bad})
    role.denied("LINK_SET", error=errno.ENODEV, **{**good, "IFINDEX": u32(2**31 - 1)})
    role.denied("LINK_SET", error=errno.EINVAL, missing="METRIC", IFINDEX=u32(index))
    role.denied("LINK_SET", error=errno.EINVAL, missing="IFINDEX", METRIC=u32(7))
    for metric in (1, 1023, 7):
        role.ask("LINK_SET", IFINDEX=u32(index), METRIC=u32(metric))
        equal(role.list("LINK_GET"), ([{"IFINDEX": [u32(index)], "METRIC": u32(metric),
                                        "STATUS": u8(1), "ACTIVE": u8(1),
                                        "CAREOF": careof}], True), "devices")


def check_anchors(role):
    prefix, dar = mh.addr("2001:db8:7::"), mh.addr("2001:db8:7::1")
    good = dict(PREFIX=prefix, PREFIX_LEN=u8(64), DAR=dar)
    for name in good:
        less = {k: v for k, v in good.items() if k != name}
        role.denied("ANCHOR_NEW", error=errno.EINVAL, missing=name, **less)
    for name in ("PREFIX", "DAR"):
        for bad in (good[name][:15], good[name] + b"\0", b""):
            role.denied("ANCHOR_NEW", error=errno.ERANGE, where=name, **{**good, name: bad})
    for bits in (0, 63, 65, 128):
        role.denied("ANCHOR_NEW", error=errno.EINVAL, where="PREFIX_LEN",
                    **{**good, "PREFIX_LEN": u8(bits)})
    for name, bad, words in (("PREFIX", "2001:db8:7::1", "bits"), ("PREFIX", "ff02::", "unicast"),
                             ("PREFIX", "fe80::", "unicast"), ("PREFIX", "::", "unicast"),
                             ("DAR", "::1", "not in"), ("DAR", "2001:db8:8::1", "not in")):
        role.denied("ANCHOR_NEW", error=errno.EINVAL, text=words, **{**good, name: mh.addr(bad)})
    role.denied("ANCHOR_DEL", error=errno.ENOENT, PREFIX=prefix, PREFIX_LEN=u8(64))
    role.denied("ANCHOR_DEL", error=errno.EINVAL, missing="PREFIX", PREFIX_LEN=u8(64))
    equal(role.list("ANCHOR_GET"), ([], True), "routers")

    # As many as there can be, in a list of many parts; one more when it is half read.
    for n in range(1023):
        role.ask("ANCHOR_NEW", PREFIX=mh.addr(f"2001:db8:8:{n:x}::"), PREFIX_LEN=u8(64),
                 DAR=mh.addr(f"2001:db8:8:{n:x}::1"))
    slow = genl.Family("mn", "mn")
    slow.room = 4096
    entries, whole = slow.list("ANCHOR_GET")
    equal((len(entries), whole), (1023, True), "routers, a whole list")
    entries, whole = slow.list("ANCHOR_GET", between=lambda: role.ask("ANCHOR_NEW", **good))
    equal((len(entries), whole), (1024, False), "routers, a whole list")
    equal(entries[-1], good, "the last")
    slow.close()
    role.denied("ANCHOR_NEW", error=errno.EEXIST, text="already", **good)
    role.denied("ANCHOR_NEW", error=errno.ENOSPC, PREFIX=mh.addr("2001:db8:6::"),
                PREFIX_LEN=u8(64), DAR=mh.addr("2001:db8:6::1"))
    for n in range(1023):
        role.ask("ANCHOR_DEL", PREFIX=mh.addr(f"2001:db8:8:{n:x}::"), PREFIX_LEN=u8(64))
    equal(len(role.list("ANCHOR_GET")[0]), 1, "routers")


# An EC key (SEC 1) of P-256 with the private number 1.
CURVE = ("30310201010420" + "00" * 31 + "01" + "a00a06082a8648ce3d030107")


@pytest.mark.world(dars=1)
def test_node_netlink(net):
    router = Dar(1)
    mn = genl.Family("mn", "mn")
    mn.resolve()
    eth0, lo = netns.index("mn", "eth0"), netns.index("mn", "lo")
    der = peer.key("node").der
    start = dict(KEY=der, MODIFIER=MODIFIER, SEC=u8(0))
    mn.denied("DISABLE", error=errno.ENOTCONN)
    mn.denied("ADDRESS_SET", error=errno.ENOENT, ADDRESS=HOME, KEEP=u8(1))
    mn.denied("LINK_SET", error=errno.ENOTCONN, IFINDEX=u32(eth0), METRIC=u32(7))
    equal(mn.list("LINK_GET"), ([], True), "devices")
    mn.denied("SET", error=errno.ENOTCONN, **start)
    check_settings(mn)
    check_anchors(mn)
    mn.denied("ENABLE", error=errno.EINVAL, missing="IFINDEX", **start)
    for index, code in ((0, errno.ERANGE), (2**31, errno.ERANGE), (2**31 - 1, errno.ENODEV),
                        (lo, errno.EINVAL)):
        mn.denied("ENABLE", error=code, IFINDEX=u32(index), **start)
    for device, code in (("sixteen-letters-", errno.EINVAL), ("a/b", errno.EINVAL),
                         ("mn%d", errno.EINVAL), ("", errno.EINVAL), ("lo", errno.EEXIST)):
        mn.denied("ENABLE", error=code, IFINDEX=u32(eth0), DEVICE=device, **start)
    check_keys(eth0, mn, der)
    equal(mn.list("ADDRESS_GET"), ([], True), "addresses")
    equal(net.installed("mn"), "", "left by what failed")

    mn.ask("ENABLE", IFINDEX=u32(eth0), **start)
    mn.denied("ENABLE", error=errno.EALREADY, IFINDEX=u32(eth0), **start)
    net.mover.attach("mn", 1)
    until(lambda: any(e["STATE"] == u8(1) for e in mn.list("ADDRESS_GET")[0]),
          "an address at home")
    entries, whole = mn.list("ADDRESS_GET")
    home = entries[0]["ADDRESS"]
    equal((len(entries), whole), (1, True), "addresses")
    one = mn.ask("ADDRESS_GET", ADDRESS=home)
    equal({k: one[k] for k in ("ADDRESS", "KEY_BITS", "SEC", "KEY_OLD")},
          {"ADDRESS": home, "KEY_BITS": u32(1024), "SEC": u8(0), "KEY_OLD": u8(0)}, "address")
    check_settings(mn)
    check_addresses(mn, home)
    check_link(mn, eth0, home)
    check_keys(eth0, mn, der)
    broken = pkcs1.encode(dict(pkcs1.decode(der), n=pkcs1.decode(der)["n"] - 1))
    check_secret(mn, der, echo(mn, "SET", KEY=broken, MODIFIER=MODIFIER, SEC=u8(0)),
                 echo(mn, "ENABLE", IFINDEX=u32(eth0), **start),
                 echo(mn, "SET", IDLE_TIME=u32(5), **start))
    net.stop_radvd(1)
    access = netns.index("dar1", "acc")
    check_parts(access, mn)
    # The settings outlive a disable, the key does not; one router named is left to the
    # end of the namespace.
    mn.ask("SET", IDLE_TIME=u32(99))
    mn.ask("DISABLE")
    equal(shown(mn, "IDLE_TIME"), u32(99), "idle time")
    expect("KEY_BITS" not in mn.ask("GET"), "no key", mn.ask("GET"))
    mn.close()
