# SPDX-License-Identifier: GPL-2.0-only
"""The node comes to another link and its carrier does not tell: the access points of a mesh, a
bridge. The router that was left does not answer any more, so the one that was heard is taken."""

import pytest

import rtnl
from check import equal, note
from dar import Dar
from mn import Mn


def roam(net, n):
    """Nothing changes at the node's own end of the wire."""
    rtnl.of("air").set("mn", master=f"cell{n}")


def walk(net, mn, dars):
    """To and fro, with flows."""
    events = net.watch("mn")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    addresses = {1: mn.state(1, "home", auth="phkt")["address"]}
    client.begin(addresses[1], "tcp", "ping", "down")
    for there, here in ((1, 2), (2, 1), (1, 2)):
        downs = events.find(event="link", up=False)
        roam(net, here)
        addresses[here] = mn.state(here, "home")["address"]
        mn.state(there, "away", careof=addresses[here])
        dars[there - 1].bound(addresses[there], addresses[here])
        client.flowing("tcp", "ping", "down")
        equal(events.find(event="link", up=False), downs, "losses of the carrier")
    note(f"asked {mn.counters()['router_probed']} times")
    client.stop()


@pytest.mark.world(dars=2)
def test_roam(net):
    walk(net, Mn(), [Dar(n) for n in net.dars])


@pytest.mark.world(dars=2, radvd=False)
def test_same_router_address(net):
    dars = [Dar(n) for n in net.dars]
    net.same_routers()
    walk(net, Mn(), dars)


@pytest.mark.world(dars=2, radvd=False)
def test_same_router(net):
    dars = [Dar(n) for n in net.dars]
    net.same_routers("02:00:00:00:00:01")
    walk(net, Mn(), dars)
