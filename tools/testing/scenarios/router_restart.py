# SPDX-License-Identifier: GPL-2.0-only
"""A router takes itself back (lifetime 0), then advertises again: the node returns."""

import pytest

from check import equal
from dar import Dar
from mn import Mn


@pytest.mark.world(dars=2)
def test_router_restart(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]

    net.stop_radvd(1)
    mn.state(1, "idle")
    net.start_radvd(1)
    equal(mn.state(1, "home")["address"], first, "address at dar1")

    net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    dars[0].bound(first, second)
