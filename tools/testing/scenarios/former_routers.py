# SPDX-License-Identifier: GPL-2.0-only
"""The stack remembers routers that the node has left. No packet of an address goes by one."""

import fcntl
import select
import socket
import struct

import pytest
from pyroute2.netlink import NETLINK_ADD_MEMBERSHIP, NETLINK_ROUTE, SOL_NETLINK
from pyroute2.netlink.rtnl.marshal import MarshalRtnl

import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn

GROUPS = (11, 19)  # RTNLGRP_IPV6_ROUTE, RTNLGRP_IPV6_RULE
SIOCOUTQ = 0x5411


class Changes:
    """Rules and default routes of the node, in the order in which they come and go."""

    def __init__(self, ns):
        with netns.inside(ns):
            self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_ROUTE)
        self.socket.bind((0, 0))  # without a number it would be told nothing
        for group in GROUPS:
            self.socket.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group)

    def all(self):
        """[(kind of the message, address of the rule or None)]"""
        found = []
        while select.select([self.socket], [], [], 0)[0]:
            for m in MarshalRtnl().parse(self.socket.recv(1 << 16)):
                if m["event"].endswith("RULE") and m.get_attr("FRA_SRC"):
                    found.append((m["event"], m.get_attr("FRA_SRC")))
                elif m["event"].endswith("ROUTE") and m["proto"] == rtnl.FAMA and \
                        not m["dst_len"] and m.get_attr("RTA_TABLE") == rtnl.MAIN:
                    found.append((m["event"], None))
        return found


def bare(changes, known, rules=()):
    """Changes after which one of the addresses has neither a rule nor a default route."""
    rules, route, found = set(rules), True, []
    for kind, address in changes:
        if address:
            (rules.add if kind.startswith("RTM_NEW") else rules.discard)(address)
        else:
            route = kind.startswith("RTM_NEW")
        if not route and set(known) - rules:
            found.append((kind, address, sorted(set(known) - rules)))
    return found


@pytest.mark.world(dars=2)
def test_held_or_sent_by_the_router_here(net):
    for n in net.dars:
        Dar(n)
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    changes = Changes("mn")
    net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    mn.state(1, "away")
    seen = changes.all()
    expect({"RTM_NEWRULE", "RTM_DELROUTE", "RTM_NEWROUTE"} <= {kind for kind, _ in seen},
           "a rule and another default route", seen)
    equal(bare(seen, [first]), [], "times at which packets could take another router")

    net.mover.move("mn", 1)
    mn.state(1, "home")
    mn.state(2, "away")
    back = changes.all()
    expect(("RTM_DELRULE", first) in back, "the first address without a rule", back)
    equal(bare(back, [first, second], [first]), [], "times at which packets could take another")


def waiting(sock):
    """Octets that a socket has sent and that have not left the host."""
    return struct.unpack("i", fcntl.ioctl(sock, SIOCOUTQ, bytes(4)))[0]


@pytest.mark.world(dars=2)
def test_nothing_waits_for_the_former_router(net):
    """What was sent to the router between the end of the link and the node's hold is given up."""
    mn = Mn()
    net.mover.attach("mn", 1)
    mn.state(1, "home")
    router = rtnl.of("mn").routes(dst="default", dev="eth0", proto=rtnl.FAMA)[0]["via"]
    with netns.inside("mn"):
        late = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    # With an address of the link: what has a former address as its source is not sent at all.
    index = netns.index("mn", "eth0")
    link = until(lambda: [a["address"] for a in rtnl.of("mn").addresses("eth0", "link")
                          if "tentative" not in a["flags"]], "an address of the link")[0]
    late.bind((link, 0, 0, index))
    net.mover.detach("mn")
    mn.state(1, "idle")
    late.sendto(b"late", (router, 9, 0, index))
    expect(waiting(late) > 0, "a packet that waits for the former router", waiting(late))
    net.mover.attach("mn", 2)
    mn.state(2, "home")
    equal(waiting(late), 0, "octets that still wait for the former router")
    late.close()
