# SPDX-License-Identifier: GPL-2.0-only
"""A neighbour says that it is a router, in many ways and often: the node stays with its own."""

import pytest

from check import equal, never, until
from dar import Dar
from mn import Mn
from router import HIGH, HOME, Neighbour, prefix_info
from topology import dar_address, prefix

MANY = 40  # more than the node remembers


@pytest.mark.world(dars=3)
def test_rogue_router(net):
    dars = [Dar(n) for n in net.dars]
    net.host(3, "evil", "2001:db8:3::66")
    evil = Neighbour(net, "evil")
    mn = Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    addresses = {}
    for n in net.dars:
        net.mover.move("mn", n)
        addresses[n] = mn.state(n, "home", auth="phkt")["address"]
        client.open("ping", f"ping{n}", addresses[n])
    client.flowing("ping1", "ping2", "ping3")
    here = addresses[3]
    for n in (1, 2):
        dars[n - 1].bound(addresses[n], here, state="verified")
    known = events.find(event="attach")

    def unmoved(what):
        heard = mn.counters()["rx_ra"]
        until(lambda: mn.counters()["rx_ra"] >= heard + 4, "advertisements of the router")
        never(lambda: events.find(event="attach") != known, 2, f"an attachment by {what}")
        equal({n: mn.of_dar(n)["state"] for n in net.dars}, {1: "away", 2: "away", 3: "home"},
              f"states in spite of {what}")
        for n in (1, 2):
            dars[n - 1].bound(addresses[n], here, state="verified")
        client.flowing("ping1", "ping2", "ping3")

    # New networks that anchor, of routers with the highest preference.
    for i in range(MANY):
        evil.advertise(prefix_info(f"2001:db8:{0xe00 + i:x}::", f"2001:db8:{0xe00 + i:x}::1"),
                       src=f"fe80::e{i:x}", flags=HOME | HIGH)
    unmoved("new networks")
    equal((mn.counters()["evicted"], len(mn.addresses())), (0, 3), "evicted, addresses")

    # The network of another router, with and without the address of that router.
    for who in (dar_address(1), "2001:db8:1::bad", None):
        evil.advertise(prefix_info(prefix(1).partition("/")[0], who), flags=HOME | HIGH)
    unmoved("a former network")

    # In the name of nobody: what it withdraws is not the router's.
    for lifetime in (0, 0, 1800):
        evil.advertise(prefix_info(prefix(3).partition("/")[0], dar_address(3)), flags=HOME,
                       lifetime=lifetime)
    unmoved("the present network")
    client.stop()
