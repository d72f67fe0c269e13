# SPDX-License-Identifier: GPL-2.0-only
"""Out of coverage until the binding has ended, moved meanwhile: the flows go on afterwards."""

import time

import pytest

import netns
from check import equal, expect, note
from famactl import Dar, Mn
from topology import dar_address

pytestmark = pytest.mark.kernels("debug")

LIFE = 8


def test_out_of_coverage(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    client.open("tcp", "tcp", first, 200)
    client.open("ping", "ping", first)
    client.flowing("tcp", "ping")
    # The router grants what its prefix has left.
    netns.ip("dar1", f"addr change {dar_address(1)}/64 dev acc nodad "
                     f"valid_lft {LIFE} preferred_lft {LIFE}")
    net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    client.open("tcp", "tcp2", second, 200)
    client.flowing("tcp", "tcp2", "ping")
    dars[0].bound(first, second)

    down = net.mover.detach("mn")
    left = time.monotonic()
    for n in (1, 2):
        mn.state(n, "idle")
    # The node keeps what is sent in vain, but not all of it, and is silent.
    events.wait(event="expire", address=first, patience=LIFE + 5)
    dars[0].unbound(first)
    netns.ip("dar1", f"addr change {dar_address(1)}/64 dev acc nodad "
                     "valid_lft 3600 preferred_lft 3600")
    time.sleep(1)
    equal(events.find(event="bu", after=down + 10**8), [], "updates without a network")
    equal([a["state"] for a in mn.addresses()], ["idle", "idle"], "states of the addresses")
    expect(mn.counters()["tunnel_overflow"] > 0, "held packets to be bounded", mn.counters())
    client.alive("tcp", "tcp2")

    # Somewhere else.
    up = net.mover.attach("mn", 3)
    cut = time.monotonic() - left
    third = mn.state(3, "home")["address"]
    for n, old in ((1, first), (2, second)):
        dars[n - 1].bound(old, third)
    bu = events.wait(event="bu", after=up, address=first)
    attach = events.wait(event="attach", after=up)
    note(f"bound again {(bu['time'] - attach['time']) / 1e6:.0f} ms after the advertisement")
    client.flowing("ping", more=10, patience=5)
    # TCP tries again after at most as long as it has been cut off.
    client.flowing("tcp", "tcp2", patience=cut + 5)
    note(f"streams flow {time.monotonic() - left - cut:.1f} s after {cut:.1f} s out of coverage")
    for name, flow in client.stop().items():
        expect(not flow["error"], f"flow {name} alive", flow["error"])
        if flow["type"] == "tcp":
            equal(flow["received"], flow["sent"], f"records back on {name}")
