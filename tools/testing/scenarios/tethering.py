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
BOX, BRIDGE = "fd00:77::2", "fd00:77::1"


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

RULES = """table ip6 box {{
	chain out {{
		type nat hook postrouting priority srcnat
		ip6 saddr fd00:77::/64 {rule}
	}}
}}"""


class Container:
    """Behind the node, which puts an address of its own in place of the container's."""

    def __init__(self, net, rule):
        netns.add("box")
        net.names.append("box")
        box, host = rtnl.of("box"), rtnl.of("mn")
        box.veth("eth0", "veth-box", "mn")
        box.up("lo", "eth0")
        host.up("veth-box")
        box.address("add", f"{BOX}/64", "eth0")
        host.address("add", f"{BRIDGE}/64", "veth-box")
        box.route("add", "default", via=BRIDGE)
        netns.sysctl("mn", conf__all__forwarding=1)
        netns.run("mn", ["nft", "-f", "-"], stdin=RULES.format(rule=rule))
        self.sock = self.socket()

    def socket(self):
        """A flow of its own."""
        sock = netns.sock("box", socket.AF_INET6, socket.SOCK_DGRAM)
        sock.connect((CN, PORT))
        sock.settimeout(0)
        return sock


def echoed(away, sock, mark):
    """Both ways; the source that the correspondent sees."""
    seen = []

    def both():
        sock.send(mark)
        try:
            while True:
                data, source = away.ear.recvfrom(2000)
                away.ear.sendto(data, source)
                if data == mark:
                    seen.append(source[0])
        except BlockingIOError:
            pass
        try:
            return sock.recv(2000) == mark
        except BlockingIOError:
            return False

    until(both, f"{mark} and its answer", lambda: seen[-3:])
    return seen[-1]


@pytest.mark.world(dars=3)
def test_container(net):
    """Under the node's own name, as an administrator has said: a flow goes on as the node's
    own do, and nothing leaves outside of the tunnel."""
    # The stack would keep its own addresses of former networks, and masquerade with them.
    netns.sysctl("mn", conf__eth0__autoconf=0)
    away = Away(net)
    box = Container(net, f"snat to {away.here}")
    equal(echoed(away, box.sock, b"at home"), away.here, "source")
    net.mover.move("mn", 3)
    here = away.mn.state(3, "home")["address"]
    away.mn.state(2, "away")
    wire = Sniffer("mn", "eth0")
    equal(echoed(away, box.sock, b"away"), away.here, "source of the flow")
    own = mh.addr(away.here)
    equal([p for _, way, p in wire.packets() if way == "out" and p[8:24] == own], [],
          "packets outside of the tunnel")
    netns.run("mn", ["nft", "delete", "table", "ip6", "box"])
    # Masquerading takes no address that is not known to be unique.
    until(lambda: not rtnl.of("mn").has(here, "eth0", "tentative"), "the end of DAD",
          lambda: rtnl.of("mn").addresses("eth0"))
    netns.run("mn", ["nft", "-f", "-"], stdin=RULES.format(rule="masquerade"))
    masqueraded = box.socket()
    equal(echoed(away, masqueraded, b"masqueraded"), here, "source of a new flow")
    net.mover.move("mn", 1)
    away.mn.state(1, "home")
    away.mn.state(3, "away")
    wire = Sniffer("mn", "eth0")
    equal(echoed(away, masqueraded, b"forgotten"), away.address, "source after another move")
    own = mh.addr(here)
    equal([p for _, way, p in wire.packets() if way == "out" and p[8:24] == own], [],
          "packets outside of the tunnel")
