# SPDX-License-Identifier: GPL-2.0-only
"""What goes through the tunnel passes the filters and can be watched on dar0."""

import json
import socket

import pytest

import mh
import netns
from check import equal, expect, until
from dar import Dar
from peer import Peer
from topology import CN, Sniffer

pytestmark = pytest.mark.series

RULES = """\
table ip6 t {
	chain f {
		type filter hook forward priority filter;
		iifname "dar0" udp dport 666 counter drop comment "bad"
		oifname "dar0" udp dport 666 counter drop comment "bad"
		oifname "dar0" udp dport 4001 counter comment "down"
		iifname "dar0" udp dport 4001 counter comment "up"
	}
}
"""


def counted():
    """Packets of the rules with each comment."""
    found = {}
    for item in json.loads(netns.run("dar1", ["nft", "-j", "list", "ruleset"]).stdout)["nftables"]:
        rule = item.get("rule")
        for expr in rule["expr"] if rule else ():
            if "counter" in expr:
                name = rule["comment"]
                found[name] = found.get(name, 0) + expr["counter"]["packets"]
    return found


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_nft_dar0(net):
    dar = Dar(1)
    node = Peer(net)
    node.register()
    core = "2001:db8:c::1"
    netns.run("dar1", ["nft", "-f", "-"], stdin=RULES)
    dump = netns.spawn("dar1", ["tcpdump", "-n", "-l", "-i", "dar0", "udp"], stdout=-1, stderr=-1,
                       text=True)
    expect("listening" in dump.stderr.readline() + dump.stderr.readline(), "tcpdump listening",
           dump.poll())
    before = net.device_packets("dar1", "dar0")
    beyond = Sniffer("core", "dar1")
    raw = net.raw("core")
    sink = netns.sock("core", socket.AF_INET6, socket.SOCK_DGRAM)  # else the core complains
    sink.bind(("::", 4001))

    def seen(mark):
        return [p for _, d, p in beyond.packets() if d == "in" and mark in p]

    for port in (666, 4001):
        raw.sendto(mh.udp(core, node.home, 4000, port, b"down%d" % port), (node.name, 0))
        node.put(mh.ipv6(CN, node.dar, 41, mh.udp(node.home, core, 4000, port, b"up%d" % port)))
    until(lambda: seen(b"down4001") and seen(b"up4001"), "both allowed packets")
    expect(not seen(b"down666") + seen(b"up666"), "the others dropped", "some came through")

    equal(counted(), {"down": 1, "up": 1, "bad": 2}, "counters of nftables")

    lines = [dump.stdout.readline() for _ in range(3)]
    netns.stop(dump)
    addresses = {tuple(x.rstrip(":,").rpartition(".")[0] for x in line.split()[2:5:2])
                 for line in lines}
    # The one that was forbidden downwards never got there, the other did.
    equal(addresses, {(core, node.name), (node.name, core)}, "addresses that tcpdump shows")
    now = net.device_packets("dar1", "dar0")
    equal((now[0] - before[0], now[1] - before[1]), (2, 1), "packets of ip -s link")
