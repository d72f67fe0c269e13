# SPDX-License-Identifier: GPL-2.0-only
"""Old and repeated sequence numbers are refused, also after the binding ended."""

import pytest

import mh
from check import equal, never, until
from dar import Dar
from peer import Peer
from topology import CN


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_replay(net):
    dar = Dar(1, "off")
    node = Peer(net)
    node.seq = 15
    node.register()  # 16
    seq, packet = node.send(token=node.token)
    until(lambda: dar.binding(node.name)["seq"] == seq, f"sequence number {seq}",
          lambda: dar.binding(node.name))
    before = dar.binding(node.name)

    def refused(send, what):
        seen = len(node.answers())
        count = dar.counters()["old_sequence"]
        send()
        ba = node.answer(seen)
        equal(ba.status, 135, f"status of {what}")
        equal(ba.seq, seq, f"sequence number told for {what}")
        equal(dar.counters()["old_sequence"], count + 1, "old_sequence")

    until(lambda: len(node.answers()) == 2, "both answered", lambda: len(node.answers()))
    refused(lambda: node.put(packet), "the very packet again")
    for old in (seq - 1, 0, seq + 32768, 65535):
        refused(lambda s=old: node.send(seq=s & 0xffff, token=node.token), f"number {old}")
        refused(lambda s=old: node.send(seq=s & 0xffff, cga=node.cga), f"number {old}, signed")
    after = dar.binding(node.name)
    for k in ("careof", "seq", "auth", "lifetime"):
        equal(after[k], before[k], k)

    # The whole half of the circle ahead is new.
    node.register(seq=(seq + 32767) & 0xffff)
    node.seq = seq = (seq + 32767) & 0xffff
    # Around the end of the numbers.
    node.refresh(seq=65535)
    _, signed = node.send(seq=2, cga=node.cga)
    until(lambda: dar.binding(node.name)["seq"] == 2, "number 2 after 65535",
          lambda: dar.binding(node.name))
    sealed = until(lambda: node.answers()[-1].seq == 2 and node.answers()[-1].option(mh.PHKT),
                   "a token")
    node.token = node.cga.key.decrypt(sealed)
    seq = node.seq = 2

    # Deregistered: the signed message must not bind again.
    node.refresh(lifetime=0)
    seq = node.seq
    dar.unbound(node.name)
    refused(lambda: node.put(signed), "a signed message from before")
    never(dar.bindings, 0.5, "a binding from a replay")


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_forgotten(net):
    """A router that has just forgotten the address takes no copy of what proved it before."""
    dar = Dar(1, "required")
    dar.set(max_remembered=0)
    node = Peer(net)
    node.register()
    node.refresh(lifetime=0)
    dar.unbound(node.name)

    def proof():
        """The router knows its own token, and gives the one for the care-of address."""
        ba = node.ask(token=node.token, request=[mh.COT_INIT])
        equal(ba.status, 137, "status without a proof")
        return node.given(ba)

    def bind():
        """With a nonce that is younger than the loss: the next one is a second away."""
        given = proof()
        seen = len(node.answers())
        _, packet = node.send(token=node.token, **given)
        return packet if node.answer(seen).status == 0 else None

    packet = until(bind, "a binding", dar.counters)
    dar.bound(node.name, CN, state="verified")
    node.refresh(lifetime=0)
    dar.unbound(node.name)
    before = dar.counters()["careof_nonce"]
    seen = len(node.answers())
    node.put(packet)
    equal(node.answer(seen).status, 137, "status of the copy")
    equal(dar.counters()["careof_nonce"], before + 1, "careof_nonce")
    never(dar.bindings, 0.5, "a binding from a replay")
    until(bind, "a binding of the node itself", dar.counters)
