# SPDX-License-Identifier: GPL-2.0-only
"""Others delete what the node has set in the system, as daemons and people do: it is put right,
events say what and who, and flows of an address that is away and of the current one go on."""

import struct
import threading

import pytest

import mh
import netns
import rtnl
from check import equal, expect, never, until
from dar import Dar
from famactl import key, refused
from mn import Mn
from topology import CN

FLOWS = ("tcp", "down", "here")


def ip(words):
    netns.run("mn", ["ip", "-6", *words.split()])


def whole(mn, home, here):
    """What the node wants of the system: addresses, rule, routes."""
    node = rtnl.of("mn")
    until(lambda: node.has(here, "eth0"), f"{here} on eth0", node.addresses)
    until(lambda: node.has(home, "mn0"), f"{home} on mn0", node.addresses)
    until(lambda: node.rules(src=f"{home}/128", proto=rtnl.FAMA), "the rule", node.rules)
    until(lambda: [r["dev"] for r in node.routes(dst="default", proto=rtnl.FAMA,
                                                 table=rtnl.MAIN)] == ["eth0"],
          "the default route", lambda: node.routes(dst="default"))
    until(lambda: node.towards(CN)["source"] == here, "the current address as source",
          lambda: node.towards(CN))
    until(lambda: node.routes(dst="default", dev="mn0"), "the route into mn0", node.routes)
    # The answer to what was sent because of it may be under way.
    mn.state(1, "away")
    mn.state(2, "home")


def disabled():
    netns.sysctl("mn", conf__eth0__disable_ipv6=1)
    until(lambda: not rtnl.of("mn").addresses("eth0"), "eth0 without addresses")
    netns.sysctl("mn", conf__eth0__disable_ipv6=0)


def down_and_up():
    rtnl.of("mn").set("mn0", state="down")
    rtnl.of("mn").set("mn0", state="up")


def away(net):
    """A node at dar2 with an address of dar1, and flows of both."""
    dars, mn = [Dar(n) for n in net.dars], Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    client.open("tcp", "tcp", home)
    client.open("down", "down", home)
    net.mover.move("mn", 2)
    mn.state(1, "away")
    here = mn.state(2, "home")["address"]
    dars[0].bound(home, here, state="verified")
    client.open("ping", "here", here)
    client.flowing(*FLOWS)
    return mn, client, server, home, here


@pytest.mark.world(dars=2, delay_ms=0)
def test_restored(net):
    mn, client, server, home, here = away(net)
    events = net.watch("mn")

    def ruin(case, ruins, **want):
        since, before = events_now(events), mn.counters()["restored"]
        ruins()
        client.flowing(*FLOWS)
        whole(mn, home, here)
        if want:
            events.wait(event="restore", after=since, **want)
        expect(mn.counters()["restored"] > before or not want, f"{case}: counted", mn.counters())

    ruin("current address deleted", lambda: ip(f"addr del {here}/64 dev eth0"),
         what="address", address=here, dev="eth0")
    ruin("addresses flushed", lambda: ip("addr flush dev eth0 scope global"), what="address")
    ruin("all addresses flushed", lambda: ip("addr flush dev eth0"), what="address")
    ruin("IPv6 disabled and enabled", disabled)
    ruin("default route deleted", lambda: ip("route del default proto 250"), what="route")
    ruin("routes flushed", lambda: ip("route flush proto 250"), what="route")
    ruin("rule deleted", lambda: ip(f"rule del from {home}"), what="rule", address=home)
    ruin("rules flushed", lambda: ip("rule flush protocol 250"), what="rule")
    ruin("device down and up", down_and_up)
    ruin("addresses of the device flushed", lambda: ip("addr flush dev mn0"), what="address")

    together = [threading.Thread(target=one) for one in (
        lambda: ip("addr flush dev eth0 scope global"), lambda: ip("rule flush protocol 250"),
        lambda: ip("route flush proto 250"), lambda: ip("addr flush dev mn0"))]

    def all_at_once():
        for one in together:
            one.start()
        for one in together:
            one.join()
    ruin("all together", all_at_once, what="rule")
    equal(mn.counters()["dad_collision"], 0, "addresses taken for those of somebody else")

    # In the first second after an attachment nobody has looked for duplicates yet.
    net.mover.move("mn", 1)
    mn.state(1, "home")
    mn.state(2, "away", careof=home)
    ip(f"addr del {home}/64 dev eth0")
    until(lambda: rtnl.of("mn").has(home, "eth0"), "the address back", rtnl.of("mn").addresses)
    client.flowing(*FLOWS)
    equal(mn.counters()["dad_collision"], 0, "addresses taken for those of somebody else")
    equal(mn.of_dar(1)["state"], "home", "state of the address that was deleted")
    client.stop()
    server.stop()


def events_now(events):
    return max([e.get("time", 0) for e in events.all()], default=0)


@pytest.mark.world(dars=2, delay_ms=0)
def test_contested(net):
    """Somebody who does not stop: the node says so, tries more seldom, and still tunnels."""
    mn, client, server, home, _ = away(net)
    events = net.watch("mn")
    node, over = rtnl.of("mn"), threading.Event()

    def fight():
        while not over.wait(0.05):
            for rule in node.rules(src=f"{home}/128", proto=rtnl.FAMA):
                netns.run("mn", ["ip", "-6", "rule", "del", "from", home, "pref",
                                 str(rule["priority"])], check=False)
    fighter = threading.Thread(target=fight)
    fighter.start()
    try:
        who = events.wait(event="contest", patience=120)
        expect(who["port"], "who fights", who)
        before = mn.counters()["restored"]
        client.flowing("tcp", "down")
        never(lambda: mn.counters()["restored"] > before + 1, 5, "as often as before")
        client.flowing("tcp", "down")
    finally:
        over.set()
        fighter.join()
    client.stop()
    server.stop()


@pytest.mark.world(dars=2, delay_ms=0)
def test_foreign(net):
    """What others have with the same numbers stays, and the node finds its way all the same."""
    node = rtnl.of("mn")
    node.add("vpn", "dummy")
    node.up("vpn")
    node.route("add", "default", dev="vpn", metric=64)
    node.route("add", "default", dev="vpn", table=64251)

    def foreign():
        return sorted((r["dst"], r["metric"], r["table"]) for r in node.routes(dev="vpn")
                      if r["proto"] != rtnl.FAMA and not r["dst"].startswith(("fe80", "ff00")))
    said = refused("mn", "mn", "enable", "key", key(), "dev", "eth0")
    expect("default route" in said, "why it fails", said)

    for n in net.dars:
        Dar(n)
    mn = Mn(TABLE=300, PREFERENCE=500)
    equal((mn.show()["table"], mn.show()["preference"]), (300, 500), "numbers")
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    until(lambda: node.towards(CN)["source"] == home, "the source of new flows",
          lambda: node.towards(CN))
    node.route("add", "2001:db8:1::/64", dev="vpn", metric=48)
    before = foreign()
    equal(len(before), 3, "routes of others")
    net.mover.move("mn", 2)
    here = mn.state(2, "home")["address"]
    mn.state(1, "away", careof=here)
    equal([(r["priority"], r["table"]) for r in node.rules(proto=rtnl.FAMA)], [(500, 300)], "rules")
    equal(node.towards("2001:db8:1::50", here)["dev"], "eth0", "the way to a former link")
    equal(foreign(), before, "routes of others")
    mn.disable()
    equal(foreign(), before, "routes of others after the end")
    equal(net.installed("mn"), "", "left of the node")


@pytest.mark.world(dars=2, delay_ms=0)
def test_short_lifetime(net):
    """One forged advertisement does not end an address (RFC 4862 section 5.5.3 e)."""
    mn = Mn()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home")["address"]
    access = netns.index("dar1", "acc")
    net.stop_radvd(1)
    info = struct.pack(">BBBBIII", 3, 4, 64, 0xe0, 1, 1, 0) + mh.addr("2001:db8:1::1")
    router = next(a["address"] for a in rtnl.of("dar1").addresses("acc", "link"))
    net.raw("dar1").sendto(mh.icmp6(router, "ff02::1", 134, 0,
                                    struct.pack(">BBHII", 64, 0x20, 1800, 0, 0) + info),
                           ("ff02::1", 0, 0, access))
    until(lambda: rtnl.of("mn").has(home, "eth0", "deprecated"), "the advertisement believed",
          rtnl.of("mn").addresses)
    never(lambda: not rtnl.of("mn").has(home, "eth0"), 3, "the address gone")
    left = next(a["valid"] for a in rtnl.of("mn").addresses("eth0") if a["address"] == home)
    expect(left > 3000, "nearly all of the valid lifetime", left)


@pytest.mark.world(dars=2, delay_ms=0)
def test_vpn(net):
    """The rules of a VPN that takes everything, before those of the node or behind them: what an
    address that is away has begun goes on through the tunnel, in each network."""
    mn, client, server, home, here = away(net)
    node = rtnl.of("mn")
    node.add("vpn", "dummy")
    node.up("vpn")
    node.route("add", "default", dev="vpn", table=51820)
    for first in (898, 32764):
        rules = (f"pref {first} table main suppress_prefixlength 0",
                 f"pref {first + 1} not fwmark 51820 table 51820")
        for rule in rules:
            ip(f"rule add {rule}")
        equal(node.towards(CN)["dev"], "vpn", "the way of new flows")
        client.flowing("tcp", "down")
        net.mover.move("mn", 1)
        mn.state(1, "home")
        net.mover.move("mn", 2)
        mn.state(1, "away", careof=here)
        client.flowing("tcp", "down")
        for rule in rules:
            ip(f"rule del {rule}")
    expect(mn.counters()["steered"], "steered", mn.counters())
    equal(home, mn.of_dar(1)["address"], "the address that is away")
    client.stop()
    server.stop()
