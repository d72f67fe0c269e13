# SPDX-License-Identifier: GPL-2.0-only
"""Outer packets in fragments: accepted, and made where 1280 octets must fit."""

import struct

import pytest

import mh
import rtnl
from check import equal, expect, until
from dar import Dar
from peer import Peer
from topology import CN, Sniffer


def fragments(packet, size, ident):
    """RFC 8200 section 4.5"""
    data, proto = packet[40:], packet[6]
    for off in range(0, len(data), size):
        piece = data[off:off + size]
        more = off + size < len(data)
        head = struct.pack(">BBHI", proto, 0, off | more, ident)
        yield mh.ipv6(packet[8:24], packet[24:40], 44, head + piece, packet[7])


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_outer_fragments(net):
    dar = Dar(1)
    node = Peer(net)
    node.register()
    core = "2001:db8:c::1"
    beyond = Sniffer("core", "dar1")

    def seen(mark, proto=17):
        return [p for _, d, p in beyond.packets() if d == "in" and p[6] == proto and mark in p]

    # Up: in order, and the last one first.
    for mark, turn in ((b"in order", 1), (b"backwards", -1)):
        inner = mh.udp(node.home, core, 4000, 4001, mark + bytes(1400 - len(mark)))
        pieces = list(fragments(mh.ipv6(CN, node.dar, 41, inner), 600, turn & 0xff))
        expect(len(pieces) == 3, "three fragments", len(pieces))
        for piece in pieces[::turn]:
            node.put(piece)
        got = until(lambda m=mark: seen(m), "the packet whole")[0]
        equal(got[40:], inner[40:], "its contents")
    equal(dar.binding(node.name)["rx_packets"], 2, "rx_packets")
    # From another source they prove nothing.
    inner = mh.udp(node.home, core, 4000, 4001, b"forged" + bytes(1400))
    before = dar.counters()["spoofed_source"]
    for piece in fragments(mh.ipv6("2001:db8:c::66", node.dar, 41, inner), 600, 7):
        node.put(piece)
    until(lambda: dar.counters()["spoofed_source"] > before, "spoofed_source", dar.counters)
    expect(not seen(b"forged"), "nothing forwarded", "it was")

    # Down, where the path takes no more than 1280: 1280 must fit all the same.
    rtnl.of("dar1").set("core", mtu=1280)
    rtnl.of("core").set("dar1", mtu=1280)
    beyond.clear()
    raw = net.raw("core")
    inner = mh.udp(core, node.home, 4000, 4001, b"full" + bytes(1280 - 48 - 4))
    equal(len(inner), 1280, "octets")
    raw.sendto(inner, (node.name, 0))
    pieces = until(lambda: (p := [p for _, d, p in beyond.packets()
                                  if d == "in" and p[6] == 44]) and len(p) > 1 and p,
                   "an outer packet in fragments", lambda: str(beyond.packets()))
    expect(max(map(len, pieces)) <= 1280, "none larger than the path", [len(p) for p in pieces])
    # The correspondent's stack puts them together; the inner packet is unharmed.
    pieces.sort(key=lambda p: struct.unpack(">H", p[42:44])[0])
    data = b"".join(p[48:] for p in pieces)
    equal(data[7], inner[7] - 1, "hop limit")
    equal(data[8:], inner[8:], "what was inside")
    expect(all(p[40] == 41 for p in pieces), "fragments of a tunnelled packet", "others")
