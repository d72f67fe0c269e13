# SPDX-License-Identifier: GPL-2.0-only
"""Routes of bindings: what they take, how late they come and go, how long the RTNL is held for them,
and what their changes cost others. By instructions, in kernels that have kprobes."""

import collections
import itertools
import statistics
import time

import mh
import netns
from lab import free, inject, packets, rounds
from paths import CN, DAR, FIRST, HOME, careof, down, home, udp
from tracing import Probes
from updates import TOKEN, Router, no_bounds

ROUTES = 16384  # DAR_FIB_MAX
PACKETS = 50000  # of a run, with changes among them
RATES = (100, 1000)  # bindings a second that begin, and as many that end
LATE = 64  # others end before a binding begins again: its route must be gone
TIMED = 500  # changes

# What is done to a routing table, mostly under the RTNL.
WORK = {"neigh": "neigh_add", "add": "inet6_rtm_newroute", "del": "inet6_rtm_delroute"}


class Unmirrored(Router):
    """Bindings without routes; they begin and end."""

    name = "unmirrored"
    policy = {"FIB": 0}

    def begin(self, numbers):
        """Those that end and begin."""
        no_bounds(self)
        self.seq = 0
        self.bound, self.ended = collections.deque(numbers), collections.deque()
        while len(self.ended) < LATE:
            packets(self.change())
            inject(self.ns, "in0", 1)
        self.settle()

    def change(self):
        """An update that ends a binding, and then one that begins another one again."""
        begins = len(self.ended) > LATE
        source, target = (self.ended, self.bound) if begins else (self.bound, self.ended)
        target.append(source.popleft())
        self.seq += 1
        return mh.bu_packet(home(target[-1]), careof(target[-1]), DAR, token=TOKEN, seq=self.seq,
                            lifetime=105 if begins else 0)

    def settle(self):
        """As long as for routes that wait, if there were some."""
        while self.dar.show()["fib_waiting"]:
            pass

    def among(self, data, each, count):
        """Packets a second, so many before each change. Each 0: there is none."""
        if not each:
            packets(data)
            return count / inject(self.ns, "in0", count) * 1e9
        changes = [self.change() for _ in range(max(2, count // each) & ~1)]
        packets(*[data * each + change for change in changes])
        before, start = self.counters()["bu_phkt"], time.monotonic_ns()
        inject(self.ns, "in0", len(changes) * (each + 1))
        self.settle()
        took = time.monotonic_ns() - start
        assert self.counters()["bu_phkt"] - before == len(changes), self.counters()
        return len(changes) * each / took * 1e9


class Mirrored(Unmirrored):
    name = "mirrored"

    def mirror(self):
        """All bindings, as far as there is room; returns the number of routes."""
        self.dar.ask("ANCHOR_SET", PREFIX=HOME, PREFIX_LEN=64, FIB=1)
        self.await_routes()
        return self.dar.show()["fib_routes"]

    def routed(self):
        """Numbers of the bindings that have a route, without that of downlink."""
        with netns.inside(self.ns), open("/proc/thread-self/net/ipv6_route", encoding="ascii") as f:
            numbers = [int(line[24:32], 16) - FIRST for line in f
                       if line.startswith(mh.addr(HOME).hex()[:16]) and line.split()[-1] == "dar0"]
        return sorted(n for n in numbers if n)


def held(events):
    """us of each work under the RTNL, by what it was."""
    got, begun = {what: [] for what in WORK}, {}
    for event in events:
        way, _, what = event["event"].rpartition("_")
        if way == "enter":
            begun[what] = event
        elif way == "leave" and int(begun[what]["owner"], 0):
            got[what].append((event["time"] - begun[what]["time"]) * 1e6)
    return got


def lags(events):
    """us from a change of a binding to that of its route, by what it was."""
    wanted = collections.deque(e for e in events if e["event"] == "want")
    late = {"add": [], "del": []}
    for event in events:
        what = event["event"].removeprefix("leave_")
        if what in late:
            first = wanted.popleft()
            assert bool(int(first["wanted"], 0)) == (what == "add"), "a change and that of its route"
            late[what].append((event["time"] - first["time"]) * 1e6)
    assert not wanted, "changes without one of a route"
    return late


def traced(run):
    # While the owner of a mutex is not 0, it is held.
    probes = {"want": "p dar:dar_fib_want wanted=$arg3:u8"}
    for what, function in WORK.items():
        probes[f"enter_{what}"] = f"p {function} owner=@rtnl_mutex:u64"
        probes[f"leave_{what}"] = f"r {function}"
    with Probes(probes) as trace:
        run()
        return trace.all()


def percentiles(table, name, count, got):
    for what, values in got.items():
        for p in (50, 99) if values else ():
            table.add(f"fib_{name}_{what}_p{p}_{count}", "us",
                      [statistics.quantiles(values, n=100)[p - 1]])


def times(table, mirrored, count, data, each):
    """What changes of bindings take one by one, and among packets."""
    def one_by_one():
        for _ in range(TIMED):
            packets(mirrored.change())
            inject(mirrored.ns, "in0", 1)
            time.sleep(0.002)
    events = traced(one_by_one)
    percentiles(table, "lag", count, lags(events))
    percentiles(table, "rtnl", count, held(events))
    events = traced(lambda: mirrored.among(data, each, TIMED * each))
    percentiles(table, "lag_busy", count, lags(events))


def fib(table, count, runs):
    plain, mirrored = Unmirrored(), Mirrored()
    plain.fill(count)
    mirrored.fill(count)
    before = free()
    routes = mirrored.mirror()
    assert routes == min(count, ROUTES), routes
    table.add(f"fib_memory_{count}", "octets", [(before - free()) / routes])
    table.add(f"fib_full_{count}", "bindings", [mirrored.counters()["fib_full"]])
    for path in (plain, mirrored):
        path.begin(mirrored.routed()[:4 * LATE])
    ways = {"downlink": down(64), "bystander": udp(CN, "2001:db8:5::5", 64)}
    pps = plain.among(ways["downlink"], 0, PACKETS)
    times(table, mirrored, count, ways["downlink"], round(pps / RATES[-1] / 2))
    for (way, data), rate in itertools.product(ways.items(), (0, *RATES)):
        each = round(pps / rate / 2) if rate else 0
        got = rounds({c.name: lambda c=c: c.among(data, each, PACKETS) for c in (plain, mirrored)}, runs)
        table.add(f"fib_{way}_{rate}_{count}", "packets/s", got["mirrored"], "no routes",
                  got["unmirrored"])
    plain.close()
    mirrored.close()
