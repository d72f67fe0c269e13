# SPDX-License-Identifier: GPL-2.0-only
"""Access devices in a VRF are refused, in one line, and so are the links of a node; what is in a VRF
is left alone."""

import socket

import pytest

import mh
import netns
import rtnl
from check import equal, expect, never, until
from dar import Dar
from famactl import key, query, refused
from mn import Mn
from peer import Peer
from topology import CN, Sniffer, dar_address


def state():
    return query("dar1", "dar", "anchor", "show")[0]["state"]


def log():
    return netns.run(None, ["dmesg"]).stdout


def datagram(src, dst):
    return mh.ipv6(src, dst, 17, mh.udp(src, dst, 9, 9, b"x"))


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_vrf(net):
    """The access device is in a VRF, comes into one, leaves it, and is deleted in one."""
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
    equal(state(), "vrf", "state of the anchor in the VRF")
    events.wait(event="link", state="vrf", dev="acc", anchors=1)
    until(lambda: "access device acc is in a VRF" in log(), "a line in the log", log)
    until(lambda: router.link("acc")["allmulti"] == 0, "the device left alone",
          lambda: router.link("acc"))
    router.set("acc", master="")
    events.wait(event="link", state=None)
    until(lambda: router.link("acc")["allmulti"] == 1, "all multicasts received")
    # Some kernels remove its addresses on the way.
    router.address("replace", f"{dar_address(1)}/64", "acc")
    until(lambda: state() is None, "no state of the anchor outside", state)
    node.refresh()
    router.set("acc", master="red")
    router.delete("acc")
    equal(state(), "waiting", "state of the anchor without a device")
    equal([e["state"] for e in events.find(event="link")], ["vrf", None, "vrf", "waiting"],
          "events")
    events.close()


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_core(net):
    """The core device is in a VRF: its packets are not those of our anchors."""
    router = rtnl.of("dar1")
    dar = Dar(1, "off")
    node = Peer(net)
    node.register()
    tunnel = Sniffer("dar1", "dar0")
    down = datagram(mh.addr(CN), node.home)
    up = mh.ipv6(mh.addr(CN), mh.addr(dar_address(1)), 41, datagram(node.home, mh.addr(CN)))
    node.put(down)
    until(lambda: dar.counters()["tunnel_tx"] == 1, "a packet tunnelled", dar.counters)
    node.put(up)
    until(lambda: dar.counters()["tunnel_rx"] == 1, "a packet from the tunnel", dar.counters)
    # What the node answers has arrived, too: nothing else is on its way.
    never(lambda: dar.counters()["vrf"], 1, "a packet in a VRF")

    # Another router's network: it has the same addresses, and no routes but its own.
    netns.ip("dar1", "link add red type vrf table 10", "link set red up",
             "route add unreachable ::/0 metric 4278198272 table 10",
             "link set core master red", f"addr add {dar_address(1)}/128 dev red nodad")
    events = dar.monitor()
    before = dar.counters()
    tunnel.clear()
    node.put(down)
    node.put(up)
    node.send(token=node.token)
    until(lambda: dar.counters()["vrf"] >= before["vrf"] + 3, "packets left alone", dar.counters)
    events.wait(event="drop", reason="vrf", home=node.name)
    s = netns.sock("dar1", socket.AF_INET6, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"red")
    router.route("add", "2001:db8:1::/64", dev="core", table=10)
    left = dar.counters()["vrf"]
    s.sendto(b"from the router itself", (node.name, 9))
    until(lambda: dar.counters()["vrf"] > left, "a packet of the router left alone", dar.counters)

    def handled():
        after = dar.counters()
        return [k for k in ("tunnel_tx", "tunnel_rx", "rx_bu", "tx_ba") if after[k] != before[k]]
    never(handled, 1, "what comes by a VRF handled")
    equal(tunnel.packets(), [], "packets on dar0")
    events.close()


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_fib(net):
    """Routes of bindings are in the main table: not in that of a VRF into which a device has come."""
    router = rtnl.of("dar1")
    dar = Dar(1, "off")
    node = Peer(net)
    node.register()

    def tables():
        return [r["table"] for r in router.routes(dst=f"{node.name}/128") if r["proto"] == rtnl.FAMA]
    until(lambda: tables() == [rtnl.MAIN], "a route of the binding", tables)
    netns.ip("dar1", "link add red type vrf table 10", "link set red up")
    for dev in ("acc", "core"):
        router.set(dev, master="red")
        equal(tables(), [rtnl.MAIN], f"tables with the route while {dev} is in a VRF")
    equal(state(), "vrf", "state of the anchor")
    for dev in ("acc", "core"):
        router.set(dev, master="")
    equal(tables(), [rtnl.MAIN], "tables with the route afterwards")
    counters = dar.counters()
    equal([counters[f"fib_{name}"] for name in ("lost", "failed", "conflict")], [0] * 3,
          "routes lost, failed and in conflict")
    dar.unanchor()
    until(lambda: not tables(), "no route", tables)


def routes_of_node():
    """What the node has told the stack about its link."""
    return [r for r in rtnl.of("mn").routes() if r["proto"] == rtnl.FAMA and r["dev"] == "eth0"]


@pytest.mark.world(dars=1)
def test_node(net):
    """The link of a node is in a VRF, leaves it, comes into it again, and leaves it."""
    Dar(1)
    node = rtnl.of("mn")
    net.mover.attach("mn", 1)
    netns.ip("mn", "link add red type vrf table 10", "link set red up")
    node.set("eth0", master="red")
    for dev in ("eth0", "red"):
        said = refused("mn", "mn", "enable", "key", key(), "dev", dev)
        expect("VRF" in said, "what and why", said)
    node.set("eth0", master="")
    mn = Mn()
    home = mn.state(1, "home", auth="phkt")["address"]
    expect(routes_of_node(), "routes of the node", node.routes())
    node.set("eth0", master="red")
    mn.state(1, "idle")
    equal(mn.active(), None, "the link that is in use")
    equal(routes_of_node(), [], "routes of the node by a link in a VRF")
    node.set("eth0", master="")
    equal(mn.state(1, "home")["address"], home, "the address")
    expect(routes_of_node(), "routes of the node", node.routes())
