# SPDX-License-Identifier: GPL-2.0-only
"""Two nodes and three routers in one kernel, each with its own addresses."""

import pytest

import famactl
from check import equal, expect
from dar import Dar
from mn import Mn
from traffic import Client, Server


@pytest.mark.world(nodes=2)
def test_many_nodes(net):
    dars = [Dar(n) for n in net.dars]
    nodes = [Mn("mn"), Mn("mn2", famactl.key(1536))]
    server = Server(net.dir)
    clients = [Client(net.dir, m.ns) for m in nodes]
    # They meet and pass each other: 1 -> 2 -> 3 and 3 -> 2 -> 1.
    ways = [(1, 2, 3), (3, 2, 1)]
    first = []
    for m, way, c in zip(nodes, ways, clients):
        net.mover.attach(m.ns, way[0])
        first.append(m.state(way[0], "home")["address"])
        c.open("tcp", "tcp", first[-1])
        c.open("ping", "ping", first[-1])
        c.flowing("tcp", "ping")
    for step in (1, 2):
        for m, way in zip(nodes, ways):
            net.mover.move(m.ns, way[step])
        for m, way, c, home in zip(nodes, ways, clients, first):
            here = m.state(way[step], "home")["address"]
            m.state(way[0], "away", careof=here)
            dars[way[0] - 1].bound(home, here)
            c.flowing("tcp", "ping")
    expect(first[0] != first[1], "different addresses", first)
    # Each router knows the strangers it anchors, and only them.
    equal(sorted(b["home"] for b in dars[0].bindings()), [first[0]], "bindings of dar1")
    equal(sorted(b["home"] for b in dars[2].bindings()), [first[1]], "bindings of dar3")
    equal(len(dars[1].bindings()), 2, "bindings of dar2")

    # One leaves: the other does not notice.
    clients[0].stop()
    nodes[0].disable()
    clients[1].flowing("tcp", "ping", more=20)
    flows = clients[1].stop()
    expect(not flows["tcp"]["error"], "the stream alive", flows["tcp"]["error"])
