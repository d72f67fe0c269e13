# SPDX-License-Identifier: GPL-2.0-only
"""A /64 for each of 100,000 subscribers: a packet costs what it costs with one anchor.

Fewer where computing is slow, on debug kernels. Costs are judged where time is instructions.
"""

import os
import statistics
import struct
import time

import pytest
from pyroute2.netlink import NLMSG_DONE, NLMSG_ERROR, NLM_F_DUMP, NLM_F_DUMP_INTR

import genl
import mh
import rtnl
import subscribers
from check import equal, expect, note, until
from dar import Dar
from peer import Peer
from topology import CN

COUNT = 10000 if os.environ.get("FAMA_KIND", "").startswith("uml") else 100000
INSTRUCTIONS = "FAMA_COUNTED" in os.environ
PACKETS = 1000


def listed(family):
    """Prefixes of all anchors; none if they do not belong together."""
    family.send("ANCHOR_GET", {}, NLM_F_DUMP)
    found, torn = [], 0
    while True:
        got = memoryview(family.sock.recv(1 << 18))
        while got:
            size, kind, flags = struct.unpack_from("=IHH", got)
            torn |= flags & NLM_F_DUMP_INTR
            if kind in (NLMSG_DONE, NLMSG_ERROR):
                equal(kind, NLMSG_DONE, "end of a list")
                return None if torn else found
            found.append(bytes(got[24:40]))  # behind three headers
            got = got[(size + 3) & ~3:]


def downlink(net, raw, node):
    """Seconds for packets through the router to a node, and back."""
    packet = mh.ipv6(mh.addr(CN), node.home, 17, mh.udp(mh.addr(CN), node.home, 9, 9, b"x" * 64))
    to = (node.name, 0)
    before = net.device_packets("dar1", "dar0")[1]
    start = time.monotonic()
    for _ in range(PACKETS):
        raw.sendto(packet, to)
    until(lambda: net.device_packets("dar1", "dar0")[1] >= before + PACKETS, "packets on dar0",
          every=0.001)
    return time.monotonic() - start


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_many_anchors(net):
    dar = Dar(1, "off")
    family = genl.of("dar1", "dar")
    node = Peer(net)
    node.register(lifetime=10000)
    node.sniffer.sock.close()
    raw = net.raw("cn")
    downlink(net, raw, node)
    one = statistics.median(downlink(net, raw, node) for _ in range(5))

    start = time.monotonic()
    subscribers.anchor(family, "acc", COUNT)
    equal(dar.show()["anchors"], COUNT + 1, "anchors")
    note(f"{COUNT} anchors in {time.monotonic() - start:.1f} s")
    many = statistics.median(downlink(net, raw, node) for _ in range(5))
    note(f"{PACKETS} packets: {one * 1e3:.2f} ms with one anchor, {many * 1e3:.2f} ms with "
         f"{COUNT + 1}")
    if INSTRUCTIONS:
        expect(many < 1.03 * one, "the cost of one anchor", many / one)

    # The table grows for a while after they were added.
    found = until(lambda: listed(family), "a list that was not interrupted")
    equal(len(found), COUNT + 1, "anchors in a list")
    wanted = {mh.addr("2001:db8:1::"), *subscribers.prefixes(COUNT)}
    equal(set(found) ^ wanted, set(), "what is amiss in it")

    # All of them wait for their device, and get it again.
    events = dar.monitor()
    rtnl.of("dar1").set("acc", state="down")
    rtnl.of("dar1").set("acc", ifname="other")
    equal(events.wait(event="link", state="waiting")["anchors"], COUNT + 1, "anchors that wait")
    rtnl.of("dar1").set("other", ifname="acc")
    equal(events.wait(event="link", state=None)["anchors"], COUNT + 1, "anchors again")
    dar.bound(node.name)
    start = time.monotonic()
    dar.disable()
    note(f"disabled in {time.monotonic() - start:.2f} s")
