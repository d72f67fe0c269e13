# SPDX-License-Identifier: GPL-2.0-only
"""Namespaces that go away while bound take everything along."""

import socket

import pytest

import famactl
import netns
from dar import Dar
from mn import Mn

pytestmark = pytest.mark.series


def test_netns_deleted(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    for n in (2, 3):
        net.mover.move("mn", n)
        here = mn.state(n, "home")["address"]
    for n in (1, 2):
        mn.state(n, "away", careof=here)
    dars[0].bound(first, here)

    # A router with bindings, traffic for them on its way.
    probe = netns.sock("cn", socket.AF_INET6, socket.SOCK_DGRAM)
    for _ in range(20):
        probe.sendto(b"x" * 1000, (first, 9))
    net.stop_radvd(1)
    net.delete("dar1")
    # The others go on serving.
    second = mn.of_dar(2)["address"]
    dars[1].bound(second, here)

    # The node, bound at dar2, its router unaware.
    for _ in range(20):
        probe.sendto(b"x" * 1000, (second, 9))
    net.delete("mn")
    # It may have said goodbye; if not, the router is told by hand.
    netns.run("dar2", [famactl.tool(), "dar", "binding", "flush", second], check=False)
    dars[1].unbound(second)


@pytest.mark.world(dars=2)
def test_all_at_once(net):
    """The fixture deletes a network that is in use."""
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    client.open("tcp", "tcp", mn.state(1, "home")["address"])
    client.flowing("tcp")
    net.mover.move("mn", 2)
    mn.state(1, "away")
    client.flowing("tcp")
