# SPDX-License-Identifier: GPL-2.0-only
"""What a node asks too often costs it what others hear of it, never its newest update."""

import pytest

import mh
from check import equal, expect, note, until
from dar import Dar
from peer import Peer
from topology import CN, Sniffer

ROUNDS = 100            # of leaving and coming home
BURST, RATE = 20, 10    # updates that others hear of: at once, and in a second


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_polite(net):
    net.host(1, "host", "2001:db8:1::50")
    dar = Dar(1, "off")
    events = net.watch("dar1")
    wire = Sniffer("dar1", "acc")
    node, other = Peer(net), Peer(net)
    node.register()

    def announced(home):
        return len([p for _, way, p in wire.packets() if way == "out" and p[6] == 58 and
                    p[40] == 136 and p[24:40] == mh.addr("ff02::1") and p[48:64] == home])

    equal(announced(node.home), 1, "announcements")
    before = dar.counters()
    for _ in range(ROUNDS):
        node.send(token=node.token, lifetime=0)
        node.send(token=node.token)
    # Each is accepted and answered, the newest counts.
    until(lambda: dar.counters()["bu_phkt"] - before["bu_phkt"] == 2 * ROUNDS, "all accepted",
          dar.counters)
    until(lambda: len(node.answers()) == 2 * ROUNDS + 1, "an answer to each",
          lambda: len(node.answers()))
    equal(node.answers()[-1].seq, node.seq, "sequence number of the last answer")
    dar.bound(node.name, CN)
    # A second of them at most was heard of by others.
    heard = announced(node.home)
    told = len(events.find(event="bu", home=node.name))
    quiet = dar.counters()["bu_quiet"] - before["bu_quiet"]
    note(f"{heard} announcements, {told} events of {2 * ROUNDS}; {quiet} quiet")
    expect(1 <= heard <= (BURST + RATE) // 2 + 1, "announcements", heard)
    expect(BURST <= told <= BURST + RATE + 1, "events", told)
    equal(told - 1 + quiet, 2 * ROUNDS, "reported or counted")
    # Others are not affected.
    other.register()
    equal(announced(other.home), 1, "announcements of another node")
    events.wait(event="binding", home=other.name)
