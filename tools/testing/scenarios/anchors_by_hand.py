# SPDX-License-Identifier: GPL-2.0-only
"""Routers anchor, but their advertisements do not say so: the user names them, before the
node is there or while it is."""

import time

import pytest

from check import equal, expect, until
from dar import Dar
from famactl import fama, query, refused
from mn import Mn
from topology import dar_address, prefix

FIRST = {"prefix": prefix(1), "dar": dar_address(1)}
SECOND = {"prefix": prefix(2), "dar": dar_address(2)}


def shown():
    return query("mn", "mn", "anchor", "show")


def add(anchor):
    fama("mn", "mn", "anchor", "add", anchor["prefix"], "dar", anchor["dar"])


# radvd allows short intervals with the flags of Mobile IPv6 only.


@pytest.mark.world(home="off", router="off", home_info="", min=3, max=4, pause=3)
def test_anchors_by_hand(net):
    dars = [Dar(n) for n in net.dars]
    equal(shown(), [], "routers named")
    add(FIRST)
    mn = Mn()
    events = net.watch("mn")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt", dar=FIRST["dar"])["address"]
    server, client = net.traffic()
    client.open("ping", "first", first)
    client.flowing("first")

    # The next one is not named: its address is good for what is new only.
    net.mover.move("mn", 2)
    second = mn.state(2, "home", dar=None, reason="not anchored")["address"]
    mn.state(1, "away", careof=second)
    dars[0].bound(first, second)
    client.flowing("first")
    refused("mn", "mn", "address", "keep", second)

    # Named while the node is there: from now on it can follow.
    since = time.time_ns()
    add(SECOND)
    mn.state(2, "home", dar=SECOND["dar"], reason=None)
    events.wait(event="address", address=second, dar=SECOND["dar"], after=since)
    mn.state(2, "home", auth="phkt")
    equal(shown(), [FIRST, SECOND], "routers named")
    client.open("ping", "second", second)
    client.flowing("first", "second")
    net.mover.move("mn", 3)
    third = mn.state(3, "home", dar=None)["address"]
    for n, address in ((1, first), (2, second)):
        mn.state(n, "away", careof=third)
        dars[n - 1].bound(address, third)
    client.flowing("first", "second")

    # Named no more, what there is goes on; what comes new has no router.
    fama("mn", "mn", "anchor", "del", SECOND["prefix"])
    mn.state(2, "away", dar=SECOND["dar"])
    net.mover.move("mn", 1)
    mn.state(1, "home")
    mn.state(2, "away", careof=first)
    dars[0].unbound(first)
    dars[1].bound(second, first)
    client.flowing("first", "second")
    fama("mn", "mn", "address", "release", second)
    dars[1].unbound(second)
    until(lambda: not mn.of_dar(2), "the address gone", mn.addresses)
    net.mover.move("mn", 2)
    mn.state(2, "home", dar=None)
    dars[0].bound(first, second)
    client.stop()
    server.stop()

    for anchor, words in ((dict(FIRST, dar="2001:db8:1::2"), "already"),
                          (dict(SECOND, dar="2001:db8:100:2::2"), "not in the prefix"),
                          (dict(SECOND, dar="fe80::1"), "not in the prefix"),
                          (dict(SECOND, dar="::"), "not in the prefix"),
                          (dict(prefix="fe80::/64", dar="fe80::1"), "unicast")):
        said = refused("mn", "mn", "anchor", "add", anchor["prefix"], "dar", anchor["dar"])
        expect(words in said, f"{words!r} said of {anchor}", said)
    refused("mn", "mn", "anchor", "del", SECOND["prefix"])
    equal(shown(), [FIRST], "routers named")

    # A router that says it itself is believed.
    fama("mn", "mn", "anchor", "add", prefix(3), "dar", "2001:db8:3::dead")
    net.start_radvd(3, home="on", router="on")
    net.mover.move("mn", 3)
    mn.state(3, "home", dar=dar_address(3))

    mn.disable()
    equal([a["prefix"] for a in shown()], [prefix(1), prefix(3)], "routers named")
    equal(net.installed("mn"), "", "left of the node")
