# SPDX-License-Identifier: GPL-2.0-only
"""Somebody holds the RTNL, as what starts containers does: a handover waits for it once at most, and
nobody else waits for a node that waits."""

import struct
import threading
import time

import pytest

import hold
import mh
import netns
import rtnl
from check import equal, expect, note, until
from dar import Dar
from mn import Mn
from topology import Sniffer
from tracing import Trace

MOVES = 8
ANCHORS = (1, 2)
BELL = (3, 4)  # where the node goes, to and fro
LATE_S = 0.02  # of the advertisement: the RTNL is held again
PACE_S = 1  # three updates a second and anchor at most; each move takes two
MESSAGES, TURN = 200, 16
VALID = 3600  # lifetime of the prefixes
# In User Mode Linux computing takes no time: this is what the node waits for.
BOUND_MS = 1


def first(packets, after, what):
    return next((t for t, d, p in packets if t > after and what(d, p)), None)


def advertised(d, p):
    return d == "in" and p[6] == 58 and p[40] == 134


def tunnelled(way, home):
    """Out of the node from a home address, or into it to one."""
    start = 48 if way == "out" else 64
    return lambda d, p: d == way and p[6] == 41 and p[start:start + 16] == home


class Advertiser:
    """The router of a cell, whose advertisement comes when the test says so."""

    def __init__(self, net, n):
        wire = Sniffer(f"dar{n}", "acc")
        self.packet = until(lambda: next((p for _, d, p in wire.packets() if d == "out" and
                                          p[6] == 58 and p[40] == 134), None), "an advertisement")
        net.stop_radvd(n)
        self.raw, self.access = net.raw(f"dar{n}"), netns.index(f"dar{n}", "acc")

    def say(self, valid=VALID):
        body = self.packet[44:].replace(struct.pack(">I", VALID), struct.pack(">I", valid))
        self.raw.sendto(mh.icmp6(self.packet[8:24], "ff02::1", 134, 0, body),
                        ("ff02::1", 0, 0, self.access))


class Watch:
    """From the advertisement on: how long after the RTNL was free each of these happened, ms."""

    def __init__(self, homes):
        self.homes = homes
        self.wire, self.inner = Sniffer("mn", "eth0"), Sniffer("mn", "mn0")

    def clear(self):
        self.wire.clear()
        self.inner.clear()

    def lags(self):
        seen, inner = self.wire.packets(), self.inner.packets()
        ra = first(seen, 0, advertised)
        free = next(t for t in hold.freed() if t > ra)
        for home in self.homes:
            sent = first(seen, ra, tunnelled("out", home))
            came = first(seen, ra, tunnelled("in", home))
            read = first(inner, ra, lambda d, p, home=home: d == "in" and p[24:40] == home)
            expect(None not in (sent, came, read), "packets both ways", (sent, came, read))
            note(f"from the advertisement: free {(free - ra) / 1e6:.2f}, sent "
                 f"{(sent - ra) / 1e6:.2f}, received {(came - ra) / 1e6:.2f} ms")
            yield (sent - free) / 1e6, (read - came) / 1e6


def arrive(net, n, router):
    net.mover.move("mn", n, 10)
    time.sleep(LATE_S)
    router.say()


def judge(lags, what):
    sent, read = (sorted(values) for values in zip(*lags))
    note(f"{what}: RTNL free to the first packet upwards: most {sent[-1]:.2f} ms; "
         f"from the wire to the device: most {read[-1]:.2f} ms")
    expect(sent[-1] <= BOUND_MS, f"a path {BOUND_MS} ms after the RTNL is free", sent)
    expect(read[-1] <= BOUND_MS, "packets for a new address delivered at once", read)


@pytest.mark.kernels("debug")
@pytest.mark.world(dars=4, delay_ms=0)
def test_rtnl_held(net):
    dars, mn = [Dar(n) for n in net.dars], Mn()
    server, client = net.traffic()
    homes = {}
    for n in net.dars:
        net.mover.move("mn", n) if n > 1 else net.mover.attach("mn", n)
        homes[n] = mn.state(n, "home", auth="phkt")["address"]
    for n in ANCHORS:
        client.open("ping", f"ping{n}", homes[n], 5)
    names = [f"ping{n}" for n in ANCHORS]
    client.flowing(*names)
    routers = {n: Advertiser(net, n) for n in BELL}
    watch = Watch([mh.addr(homes[n]) for n in ANCHORS])
    lags = []
    with hold.rtnl():
        for i in range(MOVES):
            time.sleep(PACE_S)
            watch.clear()
            n = BELL[i % 2]
            arrive(net, n, routers[n])
            mn.state(n, "home")
            for k in ANCHORS:
                mn.state(k, "away", careof=homes[n])
            client.flowing(*names)
            lags += watch.lags()
    judge(lags, "by token")
    for n in ANCHORS:
        dars[n - 1].bound(homes[n], state="verified")
    client.stop()
    server.stop()


@pytest.mark.kernels("debug")
@pytest.mark.world(dars=4, delay_ms=0)
def test_by_signature(net):
    """The same, where the router verifies a signature first, and answers an address that is new."""
    for n in net.dars:
        Dar(n)
    mn = Mn()
    mn.set(early_token=0)
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home")["address"]
    routers = {n: Advertiser(net, n) for n in net.dars[1:]}
    lags = []
    with hold.rtnl():
        for n in net.dars[1:]:
            client.open("ping", f"ping{n}", home, 5)
            client.flowing(f"ping{n}")
            watch = Watch([mh.addr(home)])
            arrive(net, n, routers[n])
            here = mn.state(n, "home")["address"]
            mn.state(n - 1, "away", careof=here, auth="phkt")
            client.flowing(f"ping{n}")
            lags += watch.lags()
            home = here
    judge(lags, "by signature")
    client.stop()
    server.stop()


def waiting(mn):
    """A command that waits for the RTNL, with the lock of the node."""
    thread = threading.Thread(target=mn.metric, args=("eth0", 200))
    thread.start()
    return thread


@pytest.mark.world(dars=1, nodes=2, delay_ms=0)
def test_commands(net):
    """While one command of a node waits, others of generic netlink do not."""
    dar, mn, other = Dar(1), Mn(), Mn("mn2")
    net.mover.attach("mn", 1)
    net.mover.attach("mn2", 1)
    mn.state(1, "home")
    other.state(1, "home")
    with hold.rtnl(0):
        waits = waiting(mn)
        for _ in range(3):
            time.sleep(0.1)
            expect(waits.is_alive(), "a command that waits", "it has ended")
            # These would wait without end.
            equal(len(other.addresses()), 1, "addresses of another node")
            expect(dar.counters(), "counters of a router", "none")
    waits.join()
    equal(mn.links()["eth0"]["metric"], 200, "metric")


def forged(prefix):
    """An advertisement of an on-link prefix, whose route the stack makes without the RTNL."""
    info = struct.pack(">BBBBIII", 3, 4, 64, 0x80, 60, 60, 0) + mh.addr(prefix)
    return mh.icmp6("fe80::bad", "ff02::1", 134, 0, struct.pack(">BBHII", 64, 0, 0, 0, 0) + info)


@pytest.mark.world(dars=1, delay_ms=0)
def test_reports_lost(net):
    """More happens than the node can hear of, among it the end of its address detection."""
    Dar(1)
    mn, node = Mn(), rtnl.of("mn")
    raw, access = net.raw("dar1"), netns.index("dar1", "acc")
    net.mover.attach("mn", 1)
    home = mn.state(1, "home")["address"]

    def own():
        return node.routes(table=rtnl.LOCAL, proto=rtnl.FAMA)
    expect(own(), "a route of the node's own while duplicates are looked for", node.addresses())
    with hold.rtnl(0):
        # The stack's own work waits, and then the node.
        time.sleep(1.5)
        waits = waiting(mn)
        for i in range(1000):
            raw.sendto(forged(f"2001:db8:{0x1000 + i:x}::"), ("ff02::1", 0, 0, access))
    waits.join()
    until(lambda: not own(), "the end of detection known", own)
    equal(mn.of_dar(1)["address"], home, "address")
    expect(not node.has(home, "eth0", "tentative"), "the address proven", node.addresses("eth0"))


@pytest.mark.world(dars=1, delay_ms=0)
def test_turns(net):
    """Messages that have come meanwhile are read in turns: others have the lock in between."""
    Dar(1)
    mn = Mn()
    net.mover.attach("mn", 1)
    mn.state(1, "home")
    router, heard = Advertiser(net, 1), mn.counters()["rx_ra"]
    with Trace("workqueue:workqueue_execute_start") as trace:
        with hold.rtnl(0):
            waits = waiting(mn)
            for _ in range(MESSAGES):
                router.say()
        waits.join()
        until(lambda: mn.counters()["rx_ra"] >= heard + MESSAGES, "all read", mn.counters)
        turns = sum("work_run" in event["text"] for event in trace.all())
    expect(turns >= MESSAGES / TURN, f"{MESSAGES / TURN:.0f} turns at least", turns)


def at_rest(mn):
    """The node has nothing to do for which it would wait: the detection of duplicates has ended,
    and what it has begun is done, for which it has its lock."""
    node = rtnl.of(mn.ns)
    until(lambda: not node.routes(table=rtnl.LOCAL, proto=rtnl.FAMA), "the end of detection known",
          lambda: node.addresses("eth0"))
    until(lambda: not any("tentative" in a["flags"] for a in node.addresses("eth0")),
          "no detection of the stack's own addresses", lambda: node.addresses("eth0"))
    mn.show()


@pytest.mark.world(dars=1, delay_ms=0)
def test_setting_stays(net):
    """Optimistic detection is switched on for the node's own address only; what the user sets
    meanwhile stays."""
    Dar(1)
    mn, name, valid = Mn(), "conf__eth0__optimistic_dad", VALID
    # This asks for the name of the interface, which is known without the RTNL.
    mn.permit("allow", NAME="eth0")
    net.mover.attach("mn", 1)
    mn.state(1, "home")
    router = Advertiser(net, 1)
    # radvd has said that it is no router any more.
    mn.state(1, "idle")
    router.say()
    mn.state(1, "home")
    for before, wanted in ((0, 1), (1, 0), (0, 0), (1, 1)):
        netns.sysctl("mn", **{name: before})
        valid += 600
        at_rest(mn)
        with hold.rtnl(0):
            router.say(valid)
            until(lambda: netns.setting("mn", name) not in ("0", "1"), "a node that waits")
            if wanted != before:
                netns.sysctl("mn", **{name: wanted})
        until(lambda valid=valid: any(a["valid"] > valid - 60 for a in
                                      rtnl.of("mn").addresses("eth0")), "the new lifetime")
        until(lambda wanted=wanted: netns.setting("mn", name) == str(wanted), f"{name} {wanted}",
              lambda: netns.setting("mn", name))
