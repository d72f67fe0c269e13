# SPDX-License-Identifier: GPL-2.0-only
"""A router made of scapy anchors an address of a node: it accepts, refuses, asks, is silent."""

import pytest

from check import equal, expect
from dar import Dar
from mn import Mn
from scapydar import ScapyDar
from topology import dar_address


@pytest.fixture(name="router")
def scapy_router(net):
    with ScapyDar(2, dar_address(2)) as router:
        yield router


def test_scapy_router(net, router):
    dars = {n: Dar(n) for n in (1, 3)}
    mn = Mn()
    server, client = net.traffic()

    def move(n, reply):
        """To DAR N, while the router answers like this; the care-of address, and updates since."""
        router.reply = reply
        since = len(router.updates)
        net.mover.move("mn", n)
        return mn.state(n, "home")["address"], since

    def settled(here, proof=None):
        """Bound, on both sides."""
        mn.state(2, "away", careof=here, reason=None, auth="phkt")
        equal(router.bindings[home].careof, here, "care-of address at the router")
        equal(proof or router.updates[-1].by, router.updates[-1].by, "proof")
        client.flowing("ping")

    # Before it moves: a token, no binding.
    net.mover.attach("mn", 2)
    home = mn.state(2, "home", auth="phkt")["address"]
    first = router.updates[0]
    equal((first.by, first.lifetime, first.home, first.careof), ("cga", 0, home, home),
          "early token asked for")
    client.open("ping", "ping", home)
    client.flowing("ping")

    here, since = move(1, router.accept)
    settled(here, "phkt")
    equal(len(router.updates) - since, 1, "updates for a move")
    equal(router.updates[-1].lifetime, 900, "lifetime asked for, of 4 s")

    # It serves the node at once, and has the care-of address proven meanwhile.
    router.tests = True
    here, since = move(3, router.accept)
    router.heard("the proof", since + 1, careof=here, by="phkt", nonce=1)
    settled(here)
    router.tests = False
    here, since = move(1, router.accept)
    settled(here)

    # It asks for another update, both ways it can.
    for ask in (router.wants_refresh, router.error):
        since = len(router.updates)
        ask(home, here)
        router.heard("an update as asked", since, careof=here, by="phkt")
        settled(here)

    # The token is lost: a signature brings another.
    here, since = move(3, router.refuse(147))
    router.heard("a signature", since, careof=here, by="cga")
    router.reply = router.accept
    settled(here)

    # It has other ideas about the sequence number.
    def resync(update):
        router.reply = router.accept
        router.bindings[home].seq = (update.seq + 700) & 0xffff
        router.answer(update, status=135, seq=update.seq + 700 & 0xffff, lifetime=0,
                      token=router.bindings[home].token)

    here, since = move(1, resync)
    settled(here, "phkt")
    equal(router.updates[-1].seq - router.updates[since].seq & 0xffff, 701, "sequence numbers")

    # It grants more than was asked for, and wants to hear of the node soon.
    here, since = move(3, lambda update: router.accept(update, lifetime=0xffff, advice=2))
    settled(here)
    equal(mn.of_dar(2)["lifetime"], 3600, "lifetime that was asked for")
    router.heard("a refresh after eight seconds", since + 1, careof=here, by="phkt")
    # It grants no time at all: that is a refusal.
    here, since = move(1, lambda update: router.accept(update, lifetime=0))
    mn.state(2, "failed", reason="refused")
    here, since = move(3, router.accept)
    settled(here)
    here, since = move(1, router.accept)
    settled(here)

    # It has no room for the moment; then it has.
    here, since = move(3, router.refuse(130, proven=True))
    router.heard("an update", since)
    router.heard("another one", since + 1)
    router.reply = router.accept
    settled(here)

    # It wants to know whether the node is there.
    here, since = move(1, router.demand)
    router.heard("an update that proves the care-of address", since, careof=here, by="phkt")
    settled(here)
    expect(router.updates[-1].nonce, "a care-of nonce", router.updates[-1].options)

    # It refuses for good: shown so; the next move asks again.
    here, since = move(3, router.refuse(128, proven=True))
    mn.state(2, "failed", reason="refused")
    mn.state(1, "away", careof=here)
    here, since = move(1, router.accept)
    settled(here)

    # It does not admit the address: only who needs it makes the node ask again.
    here, since = move(3, router.refuse(129, proven=True))
    mn.state(2, "given-up", reason="not admitted")
    router.reply = router.accept
    mn.keep(home)
    settled(here)

    # It is silent: shown so; a signature is tried; it is back.
    here, since = move(3, router.silent)
    mn.state(2, "failed", reason="no answer")
    router.heard("a signature", since, by="cga")
    router.reply = router.accept
    settled(here)

    # It did bind, but the answer is lost: asked again, with another number.
    here, since = move(1, lambda update: router.accept(update, silent=True))
    router.heard("the update", since)
    router.heard("it again", since + 1)
    router.reply = router.accept
    settled(here)

    # Home.
    since = len(router.updates)
    net.mover.move("mn", 2)
    last = router.heard("the end of the binding", since, lifetime=0)
    equal((last.home, last.careof, last.by), (home, home, "phkt"), "how it ends")
    mn.state(2, "home", auth="phkt")
    client.flowing("ping")
    equal(router.bindings[home].careof, None, "binding")

    # The node begins anew, with a number that is old for the router, which cannot prove it.
    def behind(update):
        router.reply = router.accept
        router.bindings[home].seq = update.seq + 700 & 0xffff
        router.answer(update, status=135, seq=router.bindings[home].seq, lifetime=0, auth=False)

    router.reply = behind
    since = len(router.updates)
    mn.disable()
    mn.enable()
    mn.state(2, "home", auth="phkt")
    equal([u.by for u in router.updates[since:]], ["cga", "cga"], "two signatures")
    ahead = router.updates[-1].seq - router.updates[since].seq & 0xffff
    expect(700 < ahead < 0x8000, "numbers that are left out", ahead)
    router.check()
