# SPDX-License-Identifier: GPL-2.0-only
"""Somebody speaks in the name of a router made of scapy: whatever he says, the node keeps the
binding that works, and the packets go on; so does what another router anchors."""

import os
import time

import pytest
from cryptography.hazmat.primitives.asymmetric import padding

from check import equal, expect, never, until
from dar import Dar
from mn import Mn
from scapydar import ScapyDar
from topology import dar_address
from traffic import lost_runs, merge

REFUSALS = (128, 129, 130, 131, 132, 133, 134, 136, 137, 148, 149, 174, 255)
SOON, LATER = (130, 137, 147), (129, 133, 148, 149)  # when it is asked again


@pytest.fixture(name="router")
def scapy_router(net):
    with ScapyDar(2, dar_address(2)) as router:
        yield router


def test_lying_router(net, router):
    dars = {n: Dar(n) for n in (1, 3)}
    mn = Mn()
    server, client = net.traffic()
    genuine = []

    def accept(update):
        packet = router.accept(update)
        if packet:
            genuine.append(packet)

    def counted(name):
        return mn.counters()[name]

    def lie(counter, how, *args, **kw):
        """It must be dropped, and counted so; the binding is as before."""
        before = counted(counter)
        how(*args, **kw)
        until(lambda: counted(counter) > before, f"counter {counter}", mn.counters)
        a = mn.of_dar(2)
        equal((a["state"], a["careof"], a["reason"]), ("away", here, None), "address")

    net.mover.attach("mn", 1)
    other = mn.state(1, "home", auth="phkt")["address"]
    router.reply = accept
    net.mover.move("mn", 2)
    home = mn.state(2, "home", auth="phkt")["address"]
    for name, address in (("ping", home), ("other", other)):
        client.open("ping", name, address)
    client.flowing("ping", "other")
    net.mover.move("mn", 3)
    here = mn.state(3, "home", auth="phkt")["address"]
    for n in (1, 2):
        mn.state(n, "away", careof=here)
    client.flowing("ping", "other")
    known = router.bindings[home]
    update = router.updates[-1]
    since = time.time_ns()

    # Nothing is asked: no answer counts, and none can end the binding.
    for status in (0, 135, 147, *REFUSALS):
        lie("unexpected", router.answer, update, status=status, lifetime=0, auth=False)
    lie("unexpected", router.answer, update, token=os.urandom(8), lifetime=0)
    lie("unexpected", router.send, genuine[-1])
    lie("wrong_dar", router.answer, update, token=known.token, src=dar_address(1))
    lie("wrong_dar", router.error, home, here, src=dar_address(1))
    lie("unknown_home", router.error, "2001:db8:2::66", here)
    equal(len(router.updates), 1 + router.updates.index(update), "updates")

    # He can make the node ask, with the proof that it has, and not often.
    for ask in (router.error, router.wants_refresh):
        before = len(router.updates)
        for _ in range(20):
            ask(home, here)
        router.heard("an update", before, careof=here, by="phkt")
        mn.state(2, "away", careof=here)
        never(lambda: len(router.updates) > before + 6, 2, "more than six updates")

    # The node asks, and the router takes its time.
    def pending():
        """A refresh that the router leaves to the liar."""
        router.reply = router.silent
        before = len(router.updates)
        router.wants_refresh(home, here)
        return router.heard("an update", before, careof=here)

    def satisfied():
        before, sent = len(router.updates), len(genuine)
        router.reply = accept
        router.heard("an update that is answered", before, careof=here)
        mn.state(2, "away", careof=here, auth="phkt", reason=None)
        # What is sent next must not overtake the answer.
        until(lambda: len(genuine) > sent and known.seq == mn.of_dar(2)["seq"],
              "both at the same number, and an answer", mn.addresses)

    # All at once, before it asks again.
    before = mn.counters()
    update = pending()
    router.answer(update, auth=False)
    router.answer(update, lifetime=0, auth=False)
    router.answer(update, token=os.urandom(8))
    router.answer(update, token=known.token, spoil=lambda made: bytes(12))
    router.answer(update, status=147, token=os.urandom(8))
    router.answer(update, token=known.token, seq=update.seq - 1 & 0xffff)
    router.send(genuine[-1])
    wanted = {"unproven": 2, "bad_mac": 3, "bad_sequence": 2}
    until(lambda: {k: counted(k) - before[k] for k in wanted} == wanted, f"dropped {wanted}",
          mn.counters)
    equal(mn.of_dar(2)["state"], "away", "state")
    satisfied()

    # A token that is none: not for this key, too short, or not what proves the answer.
    router.reply = router.silent
    before = len(router.updates)
    router.wants_refresh(home, here)
    signed = router.heard("a signature after three tokens", before, by="cga")
    expect(signed.signed(), "a right signature", signed.options)
    token = os.urandom(8)
    before = counted("bad_mac")
    right = signed.public.encrypt(token, padding.PKCS1v15())
    tokens = ((os.urandom(128), token), (b"\0" * 128, token), (b"\xff" * 128, token),
              (os.urandom(64), token),
              (signed.public.encrypt(token[:7], padding.PKCS1v15()), token),
              (right, os.urandom(8)),
              # After one that was tried, none is: not even one that holds together.
              (right, token))
    for sealed, keyed in tokens:
        router.answer(signed, sealed=sealed, token=keyed)
    until(lambda: counted("bad_mac") == before + len(tokens), "all of them dropped", mn.counters)
    equal(mn.of_dar(2)["state"], "away", "state")
    satisfied()

    # Anybody can make a token that holds together: it proves nothing where none is asked for.
    for seq, kw in ((-20000, {"status": 135}), (0, {"status": 135}), (0, {"lifetime": 0xffff}),
                    (0, {"status": 129}), (0, {"status": 133})):
        kw = {"lifetime": 0, **kw}
        update = pending()
        before, heard = mn.counters(), len(router.updates)
        router.answer(update, seq=update.seq + seq & 0xffff, sealed=right, token=token, **kw)
        until(lambda: counted("bad_mac") + counted("bad_sequence") ==
              before["bad_mac"] + before["bad_sequence"] + 1, "it dropped", mn.counters)
        a = mn.of_dar(2)
        equal((a["state"], a["auth"], a["lifetime"]), ("away", "phkt", 3600), "binding")
        equal({u.seq - update.seq & 0xffff for u in router.updates[heard:]} - {1, 2, 3}, set(),
              "numbers that were sent to go on with")
        satisfied()

    # What anybody sends to the address itself comes through the tunnel, from the router.
    update = pending()
    before = counted("unexpected")
    router.answer_through(update, status=129, lifetime=0, auth=False)
    router.error(home, here, status=2)
    until(lambda: counted("unexpected") == before + 2, "both dropped", mn.counters)
    satisfied()

    # Refusals without proof are hints at most: the binding stays, the router is asked again.
    for status in SOON:
        router.answer(pending(), status=status, lifetime=0, auth=False)
        satisfied()
    for step in (999, -999):
        update = pending()
        router.answer(update, status=135, seq=update.seq + step & 0xffff, lifetime=0, auth=False)
        satisfied()
    for status in LATER:
        update = pending()
        router.answer(update, status=status, lifetime=0, auth=False)
        never(lambda: mn.of_dar(2)["state"] != "away", 1, "another state")
        # The true answer to what was refused in another's name.
        router.reply = accept
        accept(update)
        until(lambda: known.seq == mn.of_dar(2)["seq"], "it accepted", mn.addresses)
    client.flowing("ping", "other")
    lost = {}
    for name, flow in merge(client.stop(), server.stop()).items():
        runs = lost_runs([p for p in flow["probes"] if p[0] > since])
        # What was on its way in the end is not lost.
        lost[name] = sum(run[2] for run in runs if run[3])
    equal(lost, {"ping": 0, "other": 0}, "packets lost by lies")

    # He is the first to answer while the node moves: the true answer is believed all the same.
    server, client = net.traffic()
    client.open("ping", "ping", home)
    client.flowing("ping")

    def liar_first(update):
        for status in (0, 129, 130, 133, 137, 147, 148, 149):
            router.answer(update, status=status, lifetime=0, auth=False)
        router.error(home, update.careof)
        router.answer(update, token=os.urandom(8))
        accept(update)

    router.reply = liar_first
    for n in (1, 3):
        net.mover.move("mn", n)
        here = mn.state(n, "home")["address"]
        mn.state(2, "away", careof=here, reason=None)
        client.flowing("ping")

    # Also when he sends the node to a wrong number, again and again.
    def wrong_number(update):
        router.answer(update, status=135, seq=update.seq - 4000 & 0xffff, lifetime=0, auth=False)
        accept(update)

    router.reply = wrong_number
    net.mover.move("mn", 1)
    here = mn.state(1, "home")["address"]
    mn.state(2, "away", careof=here, reason=None)
    client.flowing("ping")
    router.check()
