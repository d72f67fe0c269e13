# SPDX-License-Identifier: GPL-2.0-only
"""A router that answers sooner than the stack delivers to a new address is heard all the same."""

import os

import pytest

from check import equal, expect, note, until
from dar import Dar
from famactl import fama
from mn import Mn


def key_of(net, ns):
    file = os.path.join(net.dir, f"{ns}.pem")
    fama(None, "key", "generate", "out", file)
    return file


def first_move(net, ns, early, auth):
    """The first Binding Update is answered, and the only one."""
    mn = Mn(ns, key_of(net, ns))
    events = net.watch(ns)
    mn.set(early_token=early == "on")
    net.mover.attach(ns, 1)
    first = mn.state(1, "home", auth=auth)["address"]
    _, up = net.mover.move(ns, 2, 10)
    here = mn.state(2, "home")["address"]
    mn.state(1, "away", careof=here)
    asked = events.find(up, event="bu", address=first)
    answered = events.find(up, event="ba", address=first)
    equal([e["auth"] for e in asked], [auth], "Binding Updates")
    note(f"{auth}: answered after {(answered[0]['time'] - asked[0]['time']) / 1e6:.2f} ms")
    until(lambda: "local" not in net.installed(ns), "the stack's own local routes only",
          lambda: net.installed(ns))
    mn.disable()
    expect(not net.installed(ns), "nothing left of the node", net.installed(ns))


@pytest.mark.world(dars=2, nodes=2, delay_ms=0)
def test_near_router(net):
    for n in net.dars:
        Dar(n, "off")
    first_move(net, "mn", "on", "phkt")
    # A signature keeps the node itself busy, and its packets wait for the answer.
    first_move(net, "mn2", "off", "cga")
