# SPDX-License-Identifier: GPL-2.0-only
"""Handovers, by the packets on the wire of the node, and when the kernel saw them pass.

Events of the node say what no packet shows, the link and the address. What became of each
packet, at the routers as well, the judge says in the end: without its verdict no number counts.

The node goes to and fro between two routers at which it was after all those that anchor the
measured addresses. To the first and the last of these its correspondent sends a packet every
PERIOD ms, and it sends one from each every UP_PERIOD ms.
"""

import contextlib
import os
import signal
import statistics
import tempfile
import time

import mh
import netns
from call import Call
from check import expect, until
from dar import Dar
from famactl import fama
from mn import Mn
from judge import claims
from judge.packets import ICMP, TUNNEL, UDP, Sight, decode
from judge.plan import Limits
from judge.signals import GRANTED, signals
from judge.story import Story
from scenario import World
from topology import prefix
from traffic import Client, Server

PERIOD, UP_PERIOD = 4, 20
BREAK_MS = 30
TALK = 2  # seconds of a call before its node moves
# Of Binding Updates there are three a second and anchor at most (RFC 6275 section 11.8); the proof
# of a care-of address takes one or two more.
PACE, PACE_PROVEN, PACE_FIRST = 0.5, 1.2, 1
NODES = 100  # that collect tokens at the same time, seconds each
# Binding Updates come through from the last router only, where they are measured.
LOSE = """
table ip6 lose {{
	chain f {{
		type filter hook forward priority filter;
		ip6 saddr != {last} ip6 daddr != {last} meta l4proto 135 drop
	}}
}}
"""
SIGNALLING = (43, 60, 135)  # what an IPv6 header with a Mobility Header says is next
RS, RA = 133, 134
SENT_MS = 5  # a Binding Update and its event
# How long a handover takes, the table says. This is what it never takes, even if the node signs for
# 16 anchors and decrypts 16 answers before the last of them counts.
PATIENT = Limits(margin_ms=5000, update_ms=3000, advertisement_ms=2000, rtt_ms=50, silence_ms=6000,
                 agree_ms=3000)
TCP_PERIOD = 20
SETTLED = 0.2  # seconds after a handover in which round trips are measured


def delay_for(rtt_ms):
    """Of each way between a router and the core: four of them make a round trip."""
    return rtt_ms / 4


def rtt_of(delay_ms):
    """The same, the other way round."""
    return delay_ms * 4


def p99(values):
    return statistics.quantiles(values, n=100, method="inclusive")[98]


class Wire:
    """What passes at a node's interface and what it says itself, after a link came up."""

    def __init__(self, net, story):
        self.net, self.ns, self.story = net, story.node, story
        self.events = net.watch(self.ns)
        self.told = []

    def close(self):
        self.story.close()
        self.net.unwatch(self.events)

    def change(self, cell):
        """Another link. The node has seen the first one go before: where the processor has no
        time for that, its stack makes one change of both, which is none. Returns when, in ns.
        """
        self.told += self.events.all()
        self.events.all().clear()
        start = time.monotonic()
        gone = self.net.mover.detach(self.ns)
        until(lambda: self.events.find(gone, event="link", up=False),
              f"{self.ns} without a link", self.events.all, every=0.005)
        time.sleep(max(0, start + BREAK_MS / 1e3 - time.monotonic()))
        up = self.net.mover.attach(self.ns, cell)
        self.story.moved(cell, gone, up)
        return up

    @staticmethod
    def signalled(packets, homes):
        """When the Binding Update of each address left, and when its answer came."""
        found = signals(Sight(t, "", d == "out", decode(p)) for t, d, p in packets
                        if p[6] in SIGNALLING and decode(p))

        def first(home, out, kind):
            return next((s.when for s in found if s.home == home and s.out == out and
                         s.message.type == kind and (out or s.message.status < GRANTED)), None)
        return ([first(home, True, mh.BU) for home in homes],
                [first(home, False, mh.BA) for home in homes])

    def phases(self, up, here, homes):
        """ms after the link came up; of Binding Updates and packets those of the last address."""
        packets = [p for p in self.story.heard(f"{self.ns}/eth0") if p[0] > up]
        events = [e for e in self.events.all() if e["time"] > up]

        def passed(direction, test):
            return next((t for t, d, p in packets if d == direction and test(p)), None)

        def said(**want):
            return next((e["time"] for e in events
                         if all(e.get(k) == v for k, v in want.items())), None)

        sent, answered = self.signalled(packets, homes)
        steps = {
            "link": [said(event="link", up=True)],
            "rs": [passed("out", lambda p: p[6] == ICMP and p[40] == RS)],
            "ra": [passed("in", lambda p: p[6] == ICMP and p[40] == RA)],
            "address": [said(event="address", address=here)],
            "bu": sent,
            "ba": answered,
            "up": [passed("out", lambda p, h=h: p[6] == TUNNEL and p[46] == ICMP and
                          p[48:64] == h) for h in homes],
            "down": [passed("in", lambda p, h=h: p[6] == TUNNEL and p[46] in (ICMP, UDP) and
                            p[64:80] == h) for h in homes],
        }
        for when, home in zip(sent, homes):
            told = said(event="bu", address=mh.text(home))
            expect(when and told and abs(told - when) < SENT_MS * 1e6,
                   "a Binding Update when its event says", (when, told))
        if None in answered:
            # Sooner there than the stack delivers to a new address: asked for again in a second.
            del steps["ba"]
        for step, times in steps.items():
            expect(None not in times, f"{step} after the link came up", times)
        return {step: (max(times) - up) / 1e6 for step, times in steps.items()}


class Traffic:
    """Packets each way from and to every address, without pause, and what the judge says of them.

    at: where the node is before it moves; dars: the routers that the packets cross.
    """

    def __init__(self, net, at, dars, ns="mn", up_period=UP_PERIOD, proves=False):
        self.net, self.up_period = net, up_period
        self.server = Server(net.dir)
        self.client = Client(net.dir, ns)
        self.story = Story(net, self.client, at, ns, PATIENT, proves, sorted(set(dars)))
        self.story.listen()
        self.wire = Wire(net, self.story)

    def add(self, *addresses):
        """Those that can be reached now; later they need not be."""
        self._open((kind, address, period) for address in addresses
                   for kind, period in (("down", PERIOD), ("ping", self.up_period)))

    def connect(self, address):
        """What no phase is measured by, and must live as well."""
        self._open([("tcp", address, TCP_PERIOD)])

    def _open(self, streams):
        more = []
        for kind, address, period in streams:
            more.append(f"{kind}{len(self.story.streams)}")
            self.story.open(kind, more[-1], address, period)
        self.client.flowing(*more)

    def end(self):
        """Nothing is sent any more, without the seconds that others wait for what is late; what was
        on its way arrives, and is judged.
        """
        time.sleep(SETTLED + 2 * rtt_of(self.net.delay_ms) / 1e3)
        closed = time.time_ns()
        for end in (self.client, self.server):
            end.proc.send_signal(signal.SIGSTOP)
        time.sleep(SETTLED + rtt_of(self.net.delay_ms) / 1e3)
        j, plan = self.story.judged(closed)
        claims.events(j, plan, self.wire.told + self.wire.events.all())
        expect(j.good, "handovers without a fault",
               "\n".join(f"{f.kind}: {f.text}" for f in j.faults))
        self.wire.close()
        for end in (self.client, self.server):
            netns.discard(end.proc)


class Roamer:
    """A node that was at all of its anchors and now moves between the last two routers."""

    def __init__(self, net, anchors, rtt_ms, up_period, proves):
        self.net, self.rtt_ms, self.pace = net, rtt_ms, PACE_PROVEN if proves else PACE
        self.mn = Mn()
        self.mn.set(max_addresses=32)
        self.homes = []
        self.at = net.dars[-1]
        # It hears them all come here: which care-of address is proven, and what each may be sent.
        self.traffic = Traffic(net, self.at, (1, anchors, *net.dars[-2:]), up_period=up_period,
                               proves=proves)
        for n in net.dars:
            if n == 1:
                net.mover.attach("mn", 1)
            else:
                net.mover.move("mn", n, BREAK_MS)
            self.homes.append(self.mn.state(n, "home")["address"])
            if n > 1:
                self.mn.state(n - 1, "away", auth="phkt")
        # Binding Updates of moves that follow each other so soon wait for their turn.
        for n in net.dars[:-1]:
            self.mn.state(n, "away", careof=self.homes[-1])
        # Who is told first, and last: who listens would not keep up with packets of all.
        ends = [self.homes[i] for i in sorted({0, anchors - 1})]
        self.measured = [mh.addr(a) for a in ends]
        self.traffic.add(*ends)
        self.traffic.connect(ends[-1])
        # The addresses were just bound, some of them more than once.
        self.moved = time.monotonic() + 1
        for _ in range(2):
            self.move()

    def move(self):
        """Once more; returns the phases and when the link came up, in ns."""
        time.sleep(max(0, self.moved + self.pace - time.monotonic()))
        self.moved = time.monotonic()
        a, b = self.net.dars[-2:]
        self.at = a if self.at == b else b
        up = self.traffic.wire.change(self.at)
        time.sleep(0.1 + 3 * self.rtt_ms / 1e3)
        self.traffic.client.alive(*self.traffic.story.names())
        return self.traffic.wire.phases(up, self.homes[self.at - 1], self.measured), up


@contextlib.contextmanager
def to_and_fro(anchors, rtt_ms, careof="concurrent", up_period=UP_PERIOD):
    with World(dars=anchors + 2, delay_ms=delay_for(rtt_ms), min=3, max=4) as net:
        for n in net.dars:
            Dar(n, careof)
        roamer = Roamer(net, anchors, rtt_ms, up_period, careof != "off")
        yield roamer
        roamer.traffic.end()


@contextlib.contextmanager
def newcomers(anchors, rtt_ms, nodes):
    """Nodes that have not moved yet, and routers to be at."""
    with World(dars=anchors + 1, nodes=min(nodes, NODES), delay_ms=delay_for(rtt_ms),
               min=3, max=4) as net:
        # All namespaces share one table of neighbours, which has room for 1,024.
        netns.sysctl(None, neigh__default__gc_thresh3=1 << 15, neigh__default__gc_thresh2=1 << 15)
        settle(net)
        yield net


def first_moves(net, anchors, early, moves):
    """Phases of the first move from the last of its anchors that a node ever makes: with a token
    of each, the last one given to it at home; or with none, so that it signs for each.
    """
    found = []
    cells = net.dars[:anchors + 1]
    if not early:
        netns.run("core", ["nft", "-f", "-"], stdin=LOSE.format(last=prefix(cells[-1])))
    while len(found) < moves:
        # They remember sequence numbers, which a node that is enabled again does not: of its
        # Binding Updates every other one would be refused at first.
        dars = [Dar(n) for n in cells]
        found += _first_round(net, net.nodes[:moves - len(found)], cells, early)
        for dar in dars:
            dar.disable()
    if not early:
        netns.run("core", ["nft", "delete", "table", "ip6", "lose"])
    return found


def first_calls(net, mode, moves):
    """What a call heard of the first move that its node ever makes, away from its only anchor."""
    found = []
    anchor, last = net.dars
    while len(found) < moves:
        dars = [Dar(n, mode) for n in net.dars]
        mns = {ns: Mn(ns, node_key(ns)) for ns in net.nodes[:moves - len(found)]}
        for ns in mns:
            net.mover.attach(ns, anchor)
        homes = {ns: mn.state(anchor, "home", auth="phkt")["address"] for ns, mn in mns.items()}
        for ns, mn in mns.items():
            call = Call(homes[ns], anchor, ns)
            time.sleep(TALK)
            down, _ = net.mover.move(ns, last, BREAK_MS)
            careof = mn.state(last, "home")["address"]
            dars[0].bound(homes[ns], careof, state="verified")
            time.sleep(1 + rtt_of(net.delay_ms) / 1e3)
            found.append(call.heard(down, proven=mode == "required"))
            call.stop()
            net.mover.detach(ns)
        for role in (*mns.values(), *dars):
            role.disable()
    return found


def settle(net):
    """Until its link-local address is known to be unique a node asks for a router without one: the
    answer is to all, and may be half a second late (RFC 4861 section 6.2.6).
    """
    for ns in net.nodes:
        net.mover.attach(ns, 1)
    for ns in net.nodes:
        until(lambda ns=ns: "tentative" not in
              netns.show(ns, "-6", "addr", "show", "dev", "eth0", "scope", "link"),
              f"a link-local address of {ns}")
        net.mover.detach(ns)


def _first_round(net, nodes, cells, early):
    mns = {ns: Mn(ns, node_key(ns)) for ns in nodes}
    for mn in mns.values():
        mn.set(early_token=int(early), policy="all", max_addresses=32)
    anchors = cells[:-1]
    # Who is told first, and last. With traffic on all the processor would not come to sign.
    ends = {ns: [] for ns in mns}
    # A token takes a node seconds: all wait for theirs at the same time.
    for n in anchors if early else ():
        for ns in mns:
            net.mover.move(ns, n, 0)
        for ns, mn in mns.items():
            address = mn.state(n, "home", auth="phkt")["address"]
            if n in (anchors[0], anchors[-1]):
                ends[ns].append(address)
    found = []
    for ns, mn in mns.items():
        # One at a time: what signs and what sends shares the processor with nobody.
        found.append(_first_move(net, mn, ends[ns], cells))
        # Where the next one goes, nobody shares its link and its processor.
        net.mover.detach(ns)
    for mn in mns.values():
        mn.disable()
    return found


def _first_move(net, mn, homes, cells):
    """homes: the addresses that it has a token for; none: it goes to all anchors now."""
    *anchors, last = cells
    signs = not homes
    traffic = Traffic(net, anchors[-1], (anchors[0], anchors[-1], last), mn.ns)
    traffic.add(*homes)
    for n in anchors if signs else ():
        net.mover.move(mn.ns, n, 0)
        address = mn.state(n, "home", auth="cga")["address"]
        if n in (anchors[0], anchors[-1]):
            homes.append(address)
            traffic.add(address)
    traffic.connect(homes[-1])
    names = traffic.story.names()
    if signs and len(anchors) > 1:
        time.sleep(PACE_FIRST)
        # The others' Binding Updates are lost until now, and so are their packets.
        traffic.story.only(homes[-1])
    up = traffic.wire.change(last)
    time.sleep(0.1 + 3 * rtt_of(net.delay_ms) / 1e3)
    # The router may have taken its time to advertise.
    traffic.client.flowing(*names)
    here = mn.state(last, "home")["address"]
    found = traffic.wire.phases(up, here, [mh.addr(address) for address in homes])
    traffic.end()
    return found


def node_key(ns):
    """Another one for each: the same would give them the same address."""
    file = os.path.join(tempfile.gettempdir(), f"fama-{ns}.pem")
    if not os.path.exists(file):
        fama(None, "key", "generate", "out", file)
    return file


def outage(found):
    """After the advertisement: what the module can do something about."""
    return {way: [m[way] - m["ra"] for m in found] for way in ("up", "down")}
