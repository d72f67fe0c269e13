# SPDX-License-Identifier: GPL-2.0-only
"""Scripts wait for a node by `fama mn wait`: before it is enabled, at home, away; not by asking
again and again."""

import time

import pytest

import famactl
import netns
from check import equal, expect, until
from dar import Dar
from mn import Mn


def waiter(*words):
    return netns.spawn("mn", [famactl.tool(), "mn", "wait", *words], stderr=-1, text=True)


def switches(process):
    """How often it has slept."""
    with open(f"/proc/{process.pid}/status", encoding="ascii") as f:
        return next(line for line in f if line.startswith("voluntary_ctxt_switches"))


def asleep(process):
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as f:
        return f.read().rpartition(") ")[2][0] == "S"


def ended(process, status=0):
    until(lambda: process.poll() is not None, f"end of {process.args}")
    equal(process.returncode, status, f"status of {process.args}")


@pytest.mark.world(dars=2)
def test_node_wait(net):
    for n in net.dars:
        Dar(n)
    waiters = {words: waiter(*words.split()) for words in ("", "home", "away timeout 200")}
    short = waiter("timeout", "3")
    start = time.monotonic()
    ended(short, 1)
    expect(3 <= time.monotonic() - start + 1, "three seconds", time.monotonic() - start)
    equal(short.stderr.read(), "fama: timed out\n", "what it says")

    # Nothing happens, and they do nothing.
    for process in waiters.values():
        until(lambda process=process: asleep(process), "a process that sleeps")
    before = {words: switches(process) for words, process in waiters.items()}
    time.sleep(30)
    equal({words: switches(process) for words, process in waiters.items()}, before,
          "how often they have slept")

    mn = Mn()
    equal([process.poll() for process in waiters.values()], [None] * 3, "who still waits")
    net.mover.attach("mn", 1)
    ended(waiters[""])
    ended(waiters["home"])
    mn.state(1, "home", auth="phkt")
    equal(waiters["away timeout 200"].poll(), None, "who still waits")
    net.mover.move("mn", 2)
    ended(waiters["away timeout 200"])
    equal(mn.of_dar(1)["state"], "away", "state of the first address")
    # What is there already is not waited for.
    for words in ("address", "home", "away"):
        ended(waiter(words, "timeout", "0"))
    net.mover.detach("mn")
    mn.state(1, "idle")
    ended(waiter("timeout", "0"), 1)
