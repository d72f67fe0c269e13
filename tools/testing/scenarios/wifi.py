# SPDX-License-Identifier: GPL-2.0-only
"""A node goes to and fro between three access points, each with a router of its own: how long after
the keys are set its flows are there again."""

import os
import statistics
import time

import pytest

import mh
from check import expect, note
from dar import Dar
from mn import Mn
from radio import Radio
from topology import Sniffer

pytestmark = pytest.mark.kernels("debian")

ROAMS = 20 if "FAMA_WIDE" in os.environ else 3
BOUND_MS = 100  # more than the association itself
PACE_S = 1  # three updates a second and anchor at most; each move takes two
FLOWS = ("tcp", "ping", "down")


def solicits(way, p):
    return way == "out" and p[6] == 58 and p[40] == 133


def advertises(way, p):
    return way == "in" and p[6] == 58 and p[40] == 134


def carries(home):
    """Of a flow to the address, in the tunnel or not."""
    return lambda way, p: way == "in" and (p[6] == 41 and p[64:80] == home or
                                           p[6] in (6, 17) and p[24:40] == home)


class Walk:
    """Flows that were begun at the first access point, and what each roam costs."""

    def __init__(self, net, kind, **more):
        self.dars = [Dar(n) for n in net.dars]
        self.radio = Radio(net, kind, **more)
        self.mn = Mn(devs=(self.radio.dev,))
        self.server, self.client = net.traffic()
        self.wire = Sniffer("mn", self.radio.dev)
        self.radio.knows_all()
        if self.radio.at() != 1:
            self.go(1)
        self.home = self.mn.state(1, "home", auth="phkt")["address"]
        for kind_of_flow in FLOWS:
            self.client.open(kind_of_flow, kind_of_flow, self.home, 5)
        self.client.flowing(*FLOWS)
        self.late = []

    def go(self, n):
        if len(set(self.radio.ssids)) == 1:
            return self.radio.roam(n)
        return self.radio.select(n)

    def roam(self, n):
        time.sleep(PACE_S)
        self.wire.clear()
        self.go(n)
        here = self.mn.state(n, "home")["address"]
        if n != 1:
            self.mn.state(1, "away", careof=here)
        self.client.flowing(*FLOWS)
        seen = self.wire.packets()
        asked = next(t for t, way, p in seen if solicits(way, p))
        wanted = carries(mh.addr(self.home))
        came = next(t for t, way, p in seen if t > asked and wanted(way, p))
        self.late.append((came - asked) / 1e6)
        heard = next(t for t, way, p in seen if t > asked and advertises(way, p))
        note(f"access point {n}: advertisement after {(heard - asked) / 1e6:.1f} ms, flow after "
             f"{self.late[-1]:.1f} ms")

    def roams(self, count):
        for i in range(count):
            self.roam((2, 3, 1)[i % 3])
        note(f"from the first solicitation to the first packet of a flow: median "
             f"{statistics.median(self.late):.0f} ms, most {max(self.late):.0f} ms of {count}")
        expect(max(self.late) <= BOUND_MS, f"flows {BOUND_MS} ms after the keys", self.late)

    def end(self):
        self.client.alive(*FLOWS)
        self.client.stop()
        self.server.stop()
        self.mn.disable()


def walk(net, kind, **more):
    w = Walk(net, kind, **more)
    w.roams(ROAMS)
    w.end()


@pytest.mark.world(dars=3)
def test_wifi(net):
    """WPA2."""
    walk(net, "wpa2")


@pytest.mark.world(dars=3)
def test_open(net):
    walk(net, "open")


@pytest.mark.world(dars=3)
def test_sae(net):
    """WPA3."""
    walk(net, "sae")


@pytest.mark.world(dars=3)
def test_ft(net):
    """WPA2, with keys that the access points have before the node comes (IEEE 802.11r)."""
    walk(net, "ft")


@pytest.mark.world(dars=3)
def test_other_network(net):
    """Each access point is a network of its own: the carrier goes in between."""
    walk(net, "wpa2", ssids=("one", "two", "three"))
