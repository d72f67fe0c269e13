# SPDX-License-Identifier: GPL-2.0-only
"""A node forwards packets of others, but none with an address of its own as source."""

import socket

import pytest

import mh
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn
from topology import CN, Sniffer, prefix

PORT = 5000


class Away:
    """A node at the second router with an address of the first one."""

    def __init__(self, net):
        self.dars = [Dar(n) for n in net.dars]
        self.mn = Mn()
        net.mover.attach("mn", 1)
        self.address = self.mn.state(1, "home", auth="phkt")["address"]
        net.mover.move("mn", 2)
        self.here = self.mn.state(2, "home")["address"]
        self.mn.state(1, "away")
        self.wire = Sniffer("mn", "eth0")
        self.ear = netns.sock("cn", socket.AF_INET6, socket.SOCK_DGRAM)
        self.ear.bind((CN, PORT))
        self.ear.setblocking(False)
        self.heard = []

    def arrived(self, mark):
        try:
            while True:
                self.heard.append(self.ear.recv(2000))
        except BlockingIOError:
            return mark in self.heard

    def arrives(self, mark):
        until(lambda: self.arrived(mark), f"{mark} at the correspondent", lambda: self.heard)

    def plain(self):
        """Packets with the address as source that left without the tunnel."""
        address = mh.addr(self.address)
        return [p for _, way, p in self.wire.packets() if way == "out" and p[8:24] == address]

    def send(self, mark):
        """From the address."""
        with netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM) as s:
            s.bind((self.address, 0))
            s.sendto(mark, (CN, PORT))


def forward(source, mark):
    """A neighbour of the second link has the node forward a packet."""
    packet = mh.udp(source, CN, 4000, PORT, mark)
    mac = bytes.fromhex(rtnl.of("mn").link("eth0")["mac"].replace(":", ""))
    with netns.sock("air", socket.AF_PACKET, socket.SOCK_DGRAM, 0) as s:
        s.sendto(packet, ("cell2", 0x86dd, 0, 0, mac))


@pytest.mark.world(dars=2)
def test_tethering(net):
    """Who is behind the node, or beside it, does not speak in its name."""
    away = Away(net)
    netns.sysctl("mn", conf__all__forwarding=1)
    # The node does forward.
    forward(prefix(2).replace("::/64", "::77"), b"as itself")
    away.arrives(b"as itself")
    before = net.device_packets("mn", "mn0")
    forward(away.address, b"as the node")
    forward(away.here, b"as the node here")
    forward(prefix(2).replace("::/64", "::77"), b"as itself again")
    away.arrives(b"as itself again")
    expect(not any(m.startswith(b"as the node") for m in away.heard),
           "no packet in the node's name", away.heard)
    equal(away.mn.counters()["forwarded"], 2, "packets counted")
    equal(net.device_packets("mn", "mn0"), before, "packets of mn0")
    equal(away.plain(), [], "packets outside of the tunnel")
    away.send(b"by the node")
    away.arrives(b"by the node")
