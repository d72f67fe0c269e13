# SPDX-License-Identifier: GPL-2.0-only
"""From the advertisement to the last of four Binding Updates on the wire: not a matter of the node."""

import time

import pytest

import mh
from check import expect, note
from dar import Dar
from mn import Mn
from topology import Sniffer

MOVES = 20
ANCHORS = range(1, 5)
BELL = range(5, 7)  # where the node goes, to and fro
PACE = 1  # three updates a second and anchor at most; each move takes two
# In User Mode Linux computing takes no time: this is what the node waits for. In QEMU each
# instruction takes 2 ns.
BOUND_MS = 2


def median(values):
    return sorted(values)[len(values) // 2]


def first(packets, after, what):
    return next((t for t, d, p in packets if t > after and what(d, p)), None)


def advertised(d, p):
    return d == "in" and p[6] == 58 and p[40] == 134


@pytest.mark.world(dars=6, delay_ms=2)
def test_handover_latency(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    server, client = net.traffic()
    old = []
    for n in net.dars:
        if n == 1:
            net.mover.attach("mn", 1)
        else:
            net.mover.move("mn", n, 10)
        old.append(mn.state(n, "home")["address"])
        # The first answer brings the token: later no move needs a signature.
        if n > 1:
            mn.state(n - 1, "away", auth="phkt")
    for n in ANCHORS:
        client.open("ping", f"ping{n}", old[n - 1], 40)
    names = [f"ping{n}" for n in ANCHORS]
    client.flowing(*names)
    wire = Sniffer("mn", "eth0")
    homes = [mh.addr(a) for a in old[:4]]

    spans, parallel, up_gap, down_gap = [], [], [], []
    start = time.monotonic()
    for i in range(MOVES):
        time.sleep(max(0, start + i * PACE - time.monotonic()))
        wire.clear()
        n = BELL[i % 2]
        _, up = net.mover.move("mn", n, 50)  # each flow sends in it
        here = mn.state(n, "home")["address"]
        for k in ANCHORS:
            mn.state(k, "away", careof=here)
        client.flowing(*names, more=2)
        seen = wire.packets()
        ra = first(seen, up - 10**7, advertised)
        bus = [first(seen, ra, lambda d, p, h=h: d == "out" and p[6] == 60 and h in p[:64])
               for h in homes]
        expect(None not in bus, "a Binding Update for each", bus)
        data = [first(seen, bus[k], lambda d, p, h=homes[k]: d == "out" and p[6] == 41 and
                      p[48:64] == h) for k in range(4)]
        back = [first(seen, bus[k], lambda d, p, h=homes[k]: d == "in" and p[6] == 41 and
                      p[64:80] == h) for k in range(4)]
        spans.append((max(bus) - ra) / 1e6)
        parallel.append((max(bus) - min(bus)) / 1e6)
        up_gap.append((max(data) - max(bus)) / 1e6)
        down_gap.append((max(back) - max(bus)) / 1e6)
    for name, values in (("advertisement to the last update", spans),
                         ("first to last update", parallel),
                         ("last update to the last flow upwards", up_gap),
                         ("last update to the last flow downwards", down_gap)):
        note(f"{name}: median {median(values):.2f}, least {min(values):.2f}, "
             f"most {max(values):.2f} ms")
    for values in (spans, parallel, up_gap):
        expect(median(values) < BOUND_MS, f"a median below {BOUND_MS} ms", values)
