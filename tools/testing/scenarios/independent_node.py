# SPDX-License-Identifier: GPL-2.0-only
"""A mobile node written from the RFCs alone is served like ours."""

import pytest

import mh
import peer
from check import equal, expect
from dar import Dar
from peer import Peer
from topology import CN


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_independent_node(net):
    dar = Dar(1, "off")
    for bits in (1024, 1536):
        node = Peer(net, keypair=peer.key(bits=bits))
        ba = node.register(lifetime=105)
        equal(ba.lifetime, 105, "lifetime granted")
        expect(ba.rh2 and ba.home == node.home, "a type 2 routing header", ba.rh2)
        b = dar.bound(node.name, CN, auth="cga", phkt=True, seq=node.seq, lifetime=420)

        ba = node.refresh(lifetime=50)
        equal(ba.option(mh.PHKT), None, "token in the answer")
        dar.bound(node.name, CN, auth="phkt", seq=node.seq, lifetime=200)

        # A signature is always good, and renews the token.
        token = node.token
        node.register(lifetime=0xffff)
        expect(node.token != token, "another token", "the same")
        dar.bound(node.name, lifetime=86400)

        # Deregistered from where it is: the token alone is in the key.
        ba = node.refresh(lifetime=0)
        dar.unbound(node.name)

        # And again: what it knows is remembered.
        node.refresh(lifetime=105)
        dar.bound(node.name, CN, auth="phkt")
        node.refresh(lifetime=0)
        dar.unbound(node.name)
    c = dar.counters()
    equal((c["bu_cga"], c["bu_phkt"], c["bu_dereg"]), (4, 8, 4), "accepted")
