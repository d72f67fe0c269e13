# SPDX-License-Identifier: GPL-2.0-only
"""Two routers on one link: one is chosen and kept, and left when it does not want to be one."""

import pytest

import rtnl
from check import equal, until
from dar import Dar
from mn import Mn
from topology import CN


def default():
    """Gateway and source of new flows."""
    route = rtnl.of("mn").towards(CN)
    return route["via"], route["source"]


def router(n):
    return rtnl.of(f"dar{n}").addresses("acc", "link")[0]["address"]


@pytest.mark.world(dars=2)
def test_router_changes(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    for kind in ("tcp", "ping"):
        client.open(kind, kind, first)
    client.flowing("tcp", "ping")
    equal(default(), (router(1), first), "way and source of new flows")

    # Another one comes to the link: the newest address is preferred, once.
    rtnl.of("air").set("d2", master="cell1")
    second = mn.state(2, "home")["address"]
    dars[0].bound(first, second)
    before = mn.counters()["attach"]
    heard = mn.counters()["rx_ra"]
    until(lambda: mn.counters()["rx_ra"] >= heard + 6, "advertisements of both")
    equal(mn.counters()["attach"], before, "attachments while both advertise")
    equal(default(), (router(2), second), "way and source of new flows")
    client.flowing("tcp", "ping")

    # It wants to be a router no more (lifetime 0), without a change of the carrier.
    net.stop_radvd(2)
    mn.state(1, "home")
    mn.state(2, "away", careof=first)
    dars[1].bound(second, first)
    dars[0].unbound(first)
    equal(default(), (router(1), first), "way and source of new flows")
    client.flowing("tcp", "ping")

    # A former router that says it again is of no concern, nor is one that never was one.
    before = mn.counters()["attach"]
    net.start_radvd(2, router_lifetime=0)
    heard = mn.counters()["rx_ra"]
    until(lambda: mn.counters()["rx_ra"] >= heard + 4, "advertisements")
    equal(mn.counters()["attach"], before, "attachments")
    equal(default(), (router(1), first), "way and source of new flows")
    net.stop_radvd(2)

    # Nobody is left: idle, with the flows held; then the first one comes back.
    net.stop_radvd(1)
    mn.state(1, "idle")
    equal(rtnl.of("mn").routes(dst="default", proto=rtnl.FAMA, table=rtnl.MAIN), [],
          "default routes of ours")
    net.start_radvd(1)
    mn.state(1, "home")
    client.flowing("tcp", "ping")

    # The device is switched off and on: the stack forgets addresses and routes, we do not.
    for n in (1, 2):
        rtnl.of("mn").set("eth0", state="down")
        mn.state(1, "idle")
        rtnl.of("mn").up("eth0")
        mn.state(1, "home")
        until(lambda: rtnl.of("mn").has(first, "eth0"), f"{first} on the device")
        equal(default(), (router(1), first), "way and source of new flows")
        client.flowing("tcp", "ping")
    client.stop()
