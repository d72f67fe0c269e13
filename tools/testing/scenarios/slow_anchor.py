# SPDX-License-Identifier: GPL-2.0-only
"""The first registration waits for the anchor's detection of duplicates: nothing is lost."""

import pytest

import mh
from check import equal, expect, note
from dar import Dar
from mn import Mn
from topology import Sniffer
from traffic import merge


@pytest.mark.world(dars=2)
def test_slow_anchor(net):
    dars = [Dar(n) for n in net.dars]
    dars[0].change(dad=1)
    mn = Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    client.begin(first, "tcp", "ping")
    expect(mn.of_dar(1)["auth"] == "cga", "no token yet", mn.of_dar(1))

    wire = Sniffer("dar1", "acc")
    _, up = net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    mn.state(1, "away", careof=second)
    dars[0].bound(first, second)
    client.flowing("tcp", "ping")
    attach = events.find(event="attach", after=up)[0]["time"]
    ba = events.find(event="ba", after=up, address=first, status=0)[0]["time"]
    took = (ba - attach) / 1e9
    note(f"bound {took:.2f} s after the advertisement")
    expect(0.9 < took < 3, "a second, and no back-off on top of it", took)
    probes = [p for _, d, p in wire.packets() if d == "out" and p[6] == 58 and p[40] == 135 and
              p[8:24] == bytes(16) and p[48:64] == mh.addr(first)]
    equal(len(probes), 1, "probes: what is sent again meanwhile asks for no more")
    equal(events.find(event="address", state="failed"), [], "failed registrations")

    # What was sent meanwhile was held, and arrives.
    held = mn.counters()["tunnel_held"]
    expect(held > 10, "packets held", held)
    flows = merge(client.stop(), server.stop())
    expect(not flows["tcp"]["error"], "the stream alive", flows["tcp"]["error"])
    ping = flows["ping"]
    lost = [s for (s, _), there in zip(ping["probes"], ping["there"])
            if attach < s < ba + 10**9 and not there]
    equal(lost, [], "requests sent while the registration was pending and lost")
