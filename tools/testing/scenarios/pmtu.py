# SPDX-License-Identifier: GPL-2.0-only
"""A path that shrinks to 1400 under the tunnel: both directions learn it."""

import socket
import struct

import pytest

import mh
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn
from pathmtu import path_mtu
from topology import CN, Sniffer

pytestmark = pytest.mark.series


def segment_sizes(wire, src):
    """What an address asks for in its SYN or SYN-ACK (RFC 9293 section 3.2)."""
    found = []
    for _, _, p in wire.packets():
        if p[6] == 6 and p[8:24] == mh.addr(src) and p[53] & 2:
            expect(p[60:62] == b"\2\4", "the segment size as the first option", p[60:].hex())
            found.append(struct.unpack(">H", p[62:64])[0])
    return found


def connect(src, dst, listener):
    """A connection, over as soon as it is there."""
    with netns.sock(src[0], socket.AF_INET6, socket.SOCK_STREAM) as s:
        s.settimeout(20)
        s.bind((src[1], 0))
        s.connect((dst, listener.getsockname()[1]))
        listener.accept()[0].close()


def listen(ns, address):
    s = netns.sock(ns, socket.AF_INET6, socket.SOCK_STREAM)
    s.bind((address, 0))
    s.listen()
    return s


@pytest.mark.world(dars=2)
def test_pmtu(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    client.open("tcp", "bulk", first, 50, 20000)
    client.flowing("bulk")
    net.mover.move("mn", 2)
    mn.state(1, "away")
    client.flowing("bulk", more=20)
    second = mn.of_dar(2)["address"]
    wire = Sniffer("cn", "eth0")
    with listen("cn", CN) as far, listen("mn", first) as near:
        for address in (first, second):
            connect(("mn", address), CN, far)
        connect(("cn", CN), first, near)
    # Whoever asks first: no segment is ever too big for the tunnel.
    equal((segment_sizes(wire, first), segment_sizes(wire, second)), ([1400, 1400], [1440]),
          "segment sizes of the former and the present address")
    equal(path_mtu("cn", CN, first), 1460, "path MTU of the correspondent")
    equal(path_mtu("mn", first, CN), 1460, "path MTU of the node")

    at_cn = Sniffer("cn", "eth0")
    rtnl.of("core").set("dar2", mtu=1400)
    rtnl.of("dar2").set("core", mtu=1400)
    # The stream goes on, both ways full.
    client.flowing("bulk", more=40, patience=60)

    too_big = [p for _, d, p in at_cn.packets() if d == "in" and p[6] == 58 and p[40] == 2]
    expect(too_big, "a Packet Too Big at the correspondent", "none")
    mtus = {struct.unpack(">I", p[44:48])[0] for p in too_big}
    expect(1360 in mtus and min(mtus) == 1360, "an MTU of 1360", mtus)
    # It is about the inner packet.
    expect(all(p[48 + 24:48 + 40] == mh.addr(first) for p in too_big),
           "the inner packet in it", too_big[0][48:88].hex())
    until(lambda: path_mtu("cn", CN, first) == 1360, "path MTU 1360 at the correspondent",
          lambda: path_mtu("cn", CN, first))
    until(lambda: path_mtu("mn", first, CN) == 1360, "path MTU 1360 at the node",
          lambda: path_mtu("mn", first, CN))

    # Full packets, and no outer fragment, now that both ends know.
    bundles = Sniffer("core", "dar2")
    client.flowing("bulk", more=10)
    expect(not [p for _, d, p in bundles.packets() if p[6] == 44], "no fragments", "some")
    # Packets as they are on a wire, not as offloads bundle them.
    rtnl.of("core").set("dar2", gso_max_segs=1)
    rtnl.of("dar2").set("core", gso_max_segs=1)
    between = Sniffer("core", "dar2")
    client.flowing("bulk", more=10)
    flows = client.stop()
    for way in ("in", "out"):
        sizes = [len(p) for _, d, p in between.packets() if d == way and p[6] == 41]
        expect(sizes and max(sizes) <= 1400 and max(sizes) > 1300,
               f"tunnelled packets of 1300 to 1400 octets ({way})", sizes and max(sizes))
    expect(not [p for _, d, p in between.packets() if p[6] == 44], "no fragments", "some")
    expect(not flows["bulk"]["error"], "the stream alive", flows["bulk"]["error"])
