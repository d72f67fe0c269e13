# SPDX-License-Identifier: GPL-2.0-only
"""Octets and packets that the router counts for a node are those on the wire: large packets of GSO
and GRO, single ones, and packets that did not leave."""

import socket

import pytest

import mh
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn
from topology import CN, Sniffer
from transfer import transfer

pytestmark = pytest.mark.series

OCTETS = 1 << 20
COUNTED = ("tx_packets", "tx_bytes", "rx_packets", "rx_bytes")


@pytest.mark.world(dars=2, delay_ms=0)
def test_counted(net):
    dar = [Dar(n) for n in net.dars][0]
    mn = Mn()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    net.mover.move("mn", 2)
    mn.state(1, "away")
    careof = mn.state(2, "home")["address"]
    dar.bound(home, careof, state="verified")
    # What both ends of the link between router and core send is cut before it is heard.
    for ns, dev in (("dar1", "core"), ("core", "dar1")):
        netns.run(ns, ["ethtool", "-K", dev, "tso", "off", "gso", "off"])
    netns.run("dar1", ["ethtool", "-K", "core", "gro", "on"])
    down, up = Sniffer("dar1", "core"), Sniffer("core", "dar1")

    def on_wire():
        """As COUNTED: what went to the care-of address, and what came from it."""
        sent = [len(p) - 40 for _, d, p in down.packets()
                if d == "out" and p[6] == 41 and p[24:40] == mh.addr(careof)]
        got = [len(p) - 40 for _, d, p in up.packets()
               if d == "out" and p[6] == 41 and p[8:24] == mh.addr(careof)]
        return [len(sent), sum(sent), len(got), sum(got)]

    def counted():
        binding, counters = dar.binding(home), dar.counters()
        return [binding[k] for k in COUNTED] + [counters["tunnel_tx"], counters["tunnel_rx"]]

    start = counted()

    def agree(what):
        """Both, since the start."""
        def look():
            now = [b - a for a, b in zip(start, counted())]
            wire = on_wire()
            return now == wire + [wire[0], wire[2]]
        until(look, f"what is on the wire ({what})", lambda: (counted(), start, on_wire()))

    def large(way, source, sink, sides, device, wire):
        """A transfer whose segments pass dar0 in packets of several."""
        before = net.device_packets("dar1", "dar0")[device], on_wire()[wire]
        transfer(source, sink, *sides, OCTETS)
        agree(f"TCP {way}")
        packets = net.device_packets("dar1", "dar0")[device] - before[0]
        segments = on_wire()[wire] - before[1]
        expect(packets < segments // 2, f"{way} packets of several segments", (packets, segments))

    large("down", "cn", "mn", (CN, home), 1, 0)
    large("up", "mn", "cn", (home, CN), 0, 2)

    def failed():
        return rtnl.of("dar1").link("dar0")["counters"]["tx_errors"]

    # A datagram is counted when it leaves, not when a filter drops its outer packet.
    s = netns.sock("cn", socket.AF_INET6, socket.SOCK_DGRAM)
    netns.run("dar1", ["nft", "-f", "-"], stdin="table ip6 fama_test { chain output { type filter "
              "hook output priority 0; ip6 nexthdr 41 counter drop; }; }\n")
    errors = failed()
    for _ in range(3):
        s.sendto(bytes(100), (home, 9))
    until(lambda: failed() >= errors + 3, "packets that did not leave", failed)
    agree("dropped")
    netns.run("dar1", ["nft", "delete", "table", "ip6", "fama_test"])
    s.sendto(bytes(100), (home, 9))
    agree("single")
