# SPDX-License-Identifier: GPL-2.0-only
"""Two bindings that point at each other, at two routers: nothing goes round for long."""

import time

import pytest

import mh
import peer
import rtnl
from check import equal, expect, note, until
from dar import Dar
from peer import Peer
from topology import CN, Sniffer

# In how many tunnels a packet can be, one inside the other.
DEEPEST = 4


@pytest.mark.world(dars=2, nodes=0, radvd=False, delay_ms=1)
def test_loops(net):
    dars = [Dar(n, "off") for n in net.dars]
    one = Peer(net, 1)
    two = Peer(net, 2, keypair=peer.key("stranger"))
    one.send(cga=one.cga, careof=two.home)
    dars[0].bound(one.name, two.name)
    links = [Sniffer("core", f"dar{n}") for n in net.dars]
    # The answer to this one is the first that goes round.
    two.send(cga=two.cga, careof=one.home)
    dars[1].bound(two.name, one.name)

    def nested():
        return sum(d.counters()["nested"] for d in dars)

    def tunnelled():
        return [p for s in links for _, d, p in s.packets() if d == "out" and p[6] in (41, 44)]

    def depth(packet):
        n = 0
        while packet[6] == 41:
            packet = packet[40:]
            n += 1
        return n

    until(nested, "the answer found to go round", lambda: str(dars[1].counters()))
    raw = net.raw("cn")
    for size in (10, 1200, 1400):
        for n, node in enumerate((one, two)):
            before = nested()
            for s in links:
                s.clear()
            # Nobody answers to this port, nor complains.
            raw.sendto(mh.udp(CN, node.home, 4000, 4001, b"round" + bytes(size)), (node.name, 0))
            if size < 1280 - DEEPEST * 40:
                until(lambda b=before: nested() == b + 1, f"{size} octets to be dropped as nested",
                      nested)
                equal(len(tunnelled()), DEEPEST, f"tunnelled packets of {size} octets")
                equal(max(map(depth, tunnelled())), DEEPEST, "tunnels inside each other")
    # What is larger ends in Packet Too Big, or is cut and ends as well: all is quiet soon.
    def quiet():
        for s in links:
            s.clear()
        time.sleep(0.2)
        return not tunnelled()

    until(quiet, "no packet going round", lambda: str(len(tunnelled())))

    # The smallest path cuts what goes round into ever more pieces: bounded, too.
    for n in net.dars:
        rtnl.of(f"dar{n}").set("core", mtu=1280)
        rtnl.of("core").set(f"dar{n}", mtu=1280)
    for s in links:
        s.clear()
    raw.sendto(mh.udp(CN, one.home, 4000, 4001, bytes(1280 - 48)), (one.name, 0))
    until(lambda: len(tunnelled()) > 1, "fragments that go round")
    until(quiet, "no packet going round", lambda: str(len(tunnelled())))
    raw.sendto(mh.udp(CN, one.home, 4000, 4001, bytes(1280 - 48)), (one.name, 0))
    time.sleep(0.5)
    expect(len(tunnelled()) < 64, "few packets out of one", len(tunnelled()))
    note(f"1280 octets on a path of 1280: {len(tunnelled())} packets")
