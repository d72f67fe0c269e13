# SPDX-License-Identifier: GPL-2.0-only
"""1 -> 2 -> 3: a stream and probes that began at the first router go on."""

import pytest

import mh
from check import equal, expect, note
from famactl import Dar, Mn
from topology import Sniffer, dar_address
from traffic import lost_runs, merge

pytestmark = pytest.mark.series


def test_handover(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    for kind in ("tcp", "ping", "down"):
        client.open(kind, kind, first)
    client.flowing("tcp", "ping", "down")
    wire = Sniffer("mn", "eth0")

    moves = []
    for n in (2, 3):
        down, up = net.mover.move("mn", n, 50)
        here = mn.state(n, "home")["address"]
        for old in range(1, n):
            a = mn.state(old, "away", careof=here)
            # Once the care-of address is proven nothing more is sent.
            b = dars[old - 1].bound(a["address"], here, state="verified")
            a = mn.state(old, "away", seq=b["seq"])
            equal(a["lifetime"], b["lifetime"], "lifetime at both ends")
            expect(a["last_rtt_us"] > 0, "a round-trip time", a)
            expect(b["state"] == "verified", "a verified binding", b)
        client.open("tcp", f"tcp{n}", here)
        client.flowing("tcp", "ping", "down", f"tcp{n}")
        bu = events.find(event="bu", after=up, address=first)[0]
        attach = events.find(event="attach", after=up)[0]
        moves.append((down, up, attach["time"]))
        note(f"to dar{n}: advertisement {(attach['time'] - up) / 1e6:.1f} ms after the link, "
             f"Binding Update {(bu['time'] - attach['time']) / 1e6:.1f} ms later")
        equal(bu["dar"], dar_address(1), "receiver of the Binding Update")

    client.alive("tcp", "tcp2", "tcp3")
    flows = merge(client.stop(), server.stop())
    for name, flow in flows.items():
        expect(not flow["error"], f"flow {name} without error", flow["error"])
    # Not more goes to an address that is not proven yet than came from the node.
    beyond = sum(d.counters()["credit_exhausted"] for d in dars)
    for name in ("ping", "down"):
        runs = lost_runs(flows[name]["probes"])
        note(f"{name}: lost {[r[2] for r in runs]} of {flows[name]['sent']}")
        for start, end, count, back in runs:
            expect(back, f"{name} to come back", f"{count} lost at the end")
            expect(any(down - 10**9 < start and end < attach + 10**9
                       for down, _, attach in moves),
                   f"{name} lost in a handover only", (start, end, moves))
        later = sum(sorted((r[2] for r in runs), reverse=True)[len(moves):])
        expect(later <= beyond, f"one gap a handover on {name}, or no credit", runs)

    # Tunnelled is what the old addresses send, never what the current one does.
    third = mh.addr(mn.of_dar(3)["address"])
    inner = [p[40:] for t, d, p in wire.packets()
             if d == "out" and p[6] == 41 and t > moves[-1][2] + 10**9]
    expect(inner, "tunnelled packets", "none")
    expect(not [p for p in inner if p[8:24] == third], "the current address untunnelled",
           "tunnelled packets from it")
    for n in (1, 2):
        expect(net.device_packets(f"dar{n}", "dar0") > (0, 0), f"traffic on dar0 of dar{n}",
               net.device_packets(f"dar{n}", "dar0"))
    equal(net.device_packets("dar3", "dar0"), (0, 0), "packets on dar0 of dar3")
