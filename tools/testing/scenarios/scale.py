# SPDX-License-Identifier: GPL-2.0-only
"""A million bindings: their memory, how they come, are shown, and go.

Fewer where a million takes minutes: on Debian's kernels a quarter, unless everything was
asked for, on debug kernels a fiftieth.

Times are judged where they are instructions; the clock of a debug kernel, and of any
that shares a machine, is what the host makes of it.
"""

import array
import contextlib
import errno
import gc
import glob
import os
import statistics
import struct
import sys
import time

import pytest
from pyroute2.netlink import NLMSG_DONE, NLMSG_ERROR, NLM_F_DUMP, NLM_F_DUMP_INTR

import famactl
import genl
import mh
import netns
import rtnl
from check import Failure, equal, expect, note, until
from dar import Dar
from filler import filler, read, write
from peer import Peer

UML = os.environ.get("FAMA_KIND", "").startswith("uml")
MANY = 1000000 if "FAMA_WIDE" in os.environ else 250000
COUNT = int(os.environ.get("FAMA_SCALE", "20000" if UML else MANY))
PAGE = os.sysconf("SC_PAGE_SIZE")
INSTRUCTIONS = "FAMA_COUNTED" in os.environ  # 2 ns each
HOME = 0x10000
UPDATES = 500


@pytest.fixture(name="filler")
def dar_fill():
    with filler():
        yield


def fill(lifetime, *words):
    """Returns ns of each chunk."""
    start = time.monotonic()
    write("fill", f"2001:db8:1:: {HOME} {COUNT} {lifetime} {' '.join(words)}", "dar1")
    head, chunks = read("fill").splitlines()
    count, errors, total = map(int, head.split())
    equal((count, errors), (COUNT, 0), "entries and errors")
    note(f"{COUNT} in {time.monotonic() - start:.1f} s, {total / COUNT:.0f} ns each")
    return [int(n) for n in chunks.split()]


def lists():
    """Octets of free pages that each processor has in lists of its own: MemFree is without them."""
    with open("/proc/zoneinfo", encoding="ascii") as f:
        return sum(int(line.split()[1]) for line in f if line.strip().startswith("count:")) * PAGE


def meminfo():
    with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as f:
        f.write("3")
    with open("/proc/meminfo", encoding="ascii") as f:
        info = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in f}
    return info["MemFree"] + lists(), info["MemAvailable"]


def slab():
    """Octets of dar_binding in slabs."""
    with open("/proc/slabinfo", encoding="ascii") as f:
        for line in f:
            if line.startswith("dar_binding "):
                words = line.split()
                pages = int(words[5])
                return int(words[-2]) * pages * PAGE, int(words[3])
    raise Failure("dar_binding in /proc/slabinfo", "none")


def prefer_softirqs():
    """Where ksoftirqd takes over, a delay is to mean a hold, not that others had their turn."""
    for comm in glob.glob("/proc/[0-9]*/comm"):
        with open(comm, encoding="ascii") as f:
            if f.read().startswith("ksoftirqd/"):
                os.sched_setscheduler(int(comm.split("/")[2]), os.SCHED_FIFO, os.sched_param(1))


@contextlib.contextmanager
def before_others():
    """Who asks has its turn at once: how late an answer is, is to mean a hold as well."""
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    yield
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def burner():
    """A process that never rests, and is in nobody's way."""
    policy = "os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))"
    return netns.spawn(None, [sys.executable, "-c", f"import os\n{policy}\nwhile True: pass"])


class Probe:
    """How late softirqs came, and answers to this process, while something went on.

    Python collects no garbage meanwhile: that takes 7 ms now and then, and more than 40 ms
    where all objects of this process are looked at, and would be taken for the router's delay.
    """

    def __init__(self, what, home):
        self.what = what
        self.home = home

    def __enter__(self):
        write("softirq", "1")
        self.start = time.monotonic()
        self.asked = []
        gc.disable()
        return self

    def __exit__(self, *exc):
        gc.enable()
        n, longest, *late = map(int, read("softirq").split())
        write("softirq", "0")
        self.longest = longest
        self.seconds = time.monotonic() - self.start
        asked = f", answers after at most {max(self.asked) * 1e3:.1f} ms" if self.asked else ""
        note(f"{self.what}: {self.seconds:.2f} s, softirqs late by at most {longest / 1e6:.1f} ms, "
             f"{late[0]} of {n} by a millisecond{asked}")

    def answers(self, family):
        """Ask for the role, which takes its lock, and for one binding."""
        for cmd, values in (("GET", {}), ("BINDING_GET", {"HOME": self.home})):
            start = time.monotonic()
            with contextlib.suppress(genl.Refused):  # there may be no such binding
                family.heard(cmd, **values)
            self.asked.append(time.monotonic() - start)

    def until(self, family, done, what, patience=600):
        def look():
            self.answers(family)
            return done()
        with before_others():
            until(look, what, patience=patience, every=0.01)


def steady(probe, bound=5e6):
    """
    No softirq is held off. A router does one instruction in 1 ns and not in 2, so this
    is twice as strict as it looks.
    """
    if not INSTRUCTIONS:
        return
    expect(probe.longest < bound, f"no softirq held off for {bound / 1e6:.0f} ms",
           f"{probe.longest / 1e6:.1f} ms")
    expect(max(probe.asked, default=0) < bound / 1e9, "answers in that time", max(probe.asked))


def dump(family, take):
    """Give what comes to take(words, step): 32-bit words of messages, all of the same
    number of words. InterruptedError when the kernel says that they do not fit together.
    """
    family.send("BINDING_GET", {}, NLM_F_DUMP)
    torn = 0
    while True:
        words = array.array("I", family.sock.recv(1 << 18))
        at = 0
        while at < len(words):
            size, kind = words[at], words[at + 1] & 0xffff
            torn |= words[at + 1] >> 16 & NLM_F_DUMP_INTR
            if kind == NLMSG_ERROR:
                raise OSError(errno.EIO, "dump")
            if kind == NLMSG_DONE:
                if torn:
                    raise InterruptedError(errno.EINTR, "dump")
                return
            step = (size + 3) // 4
            like = words[at:at + 2]
            end = at
            while words[end:end + 2] == like:
                end += step
            take(words[at:end], step)
            at = end


def count(family):
    """How many bindings a dump has, and the sum of their home addresses."""
    number = total = 0

    def take(words, step):
        nonlocal number, total
        # Behind the headers, 5 words, comes the home address; in its end they differ.
        equal(words[5], 20 | family.spec.numbers["HOME"] << 16, "the first attribute")
        last = words[9::step]
        last.byteswap()
        number += len(last)
        total += sum(last)

    try:
        dump(family, take)
    except InterruptedError:
        note(f"a dump of {number} was interrupted")
        return None
    return number, total


def update_rate(family, node):
    """Binding Updates with a token that are accepted in a second, sent without a pause."""
    packets = [mh.bu_packet(node.home, node.careof, node.dar, token=node.token, lifetime=105,
                            seq=(node.seq + 1 + i) & 0xffff) for i in range(UPDATES)]
    node.seq = (node.seq + UPDATES) & 0xffff
    node.sniffer.clear()
    start = time.monotonic()
    for packet in packets:
        node.put(packet)

    def done():
        return struct.unpack("=H", family.ask("BINDING_GET", HOME=node.home)["SEQ"])[0] == node.seq
    until(done, f"{UPDATES} updates", every=0.001)
    rate = UPDATES / (time.monotonic() - start)
    until(lambda: sum(d == "in" for _, d, _ in node.sniffer.packets()) >= UPDATES, "the answers")
    node.sniffer.clear()
    return rate


def bindings(family):
    return struct.unpack("=I", family.ask("GET")["BINDINGS"])[0]


@pytest.mark.usefixtures("filler")
@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_scale(net):
    net.explain = lambda: None  # not a million of them
    # Open: a million addresses that never were on a link. Routes of bindings are no part of these,
    # and there are no more than 16,384 of them.
    dar = Dar(1, "off", admit="open", min_sec=0, fib=0)
    family = genl.of("dar1", "dar")
    # Nobody is there to be told.
    rtnl.of("dar1").route("add", "2001:db8:ffff::/64", kind="blackhole")
    first = mh.addr("2001:db8:1::")[:12] + HOME.to_bytes(4, "big")
    prefer_softirqs()
    if INSTRUCTIONS:
        burner()  # without work that clock jumps
    with Probe("idle", first) as idle:
        for _ in range(100):
            idle.answers(family)
            time.sleep(0.01)
    steady(idle)

    node = Peer(net)
    node.register()
    few = statistics.median(update_rate(family, node) for _ in range(5))
    node.refresh(lifetime=0)

    free, available = meminfo()
    slab_before = slab()[0]
    with Probe("fill", first) as filling:
        chunks = fill(86400, "quiet")
    free2, available2 = meminfo()
    octets, size = slab()
    each = [round(n / COUNT) for n in (octets - slab_before, free - free2, available - available2)]
    note(f"octets a binding: object {size}, slabs {each[0]}, free {each[1]}, "
         f"MemAvailable {each[2]}")
    if not UML:
        expect(each[1] <= 400, "no more than 400 octets a binding", each)
        expect(size <= each[0] < each[1], "the table in it", each)
    if len(chunks) >= 20:
        tenth = len(chunks) // 10
        middle = statistics.median(chunks[4 * tenth:5 * tenth])
        last = statistics.median(chunks[-tenth:])
        note(f"a chunk in the middle {middle / 1e6:.1f} ms, at the end {last / 1e6:.1f} ms, "
             f"slowest {max(chunks) / 1e6:.1f} ms")
        if INSTRUCTIONS:
            expect(last < 1.5 * middle, "as fast at the end as in the middle", last / middle)

    node.refresh()
    many = statistics.median(update_rate(family, node) for _ in range(5))
    note(f"{few:.0f} updates a second with one binding, {many:.0f} with {COUNT + 1}")
    if INSTRUCTIONS:
        expect(many > 0.9 * few, "no fewer updates with many bindings", many / few)
    node.refresh(lifetime=0)

    start = time.monotonic()
    least = meminfo()[1]
    number, total = until(lambda: count(family), "a dump that was not interrupted", patience=120)
    note(f"dump of {number} in {time.monotonic() - start:.1f} s")
    equal((number, total), (COUNT, COUNT * HOME + COUNT * (COUNT - 1) // 2), "bindings, their sum")
    expect(least - meminfo()[1] < 16 << 20, "no memory left behind by a dump", meminfo())

    with Probe("flush", first) as flush:
        child = netns.spawn("dar1", [famactl.tool(), "dar", "binding", "flush"])
        flush.until(family, lambda: child.poll() is not None, "the end of a flush")
        equal(child.returncode, 0, "status of the flush")
    equal(bindings(family), 0, "bindings")
    steady(flush)

    with Probe("disable", first) as disable:
        child = netns.spawn("dar1", [famactl.tool(), "dar", "disable"])
        disable.until(family, lambda: child.poll() is not None, "the end of a disable")
        equal(child.returncode, 0, "status of the disable")
    # A million objects go back at once: what the page allocator collects on the way, up
    # to tens of thousands of pages, it returns in one go without interrupts.
    steady(disable, 20e6)
    if not UML:  # KASAN keeps some
        expect(slab()[0] < octets / 10, "memory given back", slab())

    dar.enable("off")
    took = sum(chunks) / 1e9
    fill(int(took * 2) + 3, "quiet")
    with Probe("expiry", first) as expiry:
        expiry.until(family, lambda: not bindings(family), "the end of all bindings")
    steady(expiry)
    equal(dar.counters()["binding_expired"], COUNT, "binding_expired")
    dar.disable()
