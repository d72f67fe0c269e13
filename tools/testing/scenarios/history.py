# SPDX-License-Identifier: GPL-2.0-only
"""Who had which address when: the collector of router.rst rebuilds it from events alone."""

import os
import re
import stat
import time

import pytest

import netns
import rtnl
from check import equal, expect, note, until
from dar import Dar
from famactl import tool
from mn import Mn
from peer import Peer, fingerprint
from topology import CN

ROUTER_RST = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                          "../../../Documentation/router.rst")
OTHER = "2001:db8:d::2"     # another care-of address of the peers
BURST = 20                  # updates of a node that are reported, at once


class Collector:
    """The program of router.rst, in the namespace of DAR 1."""

    def __init__(self, net):
        with open(ROUTER_RST, encoding="utf-8") as f:
            text = re.search(r"\n  #!/usr/bin/python3\n(  .*\n|\n)+", f.read())[0]
        program, self.file = f"{net.dir}/collect", f"{net.dir}/history"
        with open(program, "w", encoding="utf-8") as f:
            f.write(re.sub(r"^  ", "", text.lstrip("\n"), flags=re.MULTILINE))
        os.chmod(program, stat.S_IRWXU)
        path = f"{os.path.dirname(os.path.abspath(tool()))}:{os.environ['PATH']}"
        with open(self.file, "w", encoding="ascii") as out:
            netns.spawn("dar1", ["env", f"PATH={path}", program], stdout=out)

    def rows(self):
        with open(self.file, encoding="ascii") as f:
            return [line.split() for line in f.read().splitlines()]

    def agrees(self, wanted):
        """The rows so far: home address, care-of address, why it ended."""
        until(lambda: [(home, careof, why) for home, careof, _, _, _, why in self.rows()] ==
              wanted, f"this history: {wanted}", self.rows)


@pytest.mark.world(dars=3)
def test_walk(net):
    """A node walks to two networks and comes home."""
    net.add_dar = [Dar(n) for n in net.dars]
    history = Collector(net)
    mn = Mn()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    times, walk = [], []
    for n in (2, 3):
        times.append(time.time_ns())
        net.mover.move("mn", n)
        mn.state(1, "away")
        walk.append(mn.state(n, "home")["address"])
        net.add_dar[0].bound(home, walk[-1], state="verified")
    times.append(time.time_ns())
    net.mover.move("mn", 1)
    mn.state(1, "home")
    times.append(time.time_ns())

    history.agrees([(home, walk[0], "moved"), (home, walk[1], "deregistered")])
    for i, (_, _, _, begin, end, _) in enumerate(history.rows()):
        expect(times[i] < int(begin) < times[i + 1] < int(end) < times[i + 2],
               f"a stay between {times[i:i + 3]}", (begin, end))
    # One stay begins when the other ends.
    equal(history.rows()[0][4], history.rows()[1][3], "end of the first stay")


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_ends(net):
    """Each way in which a binding ends, and what is noticed of updates that are not reported."""
    rtnl.of("cn").address("add", f"{OTHER}/64", "eth0")
    rtnl.of("core").route("add", f"{OTHER}/128", dev="cn")
    dar = Dar(1, "off")
    events = net.watch("dar1")
    node, other = Peer(net), Peer(net, careof=OTHER)
    node.register()
    history = Collector(net)

    def runs():
        """Once it does, it tells of whoever comes and goes."""
        other.register()
        other.refresh(lifetime=0)
        return history.rows()
    until(runs, "a collector that runs", history.rows)
    rows = []

    def of_node():
        return [(home, careof, why) for home, careof, _, _, _, why in history.rows()
                if home == node.name]

    def agrees(careof, why):
        rows.append((node.name, careof, why))
        until(lambda: of_node() == rows, f"this history: {rows}", history.rows)

    # What was bound before is known, too.
    node.refresh(careof=OTHER)
    agrees(CN, "moved")
    key = next(r for r in history.rows() if r[0] == node.name)[2]
    expect(fingerprint(node.cga.key).startswith(key) and len(key) == 23,
           "the beginning of the fingerprint", key)
    dar.flush(node.name)
    agrees(OTHER, "flushed")
    node.refresh(lifetime=4)
    agrees(CN, "expired")

    # A node that sends too many: the next event of anybody shows the gap.
    node.refresh()
    told = len(events.find(home=node.name, event="binding"))
    for i in range(2 * BURST):
        node.refresh(careof=OTHER if i % 2 else CN)
    seen = len(events.find(home=node.name, event="binding")) - told
    note(f"{seen} of {2 * BURST} changes reported")
    expect(seen < 2 * BURST, "changes that were not reported", seen)
    other.register()
    other.refresh(lifetime=0)
    dar.unanchor()
    until(lambda: of_node()[-1] == (node.name, OTHER, "anchor"), "the end of the last stay",
          history.rows)
    equal(of_node()[:len(rows)], rows, "the history before")
    # A stay is lost if its end was among what was not reported; the last one may not be.
    ends = {why for _, _, why in of_node()[len(rows):-1]}
    expect("moved" in ends and ends <= {"moved", "lost"}, "other ends", ends)
    numbers = [e["number"] for e in events.find() if e.get("number")]
    equal(numbers, sorted(set(numbers)), "numbers of changes, which only grow")
    expect(len(numbers) < numbers[-1] - numbers[0] + 1, "a gap where changes were not reported",
           numbers)
