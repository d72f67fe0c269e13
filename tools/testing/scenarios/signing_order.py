# SPDX-License-Identifier: GPL-2.0-only
"""A node without tokens signs for the address first that is needed most, and takes in an answer
before it signs for the next."""

import socket
import time

import pytest

import netns
from check import equal, expect
from dar import Dar
from mn import Mn
from topology import CN, prefix

ANCHORS = range(1, 6)
NEEDED = (4, 2)  # addresses from which something is sent last
APART_S = 0.1
PACE_S = 1  # three updates a second and anchor at most


def cut(*anchors):
    """What goes to these networks is lost."""
    for n in anchors:
        netns.ip("core", f"route add blackhole {prefix(n)} metric 1")


def mend(*anchors):
    for n in anchors:
        netns.ip("core", f"route del blackhole {prefix(n)} metric 1")


@pytest.mark.world(dars=6, delay_ms=0)
def test_signing_order(net):
    for n in net.dars:
        Dar(n)
    mn, homes = Mn(), {}
    mn.set(early_token=0)
    cut(*ANCHORS)
    net.mover.attach("mn", 1)
    for n in ANCHORS:
        if n > 1:
            net.mover.move("mn", n)
        homes[n] = mn.state(n, "home")["address"]
    net.mover.detach("mn")
    mn.state(5, "idle")
    mend(*ANCHORS)
    time.sleep(PACE_S)
    # They wait in the node.
    for n in NEEDED:
        with netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM) as sock:
            sock.bind((homes[n], 0))
            sock.sendto(b"needed", (CN, 9))
        time.sleep(APART_S)
    events = mn.monitor()
    net.mover.attach("mn", 6)
    for n in ANCHORS:
        mn.state(n, "away", auth="phkt")
    # Each signs twice: a router that has not heard of an address wants a care-of token first.
    updates = {}
    for event in events.find(event="bu", auth="cga"):
        updates.setdefault(event["address"], event["time"])
    wanted = [homes[n] for n in (2, 4, 5, 3, 1)]
    equal(list(updates), wanted, "addresses in the order of their signatures")
    first = events.wait(event="ba", address=wanted[0])
    expect(first["time"] < updates[wanted[-1]],
           "the first answer taken in before the last signature", events.all())
