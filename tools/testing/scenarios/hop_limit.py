# SPDX-License-Identifier: GPL-2.0-only
"""The tunnel is one hop of forwarding; of what a router sends itself it is none."""

import socket

import pytest

import mh
import netns
from check import equal, expect, until
from dar import Dar
from peer import Peer
from topology import CN, Sniffer


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_hop_limit(net):
    dar = Dar(1)
    node = Peer(net)
    node.register()
    inward, beyond = net.raw("core"), Sniffer("core", "dar1")
    core = "2001:db8:c::1"

    def hops(packet, limit):
        return packet[:7] + bytes([limit]) + packet[8:]

    def seen(mark, proto):
        return [p for _, d, p in beyond.packets() if d == "in" and p[6] == proto and mark in p]

    inward.sendto(hops(mh.udp(core, node.home, 4000, 4001, b"down"), 9), (node.name, 0))
    outer = until(lambda: seen(b"down", 41), "a tunnelled packet")[0]
    equal((outer[7], outer[47]), (64, 8), "hop limits outside and inside")

    packet = hops(mh.udp(node.home, core, 4000, 4001, b"up"), 9)
    node.put(mh.ipv6(CN, node.dar, 41, packet))
    equal(until(lambda: seen(b"up", 17), "the packet of the node")[0][7], 8, "hop limit")

    # Of the router itself.
    s = netns.sock("dar1", socket.AF_INET6, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IPV6, 16, 9)  # IPV6_UNICAST_HOPS
    s.sendto(b"itself", (node.name, 4001))
    outer = until(lambda: seen(b"itself", 41), "a tunnelled packet")[0]
    equal((outer[7], outer[47]), (64, 9), "hop limits outside and inside")

    # At the end of its hops: told, and not tunnelled.
    errors = Sniffer("core", "dar1")
    before = net.device_packets("dar1", "dar0")
    inward.sendto(hops(mh.udp(core, node.home, 4000, 4001, b"last"), 1), (node.name, 0))
    node.put(mh.ipv6(CN, node.dar, 41, hops(mh.udp(node.home, core, 1, 2, b"end"), 1)))

    def exceeded(mark):
        return [p for _, d, p in errors.packets() if d == "in" and mark in p and
                (p[6] == 58 and p[40] == 3 or p[6] == 41 and p[46] == 58 and p[80] == 3)]

    until(lambda: exceeded(b"last"), "Time Exceeded for the packet to the node")
    # The answer to the node goes where the node is.
    told = until(lambda: exceeded(b"end"), "Time Exceeded for the packet of the node")[0]
    equal((told[6], told[24:40]), (41, mh.addr(CN)), "sent through the tunnel")
    expect(not seen(b"last", 41) and not seen(b"end", 17), "neither forwarded", "one was")
