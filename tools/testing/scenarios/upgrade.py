# SPDX-License-Identifier: GPL-2.0-only
"""Another module for 10,000 nodes: none of them does anything, and flows go on."""

import os
import time

import pytest

import famactl
import kmod
import netns
import rtnl
from check import equal, expect, note, until
from dar import Dar
from famactl import fama
from filler import filler, read, write
from mn import Mn
from traffic import lost_runs, merge

COUNT = int(os.environ.get("FAMA_SCALE", "10000"))
INSTRUCTIONS = "FAMA_COUNTED" in os.environ  # 2 ns each
SECRET = bytes(range(32))
FIRST = 0x10000
MS = 1e6
LATE = 5 * MS  # no softirq is held off for so long


def timed(what, *args):
    """How long a command takes, and how late softirqs came meanwhile."""
    write("softirq", "1")
    start = time.monotonic()
    done = fama("dar1", *args)
    seconds = time.monotonic() - start
    _, longest, *late = map(int, read("softirq").split())
    write("softirq", "0")
    note(f"{what}: {seconds * 1e3:.0f} ms, softirqs late by at most {longest / MS:.2f} ms, "
         f"{late[0]} by a millisecond")
    if INSTRUCTIONS:
        expect(longest < LATE, "no softirq held off for 5 ms", longest / MS)
    return done


def sent(mn):
    counters = mn.counters()
    return [counters[name] for name in ("bu_cga", "bu_phkt", "coti")]


@pytest.mark.world(dars=2)
def test_upgrade(net):
    dars = [Dar(n, anchor=False) for n in net.dars]
    files = {dar: f"{net.dir}/checkpoint-{dar.n}" for dar in dars}
    for dar in dars:
        dar.disable()
        dar.begin(SECRET=SECRET, listen=False)
        dar.anchor()
    # Nobody is there to be told.
    rtnl.of("dar1").route("add", "2001:db8:ffff::/64", kind="blackhole")
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    for kind in ("tcp", "ping", "down"):
        client.open(kind, kind, first, 5)
    net.mover.move("mn", 2)
    mn.state(1, "away")
    mn.state(2, "home", auth="phkt")
    client.flowing("tcp", "ping", "down")
    with filler():
        write("fill", f"2001:db8:1:: {FIRST} {COUNT} 86400 quiet", "dar1")
        equal(dars[0].show()["bindings"], COUNT + 1, "bindings")
        timed("checkpoint of a running router", "dar", "checkpoint", files[dars[0]])
        fama("dar2", "dar", "checkpoint", files[dars[1]], "freeze")
        asked = sent(mn)
        client.flowing("tcp", "ping", "down")
        timed("checkpoint of a frozen router", "dar", "checkpoint", files[dars[0]], "freeze")
    note(f"{os.stat(files[dars[0]]).st_size / (COUNT + 1):.0f} octets for an entry")

    start = time.monotonic()
    kmod.remove("dar")
    kmod.insert("dar")
    note(f"module removed and inserted: {(time.monotonic() - start) * 1e3:.0f} ms")
    with filler():
        for dar in reversed(dars):
            dar.begin(SECRET=SECRET, listen=False)
            said = timed(f"resume of {dar.ns}", "dar", "resume", files[dar]) if dar.n == 1 else \
                fama(dar.ns, "dar", "resume", files[dar])
            equal(said.stderr, "", "warnings")
            dar.anchor()
    note(f"until the anchor is back: {(time.monotonic() - start) * 1e3:.0f} ms")
    client.flowing("tcp", "ping", "down", more=20)
    equal(dars[0].show()["bindings"], COUNT + 1, "bindings")
    equal(dars[0].counters()["resumed"], COUNT + 1, "entries resumed")
    equal(sent(mn), asked, "messages of the node")
    equal([dars[0].counters()[name] for name in ("rx_bu", "tx_be", "tx_brr", "tx_ba")], [0] * 4,
          "messages from and to all nodes")

    flows = client.stop()
    expect(not flows["tcp"]["error"], "the stream alive", flows["tcp"]["error"])
    merge(flows, server.stop())
    runs = lost_runs(flows["down"]["probes"])
    note("outage: " + ", ".join(f"{(end - begin) / MS:.0f} ms, {n} packets"
                                for begin, _, n, end in runs if n > 2))
    # Nothing is left of it but bindings.
    start = time.monotonic()
    child = netns.spawn("dar1", [famactl.tool(), "dar", "binding", "flush"])
    until(lambda: child.poll() is not None, "the end of a flush", patience=120)
    equal(child.returncode, 0, "status of the flush")
