# SPDX-License-Identifier: GPL-2.0-only
"""Access devices in a VRF are refused, in one line, and what is in a VRF is left alone."""

import pytest

import mh
import netns
import rtnl
from check import equal, expect, never, until
from dar import Dar
from famactl import query, refused
from peer import Peer
from topology import CN, Sniffer, dar_address


def state():
    return query("dar1", "dar", "anchor", "show")[0]["state"]


def payload(node):
    return mh.ipv6(mh.addr(CN), node.home, 17, mh.udp(mh.addr(CN), node.home, 9, 9, b"x"))


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_vrf(net):
    """The access device is in a VRF, comes into one, and leaves it."""
    router = rtnl.of("dar1")
    dar = Dar(1, "off")
    node = Peer(net)
    node.register()
    events = dar.monitor()
    netns.ip("dar1", "link add red type vrf table 10", "link set red up")
    for dev in ("red", "acc"):
        router.set("acc", master="red")
        said = refused("dar1", "dar", "anchor", "add", "2001:db8:f::/64", "dev", dev)
        expect("VRF" in said, "what and why", said)
    equal(state(), "waiting", "state of the anchor in the VRF")
    events.wait(event="link", state="waiting")
    router.set("acc", master="")
    equal(state(), None, "state of the anchor outside")
    events.wait(event="link", state=None)
    router.address("replace", f"{dar_address(1)}/64", "acc")
    node.refresh()
    events.close()


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_core(net):
    """The core device is in a VRF: its packets are not those of our anchors."""
    dar = Dar(1, "off")
    node = Peer(net)
    node.register()
    wire = Sniffer("dar1", "dar0")
    node.put(payload(node))
    until(lambda: dar.counters()["tunnel_tx"] == 1, "a packet tunnelled", dar.counters)
    netns.ip("dar1", "link add red type vrf table 10", "link set red up",
             "link set core master red")
    before = dar.counters()["tunnel_tx"]
    wire.clear()
    node.put(payload(node))
    never(lambda: dar.counters()["tunnel_tx"] > before, 1, "a packet of a VRF tunnelled")
    equal(wire.packets(), [], "packets on dar0")
