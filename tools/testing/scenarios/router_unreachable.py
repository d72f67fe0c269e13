# SPDX-License-Identifier: GPL-2.0-only
"""The router falls silent without a word: neighbour detection tells, the node looks for another."""

import pytest

import netns
import rtnl
from check import equal
from dar import Dar
from mn import Mn

# Advertised for long enough that its lifetime is not what ends it.


@pytest.mark.world(dars=2, min=200, max=600, router_lifetime=1800)
def test_router_unreachable(net):
    dars = [Dar(n) for n in net.dars]
    # Half a minute by default, after which a silent neighbour is asked.
    netns.sysctl("mn", neigh__eth0__base_reachable_time_ms=1000,
                 neigh__eth0__delay_first_probe_time=1)
    mn = Mn()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home")["address"]
    server, client = net.traffic()
    client.open("ping", "ping", home)
    client.flowing("ping")

    # The router's interface is deaf and dumb, the carrier of the node stays.
    rtnl.of("air").set("d1", master="")
    mn.state(1, "idle")
    equal(mn.counters()["router_unreachable"], 1, "unreachable routers")

    # Another one takes over the cell: the node asked, so it answers at once.
    rtnl.of("air").set("d2", master="cell1")
    careof = mn.state(2, "home")["address"]
    dars[0].bound(home, careof)
    client.flowing("ping")
