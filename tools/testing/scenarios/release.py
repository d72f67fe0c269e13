# SPDX-License-Identifier: GPL-2.0-only
"""An address that is released is deregistered and gone; one that is kept stays."""

import pytest

import netns
from check import expect, until
from famactl import Dar, Mn, fama


@pytest.mark.world(dars=2)
def test_release(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    fama("mn", "mn", "address", "keep", first)
    net.mover.move("mn", 2)
    mn.state(1, "away")
    dars[0].bound(first)
    fama("mn", "mn", "address", "release", first)
    dars[0].unbound(first)
    until(lambda: not mn.of_dar(1), "the address gone", mn.addresses)
    expect(first not in netns.show("mn", "-6", "addr"), f"{first} on no device",
           netns.show("mn", "-6", "addr"))
    expect(first not in netns.show("mn", "-6", "rule"), "no rule for it",
           netns.show("mn", "-6", "rule"))
    mn.state(2, "home")
