# SPDX-License-Identifier: GPL-2.0-only
"""What a node asks too often costs it what others hear of it, never its newest update."""

import time

import pytest

import mh
import peer
from check import equal, expect, note, until
from dar import Dar
from peer import Peer
from topology import CN, Sniffer

ROUNDS = 100            # of leaving and coming home
LINK = 100              # announcements on a link: at once, and in a second
BURST, RATE = 20, 10    # updates that others hear of: at once, and in a second


def announced(wire, home):
    """How many announcements the link has heard."""
    return len([p for _, way, p in wire.packets() if way == "out" and p[6] == 58 and
                p[40] == 136 and p[24:40] == mh.addr("ff02::1") and p[48:64] == home])


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_polite(net):
    net.host(1, "host", "2001:db8:1::50")
    dar = Dar(1, "off")
    events = net.watch("dar1")
    wire = Sniffer("dar1", "acc")
    node, other = Peer(net), Peer(net)
    node.register()

    equal(announced(wire, node.home), 1, "announcements")
    before, start = dar.counters(), time.monotonic()
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
    took = time.monotonic() - start
    # Others heard of no more than the limit allows in this time.
    heard = announced(wire, node.home)
    told = len(events.find(event="bu", home=node.name))
    quiet = dar.counters()["bu_quiet"] - before["bu_quiet"]
    note(f"{heard} announcements, {told} events of {2 * ROUNDS}; {quiet} quiet")
    most = BURST + RATE * took + 1
    # One of two begins a binding, and an announcement is repeated each second.
    expect(1 <= heard <= most / 2 + 1 + took, f"{most / 2:.0f} announcements at most", heard)
    expect(BURST <= told <= most + 1, f"{most:.0f} events at most", told)
    equal(told - 1 + quiet, 2 * ROUNDS, "reported or counted")
    # Others are not affected.
    other.register()
    equal(announced(wire, other.home), 1, "announcements of another node")
    events.wait(event="binding", home=other.name)


@pytest.mark.kernels("uml-6.12", "uml-6.1")  # where so many updates take no time
@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_announcements_kept(net):
    """Strangers who come and go use up what a link gets to hear of strangers, and no more."""
    net.host(1, "host", "2001:db8:1::50")
    dar = Dar(1, anchor=False)
    dar.anchor(care_of_test="off", admit="open")
    guest = peer.from_home(net)
    strangers = [Peer(net, keypair=peer.key(f"stranger{i}"))
                 for i in range(2 * LINK // (BURST // 2) + 1)]
    for node in strangers:
        node.register()
    before = dar.counters()
    for _ in range(BURST // 2):
        for node in strangers:
            node.send(token=node.token, lifetime=0)
            node.send(token=node.token)
    until(lambda: dar.counters()["bu_phkt"] - before["bu_phkt"] == BURST * len(strangers),
          "all accepted", dar.counters)
    expect(dar.counters()["na_unsent"] > before["na_unsent"], "more than are announced",
           dar.counters())
    wire = Sniffer("dar1", "acc")
    guest.refresh()
    expect(announced(wire, guest.home) >= 1, "an announcement of the guest", wire.packets())
