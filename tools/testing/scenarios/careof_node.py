# SPDX-License-Identifier: GPL-2.0-only
"""The node proves its care-of address to a router that wants it before, one that wants it
after, and one that does not care; traffic waits only for the first."""

import pytest

import mh
from check import equal, note
from dar import Dar
from mn import Mn
from topology import Sniffer, dar_address

MODES = {1: "required", 2: "concurrent", 3: "off"}


def messages(wire, n):
    """What the node and DAR N said to each other since the last clear(), as text."""
    names = {mh.BU: "bu", mh.BA: "ba", mh.COTI: "coti", mh.COT: "cot"}
    return [names.get(m.type, m.type) for m in mh.messages(wire.packets())
            if dar_address(n) in (mh.text(m.src), mh.text(m.dst)) and m.type in names]


@pytest.mark.world(dars=4)
def test_careof_node(net):
    dars = {n: Dar(n, care_of_test=MODES.get(n, "off")) for n in net.dars}
    mn = Mn()
    wire = Sniffer("mn", "eth0")
    homes = {}
    for n in (1, 2, 3):
        net.mover.move("mn", n) if n > 1 else net.mover.attach("mn", n)
        homes[n] = mn.state(n, "home", auth="phkt")["address"]  # with its early token

    server, client = net.traffic()
    for n in homes:
        client.open("ping", f"ping{n}", homes[n])
    for where in (4, 3):
        wire.clear()
        net.mover.move("mn", where)
        careof = mn.state(where, "home")["address"]
        for n in homes:
            if n != where:
                dars[n].bound(homes[n], careof, state="verified")
                mn.state(n, "away")
        client.flowing(*(f"ping{n}" for n in homes))
        for n in homes:
            note(f"at dar{where}, with dar{n} ({MODES[n]}): {' '.join(messages(wire, n))}")
        # A router that wants the proof first gives the token for it with its refusal.
        equal(messages(wire, 1), ["bu", "ba", "bu", "ba"], "messages with dar1")
        equal(messages(wire, 2), ["bu", "ba", "bu", "ba"], "messages with dar2")
    equal([dars[n].counters()["careof_missing"] for n in (1, 2)], [4, 0],
          "refusals of dar1 at four places, and of dar2")
    equal([dars[n].counters()["rx_coti"] for n in MODES], [0, 0, 0], "Care-of Test Inits")
