# SPDX-License-Identifier: GPL-2.0-only
"""nl80211 says that an interface, whose carrier stays, has another access point: the node asks at
once which router is there. Nobody else tells, for these routers speak only when they are asked."""

import pytest

import air
import netns
import rtnl
from check import equal, expect, never, until
from dar import Dar
from mn import Mn
from topology import Sniffer

WORLD = dict(dars=2, router_lifetime=1800, more="UnicastOnly on;")


def asked(wire):
    """How often for a router."""
    return len([p for _, d, p in wire.packets() if d == "out" and p[6] == 58 and p[40] == 133])


def roam(n, word="roam"):
    rtnl.of("air").set("mn", master=f"cell{n}")
    expect(air.say(word), "a node that listens", "nobody")


@pytest.mark.world(**WORLD)
def test_roam_event(net):
    """nl80211 comes later than the node, and the node is told of roams to and fro."""
    dars, mn = [Dar(n) for n in net.dars], Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    addresses = {1: mn.state(1, "home", auth="phkt")["address"]}
    client.begin(addresses[1], "tcp", "ping", "down")
    downs = events.find(event="link", up=False)
    with air.nl80211():
        air.heard()
        for there, here, word in ((1, 2, "roam"), (2, 1, "connect"), (1, 2, "roam")):
            roam(here, word)
            addresses[here] = mn.state(here, "home")["address"]
            mn.state(there, "away", careof=addresses[here])
            dars[there - 1].bound(addresses[there], addresses[here])
            client.flowing("tcp", "ping", "down")
    equal(mn.counters()["router_unreachable"], 0, "routers that were missed")
    equal(events.find(event="link", up=False), downs, "losses of the carrier")
    client.stop()
    server.stop()


@pytest.mark.world(**{**WORLD, "dars": 1})
def test_reports(net):
    """nl80211 was there before the node. Which reports count, and what they do where the router is
    the same."""
    Dar(1)
    netns.sysctl("mn", conf__eth0__router_solicitations=0)  # those of the stack itself
    with air.nl80211():
        mn = Mn()
        net.mover.attach("mn", 1)
        mn.state(1, "home")
        air.heard()
        wire, before = Sniffer("mn", "eth0"), mn.counters()
        for word in ("short", "narrow", "refused", "disconnect"):
            air.say(word)
        expect(air.pretend() > 1, "sockets to pretend to", "none")
        never(lambda: asked(wire), 0.3, "a question after what is no report")
        for n, word in ((1, "roam"), (2, "connect"), (3, "roam")):
            air.say(word)
            until(lambda n=n: asked(wire) >= n, "a question after a report", lambda: asked(wire))
        after = mn.counters()
        equal(after["attach"], before["attach"], "attachments")
        mn.disable()
        until(lambda: not air.say("roam"), "nobody who listens")
        mn.enable()
        mn.state(1, "home")
        air.heard()


@pytest.mark.world(**{**WORLD, "dars": 1})
def test_carrier_told(net):
    """Where the carrier was away a report says nothing new: the node does not ask twice."""
    Dar(1)
    with air.nl80211():
        mn = Mn()
        net.mover.attach("mn", 1)
        mn.state(1, "home")
        air.heard()
        equal(air.say("connect"), True, "heard")
        net.mover.move("mn", 1)
        mn.state(1, "home")
        probed = mn.counters()["router_probed"]
        air.say("connect")
        never(lambda: mn.counters()["router_probed"] != probed, 0.3, "a question to the router")
        air.say("connect")
        until(lambda: mn.counters()["router_probed"] != probed, "a question to the router")


@pytest.mark.kernels("debian")
@pytest.mark.world(**WORLD)
def test_wireless(net):
    """The driver does not know nl80211, and sends the events of its predecessor."""
    dars, mn = [Dar(n) for n in net.dars], Mn()
    netns.sysctl("mn", conf__eth0__router_solicitations=0)
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    addresses = {1: mn.state(1, "home", auth="phkt")["address"]}
    client.begin(addresses[1], "tcp", "ping", "down")
    with air.nl80211():
        air.heard()
        wire = Sniffer("mn", "eth0")
        air.say("wireless-off")
        never(lambda: asked(wire), 0.3, "a question when there is no access point")
        air.say("wireless")  # the first, of which the carrier has told
        for there, here in ((1, 2), (2, 1)):
            rtnl.of("air").set("mn", master=f"cell{here}")
            air.say("wireless")
            addresses[here] = mn.state(here, "home")["address"]
            mn.state(there, "away", careof=addresses[here])
            dars[there - 1].bound(addresses[there], addresses[here])
            client.flowing("tcp", "ping", "down")
    equal(mn.counters()["router_unreachable"], 0, "routers that were missed")
    client.stop()
    server.stop()
