# SPDX-License-Identifier: GPL-2.0-only
"""A VPN that takes everything, beside a node: what goes through the VPN, and what outside of it, with its
kill switch and without; the table in Documentation/node.rst."""

import pytest

import mh
import netns
import rtnl
from check import equal, expect, never
from dar import Dar
from mn import Mn
from topology import CN, Sniffer
from vpn import DEV, NODE, PORT, SERVER, Vpn

TCP, UDP, IPV6, ICMPV6, ECHO = 6, 17, 41, 58, 128
NEIGHBOUR = "2001:db8:1::50"  # in a network where the node was


def is_data(packet):
    return packet[6] in (TCP, UDP) or (packet[6] == ICMPV6 and packet[40] == ECHO)


def outside(wire):
    """Data on the link that is not WireGuard's, as it is or in a tunnel."""
    found = []
    for _, direction, packet in wire.packets():
        inner = packet[40:] if packet[6] == IPV6 else packet
        own = inner[24:40] == mh.addr(SERVER) and inner[6] == UDP and \
            inner[42:44] == PORT.to_bytes(2, "big")
        if direction == "out" and is_data(inner) and not own:
            found.append(packet)
    return found


class Traveller:
    """A node with a flow of its first network, which is in another one."""

    def __init__(self, net):
        self.net = net
        self.dars, self.mn = [Dar(n) for n in net.dars], Mn()
        self.vpn = Vpn(net)
        self.server, self.client = net.traffic()
        net.mover.attach("mn", 1)
        self.home = self.mn.state(1, "home", auth="phkt")["address"]
        self.client.open("ping", "old", self.home)
        self.client.flowing("old")
        self.wire = Sniffer("mn", "eth0")

    def move(self, n):
        self.net.mover.move("mn", n)
        here = self.mn.state(n, "home")["address"]
        if n != 1:
            self.mn.state(1, "away", careof=here)
        return here

    def stands(self, flow, seconds=1):
        before = self.client.status()[flow]["received"]
        never(lambda: self.client.status()[flow]["received"] > before + 1, seconds,
              f"an answer of {flow}")

    def goes_outside(self, flow, address):
        """Through the tunnel of the node's router."""
        self.wire.clear()
        self.client.flowing(flow)
        ways = {p[6] for p in outside(self.wire) if mh.addr(address) in p[:64]}
        equal(ways, {IPV6}, f"ways of {flow}")

    def goes_inside(self, flow):
        self.wire.clear()
        self.client.flowing(flow)
        equal([p for p in outside(self.wire) if mh.addr(NODE) in p], [], f"{flow} outside")

    def stop(self):
        self.client.stop()
        self.server.stop()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.world(dars=3, delay_ms=0)
def test_full_tunnel(net, when):
    """Up before the move, or after it."""
    one, node = Traveller(net), rtnl.of("mn")
    if when == "before":
        one.vpn.up()
        one.stands("old")
    here = one.move(2)
    if when == "after":
        one.vpn.up()
    equal(node.towards(CN)["dev"], DEV, "the way of new flows")
    one.client.open("ping", "new", NODE)
    one.goes_inside("new")
    one.goes_outside("old", one.home)
    equal(node.towards(CN, here)["dev"], DEV, "the way of the current address")
    equal(node.towards(NEIGHBOUR)["dev"], "eth0", "the way to a former network")

    # At home again it is an address as any other; elsewhere it has its tunnel again.
    one.move(1)
    one.goes_inside("new")
    one.stands("old")
    one.move(3)
    one.goes_inside("new")
    one.goes_outside("old", one.home)
    one.vpn.down()
    one.move(1)
    one.client.flowing("old")
    one.stop()


@pytest.mark.world(dars=3, delay_ms=0)
def test_kill_switch(net):
    """Nothing leaves outside, and the VPN itself goes on where the node may speak to its routers."""
    one = Traveller(net)
    one.vpn.up()
    one.client.open("ping", "new", NODE)
    one.client.flowing("new")
    one.vpn.kill_switch(allow=True)
    one.wire.clear()
    for n in (2, 3, 1, 2):
        one.move(n)
        one.client.flowing("new")
        one.stands("old", 0.5)
        with netns.sock("mn", 10, 2) as sock:
            for to in (CN, NEIGHBOUR):
                try:
                    sock.sendto(b"?", (to, 9))
                except OSError:
                    pass
        equal(outside(one.wire), [], "data outside")
    expect(one.mn.of_dar(1)["state"] == "away", "a binding", one.mn.addresses())

    # Rules that stand before those of the node make no hole either.
    one.vpn.no_kill_switch()
    one.vpn.down()
    one.client.flowing("old")
    one.vpn.kill_switch(allow=True)
    one.vpn.up()
    one.wire.clear()
    one.client.flowing("new")
    one.stands("old")
    equal(outside(one.wire), [], "data outside")
    one.stop()
