# SPDX-License-Identifier: GPL-2.0-only
"""Out of coverage until the binding has ended, moved meanwhile: the flows go on afterwards."""

import select
import socket
import time

import pytest

import netns
import rtnl
from check import equal, expect, note, until
from dar import Dar
from mn import Mn
from topology import CN, dar_address

LIFE = 8
HELD = 128  # DEV_HELD_MAX
AGE = 30  # DEV_HELD_AGE, seconds


def readable(sock):
    return bool(select.select([sock], [], [], 0)[0])


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
    rtnl.of("dar1").address("replace", f"{dar_address(1)}/64", "acc", valid=LIFE, preferred=LIFE)
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
    rtnl.of("dar1").address("replace", f"{dar_address(1)}/64", "acc", valid=3600, preferred=3600)
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


@pytest.mark.world(dars=2)
def test_held_packets(net):
    """The oldest are kept, so many of an address, and leave in their order when there is a way."""
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    net.mover.move("mn", 2)
    dars[0].bound(first, mn.state(1, "away")["careof"])
    ear = netns.sock("cn", socket.AF_INET6, socket.SOCK_DGRAM)
    ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    ear.bind((CN, 4001))
    ear.setblocking(False)
    mouth = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    mouth.bind((first, 4000))
    net.mover.detach("mn")
    mn.state(1, "idle")
    before = mn.counters()
    for number in range(HELD + 72):
        mouth.sendto(bytes([number]), (CN, 4001))
    now = mn.counters()
    equal(tuple(now[k] - before[k] for k in ("tunnel_held", "tunnel_overflow")), (HELD, 72),
          "packets held and not")

    heard = []

    def listen():
        while True:
            try:
                heard.append(ear.recv(10)[0])
            except BlockingIOError:
                return len(heard)
    net.mover.attach("mn", 2)
    until(lambda: listen() >= HELD, f"{HELD} packets", lambda: heard)
    equal(heard, list(range(HELD)), "packets that were kept")


@pytest.mark.world(dars=2)
def test_stale_packets(net):
    """Without a network a sender that waits for its buffer goes on, and old packets are dropped."""
    for n in net.dars:
        Dar(n)
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    net.mover.move("mn", 2)
    mn.state(1, "away")
    ear = netns.sock("cn", socket.AF_INET6, socket.SOCK_DGRAM)
    ear.bind((CN, 4001))
    ear.setblocking(False)
    mouth = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    mouth.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 20000)
    mouth.bind((first, 4000))
    net.mover.detach("mn")
    mn.state(1, "idle")
    # Blocked, until what it has sent is given up.
    start = time.monotonic()
    sent = 0
    while time.monotonic() < start + AGE:
        mouth.sendto(b"x" * 1400, (CN, 4001))
        sent += 1
    waited = time.monotonic() - start
    note(f"{sent} packets, the last one after {waited:.1f} s")
    expect(AGE <= waited < AGE + 8, f"to wait {AGE} s", waited)
    stale = mn.counters()["tunnel_stale"]
    expect(0 < stale <= sent, "packets given up", mn.counters())
    time.sleep(AGE + 8)
    equal(mn.counters()["tunnel_stale"], sent, "all of them later")
    net.mover.attach("mn", 2)
    mn.state(1, "away")
    mouth.sendto(b"fresh", (CN, 4001))
    until(lambda: readable(ear), "a packet")
    equal(ear.recv(2000), b"fresh", "the first that arrives")
