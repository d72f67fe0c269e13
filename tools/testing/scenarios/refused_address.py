# SPDX-License-Identifier: GPL-2.0-only
"""The system refuses the node's own address in a network: another one of that network serves, or
the node is nowhere, and flows go on when that ends."""

import pytest

import hold
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn


def begin(net):
    """A node at router 1 with flows."""
    for n in net.dars:
        Dar(n)
    mn = Mn()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    server, client = net.traffic()
    client.begin(home, "tcp", "ping", "down")
    return mn, server, client


def stack(n):
    """What the stack has formed in the network of router N."""
    return [a["address"] for a in rtnl.of("mn").addresses("eth0", "global")
            if a["address"].startswith(f"2001:db8:{n}:")]


def default_routers():
    """By which the node's own default routes lead."""
    return [r["via"] for r in rtnl.of("mn").routes(dst="default", dev="eth0", proto=rtnl.FAMA)]


@pytest.mark.world(dars=2)
def test_refused_address(net):
    """The address that the stack has formed is the care-of address."""
    mn, server, client = begin(net)
    with hold.loaded("addr_veto"):
        net.mover.move("mn", 2)
        careof = mn.state(1, "away")["careof"]
        equal(stack(2), [careof], "addresses of network 2")
        client.flowing("tcp", "ping", "down")
        expect(not mn.of_dar(2), "no address of ours at router 2", mn.addresses())
    # The next advertisement is another occasion.
    second = mn.state(2, "home")["address"]
    mn.state(1, "away", careof=second)
    client.flowing("tcp", "ping", "down")
    client.stop()
    server.stop()


@pytest.mark.world(dars=2)
def test_nowhere(net):
    """There is no other address: nothing of the network before is believed any more."""
    netns.sysctl("mn", conf__eth0__autoconf=0)
    mn, server, client = begin(net)
    [former] = default_routers()
    with hold.loaded("addr_veto"):
        net.mover.move("mn", 2)
        until(lambda: mn.active() == "eth0", "router 2 known", mn.links)
        equal(mn.state(1, "idle")["careof"], None, "care-of address")
        equal(stack(1) + stack(2), [], "addresses of the link")
        equal(mn.links()["eth0"]["careof"], None, "care-of address of the link")
        expect(not mn.of_dar(2), "no address of ours at router 2", mn.addresses())
        expect(former not in default_routers(), "no route by router 1", default_routers())
    second = mn.state(2, "home")["address"]
    mn.state(1, "away", careof=second)
    client.flowing("tcp", "ping", "down")
    client.stop()
    server.stop()
