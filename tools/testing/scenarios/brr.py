# SPDX-License-Identifier: GPL-2.0-only
"""Before a binding ends its node is asked to refresh it, twice; then it ends."""

import time

import pytest

import mh
import peer
from check import equal, expect, never, note
from dar import Dar
from mn import Mn
from peer import Peer
from topology import CN, dar_address

LIFE = 12  # seconds; asked when 1.5 s and when 0.75 s are left


@pytest.mark.world(dars=2)
def test_brr(net):
    dars = [Dar(n) for n in net.dars]
    anchor = net.watch("dar1")
    node, diligent = Peer(net), Peer(net, keypair=peer.key("diligent"))

    diligent.register(lifetime=LIFE // 4)
    node.register(lifetime=LIFE // 4)
    since = node.answers()[-1].when
    mark = len(diligent.answers(mh.BRR))
    diligent.refresh(lifetime=105)

    # Our own node does what it is asked, and only by its router.
    mn = Mn()
    events = net.watch("mn")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    net.mover.move("mn", 2)
    a = mn.state(1, "away")
    raw = net.raw("dar1")
    for router, answered in ((CN, False), (dar_address(1), True)):
        now = time.time_ns()
        raw.sendto(mh.refresh_request(router, first, a["careof"]), (a["careof"], 0))
        if answered:
            events.wait(after=now, event="bu", address=first)
            events.wait(after=now, event="ba", address=first, status=0)
        else:
            never(lambda: events.find(after=now, event="bu", address=first), 0.5,
                  "an answer to a stranger")

    end = anchor.wait(event="expire", home=node.name, patience=LIFE + 15)["time"]
    asked = [m for m in node.answers(mh.BRR) if m.home == node.home]
    times = [(m.when - since) / 1e9 for m in asked]
    note(f"asked {', '.join(f'{t:.2f}' for t in times)} s, ended "
         f"{(end - since) / 1e9:.2f} s after a grant of {LIFE} s")
    equal(len(asked), 2, "Binding Refresh Requests")
    for m, due, last in zip(asked, (LIFE * 7 / 8, LIFE * 15 / 16), (LIFE * 15 / 16, LIFE)):
        expect(m.rh2 and m.checksum_ok, "a type 2 routing header and a right checksum", m.mh.hex())
        equal((mh.text(m.src), mh.text(m.dst)), (node.dar, CN), "its ends")
        expect(due - 0.1 < (m.when - since) / 1e9 < last, f"asked after {due} s", times)
    expect(LIFE - 0.1 < (end - since) / 1e9 < LIFE + 2, f"an end after {LIFE} s", end)
    equal([m for m in diligent.answers(mh.BRR)[mark:] if m.home == diligent.home], [],
          "requests to who has refreshed")
    equal(dars[0].counters()["tx_brr"], 2, "tx_brr")
    equal([b["home"] for b in dars[0].bindings() if b["home"] != first], [diligent.name],
          "bindings left")
