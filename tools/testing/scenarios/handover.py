# SPDX-License-Identifier: GPL-2.0-only
"""1 -> 2 -> 3: streams and probes that began at the first router go on.

What became of them is the judge's to say, from the packets on all links.
"""

import pytest

from check import equal, expect, note
from dar import Dar
from judge import claims
from judge.plan import Limits
from judge.story import Story
from mn import Mn
from topology import dar_address

pytestmark = pytest.mark.series

# What may be lost, doubled or go astray does not depend on the host. How long a debug kernel on a
# busy host takes does: the times are those of the demonstration, where instructions are counted.
PATIENT = Limits(margin_ms=1500, update_ms=500, advertisement_ms=2000, rtt_ms=200, silence_ms=3000,
                 agree_ms=100)


def settle(mn, dars, n, here):
    """Until each address that was left is bound to where the node is, and proven."""
    for old in range(1, n):
        a = mn.state(old, "away", careof=here)
        # Once the care-of address is proven nothing more is sent.
        b = dars[old - 1].bound(a["address"], here, state="verified")
        # What is not proven yet is granted less.
        a = mn.state(old, "away", seq=b["seq"], lifetime=b["lifetime"])
        expect(a["last_rtt_us"] > 0, "a round-trip time", a)


def test_handover(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    story = Story(net, client, at=1, limits=PATIENT)
    story.listen()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    for kind in ("tcp", "ping", "down"):
        story.open(kind, kind, first)
    client.flowing(*story.names())
    for n in (2, 3):
        _, up = story.move(n)
        here = mn.state(n, "home")["address"]
        settle(mn, dars, n, here)
        story.open("tcp", f"tcp{n}", here)
        client.flowing(*story.names(), more=25)  # as long as round trips take to be measured
        bu = events.find(event="bu", after=up, address=first)[0]
        equal(bu["dar"], dar_address(1), "receiver of the Binding Update")

    # Its early token is the last message for long: what is counted now is what was heard.
    mn.state(3, "home", auth="phkt")
    j, plan, reports = story.end()
    server.stop()
    claims.events(j, plan, events.all())
    claims.counters(j, plan, {d.n: d.counters() for d in dars})
    claims.node_counters(j, plan, mn.counters())
    claims.programs(j, plan, reports)
    for p in j.passages:
        note(f"{p.start} -> {p.to}: advertisement {p.advertisement:.1f} ms after the link, update "
             f"{p.update:.1f}, packets up {p.up:.1f}, down {p.down:.1f}; lost {p.lost_up} up, "
             f"{p.lost_down} down")
    note(f"longest silences: {', '.join(f'{k} {v:.0f} ms' for k, v in j.silences.items())}")
    expect(j.good, "no fault in the packets", "\n".join(f"{f.kind}: {f.text}" for f in j.faults))
    for n in (1, 2):
        expect(net.device_packets(f"dar{n}", "dar0") > (0, 0), f"traffic on dar0 of dar{n}",
               net.device_packets(f"dar{n}", "dar0"))
    equal(net.device_packets("dar3", "dar0"), (0, 0), "packets on dar0 of dar3")
