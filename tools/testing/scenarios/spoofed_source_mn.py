# SPDX-License-Identifier: GPL-2.0-only
"""The node takes tunnelled packets from the address's own router only."""

import socket
import struct

import mh
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn
from topology import CN, dar_address


def test_spoofed_source_mn(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    net.mover.move("mn", 2)
    here = mn.state(2, "home")["address"]
    mn.state(1, "away")
    dars[0].bound(first)

    ear = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    ear.bind((first, 5000))
    ear.setblocking(False)
    raw = net.raw("cn")
    heard = []

    def listen():
        while True:
            try:
                heard.append(ear.recv(2000))
            except BlockingIOError:
                return heard

    def inner(mark, dst=first):
        return mh.udp(CN, dst, 4000, 5000, mark)

    def put(packet):
        raw.sendto(packet, (mh.text(packet[24:40]), 0))

    # What the router tunnels arrives; what comes to the address untunnelled does, too.
    put(inner(b"by the router"))
    until(lambda: b"by the router" in listen(), "the router's packet", lambda: heard)

    before = mn.counters()["tunnel_spoofed"]
    received = net.device_packets("mn", "mn0")[0]
    spoofers = (CN, "2001:db8:c::66", dar_address(3), dar_address(2))
    for outer in spoofers:
        put(mh.ipv6(outer, here, 41, inner(b"spoofed by " + outer.encode())))
    until(lambda: mn.counters()["tunnel_spoofed"] == before + len(spoofers),
          f"tunnel_spoofed {before + len(spoofers)}", mn.counters)
    put(mh.ipv6(dar_address(1), here, 41, inner(b"as if by the router")))
    until(lambda: b"as if by the router" in listen(), "what looks like the router's", lambda: heard)
    expect(not [m for m in listen() if m.startswith(b"spoofed")], "no spoofed packet", heard)
    equal(net.device_packets("mn", "mn0")[0], received + 1, "packets received on mn0")

    # A router behind the tunnel is none, even if the tunnel is right.
    router = mh.addr("fe80::66")
    advertisement = struct.pack(">BBHII", 64, 0, 1800, 0, 0)
    put(mh.ipv6(dar_address(1), here, 41,
                mh.icmp6(router, mh.addr(first), 134, 0, advertisement)))
    put(mh.ipv6(dar_address(1), here, 41, inner(b"behind it")))
    until(lambda: b"behind it" in listen(), "what comes behind it", lambda: heard)
    equal([r for r in rtnl.of("mn").routes(dev="mn0") if r["via"] == "fe80::66"], [],
          "routes by a router behind the tunnel")
