# SPDX-License-Identifier: GPL-2.0-only
"""At most N addresses: the least recently used goes, one with a socket last."""

import socket

import pytest

import netns
from check import equal, until
from dar import Dar
from mn import Mn
from topology import CN


def send_from(addr):
    sock = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    sock.bind((addr, 0))
    sock.sendto(b"x", (CN, 9))
    sock.close()


@pytest.mark.world(dars=4)
def test_policy_limit(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    mn.set(max_addresses=3)
    net.mover.attach("mn", 1)
    home = [mn.state(1, "home")["address"]]
    for n in (2, 3):
        net.mover.move("mn", n)
        home.append(mn.state(n, "home")["address"])
    for n in (1, 2):
        mn.state(n, "away")
        dars[n - 1].bound(home[n - 1], home[2])
    equal(mn.counters()["evicted"], 0, "evicted")

    # The first was left before the second, but used after it.
    send_from(home[0])
    net.mover.move("mn", 4)
    home.append(mn.state(4, "home")["address"])
    events.wait(event="address", address=home[1], reason="evicted")
    dars[1].unbound(home[1])
    for n in (1, 3):
        mn.state(n, "away")
        dars[n - 1].bound(home[n - 1], home[3])
    equal(mn.counters()["evicted"], 1, "evicted")

    # One of two must go: not that with the socket, though used before the other.
    used = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    used.bind((home[0], 9))
    send_from(home[2])
    mn.set(max_addresses=2)
    events.wait(event="address", address=home[2], reason="evicted")
    dars[2].unbound(home[2])
    mn.state(1, "away")
    dars[0].bound(home[0], home[3])

    # Who needs which is known beforehand when it is full.
    net.mover.move("mn", 3)
    home[2] = mn.state(3, "home")["address"]
    events.wait(event="address", address=home[3], reason="evicted")
    mn.state(1, "away")
    dars[0].bound(home[0], home[2])
    used.close()

    # One that the user keeps stays although another was used after it.
    mn.set(max_addresses=3)
    mn.keep(home[0])
    net.mover.move("mn", 2)
    mn.state(3, "away")
    send_from(home[2])
    net.mover.move("mn", 4)
    # Of the others that goes which nobody has used since it was left.
    until(lambda: (mn.of_dar(2) or {"reason": "evicted"})["reason"] == "evicted",
          "the address evicted", mn.addresses)
    mn.state(3, "away")
    mn.state(1, "away", kept="by user")

    # Never a current one, whatever the limit is.
    mn.set(max_addresses=1)
    until(lambda: len(mn.addresses()) == 1, "one address", mn.addresses)
    mn.state(4, "home", kept="current")
    net.mover.move("mn", 1)
    mn.state(1, "home")
    until(lambda: len(mn.addresses()) == 1, "one address", mn.addresses)
    until(lambda: not any(dar.bindings() for dar in dars), "no binding left",
          lambda: [dar.bindings() for dar in dars])


@pytest.mark.world(dars=3)
def test_silent_session(net):
    """Of an old address with a silent connection and one that nobody has used the latter goes."""
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    mn.set(max_addresses=2)
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    session = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    session.bind((first, 0))
    session.connect((CN, 9))
    for n in (2, 3):
        net.mover.move("mn", n)
        here = mn.state(n, "home")["address"]
    until(lambda: [a["address"] for a in mn.addresses() if a["reason"] != "evicted"] ==
          [first, here], "two addresses", mn.addresses)
    mn.state(1, "away", careof=here)
    dars[0].bound(first, here)
    equal(mn.counters()["evicted"], 1, "evicted")
    session.close()


@pytest.mark.world(dars=3, delay_ms=0)
def test_lower_limit(net):
    """Set where nobody can be told: those that are too many are given up in the next network."""
    dars, mn = [Dar(n) for n in net.dars], Mn()
    events = net.watch("mn")
    home = []
    for n in net.dars:
        net.mover.move("mn", n) if n > 1 else net.mover.attach("mn", n)
        home.append(mn.state(n, "home")["address"])
    for n in (1, 2):
        mn.state(n, "away")
    net.mover.detach("mn")
    mn.state(3, "idle")
    mn.set(max_addresses=2)
    net.mover.attach("mn", 3)
    events.wait(event="address", address=home[0], reason="evicted")
    dars[0].unbound(home[0])
    mn.state(2, "away")
    mn.state(3, "home")
    equal(mn.counters()["evicted"], 1, "evicted")
