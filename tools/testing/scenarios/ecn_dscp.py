# SPDX-License-Identifier: GPL-2.0-only
"""Traffic class in and out of the tunnel (RFC 6040), flow label of the outer header."""

import struct

import pytest

import mh
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from peer import Peer
from topology import CN, Sniffer

NOT_ECT, ECT1, ECT0, CE = range(4)
NAME = ("Not-ECT", "ECT(1)", "ECT(0)", "CE")
DROP = None
# [inner][outer]: what goes on (RFC 6040 figure 4)
OUT = ((NOT_ECT, NOT_ECT, NOT_ECT, DROP),
       (ECT1, ECT1, ECT1, CE),
       (ECT0, ECT1, ECT0, CE),
       (CE, CE, CE, CE))
DSCP = 46 << 2


def classed(packet, tclass):
    """The packet with another traffic class."""
    word = struct.unpack(">I", packet[:4])[0] & 0xf00fffff | tclass << 20
    return struct.pack(">I", word) + packet[4:]


def tclass_of(packet):
    return struct.unpack(">I", packet[:4])[0] >> 20 & 0xff


# As router.rst has it.
MESSAGES = """\
table ip6 class {
	chain output {
		type filter hook output priority mangle
		meta l4proto mobility-header ip6 dscp set cs6
	}
}
"""
CS6 = 48 << 2


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_messages(net):
    """The router's own messages have the class that a rule on output gives them."""
    Dar(1)
    node = Peer(net)

    def classes():
        return {tclass_of(p) for _, d, p in node.sniffer.packets()
                if d == "in" and p[8:24] == mh.addr(node.dar)}
    node.register()
    equal(classes(), {0}, "class of messages without a rule")
    netns.run("dar1", ["nft", "-f", "-"], stdin=MESSAGES)
    node.sniffer.clear()
    equal(node.refresh().status, 0, "status")
    equal(classes(), {CS6}, "class of messages with the rule")


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_ecn_dscp(net):
    dar = Dar(1)
    node = Peer(net)
    node.register()
    target = "2001:db8:c::1"
    beyond = Sniffer("core", "dar1")
    raw = net.raw("core")

    def seen(mark, way="in", proto=17):
        return [p for _, d, p in beyond.packets() if d == way and p[6] == proto and mark in p]

    # Down: DSCP and ECN are copied to the outer header, the inner one stays.
    for ecn in (NOT_ECT, ECT1, ECT0, CE):
        mark = f"down{ecn}".encode()
        raw.sendto(classed(mh.udp("2001:db8:c::1", node.home, 4000, 4001, mark), DSCP | ecn),
                   (node.name, 0))
        outer = until(lambda m=mark: seen(m, proto=41), f"a tunnelled packet with {NAME[ecn]}")[0]
        # The kernel's own tunnels mark nothing of the outer path as congested already.
        equal(tclass_of(outer), DSCP | (ECT0 if ecn == CE else ecn), f"outer class, {NAME[ecn]}")
        equal(tclass_of(outer[40:]), DSCP | ecn, f"inner class, {NAME[ecn]}")

    # Up: all sixteen.
    before = rtnl.of("dar1").link("dar0")["counters"]
    for inner in range(4):
        for outer in range(4):
            mark = f"up{inner}{outer}".encode()
            packet = classed(mh.udp(node.home, target, 4000, 4001, mark), DSCP | inner)
            node.put(classed(mh.ipv6(CN, node.dar, 41, packet), 10 << 2 | outer))
            want = OUT[inner][outer]
            if want is DROP:
                continue
            got = until(lambda m=mark: seen(m), f"{NAME[inner]} in {NAME[outer]} to come out")[0]
            equal(tclass_of(got), DSCP | want, f"class of {NAME[inner]} in {NAME[outer]}")
    expect(not seen(b"up03"), "CE around Not-ECT dropped", "it came out")
    now = rtnl.of("dar1").link("dar0")["counters"]
    equal(now["rx_errors"] - before["rx_errors"], 1, "rx errors")
    equal(now["rx_packets"] - before["rx_packets"], 15, "rx packets")

    # Flows inside are flows outside: one label each, not one for all.
    labels = {}
    for port in (5001, 5002, 5003, 5004, 5001):
        mark = f"flow{port}".encode()
        beyond.clear()
        raw.sendto(mh.udp("2001:db8:c::1", node.home, port, 4001, mark), (node.name, 0))
        outer = until(lambda m=mark: seen(m, proto=41), "a tunnelled packet")[0]
        label = struct.unpack(">I", outer[:4])[0] & 0xfffff
        expect(label and labels.setdefault(port, label) == label, "a label for the flow", label)
    expect(len(set(labels.values())) > 1, "labels that differ", labels)
