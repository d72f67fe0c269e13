# SPDX-License-Identifier: GPL-2.0-only
"""The carrier goes and comes within a moment, of which the stack makes one change that is none:
what was heard before is of another network all the same."""

import socket
import struct

import pytest

import netns
import rtnl
from check import equal, until
from mn import Mn
from topology import Sniffer


RTM_NEWLINK, NLM_F_REQUEST, IFLA_CARRIER = 16, 1, 33


def carrier(index, on):
    """A request of rtnetlink. Two in one buffer are handled before the stack looks at the first."""
    return struct.pack("=IHHIIBxHiIIHHB3x", 40, RTM_NEWLINK, NLM_F_REQUEST, 0, 0, 0, 0, index, 0, 0,
                       5, IFLA_CARRIER, on)


@pytest.mark.world(dars=1, radvd=False)
def test_link_edges(net):
    rtnl.of("mn").add("dummy0", "dummy")
    netns.ip("mn", "link set dummy0 arp on up")
    netns.sysctl("mn", conf__dummy0__router_solicitations=0)  # those of the stack itself
    mn = Mn(devs=("dummy0",))
    until(lambda: mn.links()["dummy0"]["up"], "the link up", mn.links)
    events = net.watch("mn")
    wire = Sniffer("mn", "dummy0")
    rtnetlink = netns.sock("mn", socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
    index = netns.index("mn", "dummy0")
    for n in (1, 2, 3):
        rtnetlink.send(carrier(index, False) + carrier(index, True))
        until(lambda n=n: len(events.find(event="link", up=True)) == n, "the link up again",
              lambda: events.find(event="link"))
    equal([e["up"] for e in events.find(event="link")], [False, True] * 3, "changes of the link")
    until(lambda: [p for _, d, p in wire.packets() if d == "out" and p[6] == 58 and p[40] == 133],
          "a solicitation")
