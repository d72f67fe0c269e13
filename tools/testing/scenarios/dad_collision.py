# SPDX-License-Identifier: GPL-2.0-only
"""Somebody else has the node's address: the next collision count makes another."""

import pytest

import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn


@pytest.mark.world(dars=2)
def test_dad_collision(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    taken = mn.state(1, "home")["address"]
    mn.disable()
    net.mover.detach("mn")

    # Same key, same prefix: the node will want the same address again.
    rtnl.of("dar1").address("add", f"{taken}/64", "acc")
    mn.enable()
    events = net.watch("mn")
    net.mover.attach("mn", 1)
    events.wait(event="address", address=taken, state="home")
    other = until(lambda: next((a["address"] for a in mn.addresses()
                                if a["state"] == "home" and a["address"] != taken), None),
                  "another address at dar1", lambda: str(mn.addresses()))
    equal(mn.counters()["dad_collision"], 1, "collisions counted")
    expect(not [a for a in mn.addresses() if a["address"] == taken], f"{taken} given up",
           str(mn.addresses()))
    expect(not rtnl.of("mn").has(taken), f"{taken} on no device", rtnl.of("mn").addresses())

    # Its CGA parameters carry the collision count, and the router agrees.
    net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    dars[0].bound(other, second)
    equal(dars[0].counters()["bad_cga"], 0, "bad CGAs")

    # The same with a care-of address that was in use before it was proven to be ours.
    mn.disable()
    net.mover.detach("mn")
    rtnl.of("dar1").address("del", f"{taken}/64", "acc")
    rtnl.of("dar2").address("add", f"{second}/64", "acc")
    mn.enable()
    events = net.watch("mn")
    net.mover.attach("mn", 1)
    home = mn.state(1, "home")["address"]
    net.mover.move("mn", 2)
    events.wait(event="bu", address=home, careof=second)
    careof = until(lambda: next((a["address"] for a in mn.addresses() if a["state"] == "home" and
                                 a["address"] not in (home, second)), None),
                   "another address at dar2", lambda: str(mn.addresses()))
    dars[0].bound(home, careof)
    mn.state(1, "away", careof=careof)
