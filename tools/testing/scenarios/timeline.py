# SPDX-License-Identifier: GPL-2.0-only
"""`fama monitor` in text: each move is a paragraph, whose last line has its phases.

The times must be those of the events, which the test hears itself.
"""

import re
import signal

import pytest

import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from famactl import tool
from mn import Mn
from monitor import listening
from topology import Sniffer, dar_address

MOVED = re.compile(r"moved +eth\d to (?P<dar>\S+) in (?P<ms>\d+) ms"
                   r"(?P<phases>[^;]*); (?P<follow>.*)")


class Timeline:
    """What the command tells, by paragraph."""

    def __init__(self, net, ns):
        with open(f"{net.dir}/timeline", "w", encoding="utf-8") as out:
            self.child = netns.spawn(ns, [tool(), "monitor", "mn"], stdout=out)
        self.name = out.name
        until(lambda: listening(self.child), "fama monitor listening")

    def paragraphs(self):
        with open(self.name, encoding="utf-8") as f:
            return [part.splitlines() for part in f.read().split("\n\n") if part.strip()]

    def moves(self):
        return [part[-1] for part in self.paragraphs() if " moved " in part[-1]]

    def move(self, number):
        """What the last line of a move says."""
        until(lambda: len(self.moves()) >= number, f"a line about move {number}", self.paragraphs)
        found = MOVED.search(self.moves()[number - 1])
        expect(found, "the phases of a move", self.moves())
        phases = dict(part.rsplit(" ", 1) for part in found["phases"].strip(": ").split(", "))
        return found["dar"], int(found["ms"]), {k: int(v) for k, v in phases.items()}, \
            found["follow"]

    def end(self):
        self.child.send_signal(signal.SIGINT)
        self.child.wait()


def rounded(ns):
    """To whole milliseconds, as printf does."""
    return float(f"{ns / 1e6:.0f}")


def answers(events, after, address):
    """A router has said yes, or the node says what the answer has made of the address."""
    return [e["time"] for e in events.find(after=after, address=address)
            if (e["event"], e.get("state")) in (("address", "away"), ("address", "home")) or
            (e["event"] == "ba" and e["status"] < 128)]


def phases(events, after, moved):
    """The same from the events behind a time; these addresses have moved."""
    down, up = (events.wait(after=after, event="link", up=up)["time"] for up in (False, True))
    attached = events.wait(after=after, event="attach")["time"]
    sent = min(e["time"] for e in events.find(after=after, event="bu") if e["address"] in moved)
    last = max(min(answers(events, attached, address)) for address in moved)
    return rounded(last - down), {
        "no link": rounded(up - down), "no router": rounded(attached - up),
        "to the first update": rounded(sent - attached),
        "to the last answer": rounded(last - sent)}


def begun(net, events):
    """A node with an address of the first router, and the time until which it had no other."""
    mn = Mn()
    told = Timeline(net, "mn")
    net.mover.attach("mn", 1)
    home = mn.state(1, "home")["address"]
    dar, _, parts, follow = told.move(1)
    equal((dar, list(parts), follow), (dar_address(1), ["no router"], "no address had to follow"),
          "the first network")
    return mn, told, home, events.all()[-1]["time"]


@pytest.mark.world(dars=3)
def test_timeline(net):
    for n in net.dars:
        Dar(n)
    events = net.watch("mn")
    mn, told, home, before = begun(net, events)
    homes = [home]
    for number, n in ((2, 2), (3, 3), (4, 1)):
        net.mover.move("mn", n, break_ms=40)
        here = mn.state(n, "home")["address"]
        for old in range(1, 4):
            if mn.of_dar(old) and old != n:
                mn.state(old, "away", careof=here)
        moved = homes if n == 1 else [a for a in homes if a != here]
        dar, ms, parts, follow = told.move(number)
        equal((dar, follow), (dar_address(n), f"{len(moved)} address follows" if len(moved) == 1
                              else f"{len(moved)} addresses follow"), f"move {number}")
        equal((ms, parts), phases(events, before, moved), f"phases of move {number}")
        before = events.all()[-1]["time"]
        homes += [here] * (here not in homes)

    net.mover.detach("mn")
    events.wait(after=before, event="link", up=False)
    told.end()
    last = told.paragraphs()[-1][-1]
    expect(last.endswith("eth0 lost its link, and no router was found"), "the end of the link", last)
    equal(len(told.paragraphs()), 5, "paragraphs")


@pytest.mark.world(dars=2)
def test_other_link(net):
    """The interface that stood by heard its router before the other lost its link."""
    for n in net.dars:
        Dar(n)
    lte = net.interface("mn", "eth1")
    mn = Mn(devs=("eth0", "eth1"))
    told = Timeline(net, "mn")
    net.mover.attach("mn", 1)
    mn.state(1, "home", auth="phkt")
    wire = Sniffer("mn", "eth1")
    net.mover.attach(lte, 2)
    until(lambda: any(p[6] == 58 and p[40] == 134 for _, d, p in wire.packets()),
          "an advertisement on eth1")
    net.mover.detach("mn")
    mn.state(1, "away")
    dar, ms, parts, _ = told.move(2)
    equal((dar, parts.get("no router")), (dar_address(2), 0), "the other network, without a pause")
    expect(abs(sum(parts.values()) - ms) <= 1, "phases that make up the move", (ms, parts))
    told.end()


@pytest.mark.world(dars=3)
def test_unanswered(net):
    """A router that does not answer."""
    for n in net.dars:
        Dar(n)
    events = net.watch("mn")
    mn, told, _, _ = begun(net, events)
    net.mover.move("mn", 2)
    here = mn.state(2, "home")["address"]
    mn.state(1, "away", careof=here)
    told.move(2)
    rtnl.of("core").route("add", f"{dar_address(1)}/128", kind="blackhole")
    net.mover.move("mn", 3)
    mn.state(2, "away")
    equal(told.move(3)[3], "1 of 2 addresses follow", "a router that is silent")
    told.end()
