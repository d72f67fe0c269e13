# SPDX-License-Identifier: GPL-2.0-only
"""The router forwards from a tunnel only what is bound to its outer source."""

import socket

import pytest

import mh
import netns
import peer
from check import equal, expect, until
from dar import Dar
from peer import Peer
from topology import CN, Sniffer


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_spoofed_source_dar(net):
    dar = Dar(1)
    node = Peer(net)
    other = Peer(net, keypair=peer.key("stranger"))
    node.register()
    beyond = Sniffer("core", "dar1")
    target = "2001:db8:c::1"

    def tunnelled(outer, inner, mark, dst=node.dar):
        packet = mh.udp(inner, target, 4000, 4001, mark)
        node.put(mh.ipv6(outer, dst, 41, packet))

    def came_out(mark):
        return [p for _, d, p in beyond.packets() if d == "in" and p[6] == 17 and mark in p]

    ear = netns.sock("core", socket.AF_INET6, socket.SOCK_DGRAM)
    ear.bind((target, 4001))  # else errors go back, which are traffic of the binding as well
    tunnelled(CN, node.home, b"good")
    until(lambda: came_out(b"good"), "the bound node's packet")
    b = until(lambda: (dar.binding(node.name) or {}).get("rx_packets") and
              dar.binding(node.name), "a counted packet", dar.bindings)
    octets = len(mh.udp(node.home, target, 4000, 4001, b"good"))
    equal((b["rx_packets"], b["rx_bytes"]), (1, octets), "packets and octets received")
    answer = mh.udp(target, node.home, 4001, 4000, b"and back")
    net.raw("core").sendto(answer, (node.name, 0))
    b = until(lambda: dar.binding(node.name)["tx_packets"] and dar.binding(node.name),
              "a packet to the node", dar.bindings)
    equal((b["tx_packets"], b["tx_bytes"]), (1, len(answer)), "packets and octets sent")

    # What is not of an anchored prefix is nobody's here: dropped, not counted.
    core_side = "2001:db8:100:1::2"
    for outer, inner, mark, dst, counted in (
            ("2001:db8:c::66", node.home, b"other outer source", node.dar, (1, 0)),
            (CN, node.home, b"other outer destination", core_side, (1, 0)),
            (CN, other.home, b"address that is not bound", node.dar, (1, 0)),
            (CN, "2001:db8:1::1", b"the router itself", node.dar, (1, 0)),
            (CN, "2001:db8:c::1", b"address of the core", node.dar, (0, 0)),
            (CN, "ff02::1", b"multicast source", node.dar, (0, 1)),
            (CN, "fe80::1", b"link-local source", node.dar, (0, 1)),
            (CN, "::1", b"loopback source", node.dar, (0, 1)),
            (CN, "::1", b"loopback source to no anchor", core_side, (0, 0))):
        before = dar.counters()
        tunnelled(outer, inner, mark, dst)
        # It is answered behind what was sent before.
        tunnelled(CN, node.home, b"after " + mark)
        until(lambda m=mark: came_out(b"after " + m), "the bound node's packet")
        expect(not [p for p in came_out(mark) if b"after" not in p],
               f"no packet with {mark.decode()}", came_out(mark))
        now = dar.counters()
        equal(tuple(now[k] - before[k] for k in ("spoofed_source", "bad_inner_source")), counted,
              f"spoofed_source and bad_inner_source for {mark.decode()}:")
    b = dar.binding(node.name)
    equal(b["rx_packets"], 1 + 9, "rx_packets")

    # No Redirect for what comes out of a tunnel and leaves where it came in.
    redirects = [p for _, d, p in node.sniffer.packets() if p[6] == 58 and p[40] == 137]
    equal(redirects, [], "Redirects")
