# SPDX-License-Identifier: GPL-2.0-only
"""A router does not answer: asked ever more seldom, shown as failed with the reason, served again
when it is back; what another one anchors goes on."""

import rtnl
from check import equal, expect, note
from dar import Dar
from mn import Mn
from topology import dar_address

SILENT = f"{dar_address(1)}/128"


def test_dar_unreachable(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    homes = {}
    for n in (1, 2):
        net.mover.move("mn", n) if n > 1 else net.mover.attach("mn", n)
        homes[n] = mn.state(n, "home", auth="phkt")["address"]
        client.open("ping", f"ping{n}", homes[n])
    client.flowing("ping1", "ping2")

    rtnl.of("core").route("add", SILENT, kind="blackhole")
    _, up = net.mover.move("mn", 3)
    here = mn.state(3, "home")["address"]
    mn.state(2, "away", careof=here)
    failed = mn.state(1, "failed", reason="no answer")
    client.flowing("ping2")
    sent = [e["time"] / 1e9 for e in events.find(event="bu", after=up, address=homes[1])]
    gaps = [b - a for a, b in zip(sent, sent[1:])]
    note(f"asked again after {[round(g, 1) for g in gaps]} s")
    expect(len(gaps) >= 3 and all(0.9 * 2**i < g < 1.5 * 2**i for i, g in enumerate(gaps)),
           "1, 2 and 4 s between updates", gaps)
    # The token may have been lost; a signature never is.
    kinds = [e["auth"] for e in events.find(event="bu", after=up, address=homes[1])]
    equal(kinds[:4], ["phkt", "phkt", "phkt", "cga"], "what proves them")

    rtnl.of("core").route("del", SILENT, kind="blackhole")
    back = mn.state(1, "away", careof=here, auth="phkt")
    equal(back["reason"], None, "reason")
    client.flowing("ping1", "ping2")
    equal([e for e in events.find(event="expire", after=up)], [], "bindings that ended")
