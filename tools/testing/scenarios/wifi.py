# SPDX-License-Identifier: GPL-2.0-only
"""A node goes to and fro between three access points, each with a router of its own: its flows are
silent for hardly longer than the association takes."""

import os
import statistics
import time

import pytest

import mh
import netns
import rtnl
from check import equal, expect, note, until
from dar import Dar
from famactl import fama, query, refused
from hold import loaded
from mn import Mn
from radio import Air, Radio
from topology import Sniffer

pytestmark = pytest.mark.kernels("debian")
# What no series of kernels does in its own way.
newer = pytest.mark.kernels("debian-6.12", "trixie-backports")

ROAMS = 20 if "FAMA_WIDE" in os.environ else 3
BOUND_MS = 100  # more than the association itself
PACE_S = 1  # three updates a second and anchor at most; each move takes two
FLOWS = ("tcp", "ping", "down")


def solicits(way, p):
    return way == "out" and p[6] == 58 and p[40] == 133


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
        self.events = net.watch("mn")
        self.server, self.client = net.traffic()
        self.wire, self.air = Sniffer("mn", self.radio.dev), Air()
        self.radio.knows_all()
        if self.radio.at() != 1:
            self.go(1)
        self.home = self.mn.state(1, "home", auth="phkt")["address"]
        for kind_of_flow in FLOWS:
            self.client.open(kind_of_flow, kind_of_flow, self.home, 5)
        self.client.flowing(*FLOWS)
        self.costs = []

    def go(self, n):
        if len(set(self.radio.ssids)) == 1:
            return self.radio.roam(n)
        return self.radio.select(n)

    def settled(self, n):
        here = self.mn.state(n, "home")["address"]
        if n != 1:
            self.mn.state(1, "away", careof=here)
        self.client.flowing(*FLOWS)

    def downs(self):
        """How often the carrier was lost."""
        return len(self.events.find(event="link", up=False))

    def roam(self, n):
        time.sleep(PACE_S)
        self.wire.clear()
        self.air.clear()
        self.go(n)
        self.settled(n)
        self.costs.append(self.cost())

    def cost(self):
        """ms: the association, the silence of the flows to the node, and from the first
        solicitation to their first packet. The first two begin when nothing more comes from the
        access point that the interface leaves."""
        end = self.air.associated()
        seen, wanted = self.wire.packets(), carries(mh.addr(self.home))
        before = [t for t, way, p in seen if t < end and wanted(way, p)][-1]
        asked = next(t for t, way, p in seen if t > end and solicits(way, p))
        after = next(t for t, way, p in seen if t > end and wanted(way, p))
        return [t / 1e6 for t in (end - before, after - before, after - asked)]

    def roams(self, *points):
        for n in points:
            self.roam(n)
        took, silent, late = zip(*self.costs)
        more = [b - a for a, b in zip(took, silent)]
        for name, values in (("association", took), ("silence", silent), ("more", more),
                             ("after the first solicitation", late)):
            note(f"{name}: median {statistics.median(values):.0f} ms, most {max(values):.0f} ms "
                 f"of {len(points)}")
        expect(max(more) <= BOUND_MS, f"a silence {BOUND_MS} ms longer than the association",
               self.costs)
        expect(max(late) <= BOUND_MS, f"flows {BOUND_MS} ms after the keys", self.costs)

    def end(self):
        self.client.alive(*FLOWS)
        self.client.stop()
        self.server.stop()
        self.mn.disable()


def walk(net, kind, **more):
    w = Walk(net, kind, **more)
    w.roams(*((2, 3, 1)[i % 3] for i in range(ROAMS)))
    w.end()


@pytest.mark.world(dars=3)
def test_wifi(net):
    """WPA2."""
    walk(net, "wpa2")


@pytest.mark.wide
@pytest.mark.world(dars=3)
def test_open(net):
    walk(net, "open")


@pytest.mark.wide
@pytest.mark.world(dars=3)
def test_sae(net):
    """WPA3."""
    walk(net, "sae")


@pytest.mark.wide
@pytest.mark.world(dars=3)
def test_ft(net):
    """WPA2, with keys that the access points have before the node comes (IEEE 802.11r)."""
    walk(net, "ft")


@pytest.mark.wide
@pytest.mark.world(dars=3)
def test_other_network(net):
    """Each access point is a network of its own: the carrier goes in between."""
    walk(net, "wpa2", ssids=("one", "two", "three"))


@newer
@pytest.mark.world(dars=2, radvd=False)
def test_same_router(net):
    """To and fro between routers that have the same addresses of both layers on the link."""
    net.same_routers("02:00:00:00:00:01")
    w = Walk(net, "wpa2", ssids=("fama", "fama"))
    w.roams(2, 1, 2)
    w.end()


@newer
@pytest.mark.world(dars=2)
def test_carrier_stays(net):
    """An access point leads to another router, as those of a mesh do, and the driver says that it
    has roamed by itself; then a roam in which the carrier goes."""
    w = Walk(net, "wpa2", ssids=("fama", "fama"))
    before = w.downs()
    with loaded("roamed"):
        for n in (2, 1):
            w.radio.rewire(1, n)
            w.radio.roamed()
            w.settled(n)
    equal(w.downs(), before, "losses of the carrier")
    equal(w.mn.counters()["router_unreachable"], 0, "routers that were missed")
    w.roam(2)
    equal(w.downs(), before + 1, "losses of the carrier")
    w.end()


# Each octet that could be taken for something else, and how it is shown.
WEIRD = {'"a b\\': r'"a b\x5c', " ": r"\x20", "\n,\udcff\u00e9": r"\x0a,\xff\xc3\xa9",
         r"\x41\y": r"A\x5cy"}


@pytest.mark.world(dars=3)
def test_names(net):
    """The user says by their names which networks may anchor, before the node is in one and
    while it is."""
    permit = ("mn", "mn", "permit")
    for name, text in WEIRD.items():
        fama(*permit, "add", "deny", "ssid", name)
        expect("already" in refused(*permit, "add", "allow", "ssid", text), "the reason", text)
    equal([(p["permit"], p["ssid"]) for p in query(*permit, "show")],
          [("deny", text) for text in WEIRD.values()], "rules")
    for text in WEIRD.values():
        fama(*permit, "del", "ssid", text)
    fama(*permit, "add", "deny", "ssid", "two")
    dars, radio = [Dar(n) for n in net.dars], Radio(net, "open", ssids=("one", "two", "three"))
    radio.select(2)
    mn = Mn(devs=(radio.dev,))
    mn.state(2, "home", reason="not anchored")
    radio.select(1)
    first = mn.state(1, "home", auth="phkt")["address"]
    equal(mn.links()[radio.dev]["ssid"], "one", "the network of the link")
    equal([link["ssid"] for link in query("mn", "mn", "link", "show")], ["one"], "what is shown")
    until(lambda: not mn.of_dar(2), "the address of dar2 gone", mn.addresses)
    radio.select(2)
    here = mn.state(2, "home", reason="not anchored")["address"]
    mn.state(1, "away", careof=here)
    equal(dars[1].counters()["rx_bu"], 0, "updates that dar2 has got")
    # Only what is named may anchor.
    fama("mn", "mn", "set", "anchors", "deny")
    fama(*permit, "add", "allow", "ssid", "three")
    radio.select(3)
    third = mn.state(3, "home", auth="phkt")["address"]
    mn.state(1, "away", careof=third)
    # An interface that loses its IPv6 for a moment is in the same network afterwards.
    fama("mn", "mn", "address", "release", third)
    netns.sysctl("mn", **{f"conf__{radio.dev}__disable_ipv6": 1})
    until(lambda: not rtnl.of("mn").addresses(radio.dev), "no addresses")
    netns.sysctl("mn", **{f"conf__{radio.dev}__disable_ipv6": 0})
    third = mn.state(3, "home", auth="phkt")["address"]
    mn.state(1, "away", careof=third)
    dars[0].bound(first, third)
    # The driver has roamed within it, and told no name: the access point leads to another router.
    with loaded("roamed"):
        radio.rewire(3, 2)
        radio.roamed()
        mn.state(2, "home", auth="phkt")
    mn.disable()
    # A node that begins in a network.
    mn = Mn(devs=(radio.dev,))
    mn.state(2, "home", auth="phkt")
    mn.disable()
