# SPDX-License-Identifier: GPL-2.0-only
"""How it grows: curves for plot.py, a point is the median of a few runs."""

from statistics import median

from lab import rounds
from paths import Fama, Ip6tnl, Plain
from updates import Router, no_bounds, phkt

BINDINGS = (1, 10, 100, 1000, 10000, 100000, 1000000)
SIZES = (64, 128, 256, 512, 1024, 1400)
SHARES = (1000, 300, 100, 30, 10, 3, 1)  # packets for each Binding Update
RUNS = 5


def bindings(table, count):
    """Packets to random ones of more and more bindings."""
    path = Fama()
    path.downlink(count)
    for number in BINDINGS:
        path.fill(number)
        path.downlink(count)
        table.point("bindings", "downlink", number,
                    median(path.downlink(count) for _ in range(RUNS)) / 1e6)
    path.close()


def sizes(table, count):
    """Octets of the packet inside; bits a second of these."""
    ways = [Plain(), Fama(), Ip6tnl()]
    for octets in SIZES:
        for way in ("downlink", "uplink"):
            got = rounds({p.name: lambda p=p: getattr(p, way)(count, octets) for p in ways}, RUNS)
            for name, values in got.items():
                table.point(f"sizes_{way}", name, octets, median(values) * octets * 8 / 1e9)
    for p in ways:
        p.close()


def rates(table, nodes, count):
    """Packets to one binding while others are updated by token."""
    router = Router()
    no_bounds(router)
    router.fill(nodes)
    seq = 0
    for each in SHARES:
        got = []
        for _ in range(RUNS):
            seq += 1
            updates = [phkt(n, seq) for n in range(1, max(count // (each + 1), 10))]
            got.append(router.among_packets(updates, each))
        table.point("updates", "downlink", median(u for _, u in got), median(d for d, _ in got) / 1e6)
    router.close()
