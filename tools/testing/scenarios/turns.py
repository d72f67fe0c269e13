# SPDX-License-Identifier: GPL-2.0-only
"""Where many bindings end at once, or are about to, their nodes are told one after the other."""

import time

import pytest

import mh
from check import equal, expect, note, until
from dar import Dar
from peer import Peer
from topology import Sniffer, prefix

NODES = 200
RATE, BURST = 1000, 50      # messages in a second, and at once
LIFETIME = 32               # is reminded when an eighth of it is left


def told(wire, kind):
    """When messages of this kind have left, in ns, and for which home addresses."""
    sent = [m for m in mh.messages(wire.packets(), kind) if m.direction == "out"]
    return [m.when for m in sent], {m.home for m in sent}


def paced(times, what):
    """Whichever window of 50 ms one looks at."""
    window = 50 * 10**6
    most = max(sum(t <= s < t + window for s in times) for t in times)
    note(f"{len(times)} {what} in {(max(times) - min(times)) / 1e6:.0f} ms, "
         f"{most} in 50 ms at most")
    expect(most <= BURST + RATE * window / 10**9 + 1, f"{what} one after the other", most)


@pytest.mark.kernels("debug")
@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_turns(net):
    dar = Dar(1, "off")
    dar.set(verify_rate=0)
    wire = Sniffer("dar1", "core")
    nodes = [Peer(net) for _ in range(NODES)]
    homes = {node.home for node in nodes}
    for node in nodes:
        node.register()

    def bind(lifetime):
        """All at once."""
        before = dar.counters()["bu_phkt"]
        for node in nodes:
            node.send(token=node.token, lifetime=lifetime // 4)
        until(lambda: dar.counters()["bu_phkt"] - before == NODES, "all bound", dar.counters)

    # Before their end nodes are reminded: each of them, and before an eighth is over.
    bind(LIFETIME)
    until(lambda: told(wire, mh.BRR)[1] == homes, "a reminder for each",
          lambda: len(told(wire, mh.BRR)[1]), patience=LIFETIME)
    paced(told(wire, mh.BRR)[0][:NODES], "reminders")

    # The end of their anchor, of all bindings by hand.
    bind(400)
    wire.packets()
    dar.flush()
    equal(dar.bindings(), [], "bindings after the command")
    until(lambda: told(wire, mh.BE)[1] == homes, "an error for each",
          lambda: len(told(wire, mh.BE)[1]))
    paced(told(wire, mh.BE)[0], "errors after the flush")
    seen = len(told(wire, mh.BE)[0])
    equal(seen, NODES, "errors, one for each")
    bind(400)
    dar.unanchor()
    until(lambda: len(told(wire, mh.BE)[0]) == 2 * NODES, "an error for each",
          lambda: len(told(wire, mh.BE)[0]))
    paced(told(wire, mh.BE)[0][seen:], "errors after the end of the anchor")

    # Who is bound again when its turn comes is told nothing.
    dar.anchor(prefix(1), care_of_test="off")
    bind(400)
    dar.flush()
    bind(400)
    later = len(told(wire, mh.BE)[0])
    time.sleep(2 * NODES / RATE)
    equal(len(told(wire, mh.BE)[0]), later, "errors about addresses that are bound again")
    equal(len(dar.bindings()), NODES, "bindings")
