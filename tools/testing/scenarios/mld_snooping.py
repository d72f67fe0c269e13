# SPDX-License-Identifier: GPL-2.0-only
"""Bridges with MLD snooping: the router hears who asks for a bound address.

A station that is still a member of the solicited-node group of the address, as its node
is for minutes after it has left, keeps the solicitations from everybody else.
"""

import json
import socket
import struct

import pytest

import mh
import netns
import rtnl
from check import equal, until
from dar import Dar
from peer import Peer
from topology import dar_address

# The kernels for User Mode Linux are built without snooping.
pytestmark = [pytest.mark.kernels("debian"), pytest.mark.series]

HOST, MEMBER = "2001:db8:1::50", "2001:db8:1::51"
SNOOPING = "type bridge mcast_snooping 1 mcast_querier 1 mcast_query_response_interval 100"


def solicited(home):
    return mh.addr("ff02::1:ff00:0")[:13] + home[13:]


def join(ns, group):
    """The socket that is a member."""
    member = netns.sock(ns, socket.AF_INET6, socket.SOCK_DGRAM)
    member.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP,
                      group + struct.pack("@I", netns.index(ns, "eth0")))
    return member


def port(ns, dev):
    return json.loads(netns.run(ns, ["bridge", "-j", "link", "show", "dev", dev]).stdout)[0]


def snooped(ns, bridge, group):
    """Is the bridge a querier that knows of the group?"""
    return mh.text(group) in netns.run(ns, ["bridge", "mdb", "show", "dev", bridge]).stdout


def ask(home, router):
    """A neighbour that has never heard of the address sends to it."""
    host = rtnl.of("host")
    if host.neighbours(mh.text(home)):
        host.neighbour("del", mh.text(home), "eth0")
    with netns.sock("host", socket.AF_INET6, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"x", (mh.text(home), 9))
    until(lambda: [n["mac"] for n in host.neighbours(mh.text(home))] == [router],
          "the router's address in the host's cache", host.neighbours)


def found(dar, node, bridge, router):
    """The router answers for a node that has left, whose group the bridge knows elsewhere."""
    group = solicited(node.home)
    with join("member", group):
        until(lambda: snooped(*bridge, group), "the group known to the bridge")
        node.register()
        until(lambda: dar.counters()["tx_mrd"] >= 3, "multicast router advertisements",
              dar.counters)
        ask(node.home, router)


def stations(net):
    net.host(1, "host", HOST)
    net.host(1, "member", MEMBER)


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_mld_snooping(net):
    """A switch with snooping between the router and its neighbours."""
    stations(net)
    with netns.inside("air"), open("/proc/sys/net/ipv6/conf/cell1/disable_ipv6", "w",
                                   encoding="ascii") as f:
        f.write("0")
    netns.ip("air", f"link set cell1 {SNOOPING}")
    dar = Dar(1, "off")
    node = Peer(net)
    found(dar, node, ("air", "cell1"), rtnl.of("dar1").link("acc")["mac"])


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_own_bridge(net):
    """The access device is a bridge of the router."""
    stations(net)
    router = rtnl.of("dar1")
    router.add("br0", "bridge", br_forward_delay=0)
    netns.ip("dar1", f"link set br0 {SNOOPING}")
    router.address("del", f"{dar_address(1)}/64", "acc")
    router.set("acc", master="br0")
    router.up("br0")
    router.address("add", f"{dar_address(1)}/64", "br0")
    until(lambda: port("dar1", "acc")["state"] == "forwarding", "the bridge to carry packets")
    dar = Dar(1, anchor=False)
    dar.anchor(dev="br0", care_of_test="off")
    node = Peer(net)
    found(dar, node, ("dar1", "br0"), router.link("br0")["mac"])
    equal(router.link("br0")["promiscuity"], 0, "promiscuity of the bridge")
