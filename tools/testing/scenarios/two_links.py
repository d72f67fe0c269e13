# SPDX-License-Identifier: GPL-2.0-only
"""Two interfaces: the better one is used as soon as it hears a router and nothing is lost by it;
when one fails everything goes by the other."""

import time

import pytest

import rtnl
from check import equal, expect, never, note, until
from dar import Dar
from famactl import refused
from mn import Mn
from topology import CN, Sniffer, prefix
from traffic import lost_runs, merge


def source():
    """What a new flow uses, and by which interface."""
    route = rtnl.of("mn").towards(CN)
    return route["source"], route["dev"]


def uplink(n, command):
    """Nothing of the core comes back to router N, or it does again."""
    rtnl.of("core").route(command, prefix(n), via=f"2001:db8:100:{n}::2")


def settled(mn, dars, dev, at, address, other, elsewhere):
    """By DEV at DAR AT with ADDRESS; the OTHER one is of DAR ELSEWHERE, and away."""
    equal(mn.state(at, "home")["address"], address, f"address at dar{at}")
    mn.state(elsewhere, "away", careof=address)
    dars[elsewhere - 1].bound(other, address, state="verified")
    dars[at - 1].unbound(address)
    equal(mn.active(), dev, "active interface")
    equal(source(), (address, dev), "source of a new flow")


def test_two_links(net):
    dars = [Dar(n) for n in net.dars]
    lte = net.interface("mn", "eth1")
    mn = Mn(devs=("eth0", "eth1"))
    events = net.watch("mn")
    server, client = net.traffic()
    flows = []

    def follow(name, address):
        for kind in ("ping", "down"):
            flows.append(f"{kind}-{name}")
            client.open(kind, flows[-1], address)
        client.flowing(*flows)

    # First there is only the second.
    net.mover.attach(lte, 2)
    second = mn.state(2, "home", auth="phkt")["address"]
    equal(mn.active(), "eth1", "active interface")
    follow("second", second)

    # Make: the first is better. Break: nobody notices.
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    settled(mn, dars, "eth0", 1, first, second, 2)
    equal(rtnl.of("mn").towards("2001:db8:2::77")["dev"], "eth1",
          "the way to a neighbour of the interface that stands by")
    follow("first", first)
    mn.state(1, "home", auth="phkt")
    net.mover.detach(lte)
    until(lambda: not mn.links()["eth1"]["up"], "eth1 down", mn.links)
    client.flowing(*flows)

    # Back again, it stands by.
    since = time.time_ns()
    net.mover.attach(lte, 3)
    events.wait(event="link", dev="eth1", up=True, after=since)
    never(lambda: events.find(event="bu", after=since) or mn.active() != "eth0", 2,
          "a move to an interface that is no better")

    # Unless it is told to be better; then the other may go.
    mn.metric("eth1", 10)
    third = mn.state(3, "home")["address"]
    for n, address in ((1, first), (2, second)):
        mn.state(n, "away", careof=third)
        dars[n - 1].bound(address, third, state="verified")
    equal((mn.active(), source()), ("eth1", (third, "eth1")), "active interface, source")
    routes = rtnl.of("mn").routes(dst="default", proto=rtnl.FAMA)
    expect(10 in [r["metric"] for r in routes], "the metric in the route", routes)
    net.mover.detach("mn")
    client.flowing(*flows)
    net.mover.attach("mn", 1)
    until(lambda: mn.links()["eth0"]["up"], "eth0 up", mn.links)

    lost = {}
    for name, flow in merge(client.stop(), server.stop()).items():
        expect(not flow["error"], f"flow {name} without error", flow["error"])
        runs = [r for r in lost_runs(flow["probes"]) if r[3]]
        lost[name] = sum(r[2] for r in runs)
        if runs:
            note(f"{name}: (first lost, last, how many, next that came) {runs}")
    note(f"lost: {lost}")
    equal(set(lost.values()), {0}, "lost by make before break")

    # One fails while both are up: all of it goes by the other, which is remembered.
    server, client = net.traffic()
    flows.clear()
    follow("again", second)
    wire = Sniffer("mn", "eth0")
    until(lambda: any(p[6] == 58 and p[40] == 134 for _, d, p in wire.packets()),
          "an advertisement on eth0")
    down = net.mover.detach(lte)
    settled(mn, dars, "eth0", 1, first, second, 2)
    mn.state(3, "away", careof=first)
    client.flowing(*flows)
    gone = events.wait(event="link", dev="eth1", up=False, after=down)["time"]
    bu = events.wait(event="bu", address=second, after=down)["time"]
    note(f"Binding Update {(bu - gone) / 1e6:.1f} ms after the link went")
    equal(events.find(event="link", dev="eth0", after=down), [], "changes of eth0")

    refused("mn", "mn", "link", "set", "eth0", "metric", "0")
    refused("mn", "mn", "link", "set", "lo", "metric", "5")
    mn.disable()
    refused("mn", "mn", "link", "set", "eth0", "metric", "5")
    equal(net.installed("mn"), "", "left of the node")


@pytest.mark.world(dars=3)
def test_dead_uplink(net):
    """The better interface hears a router that leads nowhere: nothing is taken from the other."""
    dars = [Dar(n) for n in net.dars]
    lte = net.interface("mn", "eth1")
    mn = Mn(devs=("eth0", "eth1"))
    _, client = net.traffic()
    net.mover.attach(lte, 2)
    second = mn.state(2, "home", auth="phkt")["address"]
    client.begin(second, "tcp", "ping", "down")
    uplink(1, "del")

    net.mover.attach("mn", 1)
    until(lambda: mn.links()["eth0"]["trial"] == "asking", "a trial", mn.links)
    equal(mn.active(), "eth1", "active interface")
    until(lambda: mn.links()["eth0"]["trial"] == "failed", "its failure", mn.links)
    equal((mn.active(), mn.of_dar(2)["state"]), ("eth1", "home"), "active interface, state")
    counters = mn.counters()
    equal([counters[name] for name in ("attach", "link_tried", "link_unreached")], [1, 1, 1],
          "attachments, trials, failures")
    expect(not mn.of_dar(1), "nothing left of the trial", mn.addresses())
    equal(rtnl.of("mn").routes(dst="default", dev="eth0", proto=rtnl.FAMA), [], "routes of ours")
    client.flowing("tcp", "ping", "down")
    equal(dars[1].bindings(), [], "bindings")

    # When it leads somewhere, the next try finds out.
    uplink(1, "add")
    first = mn.state(1, "home")["address"]
    settled(mn, dars, "eth0", 1, first, second, 2)
    client.flowing("tcp", "ping", "down")

    # And if there is no other, a link in doubt is better than none.
    net.mover.detach("mn")
    mn.state(2, "home")
    uplink(3, "del")
    net.mover.attach("mn", 3)
    until(lambda: mn.links()["eth0"]["trial"] == "failed", "another failure", mn.links)
    net.mover.detach(lte)
    until(lambda: mn.active() == "eth0", "the interface in doubt", mn.links)
    uplink(3, "add")
    mn.state(2, "away")
    equal(mn.links()["eth0"]["trial"], None, "doubts")
    client.flowing("tcp", "ping", "down")
    client.stop()


@pytest.mark.world(dars=3)
def test_trial_interrupted(net):
    """A trial ends with what it is about: its link, its address, the other link, the node."""
    for n in net.dars:
        Dar(n)
    lte = net.interface("mn", "eth1")
    mn = Mn(devs=("eth0", "eth1"))
    net.mover.attach(lte, 2)
    second = mn.state(2, "home", auth="phkt")["address"]
    uplink(1, "del")

    def trying():
        net.mover.attach("mn", 1)
        until(lambda: mn.links()["eth0"]["trial"] == "asking", "a trial", mn.links)

    trying()
    net.mover.detach("mn")
    until(lambda: not mn.links()["eth0"]["up"], "eth0 down", mn.links)
    expect(not mn.of_dar(1), "no address of the trial", mn.addresses())

    # The address is another node's.
    trying()
    here = mn.of_dar(1)["address"]
    net.mover.detach("mn")
    net.host(1, "other", "2001:db8:1::66")
    rtnl.of("other").address("add", f"{here}/64", "eth0")
    net.mover.attach("mn", 1)
    until(lambda: not mn.of_dar(1) and mn.links()["eth0"]["up"] and
          mn.counters()["link_tried"] == 3, "the end of the address", mn.addresses)
    rtnl.of("other").address("del", f"{here}/64", "eth0")
    net.mover.detach("mn")

    # The other link goes: there is no choice.
    trying()
    net.mover.detach(lte)
    mn.state(1, "home")
    equal(mn.active(), "eth0", "active interface")
    mn.state(2, "registering", "failed")
    net.mover.attach(lte, 2)
    mn.state(2, "registering", "failed")

    # Or the node ends.
    mn.disable()
    equal(net.installed("mn"), "", "left of the node")
    net.mover.detach("mn")
    mn.enable()
    mn.state(2, "home", auth="phkt", address=second)
    trying()
    mn.disable()
    equal(net.installed("mn"), "", "left of the node")
