# SPDX-License-Identifier: GPL-2.0-only
"""Somebody else has the node's address: the next collision count makes another."""

import pytest

import netns
from check import equal, expect, until
from famactl import Dar, Mn

pytestmark = pytest.mark.kernels("debug")


@pytest.mark.world(dars=2)
def test_dad_collision(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    taken = mn.state(1, "home")["address"]
    mn.disable()
    net.mover.detach("mn")

    # Same key, same prefix: the node will want the same address again.
    netns.ip("dar1", f"addr add {taken}/64 dev acc nodad")
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
    expect(taken not in netns.show("mn", "-6", "addr", "show"), f"{taken} on no device",
           netns.show("mn", "-6", "addr", "show"))

    # Its CGA parameters carry the collision count, and the router agrees.
    net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    dars[0].bound(other, second)
    equal(dars[0].counters()["bad_cga"], 0, "bad CGAs")

    # The same with a care-of address that was in use before it was proven to be ours.
    mn.disable()
    net.mover.detach("mn")
    netns.ip("dar1", f"addr del {taken}/64 dev acc")
    netns.ip("dar2", f"addr add {second}/64 dev acc nodad")
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
