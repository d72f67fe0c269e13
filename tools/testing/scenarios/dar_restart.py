# SPDX-License-Identifier: GPL-2.0-only
"""A router disabled serves nobody; enabled again it does, from the first packet on."""

import time

import pytest

from check import equal, expect, note
from dar import Dar
from famactl import refused
from mn import Mn


@pytest.mark.world(dars=2)
def test_dar_restart(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    client.open("tcp", "tcp", first)
    client.open("ping", "ping", first)
    client.flowing("tcp", "ping")
    net.mover.move("mn", 2)
    mn.state(1, "away")
    client.flowing("tcp", "ping")

    dars[0].disable()
    equal(net.installed("dar1"), "", "left of the router")
    shown = dars[0].show()
    equal(shown["enabled"], False, "enabled")
    refused("dar1", "dar", "disable")
    got = client.status()["ping"]["received"]
    time.sleep(1)
    now = client.status()["ping"]["received"]
    expect(now <= got + 5, "no tunnel", f"{now - got} answers in a second")

    # Enabled again it has lost the binding; the node learns it from the next
    # packet that it sends, and binds anew.
    before = dars[0].counters()
    dars[0].enable()
    start = time.time_ns()
    client.flowing("ping", more=1)
    packet = time.time_ns()
    bu = events.wait(after=start, event="bu", address=first)["time"]
    ba = events.wait(after=start, event="ba", address=first, status=0)["time"]
    note(f"serving again: asked after {(bu - start) / 1e6:.0f} ms, bound after "
         f"{(ba - start) / 1e6:.0f} ms, first answer seen after {(packet - start) / 1e6:.0f} ms")
    here = mn.state(2, "home")["address"]
    dars[0].bound(first, here, state="verified")
    counters = dars[0].counters()
    # The role that was off and on again still knows the token, and gives the one that proves
    # the care-of address with its refusal.
    equal([counters[k] - before[k] for k in ("bu_cga", "bu_phkt", "careof_missing", "rx_coti")],
          [0, 1, 1, 0], "by signature, by token, without proof, and tests")
    expect(counters["tx_be"] > before["tx_be"], "a Binding Error", counters)
    mn.state(1, "away", careof=here)
    client.flowing("tcp", "ping")

    # And it goes on from there.
    net.mover.move("mn", 1)
    mn.state(1, "home")
    client.flowing("tcp", "ping")
    expect(not client.stop()["tcp"]["error"], "the stream alive", "an error")
