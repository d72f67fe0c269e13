# SPDX-License-Identifier: GPL-2.0-only
"""Two processors, each with a flow of its own, against one of them."""

import os
import threading

from lab import inject, packets, rounds, sent
from paths import CN, DST, FIRST, INNER_SRC, SRC, Fama, Plain, down, home, udp, up

# What comes in, and where in it is which flow it is of.
WAYS = {"downlink": {"fama": (down(64), (DST,)), "plain": (down(64), (DST,))},
        "uplink": {"fama": (up(64), (SRC, INNER_SRC)), "plain": (udp(home(), CN, 64), (SRC,))}}


def flow(path, processor, count, places, took):
    os.sched_setaffinity(0, {processor})
    took[processor] = inject(path.ns, "in0", count, 1, FIRST + processor, *places)


def rate(path, way, processors, count):
    """Packets a second of all of them together."""
    template, places = WAYS[way][path.name]
    packets(template)
    took = {}
    before = sent(path.ns, "out0")
    threads = [threading.Thread(target=flow, args=(path, n, count, places, took))
               for n in range(processors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    left = sent(path.ns, "out0") - before
    assert left == processors * count, f"{path.name}: {left} of {processors * count} packets left"
    return sum(count / ns * 1e9 for ns in took.values())


def multicore(table, count, runs):
    ways = [Fama(), Plain()]
    ways[0].fill(2)
    for way in WAYS:
        got = rounds({(p.name, n): lambda p=p, n=n: rate(p, way, n, count)
                      for p in ways for n in (1, 2)}, runs)
        factor = {p.name: [two / one for one, two in zip(got[p.name, 1], got[p.name, 2])]
                  for p in ways}
        table.add(f"multicore_{way}", "x", factor["fama"], "plain", factor["plain"], digits=2)
    for p in ways:
        p.close()
