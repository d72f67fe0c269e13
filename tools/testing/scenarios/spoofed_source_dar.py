# SPDX-License-Identifier: GPL-2.0-only
"""The router forwards from a tunnel only what is bound to its outer source."""

import time

import pytest

import mh
import peer
from check import equal, expect, until
from famactl import Dar
from peer import Peer
from topology import CN, Sniffer


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_spoofed_source_dar(net):
    dar = Dar(1, "off")
    node = Peer(net)
    other = Peer(net, keypair=peer.key("stranger"))
    node.register()
    beyond = Sniffer("core", "dar1")
    target = "2001:db8:c::1"

    def tunnelled(outer, inner, mark, dst=None):
        packet = mh.udp(inner, target, 4000, 4001, mark)
        node.put(mh.ipv6(outer, dst or node.dar, 41, packet))

    def came_out(mark):
        return [p for _, d, p in beyond.packets() if d == "in" and p[6] == 17 and mark in p]

    tunnelled(CN, node.home, b"good")
    until(lambda: came_out(b"good"), "the bound node's packet")
    b = until(lambda: (dar.binding(node.name) or {}).get("rx_packets") and
              dar.binding(node.name), "a counted packet", dar.bindings)
    equal(b["rx_packets"], 1, "rx_packets")

    # What is not of an anchored prefix is nobody's here: dropped, not counted.
    for outer, inner, mark, counter in (
            ("2001:db8:c::66", node.home, b"other outer source", "spoofed_source"),
            (CN, other.home, b"address that is not bound", "spoofed_source"),
            (CN, "2001:db8:1::1", b"the router itself", "spoofed_source"),
            (CN, "2001:db8:c::1", b"address of the core", None),
            (CN, "ff02::1", b"multicast source", None),
            (CN, "fe80::1", b"link-local source", None),
            (CN, "::1", b"loopback source", None)):
        before = dar.counters()
        tunnelled(outer, inner, mark)
        time.sleep(0.2)
        expect(not came_out(mark), f"no packet with {mark.decode()}", came_out(mark))
        now = dar.counters()
        if counter:
            expect(now["spoofed_source"] + now["bad_inner_source"] >
                   before["spoofed_source"] + before["bad_inner_source"],
                   f"a counter for {mark.decode()}",
                   {k: v for k, v in now.items() if v != before[k]})
    equal(dar.binding(node.name)["rx_packets"], 1, "rx_packets")

    # No Redirect for what comes out of a tunnel and leaves where it came in.
    redirects = [p for _, d, p in node.sniffer.packets() if p[6] == 58 and p[40] == 137]
    equal(redirects, [], "Redirects")
