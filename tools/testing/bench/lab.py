# SPDX-License-Identifier: GPL-2.0-only
"""What measurements share: packets into a namespace, rounds that take turns, a table."""

import contextlib
import json
import os
import statistics
import time

import netns
from check import until

BENCH = "/sys/kernel/debug/bench"
FILL = "/sys/kernel/debug/dar_fill"
PAGE = os.sysconf("SC_PAGE_SIZE")


LOAD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "vm", "load.sh")


@contextlib.contextmanager
def loaded(*names):
    """Modules of the build, in the order of what they need, out again in the end."""
    netns.run(None, [LOAD, os.environ["FAMA_BUILD"], *names])
    try:
        yield
    finally:
        for name in reversed(names):
            netns.run(None, ["rmmod", name])


def write(path, data, ns=None):
    with netns.inside(ns):
        fd = os.open(path, os.O_WRONLY)
        try:
            for at in range(0, len(data), 1 << 20):
                os.write(fd, data[at:at + (1 << 20)])
        finally:
            os.close(fd)


def packets(*templates):
    """What inject() sends in turn."""
    write(f"{BENCH}/packets", b"".join(templates))


def inject(ns, dev, count, *numbers):
    """Returns nanoseconds. Numbers: range, first, and where in a packet, see inject.c."""
    words = " ".join(map(str, [dev, count, *numbers]))
    with netns.inside(ns), open(f"{BENCH}/run", "r+b", buffering=0) as f:
        f.write(words.encode())
        done, took = map(int, f.read(64).split())
    assert done == count, (done, count)
    return took


def far_memory(count):
    """ns of an access to a random one of so many objects as large as a binding."""
    write(f"{BENCH}/chase", str(count).encode())
    with open(f"{BENCH}/chase", encoding="ascii") as f:
        done, took = map(int, f.read().split())
    return took / done


def sent(ns, dev):
    """Packets that a device has sent."""
    with netns.inside(ns), open("/proc/thread-self/net/dev", encoding="ascii") as f:
        line = next(line for line in f if line.strip().startswith(f"{dev}:"))
    return int(line.partition(":")[2].split()[9])


def _lists():
    """Octets of free pages that each processor has in lists of its own: MemFree is without them."""
    with open("/proc/zoneinfo", encoding="ascii") as f:
        return sum(int(line.split()[1]) for line in f if line.strip().startswith("count:")) * PAGE


def _free_now():
    with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as f:
        f.write("3")
    with open("/proc/meminfo", encoding="ascii") as f:
        return _lists() + next(int(line.split()[1]) << 10 for line in f if line.startswith("MemFree:"))


def free():
    """Octets of memory that nobody uses, when what is still being given back is back."""
    seen = [0]

    def settled():
        time.sleep(0.2)
        seen.append(_free_now())
        return abs(seen[-1] - seen[-2]) < 64 << 10

    until(settled, "memory that nobody takes or gives back", lambda: seen)
    return seen[-1]


def rounds(contestants, times, warm_up=True):
    """{name: [values]} of functions that take turns, so that all have the same noise.

    Each has a turn before that does not count: what was before may still be cleaned up.
    """
    values = {name: [] for name in contestants}
    for warm in contestants.values() if warm_up else ():
        warm()
    for i in range(times):
        order = list(contestants)
        # Who comes first gains or loses by it: everybody does once.
        for name in order[i % len(order):] + order[:i % len(order)]:
            values[name].append(contestants[name]())
    return values


def spread(values):
    """Half of the distance between the quartiles, of the median."""
    low, _, high = statistics.quantiles(values, n=4)
    return (high - low) / 2 / statistics.median(values)


class Table:
    """What was measured, as bench.json has it; and curves, for plot.py."""

    def __init__(self):
        self.rows = []
        self.sweeps = {}

    def point(self, sweep, curve, x, y):
        self.sweeps.setdefault(sweep, {}).setdefault(curve, []).append((x, y))

    def add(self, name, unit, values, peer=None, peer_values=None, digits=0):
        """A median, beside that of a peer if there is one."""
        value = statistics.median(values)
        row = dict(name=name, value=round(value, digits), unit=unit, peer=peer, peer_value=None,
                   ratio=None, runs=len(values), spread=round(spread(values), 4)
                   if len(values) > 1 else None, kernel=os.environ.get("FAMA_KIND"))
        if peer_values:
            row["peer_value"] = round(statistics.median(peer_values), digits)
            # Of pairs that were measured one after the other.
            row["ratio"] = round(statistics.median(
                a / b for a, b in zip(values, peer_values)), 4)
        self.rows.append(row)
        print(line(row), flush=True)
        return row

    def save(self, directory):
        for name, what in (("bench", self.rows), ("sweeps", self.sweeps)):
            with open(os.path.join(directory, f"{name}.json"), "w", encoding="ascii") as f:
                json.dump(what, f, indent=1)
                f.write("\n")


def line(row):
    text = f"{row['name']:<31} {row['value']:>12,} {row['unit']:<10}"
    if row["peer"]:
        peer = f"{row['peer']} {row['peer_value']:,}" if row["peer_value"] is not None \
            else row["peer"]
        text += f" {row['ratio']:>7.3f} x {peer}"
    if row["spread"] is not None:
        text += f"  (+-{row['spread'] * 100:.1f} %, {row['runs']} runs)"
    return text
