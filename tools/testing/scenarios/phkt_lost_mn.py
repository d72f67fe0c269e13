# SPDX-License-Identifier: GPL-2.0-only
"""A node that lost its token, and its sequence numbers, signs again."""

import pytest

from check import equal, expect, note
from dar import Dar
from mn import Mn


@pytest.mark.world(dars=2)
def test_phkt_lost_mn(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    net.mover.move("mn", 2)
    mn.state(1, "away")
    old = dars[0].bound(first, phkt=True)

    net.mover.move("mn", 1)
    mn.state(1, "home")
    dars[0].unbound(first)
    signed = dars[0].counters()["bu_cga"]
    mn.disable()
    expect(not net.installed("mn"), "nothing left of the node", net.installed("mn"))
    mn.enable()
    equal(mn.state(1, "home")["address"], first, "address of the same key")
    net.mover.move("mn", 2)
    here = mn.state(2, "home")["address"]
    mn.state(1, "away")
    b = dars[0].bound(first, here)
    expect(dars[0].counters()["bu_cga"] > signed, "a signature", dars[0].counters())
    note(f"sequence numbers {old['seq']}, then {b['seq']}")
    expect((b["seq"] - old["seq"]) & 0xffff < 0x8000, "a newer sequence number", b["seq"])
