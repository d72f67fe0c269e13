# SPDX-License-Identifier: GPL-2.0-only
"""Bindings are refreshed before they end, and end when nobody does."""

import socket
import time

import pytest

import netns
import rtnl
from check import equal, expect, note
from dar import Dar
from mn import Mn
from topology import dar_address

LIFE = 16


def prefix_lifetime(seconds):
    """What the router's own prefix has left caps what it grants."""
    rtnl.of("dar1").address("replace", f"{dar_address(1)}/64", "acc", valid=seconds,
                            preferred=seconds)


@pytest.mark.world(dars=2)
def test_expiry_refresh(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    anchor = net.watch("dar1")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    client.open("ping", "ping", first)
    prefix_lifetime(LIFE)
    _, up = net.mover.move("mn", 2)
    a = mn.state(1, "away")
    expect(0 < a["lifetime"] <= LIFE, f"lifetime up to {LIFE} s", a)
    b = dars[0].bound(first, state="verified")
    client.flowing("ping")

    # The router's prefix lives on: so does the binding.
    prefix_lifetime(LIFE)
    start = events.wait(after=up, event="ba", address=first, seq=b["seq"])["time"]
    again = events.wait(after=start, event="ba", address=first, status=0,
                        patience=LIFE + 10)
    took = (again["time"] - start) / 1e9
    note(f"refreshed after {took:.1f} s of {a['lifetime']} s")
    expect(took < a["lifetime"], "a refresh before the end", f"{took} s")
    equal(anchor.find(event="expire"), [], "expired bindings")
    c = dars[0].bound(first, seq=again["seq"])
    expect((c["seq"] - b["seq"]) & 0xffff < 0x8000 and c["seq"] != b["seq"],
           f"a sequence number newer than {b['seq']}", c["seq"])
    client.flowing("ping")

    # No link, no refresh: it ends by itself, and with it the tunnel.
    net.mover.detach("mn")
    end = anchor.wait(event="expire", home=first, patience=LIFE + 15)
    dars[0].unbound(first)
    life = (end["time"] - again["time"]) / 1e9
    note(f"ended {life:.1f} s after the last refresh")
    # A unit of the protocol is four seconds; the answer came a little after the update was read.
    expect(c["lifetime"] - 1 < life < c["lifetime"] + 2, f"an end after {c['lifetime']} s", life)
    equal(dars[0].counters()["binding_expired"], 1, "binding_expired")
    sent = net.device_packets("dar1", "dar0")
    probe = netns.sock("cn", socket.AF_INET6, socket.SOCK_DGRAM)
    for _ in range(5):
        probe.sendto(b"late", (first, 9))
    time.sleep(0.3)
    equal(net.device_packets("dar1", "dar0"), sent, "packets on dar0 after the end")

    # Back on the network it is bound again.
    prefix_lifetime(3600)
    net.mover.attach("mn", 2)
    mn.state(1, "away")
    dars[0].bound(first)
    client.flowing("ping")
