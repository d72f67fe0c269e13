# SPDX-License-Identifier: GPL-2.0-only
"""The whole life of a node made of scapy: early token, moves, traffic, the way home."""

import pytest

import rtnl
from check import equal, expect
from dar import Dar
from scapymn import ICMPv6EchoRequest, IPv6, Link, ScapyMn, generate
from topology import dar_address

WORLD = "2001:db8:5c::/48"
PLACES = "2001:db8:5c:1::99", "2001:db8:5c:2::99"
FAR = "2001:db8:5c:c::1"


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_scapy_node(net):
    dar = Dar(1, "off", min_sec=0)  # one of the keys has Sec 0
    rtnl.of("core").route("add", WORLD, kind="blackhole")
    core = Link("core", "dar1", "dar1", "core")
    cell = Link("air", "d1", "dar1", "acc")
    number = 0

    def at_home(node):
        """The node is on the access link: the router knows where."""
        rtnl.of("dar1").neighbour("replace", node.home, "acc", "02:00:00:00:5c:99")

    def both_ways(node):
        nonlocal number
        number += 1
        node.up(IPv6(src=node.home, dst=FAR, hlim=9) /
                ICMPv6EchoRequest(id=1, seq=number, data="up" * 99))
        inner = core.receive(lambda p: p.src == node.home and p.dst == FAR, "what went up")
        equal((inner.hlim, inner[ICMPv6EchoRequest].seq), (8, number), "hop limit, number")
        core.send(IPv6(src=FAR, dst=node.home, hlim=9) /
                  ICMPv6EchoRequest(id=1, seq=number, data="down" * 99))
        inner = node.down(number)
        equal((inner.src, inner.dst, inner.hlim), (FAR, node.home, 8), "inside the tunnel")
        equal(inner[ICMPv6EchoRequest].data, b"down" * 99, "data")

    for bits, sec in ((1024, 0), (1536, 1)):
        node = ScapyMn(core, dar_address(1), "2001:db8:1::", PLACES[0], generate(bits), sec=sec)

        # Before it moves: a token, no binding.
        at_home(node)
        node.deregister(by="cga", at_home=True, link=cell)
        equal(dar.bindings(), [], "bindings after an early token")

        # The first move is as cheap as any other.
        ba = node.move(PLACES[0])
        equal(ba.lifetime, 105, "lifetime granted")
        dar.bound(node.home, PLACES[0], auth="phkt", seq=node.seq, lifetime=420)
        both_ways(node)
        node.move(PLACES[1], lifetime=50)
        dar.bound(node.home, PLACES[1], auth="phkt", seq=node.seq, lifetime=200)
        both_ways(node)
        node.refresh()

        # From where it was before nothing is believed, and nothing goes there.
        before = dar.counters()["spoofed_source"]
        node.up(IPv6(src=node.home, dst=FAR) / ICMPv6EchoRequest(id=1, seq=0), src=PLACES[0])
        # The answer is the same as without a binding.
        equal([p.summary().rpartition(" / ")[2] for p in core.fence(PLACES[0], node.dar)],
              ["MIP6MH_BE"], "packets")
        equal(dar.counters()["spoofed_source"], before + 1, "spoofed_source")

        # A signature is always good, and renews the token.
        old = node.token
        equal(node.register(lifetime=0xffff).lifetime, 21600, "most that is granted")
        expect(node.token != old, "another token", "the same")
        dar.bound(node.home, PLACES[1], auth="cga", lifetime=86400)
        both_ways(node)

        # The end, away; again; and at home.
        node.deregister()
        dar.unbound(node.home)
        node.move(PLACES[0])
        dar.bound(node.home, PLACES[0])
        node.deregister(at_home=True, link=cell)
        dar.unbound(node.home)
        # What is sent to it now stays on its link.
        core.send(IPv6(src=FAR, dst=node.home) / ICMPv6EchoRequest(id=1, seq=4711))
        cell.receive(lambda p: ICMPv6EchoRequest in p and p.dst == node.home, "it at home")
        node.deregister(by="cga", at_home=True, link=cell)

    c = dar.counters()
    equal((c["bu_cga"], c["bu_phkt"], c["bu_dereg"]), (6, 12, 8), "accepted")
    equal({k: v for k, v in c.items() if v and k.startswith("bad")}, {}, "complaints")
