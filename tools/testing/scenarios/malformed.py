# SPDX-License-Identifier: GPL-2.0-only
"""Every malformed packet: an answer of the RFC or a counted drop."""

import random
import struct
import time

import pytest

import mh
from check import equal, expect, until
from dar import Dar
from peer import Peer
from topology import CN


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_malformed(net):
    dar = Dar(1, "off")
    node = Peer(net)
    whole = mh.binding_update(node.home, CN, node.dar, seq=7, cga=node.cga)

    def put(message, home=node.home):
        node.put(mh.ipv6(CN, node.dar, 60, mh.with_hao(home, mh.MH, message)))

    def counted(name, message, by=1, **kw):
        before = dar.counters()[name]
        put(message, **kw)
        until(lambda: dar.counters()[name] == before + by, f"counter {name} {before + by}",
              lambda: {k: v for k, v in dar.counters().items() if v})

    def sealed(message):
        """With the right checksum again."""
        return mh.finish(message, node.home, mh.addr(node.dar)) if len(message) % 8 == 0 \
            else bytes(message)

    def problems():
        return [p for _, d, p in node.sniffer.packets() if d == "in" and p[6] == 58 and p[40] == 4]

    bad = bytearray(whole)
    bad[4] ^= 1
    counted("bad_checksum", bytes(bad))
    # Its own length says more, and the checksum is right for what is there.
    cut = bytearray(whole[:-8])
    cut[4:6] = bytes(2)
    cut[4:6] = struct.pack(">H", mh.checksum(node.home, node.dar, bytes(cut)))
    counted("truncated", bytes(cut))

    proto = bytearray(whole)
    proto[0] = 17
    counted("bad_payload_proto", sealed(proto))
    until(problems, "an ICMPv6 Parameter Problem")
    equal(problems()[-1][41], 0, "its code")

    kind = bytearray(whole)
    kind[2] = 99
    counted("unknown_type", sealed(kind))
    be = node.answer(kind=mh.BE)
    equal(be.status, 2, "status of the Binding Error")

    seen = len(problems())
    counted("short_header", sealed(mh.header(mh.BU, b"\0\7")))
    until(lambda: len(problems()) > seen, "another Parameter Problem")

    head = mh.header(mh.BU, struct.pack(">HHH", 7, 0xc000, 105))
    counted("malformed", sealed(head + bytes([mh.ALT_COA, 200]) + bytes(2)))
    counted("malformed", sealed(head + bytes([mh.ALT_COA, 4]) + bytes(10)))
    alt = mh.align(len(head), 8, 6) + mh.option(mh.ALT_COA, mh.addr(CN))
    lone = head + alt + mh.option(mh.SIGNATURE, bytes(10))
    told = len(node.answers())
    counted("unauthenticated", sealed(lone + mh.align(len(lone), 8, 0)))
    equal(node.answer(told).status, 149, "status without a proof")

    # What is bound, and must stay as it is.
    equal(node.ask(seq=7, cga=node.cga).status, 0, "status")
    kept = ("home", "careof", "seq", "lifetime", "auth", "phkt", "state")
    bound = [{k: b[k] for k in kept} for b in dar.bindings()]
    equal([(b["home"], b["careof"], b["seq"], b["lifetime"]) for b in bound],
          [(node.name, CN, 7, 105 * 4)], "bindings")
    # Fuzz, seeded: truncations and single octets changed, all with a right checksum.
    dice = random.Random(4866)
    for cut in range(8, len(whole), 8):
        put(sealed(bytearray(whole[:cut])))
    for _ in range(200):
        message = bytearray(whole)
        message[dice.randrange(6, len(message))] = dice.randrange(256)
        put(sealed(message))
    time.sleep(0.5)
    equal([{k: b[k] for k in kept} for b in dar.bindings()], bound, "bindings after all that")

    node.seq = 30000
    dar.flush()
    until(lambda: not dar.bindings(), "no binding after a flush", dar.bindings)
    ba = node.ask(cga=node.cga)
    expect(ba.status in (0, 135), "the router still serves", ba.status)
