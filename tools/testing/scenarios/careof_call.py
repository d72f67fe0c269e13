# SPDX-License-Identifier: GPL-2.0-only
"""A call in the very first move of its node: every packet that comes to the router after the
update gets through, in each mode, and what the node sent at home paid for it.
"""

import time

import pytest

from call import PERIOD_MS, Call
from check import equal, expect, note
from dar import Dar
from mn import Mn

DELAY_MS = 25
RTT_MS = 4 * DELAY_MS
MARGIN_MS = 5
TALK = 2  # seconds at home
ROUND_TRIPS = {"off": 1, "concurrent": 1, "required": 2}


@pytest.mark.parametrize("mode", ROUND_TRIPS)
@pytest.mark.world(dars=2, delay_ms=DELAY_MS)
def test_careof_call(net, mode):
    dars = [Dar(n, mode) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    # One processor computes for all nodes here: a signature makes a packet of the call late.
    mn.set(early_token=False)
    call = Call(home, anchor=1)
    time.sleep(TALK)
    down, _ = net.mover.move("mn", 2)
    dars[0].bound(home, mn.state(2, "home")["address"], state="verified")
    time.sleep(2)
    heard = call.heard(down, proven=mode == "required")
    note(f"{mode}: {heard}")
    equal(heard.lost, 0, f"packets lost of {heard.came} that came after the update")
    expect(heard.slowest < RTT_MS / 2 + MARGIN_MS, "no packet that waited at the router", heard)
    most = heard.blackout + RTT_MS + heard.pause + MARGIN_MS
    expect(heard.silence < most and heard.pause <= PERIOD_MS + MARGIN_MS,
           f"a silence of at most {most:.1f} ms", heard)
    # A node that says nothing for two round trips is absent, and what comes meanwhile waits for it.
    c = dars[0].counters()
    waited = {"held": c["held_sent"], "held_sent": c["held_sent"]} if c["absent"] else {}
    equal({k: v for k, v in c.items() if k.startswith("held") and v}, waited,
          "packets that waited for a proof")
    call.stop()
