# SPDX-License-Identifier: GPL-2.0-only
"""Octets and packets that the router counts for a node and for its anchor are those on the wire:
large packets of GSO and GRO, single ones, and packets that did not leave."""

import socket

import pytest

import mh
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn
from peer import Peer
from topology import CN, Sniffer, prefix
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
        binding, (anchor,), counters = dar.binding(home), dar.anchors(), dar.counters()
        return [of[k] for of in (binding, anchor) for k in COUNTED] + \
            [counters["tunnel_tx"], counters["tunnel_rx"]]

    start = counted()

    def agree(what):
        """Both, since the start."""
        def look():
            now = [b - a for a, b in zip(start, counted())]
            wire = on_wire()
            return now == 2 * wire + [wire[0], wire[2]]
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


SECOND = "2001:db8:f::/64"


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_anchors(net):
    """Each anchor counts what its nodes do, whatever becomes of their bindings."""
    dar = Dar(1, "off")
    dar.anchor(SECOND, care_of_test="off")
    wire = Sniffer("dar1", "core")
    node = Peer(net)

    def anchor(where=None):
        return next(a for a in dar.anchors() if a["prefix"] == (where or prefix(1)))

    def counts(where=None):
        return [anchor(where)[k] for k in ("bindings", "accepted", "refused", *COUNTED)]

    def through():
        """As COUNTED: packets of the tunnel."""
        octets = {way: [len(p) - 40 for _, d, p in wire.packets() if d == way and p[6] == 41]
                  for way in ("out", "in")}
        return [n for way in ("out", "in") for n in (len(octets[way]), sum(octets[way]))]

    def there_and_back():
        """Three packets each way."""
        s = netns.sock("core", socket.AF_INET6, socket.SOCK_DGRAM)
        for size in (100, 200, 300):
            s.sendto(bytes(size), (node.name, 9))
            # No Next Header: nobody answers.
            node.put(mh.ipv6(CN, node.dar, 41, mh.ipv6(node.home, CN, 59, bytes(size))))

    node.register()
    equal(counts(), [1, 1, 0, 0, 0, 0, 0], "bindings, accepted, refused, packets and octets")
    there_and_back()
    until(lambda: counts()[3:] == through() and through()[0] == through()[2] == 3,
          "what is on the wire", lambda: (counts(), through()))
    # What a binding counts begins anew with it, what an anchor counts goes on.
    node.refresh(lifetime=0)
    equal(counts()[:3], [0, 2, 0], "bindings, accepted, refused")
    node.refresh()
    there_and_back()
    until(lambda: counts()[3:] == through() and through()[0] == through()[2] == 6,
          "what is on the wire", lambda: (counts(), through()))
    equal(dar.binding(node.name)["tx_packets"], 3, "packets of the binding")
    # A refusal, a message that is dropped; a change of the anchor forgets nothing.
    equal(node.ask(token=node.token, seq=node.seq).status, 135, "status")
    node.no_answer(0.2, token=b"8 octets")
    dar.change(lifetime_max=100)
    equal(counts(), [1, 3, 2, *through()], "bindings, accepted, refused, packets and octets")
    equal(counts(SECOND), [0] * 7, "what is counted for the other anchor")
    # An anchor that is added anew counts anew.
    dar.unanchor()
    dar.unbound(node.name)
    dar.anchor(care_of_test="off")
    equal(counts(), [0] * 7, "what is counted for an anchor that is new")
    node.refresh()
    equal(counts(), [1, 1, 0, 0, 0, 0, 0], "bindings, accepted, refused, packets and octets")
