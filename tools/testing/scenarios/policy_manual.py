# SPDX-License-Identifier: GPL-2.0-only
"""Policy manual: an address that nobody asked to keep is dropped, not registered."""

import socket

import pytest

import genl
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn


@pytest.mark.world(dars=2)
def test_policy_manual(net):
    dars = [Dar(n) for n in net.dars]
    genl.of("mn", "mn").ask("SET", POLICY="manual")  # before it is enabled
    mn = Mn()
    equal(mn.show()["policy"], "manual", "policy")
    events = net.watch("mn")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    used = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    used.bind((first, 9))
    net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    until(lambda: not mn.of_dar(1), "the address gone", mn.addresses)
    expect(not rtnl.of("mn").has(first), f"{first} on no device", rtnl.of("mn").addresses())
    equal(events.find(event="bu", address=first, careof=second), [], "registrations")
    equal(dars[0].bindings(), [], "bindings")
    used.close()

    mn.keep(second)
    net.mover.move("mn", 1)
    mn.state(2, "away", careof=first, keep="keep", kept="by user")
    dars[1].bound(second, first)
    mn.state(1, "home", kept="current")

    # Not wanted any more, away: it was registered, so it is deregistered.
    mn.keep(second, "auto")
    dars[1].unbound(second)
    events.wait(event="address", address=second, state="removed",
                reason="not kept")
    until(lambda: not mn.of_dar(2), "the address gone", mn.addresses)

    # Under any policy: the current one is released when its link is left.
    mn.set(policy="all")
    mn.release(first)
    mn.state(1, "home", keep="release", kept="current")
    net.mover.move("mn", 2)
    mn.state(2, "home")
    until(lambda: not mn.of_dar(1), "the address gone", mn.addresses)
    equal(dars[0].bindings(), [], "bindings")
    net.mover.move("mn", 1)
    mn.state(2, "away", kept="policy all")

    # The settings outlast the node, the override does not.
    mn.set(policy="in-use", idle_time=7)
    mn.disable()
    equal((mn.show()["policy"], mn.show()["idle"]), ("in-use", 7), "settings")
