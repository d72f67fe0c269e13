# SPDX-License-Identifier: GPL-2.0-only
"""Old and repeated sequence numbers are refused, also after the binding ended."""

import pytest

import mh
from check import equal, never, until
from dar import Dar
from peer import Peer


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
