# SPDX-License-Identifier: GPL-2.0-only
"""A router that does not answer, or refuses, is asked ever more seldom and then given up; who
needs the address makes the node ask again, seldom; a move asks once; the user asks as ever."""

import os
import socket
import time

import pytest

import netns
import rtnl
from check import equal, expect, note
from dar import Dar
from famactl import fama, refused
from mn import Mn
from topology import CN, dar_address

SILENT = f"{dar_address(1)}/128"
# Seconds of standing still; an emulated clock has to make each millisecond.
LONG = 600 if os.environ.get("FAMA_KIND", "").startswith("uml") else 100

pytestmark = pytest.mark.patience(8000)


def asked(events, address, after):
    """When, in seconds."""
    return [e["time"] / 1e9 for e in events.find(event="bu", address=address, after=after)]


def silence(on):
    rtnl.of("core").route("add" if on else "del", SILENT, kind="blackhole")


@pytest.mark.world(dars=3)
def test_silent(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    fama("mn", "mn", "set", "give-up", "40")
    equal(mn.show()["give_up"], 40, "seconds")
    refused("mn", "mn", "set", "give-up", "28801")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    silence(True)
    _, moved = net.mover.move("mn", 2)
    mn.state(1, "failed", reason="no answer")
    time.sleep(40)
    gone = mn.state(1, "given-up", reason="no answer")
    equal(events.wait(event="address", address=first, state="given-up")["reason"], "no answer",
          "reason in the event")
    count = len(asked(events, first, moved))
    note(f"{count} updates until it was given up")
    equal(count, 6, "updates at 0, 1, 3, 7, 15 and 31 s")

    # Nobody needs it.
    time.sleep(LONG)
    equal(len(asked(events, first, moved)), count, "updates meanwhile")

    # Somebody does: once at first, then once in 64 s, 128 s, 256 s.
    mouth = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    mouth.bind((first, 4000))
    start = time.time()
    while time.time() < start + 200:
        mouth.sendto(b"still here", (CN, 4001))
        time.sleep(1)
    times = [round(t - start) for t in asked(events, first, moved)[count:]]
    note(f"asked after {times} s")
    equal([t // 4 * 4 for t in times], [0, 64, 192], "updates for who needs it")

    # A move asks once.
    count += len(times)
    net.mover.move("mn", 3)
    mn.state(3, "home")
    time.sleep(LONG)
    equal(len(asked(events, first, moved)), count + 1, "updates after a move")
    mn.state(1, "given-up", reason="no answer")

    # The user's word, while the router is as silent as before, and when it is back.
    mn.keep(first)
    mn.state(1, "registering")
    mn.state(1, "failed", reason="no answer")
    silence(False)
    mn.keep(first, "auto")
    back = mn.state(1, "away", auth="phkt")
    equal(back["reason"], None, "reason")
    dars[0].bound(first, back["careof"])


@pytest.mark.world(dars=2)
def test_need_is_enough(net):
    """The packet of an application brings back what was given up, and is not lost."""
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    mn.set(give_up_time=20)
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    silence(True)
    net.mover.move("mn", 2)
    mn.state(1, "given-up", reason="no answer")
    silence(False)
    time.sleep(60)
    mn.state(1, "given-up")
    client.open("ping", "ping", first)
    client.flowing("ping")
    dars[0].bound(first, mn.state(1, "away")["careof"])


@pytest.mark.world(dars=2)
def test_not_admitted(net):
    dars = [Dar(n) for n in net.dars]
    dars[0].change(admit="keys")
    mn = Mn()
    events = net.watch("mn")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", reason="not admitted")["address"]
    time.sleep(LONG)
    equal(len(asked(events, first, 0)), 1, "updates at home")
    _, moved = net.mover.move("mn", 2)
    gone = mn.state(1, "given-up", reason="not admitted")
    equal(gone["auth"], "cga", "proof")
    time.sleep(LONG)
    equal(len(asked(events, first, moved)), 1, "updates away")
    # Nobody was told that a binding ended: there was none.
    equal(events.find(event="expire"), [], "bindings that ended")
    dars[0].change(admit="open")
    mn.keep(first)
    mn.state(1, "away", auth="phkt")


@pytest.mark.world(dars=1)
def test_no_early_token(net):
    """A router that gives none is asked ever more seldom, and no binding ends for it."""
    dar = Dar(1)
    dar.change(early_token=0)
    mn = Mn()
    events = net.watch("mn")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    time.sleep(2 * LONG)
    times = asked(events, first, 0)
    gaps = [round(b - a) for a, b in zip(times, times[1:])]
    note(f"asked again after {gaps} s")
    expect(2 <= len(times) <= 7 and all(b >= 2 * a - 10 for a, b in zip(gaps, gaps[1:])),
           "at most seven, and each gap twice the last", gaps)
    equal(mn.counters()["expired"], 0, "bindings that ended")
    equal(events.find(event="expire"), [], "events that say so")
