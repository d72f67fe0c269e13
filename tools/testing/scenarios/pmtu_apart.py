# SPDX-License-Identifier: GPL-2.0-only
"""Nodes of one router behind paths of 1500, 1400 and 1280 octets, large packets as offloads bundle
them: each correspondent learns the MTU of its own node, none that of another."""

import socket

import pytest

import famactl
import netns
import rtnl
from check import equal, expect
from dar import Dar
from mn import Mn
from pathmtu import IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DO, path_mtu
from topology import CN, Sniffer
from transfer import transfer

pytestmark = pytest.mark.series

UDP_SEGMENT = 103  # option of SOL_UDP
PATHS = {"mn": (2, 1400), "mn2": (3, 1280), "mn3": (4, 1500)}  # cell, MTU behind its router
KEYS = {"mn": (1024, 0), "mn2": (1536, 0), "mn3": (1024, 1)}  # bits, Sec
OCTETS = 1 << 20


def datagrams(a, b, src, dst, size, number=20):
    """As many datagrams in one packet for the stack; how many arrive."""
    with netns.sock(b, socket.AF_INET6, socket.SOCK_DGRAM) as to, \
            netns.sock(a, socket.AF_INET6, socket.SOCK_DGRAM) as s:
        to.bind((dst, 0))
        s.bind((src, 0))
        s.setsockopt(socket.IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DO)
        s.setsockopt(socket.SOL_UDP, UDP_SEGMENT, size)
        s.connect((dst, to.getsockname()[1]))
        s.send(bytes(size * number))
        to.settimeout(2)
        got = 0
        try:
            while got < number:
                equal(len(to.recv(1 << 16)), size, "octets of a datagram")
                got += 1
        except TimeoutError:
            pass
        return got


def fragments(wire):
    return [p for _, _, p in wire.packets() if p[6] == 44]


@pytest.mark.world(dars=4, nodes=3, delay_ms=0)
def test_pmtu_apart(net):
    _ = [Dar(n, min_sec=0) for n in net.dars]
    nodes = {name: Mn(name, famactl.key(*KEYS[name])) for name in PATHS}
    homes = {}
    for name, mn in nodes.items():
        net.mover.attach(name, 1)
        homes[name] = mn.state(1, "home", auth="phkt")["address"]
    for name, (cell, mtu) in PATHS.items():
        rtnl.of("core").set(f"dar{cell}", mtu=mtu)
        rtnl.of(f"dar{cell}").set("core", mtu=mtu)
        net.mover.move(name, cell)
        nodes[name].state(1, "away")
    inner = {name: max(1280, mtu - 40) for name, (_, mtu) in PATHS.items()}
    wires = {name: Sniffer("core", f"dar{cell}") for name, (cell, _) in PATHS.items()}

    # The first packets of each are too big for its path, both ways, and each sender is told so.
    for name, home in homes.items():
        for way in (("cn", name, CN, home), (name, "cn", home, CN)):
            for size in (1452, 1412, 1412):
                try:
                    datagrams(*way, size)
                except OSError:  # the stack knows already
                    pass
    for name, home in homes.items():
        equal((path_mtu("cn", CN, home), path_mtu(name, home, CN)), (inner[name], inner[name]),
              f"path MTUs towards {name} and from there")
    # Full packets arrive all, both ways, TCP and UDP; then the MTUs are still their own.
    for _ in range(2):
        for name, home in homes.items():
            transfer("cn", name, CN, home, OCTETS)
            transfer(name, "cn", home, CN, OCTETS)
            size = inner[name] - 48
            equal(datagrams("cn", name, CN, home, size), 20, f"datagrams to {name}")
            equal(datagrams(name, "cn", home, CN, size), 20, f"datagrams from {name}")
    for name, home in homes.items():
        equal(path_mtu("cn", CN, home), inner[name], f"path MTU towards {name}")
    # Only what may not be smaller than 1280 octets travels in outer fragments.
    equal({name: bool(fragments(wire)) for name, wire in wires.items()},
          {"mn": False, "mn2": True, "mn3": False}, "outer fragments towards a node")
    biggest = {name: max(len(p) for _, _, p in wire.packets() if p[6] == 41 and len(p) <= 1500)
               for name, wire in wires.items() if name != "mn2"}
    expect(biggest["mn"] <= 1400, "tunnelled packets of 1400 octets at most", biggest)
