# SPDX-License-Identifier: GPL-2.0-only
"""An address that is released is deregistered and gone; one that is kept stays."""

import pytest

import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn


@pytest.mark.world(dars=2)
def test_release(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    mn.keep(first)
    net.mover.move("mn", 2)
    mn.state(1, "away")
    dars[0].bound(first)
    mn.release(first)
    dars[0].unbound(first)
    until(lambda: not mn.of_dar(1), "the address gone", mn.addresses)
    rt = rtnl.of("mn")
    expect(not rt.has(first), f"{first} on no device", rt.addresses())
    equal(rt.rules(src=f"{first}/128"), [], "rules for it")
    mn.state(2, "home")
