# SPDX-License-Identifier: GPL-2.0-only
"""The bindings of an anchor end with it, their nodes are told, and may come back."""

import time

import pytest

import mh
import peer
import rtnl
from check import equal, expect, note, until
from dar import Dar
from mn import Mn
from peer import Peer

OTHER = "2001:db8:f::/64"


@pytest.mark.world(dars=2)
def test_anchor_removed(net):
    dars = [Dar(n) for n in net.dars]
    # A second anchor on the same link is none of their business.
    rtnl.of("dar1").address("add", "2001:db8:f::1/64", "acc")
    dars[0].anchor(OTHER)
    stays = Peer(net, where="2001:db8:f::", dar="2001:db8:f::1")
    rtnl.of("core").route("add", "2001:db8:f::/64", via="2001:db8:100:1::2")
    stays.register()
    goes = Peer(net, keypair=peer.key("goes"))
    goes.register()
    mn = Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    client.open("ping", "ping", first)
    net.mover.move("mn", 2)
    mn.state(1, "away")
    dars[0].bound(first)
    client.flowing("ping")

    seen, since = len(goes.answers(mh.BE)), time.time_ns()
    dars[0].unanchor()
    equal([b["home"] for b in dars[0].bindings()], [stays.name], "bindings left")
    told = until(lambda: goes.answers(mh.BE)[seen:], "a Binding Error")
    equal([(m.status, m.home, mh.text(m.src)) for m in told], [(1, goes.home, goes.dar)],
          "what its node is told")
    # Our node asks again at once, and learns that it is not served.
    ba = events.wait(after=since, event="ba", address=first)
    equal(ba["status"], 132, "the answer")
    until(lambda: mn.counters()["ba_refused"] ==
          len([e for e in events.find(event="ba") if e["status"] >= 128]),
          "each refusal counted", mn.counters)
    equal(goes.ask(token=goes.token).status, 132, "the answer to another")
    stays.refresh()
    got = client.status()["ping"]["received"]
    time.sleep(0.5)
    expect(client.status()["ping"]["received"] <= got + 2, "no tunnel", "answers")

    # What was known of them is remembered: a token is as good as before.
    dars[0].anchor()
    back = time.time_ns()
    goes.refresh()
    again = dars[0].bound(first)
    note(f"bound again {(time.time_ns() - back) / 1e9:.1f} s after the anchor came back")
    equal(again["auth"], "phkt", "authenticated by")
    client.flowing("ping")
