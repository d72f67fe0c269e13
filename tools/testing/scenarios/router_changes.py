# SPDX-License-Identifier: GPL-2.0-only
"""Several routers on one link: one is chosen and kept as long as it answers, and left when it does
not want to be one."""

import pytest

import rtnl
from check import equal, never, until
from dar import Dar
from mn import Mn
from topology import CN, dar_address


def default():
    """Gateway and source of new flows."""
    route = rtnl.of("mn").towards(CN)
    return route["via"], route["source"]


def router(n):
    return rtnl.of(f"dar{n}").addresses("acc", "link")[0]["address"]


def hear(mn, more):
    """Wait for so many advertisements.  Returns how often the node attached meanwhile."""
    before, heard = mn.counters()["attach"], mn.counters()["rx_ra"]
    until(lambda: mn.counters()["rx_ra"] >= heard + more, "advertisements")
    return mn.counters()["attach"] - before


@pytest.mark.world(dars=2)
def test_router_changes(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    client.begin(first, "tcp", "ping")
    equal(default(), (router(1), first), "way and source of new flows")

    # Another one comes to the link: the first one answers when it is asked, and is kept.
    rtnl.of("air").set("d2", master="cell1")
    asked = mn.counters()["router_probed"]
    until(lambda: mn.counters()["router_probed"] > asked, "a question to the first router")
    equal(hear(mn, 8), 0, "attachments while both advertise")
    equal(mn.of_dar(2), None, "address of the second router")
    equal(default(), (router(1), first), "way and source of new flows")
    client.flowing("tcp", "ping")

    # It wants to be a router no more (lifetime 0), without a change of the carrier.
    net.stop_radvd(1)
    second = mn.state(2, "home")["address"]
    dars[0].bound(first, second)
    equal(default(), (router(2), second), "way and source of new flows")
    client.flowing("tcp", "ping")

    # A former router that says it again is of no concern, nor is one that never was one.
    net.start_radvd(1, router_lifetime=0)
    equal(hear(mn, 6), 0, "attachments")
    equal(default(), (router(2), second), "way and source of new flows")

    # It is one again, and is where the node goes when the other one leaves.
    net.start_radvd(1)
    equal(hear(mn, 6), 0, "attachments")
    net.stop_radvd(2)
    mn.state(1, "home")
    mn.state(2, "away", careof=first)
    dars[1].bound(second, first)
    dars[0].unbound(first)
    equal(default(), (router(1), first), "way and source of new flows")
    client.flowing("tcp", "ping")

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


@pytest.mark.world(dars=2)
def test_preference(net):
    """On a new link the router with the higher preference (RFC 4191) is taken, and kept."""
    for n in net.dars:
        Dar(n)
    mn = Mn()
    rtnl.of("air").set("d2", master="cell1")
    for low, high in ((1, 2), (2, 1)):
        net.start_radvd(low, more="AdvDefaultPreference low;")
        net.start_radvd(high, more="AdvDefaultPreference medium;")
        net.mover.attach("mn", 1)
        mn.state(high, "home")
        hear(mn, 4)
        equal(hear(mn, 6), 0, "attachments after the choice")
        equal(mn.of_dar(high)["state"], "home", "address of the preferred router")
        # Who says later that it is better says so in vain.
        net.start_radvd(low, more="AdvDefaultPreference high;")
        equal(hear(mn, 8), 0, "attachments after it has changed its mind")
        net.mover.detach("mn")
        mn.state(high, "idle")


@pytest.mark.world(dars=2)
def test_not_a_router(net):
    """A device of the link advertises the same prefix, and lifetime 0: a mesh, a gateway of things."""
    Dar(1)
    mn = Mn()
    net.mover.attach("mn", 1)
    mn.state(1, "home")
    rtnl.of("dar2").address("del", f"{dar_address(2)}/64", "acc")
    rtnl.of("dar2").address("add", "2001:db8:1::2/64", "acc")
    rtnl.of("air").set("d2", master="cell1")
    net.start_radvd(2, address="2001:db8:1::2", router_lifetime=0)
    equal(hear(mn, 12), 0, "attachments")
    never(lambda: mn.of_dar(1)["state"] != "home", 1, "an address that leaves home")
