# SPDX-License-Identifier: GPL-2.0-only
"""An hour of standing still with sixteen anchors: how often the node wakes the machine."""

import re
import time

import pytest

from check import equal, expect, note
from dar import Dar
from mn import Mn
from tracing import Trace

ANCHORS = 16
HOUR = 3600
WORK = ("work_timer", "work_due", "work_run", "work_keep", "dev_stale_work")


def runs(trace):
    """{function of the node: how often it ran}"""
    found = {}
    for event in trace.all():
        name = re.search(r"\bfunction[= ](\w+)", event["text"])[1]
        if name in WORK:
            found[name] = found.get(name, 0) + 1
    return found


@pytest.mark.kernels("debug")
@pytest.mark.patience(8000)
@pytest.mark.world(dars=ANCHORS, min=1300, max=1800, router_lifetime=9000, valid=86400,
                   preferred=86400, delay_ms=0)
def test_standing_still(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    for n in net.dars:
        net.mover.move("mn", n) if n > 1 else net.mover.attach("mn", n)
        mn.state(n, "home", auth="phkt")
    for n in net.dars[:-1]:
        mn.state(n, "away")
    before = mn.counters()
    with Trace("timer:hrtimer_expire_entry", "workqueue:workqueue_execute_start") as trace:
        time.sleep(HOUR)
        found = runs(trace)
    after = mn.counters()
    gained = {k: after[k] - before[k] for k in after if after[k] != before[k]}
    note(f"ran: {found}")
    note(f"counted: {gained}")
    equal(gained.get("bu_phkt"), ANCHORS - 1, "refreshes")
    equal(gained.get("bu_cga"), None, "signatures")
    # Advertisements wake it, too: the router has sent them.
    wakes = sum(found.values()) - found.get("work_run", 0)
    equal((found["work_due"], wakes), (1, 2), "the refreshes, all at once: timer and work")
    expect(found.get("work_run", 0) <= 2 * gained["rx_ra"] + gained["ba_accepted"],
           "what messages wake", found)
    mn.state(ANCHORS, "home")
    equal(len(events.find(event="expire")), 0, "bindings that ended")
