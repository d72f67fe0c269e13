# SPDX-License-Identifier: GPL-2.0-only
"""A router that lost token and secret says 147, and gets a signature."""

import kmod
from check import equal, expect, until
from dar import Dar
from mn import Mn


def test_phkt_lost_dar(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    client.open("tcp", "tcp", first)
    client.flowing("tcp")
    net.mover.move("mn", 2)
    mn.state(1, "away")
    until(lambda: mn.of_dar(1)["auth"] == "phkt", "a token at the node",
          lambda: mn.of_dar(1))
    client.flowing("tcp")

    # While the node is nowhere: its packets would tell it that it is not bound.
    net.mover.detach("mn")
    kmod.remove("dar")
    kmod.insert("dar")
    for dar in dars:
        dar.enable(anchor=False)
        dar.anchor(admit="open")  # with its secret a router forgets who was its guest
    equal(dars[0].bindings(), [], "bindings after a restart")
    up = net.mover.attach("mn", 3)
    here = mn.state(3, "home")["address"]
    dars[0].bound(first, here, state="verified")
    mn.state(1, "away", careof=here)
    kinds = [e["auth"] for e in events.find(after=up, event="bu", address=first)]
    equal(kinds[0], "phkt", "first proof")
    expect("cga" in kinds, "a signature after the hint", kinds)
    expect(dars[0].counters()["no_phkt"] >= 1, "counter no_phkt", dars[0].counters())
    expect(mn.counters()["ba_hint"] >= 1, "counter ba_hint", mn.counters())
    client.flowing("tcp")
    expect(not client.stop()["tcp"]["error"], "the stream alive", "an error")
