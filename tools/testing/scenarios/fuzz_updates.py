# SPDX-License-Identifier: GPL-2.0-only
"""Thousands of damaged messages, seeded: the kernel is silent, a bound node stays bound."""

import os
import random
import struct

import pytest
from scapy.utils import checksum

import genl
import rtnl
from check import equal, expect, note, until
from dar import Dar
from scapymn import (
    IPv6, Link, MIP6MH_CoTI, MIP6OptCGAParamsReq, MIP6OptCareOfTestInit, ScapyMn, generate)
from topology import dar_address

PACKETS = int(os.environ.get("FAMA_FUZZ", "5000"))
SEED = int(os.environ.get("FAMA_SEED", "4866"))
PLACE, DAR = "2001:db8:5c:1::99", dar_address(1)
COUNTED = ("rx_bu", "rx_coti", "bad_checksum", "truncated", "bad_payload_proto", "unknown_type",
           "short_header", "malformed")
dice = random.Random(SEED)


def option():
    size = dice.choice((0, 1, 2, 4, 8, 12, 16, 20, 128, 255))
    return bytes([dice.randrange(20), size]) + dice.randbytes(size)


def bits(mh):
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        mh[dice.randrange(len(mh))] ^= 1 << dice.randrange(8)


def octets(mh):
    at = dice.randrange(2, len(mh))
    mh[at:at + dice.randrange(1, 9)] = dice.randbytes(dice.randrange(9))


def cut(mh):
    del mh[dice.randrange(len(mh)):]


def soup(mh):
    """Its options are others, whole or not."""
    del mh[12:]
    for _ in range(dice.randrange(12)):
        mh += option()
    if dice.random() < 0.2:
        cut(mh)


def more(mh):
    """One option more, wherever."""
    at = dice.randrange(12, len(mh) + 1)
    mh[at:at] = option()


def twice(mh):
    """A part of it again."""
    start = dice.randrange(len(mh))
    part = mh[start:start + dice.randrange(1, 300)]
    at = dice.randrange(12, len(mh) + 1)
    mh[at:at] = part


def length(mh):
    mh[1] = dice.randrange(256)


def damaged(template):
    """Almost always with the checksum right and of a length that is possible."""
    head, mh = template[:-template.mh], bytearray(template[-template.mh:])
    for _ in range(dice.choice((1, 1, 1, 2))):
        if len(mh) > 12:
            dice.choice((bits, octets, cut, soup, more, twice, length))(mh)
    if len(mh) > 8 and dice.random() < 0.5:
        mh[6:8] = dice.randbytes(2)  # past the check of the sequence number
    del mh[1400:]
    if dice.random() < 0.9:
        mh += bytes(-len(mh) % 8)
        if len(mh) > 1 and dice.random() < 0.9:
            mh[1] = len(mh) // 8 - 1
    head = bytearray(head)
    head[4:6] = struct.pack("!H", len(head) - 40 + len(mh))
    if dice.random() < 0.05:
        head[dice.randrange(40, len(head)) if len(head) > 40 else 7] ^= 1 << dice.randrange(8)
    if len(mh) > 5 and dice.random() < 0.95:
        mh[4:6] = b"\0\0"
        src = head[48:64] if len(head) > 40 else head[8:24]
        mh[4:6] = struct.pack("!H", checksum(bytes(src + head[24:40]) +
                                             struct.pack("!II", len(mh), 135) + bytes(mh)))
    return bytes(head + mh)


class Template(bytes):
    """A packet, and how many octets of it are the Mobility Header."""

    mh = 0


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_fuzz_updates(net):
    # Open: its addresses never were on a link.
    dar = Dar(1, "off", admit="open", min_sec=0)
    rtnl.of("core").route("add", "2001:db8:5c::/48", kind="blackhole")
    link = Link("core", "dar1", "dar1", "core")
    role = genl.of("dar1", "dar")
    key = generate()
    good = ScapyMn(link, DAR, "2001:db8:1::", PLACE, key)
    good.register()
    good.refresh()
    long_key = generate(1536)

    def template(node, **kw):
        packet = Template(node.update(**kw))
        packet.mh = len(packet) - 64 + 24 * bool(kw.get("at_home"))
        return packet

    # None is the good node's own: no damage may make it valid.
    victims = [ScapyMn(link, DAR, "2001:db8:1::", PLACE, k, extension=more_)
               for k, more_ in ((key, b""), (long_key, b""), (key, bytes(100)))]
    asks = [MIP6OptCareOfTestInit, MIP6OptCGAParamsReq]
    templates = [
        template(good, token=b"8 octets"),
        template(good, token=b"8 octets", nonces=(0, 1), ask=asks),
        template(good, token=b"8 octets", lifetime=0),
        template(good, by="cga", key=generate()),
        template(good, by="cga phkt", key=generate(), token=b"8 octets", nonces=(0, 1)),
    ]
    for v in victims:
        templates += [template(v, by="cga"), template(v, by="cga", ask=asks),
                      template(v, by="cga", at_home=True, lifetime=0)]
    coti = Template(bytes(IPv6(src=PLACE, dst=DAR) / MIP6MH_CoTI(cookie=b"a cookie", res=0)))
    coti.mh = 16
    templates.append(coti)
    # What is not damaged passes: the templates are what they seem to be.
    before = role.counters()
    for t in templates[5:8]:
        link.send(t)
    until(lambda: role.counters()["bu_cga"] >= before["bu_cga"] + 2, "good templates",
          role.counters)

    was = dar.binding(good.home)
    before = role.counters()
    for i in range(PACKETS):
        link.send(damaged(dice.choice(templates)))
    link.sock.close()

    def drained():
        state = dar.show()
        return state.get("queued", 0) == 0
    until(drained, "no signature waiting")
    risen = {k: v - before[k] for k, v in role.counters().items() if v != before[k]}
    note(f"seed {SEED}: {risen}")
    seen = sum(risen.get(k, 0) for k in COUNTED)
    expect(seen > PACKETS * 0.8, "most of them read", f"{seen} of {PACKETS}")
    for k in COUNTED:
        expect(risen.get(k), f"some {k}", risen)
    now = dar.binding(good.home)
    expect(now, "the good node bound", dar.bindings())
    for k in ("careof", "seq", "lifetime", "auth", "phkt"):
        equal(now[k], was[k], k)
    expect({b["home"] for b in dar.bindings()} <= {good.home, *(v.home for v in victims)},
           "no binding of anybody else", dar.bindings())
    good.link = Link("core", "dar1", "dar1", "core")
    good.refresh()
