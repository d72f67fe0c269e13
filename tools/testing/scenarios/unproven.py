# SPDX-License-Identifier: GPL-2.0-only
"""A binding whose care-of address is not proven ends soon, and makes room for others."""

import time

import pytest

import mh
import peer
from check import equal, expect, until
from dar import Dar
from peer import Peer
from topology import CN

HOURS = 21600 // 4      # what a greedy node asks for, in units of 4 s
LIFETIME = 28           # what it gets: 30 s in units of 4 s
PLACES = 8


def claim(peer):
    """Bind the address of a node that never was at home, and prove nothing."""
    return peer.claim(lifetime=HOURS)


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_unproven(net):
    dar = Dar(1)
    node = Peer(net)
    ba = claim(node)
    equal(ba.lifetime * 4, LIFETIME, "seconds granted")
    equal(dar.bound(node.name, CN)["lifetime"], LIFETIME, "seconds of the binding")
    began = time.monotonic()

    # To claim it again does not make it last longer.
    time.sleep(10)
    ba = node.refresh(lifetime=HOURS, request=[mh.COT_INIT])
    expect(ba.lifetime * 4 <= LIFETIME - 8, "seconds that are left", ba.lifetime * 4)
    until(lambda: not dar.binding(node.name), "the end of the binding", dar.bindings,
          patience=LIFETIME)
    expect(time.monotonic() - began <= LIFETIME + 1, "no longer than granted",
           time.monotonic() - began)
    equal([b["home"] for b in dar.remembered()], [node.name], "remembered")

    # No reminder went to an address that may be anybody's.
    equal(dar.counters()["tx_brr"], 0, "tx_brr")

    # It is a setting, and a proof ends the haste.
    dar.set(unverified_lifetime=4)
    ba = node.refresh(lifetime=HOURS, request=[mh.COT_INIT])
    equal(ba.lifetime * 4, 4, "seconds granted")
    ba = node.refresh(lifetime=HOURS, **node.given(ba))
    equal(ba.lifetime * 4, 21600, "seconds granted to a proven address")


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_unproven_yields(net):
    """A full router takes whom it knows, or who proves where he is."""
    net.host(1, "host", "2001:db8:1::50")
    dar = Dar(1)
    guest = peer.from_home(net)
    crowd = [Peer(net) for _ in range(3 * PLACES)]
    for one in crowd:
        one.register()
        one.refresh(lifetime=0)
    dar.set(max_bindings=PLACES)
    for one in crowd:
        claim(one)
    equal(len(dar.bindings()), PLACES, "bindings")
    equal(dar.counters()["binding_displaced"], 2 * PLACES, "binding_displaced")
    bound = {b["home"] for b in dar.bindings()}
    equal(bound, {one.name for one in crowd[-PLACES:]}, "the newest are bound")
    expect(guest.name in {b["home"] for b in dar.remembered()}, "the guest is remembered",
           dar.remembered())

    # The first move of the guest, who has a token from home.
    ba = guest.refresh(request=[mh.COT_INIT])
    dar.bound(guest.name, CN, state="unverified")
    guest.refresh(**guest.given(ba))

    # Neither it nor its place is lost to a crowd, even to one that proves nothing twice.
    for one in crowd:
        claim(one)
    dar.bound(guest.name, CN, state="verified")

    # All places proven: the next is refused, as there is nothing that yields.
    proven = []
    for one in crowd[:PLACES - 1]:
        ba = claim(one)
        one.refresh(**one.given(ba))
        proven.append(one)
    equal({b["state"] for b in dar.bindings()}, {"verified"}, "state of all")
    last = crowd[-1]
    equal(last.ask(token=last.token, request=[mh.COT_INIT]).status, 130, "status")
    equal(last.ask(token=last.token, **last.test()).status, 130, "status with a proof")
    for one in (guest, *proven):
        dar.bound(one.name, CN, state="verified")
