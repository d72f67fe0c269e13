# SPDX-License-Identifier: GPL-2.0-only
"""`fama record` on a node and a router, read as `fama report` reads it: what the judge sees."""

import json
import os
import signal
import stat
import sys

import pytest

import netns
from check import equal, expect, until
from dar import Dar
from famactl import key, refused, tool
from judge.plan import Limits
from judge.story import Story
from mn import Mn
from monitor import listening
from topology import dar_address

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../fama/report"))

import recording
import story as told_story

# How long a debug kernel on a busy host takes is not the point.
PATIENT = Limits(margin_ms=1500, update_ms=500, advertisement_ms=2000, rtt_ms=200, silence_ms=3000,
                 agree_ms=100)
# Between the sockets of the judge and those of the command.
AGREE_MS = 20


class Recorder:
    def __init__(self, net, ns, *words):
        self.path = f"{net.dir}/{ns}.rec"
        self.said = f"{net.dir}/{ns}.said"
        with open(self.said, "w", encoding="utf-8") as out:
            self.child = netns.spawn(ns, [tool(), "record", self.path, *words, "node", ns],
                                     stdout=out, stderr=out)
        until(lambda: listening(self.child) and os.path.exists(self.path) and
              os.path.getsize(self.path), f"a recording in {ns}")

    def end(self, sig=signal.SIGINT):
        if sig:
            self.child.send_signal(sig)
        equal(self.child.wait(), 0, "status of the recorder")
        with open(self.said, encoding="utf-8") as f:
            said = f.read()
        expect("packets are in" in said and said.count("\n") == 1, "one line at the end", said)
        return self

    def lines(self):
        with open(self.path, encoding="utf-8") as f:
            return [json.loads(line) for line in f]


def near(seen, wanted, what):
    expect(seen is not None and wanted is not None and abs(seen - wanted) <= AGREE_MS * 1e6,
           f"{what} at {wanted}", seen)


def no_secrets(path):
    """Neither the key, nor what programs say to each other, which is longer than any header."""
    with open(path, encoding="ascii") as f:
        text = f.read()
    with open(key(), encoding="ascii") as f:
        secret = f.read().split("\n")[1]
    expect(secret not in text and "PRIVATE" not in text, "no key in the recording", path)
    for line in map(json.loads, text.splitlines()):
        if "headers" in line and bytes.fromhex(line["headers"])[6] in (6, 17, 41):
            expect(len(line["headers"]) // 2 <= 2 * 40 + 20, "headers and nothing else", line)


@pytest.mark.world(dars=2)
def test_record(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    _, client = net.traffic()
    story = Story(net, client, at=1, limits=PATIENT)
    story.listen()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home")["address"]
    recorders = [Recorder(net, ns) for ns in ("mn", "dar1")]
    for kind in ("ping", "down"):
        story.open(kind, kind, home)
    client.flowing(*story.names())
    story.move(2)
    here = mn.state(2, "home")["address"]
    mn.state(1, "away", careof=here)
    dars[0].bound(home, here, state="verified")
    client.flowing(*story.names(), more=10)
    j, _, _ = story.end()
    node, router = [r.end() for r in recorders]
    equal(stat.S_IMODE(os.stat(node.path).st_mode), 0o600, "mode")
    for r in recorders:
        no_secrets(r.path)
        equal(r.lines()[-1]["end"], "interrupted", "why it ended")
    check_node(told_story.tell(recording.read(node.path)), j, home)
    check_router(told_story.tell(recording.read(router.path)), home, here)


def check_node(s, j, home):
    """What the judge says of the same handover."""
    equal([(h.start, h.to) for h in s.handovers], [(dar_address(1), dar_address(2))], "handovers")
    h, seen = s.handovers[0], j.found[0]
    made = seen.registrations[home]
    near(h.advertisement, seen.advertisement, "advertisement")
    near(h.update, made.update, "update")
    near(h.answer, made.answer, "answer")
    equal(sorted(f.protocol for f in s.flows), [17, 58], "flows")
    for flow in s.flows:
        name = {17: "down", 58: "ping"}[flow.protocol]
        passed = len(j.flows[name, "down"].passed())
        expect(abs(len(flow.down.trails) - passed) <= 3, f"{passed} packets of {name}",
               len(flow.down.trails))
    expect(any(x.state == "away" and x.address == home for x in s.stays), "where it was", s.stays)
    expect(s.recording.counters[-1]["counters"]["ba_accepted"] >= 1, "counters",
           s.recording.counters[-1])


def check_router(s, home, here):
    """It is no node: it has bindings, and packets of its tunnels."""
    equal(s.handovers, [], "handovers of a router")
    expect(any((x.address, x.careof, x.state) == (home, here, "bound") for x in s.stays),
           "the binding", s.stays)
    tunnel = [p for p in s.recording.packets if p["dev"] == "dar0"]
    expect({p["out"] for p in tunnel} == {True, False}, "packets both ways in the tunnel",
           len(tunnel))


@pytest.mark.world(dars=1)
def test_bounds(net):
    """It ends by itself, and says what it cannot do."""
    Dar(1)
    mn = Mn()
    net.mover.attach("mn", 1)
    mn.state(1, "home")
    equal(Recorder(net, "mn", "seconds", "1").end(None).lines()[-1]["end"], "seconds", "end")
    _, client = net.traffic()
    recorder = Recorder(net, "mn", "size", "1")
    client.begin(mn.state(1, "home")["address"], "ping")
    client.open("down", "flood", mn.state(1, "home")["address"], 1)
    recorder.end(None)
    equal(recorder.lines()[-1]["end"], "size", "end")
    size = os.path.getsize(recorder.path)
    expect(1_000_000 <= size < 1_200_000, "a megabyte", size)
    refused("mn", "record", "/nonexistent/file")
    equal(refused("mn", "record", "/dev/full", "seconds", "1"),
          "fama: /dev/full: No space left on device", "what it says")
    refused("mn", "record", "dar", "/dev/full", "frob", status=2)
    client.stop()
