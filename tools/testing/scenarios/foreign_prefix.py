# SPDX-License-Identifier: GPL-2.0-only
"""Only addresses of an anchored prefix are served."""

import pytest

import mh
import peer
from check import equal, expect, until
from dar import Dar
from peer import Peer
from topology import CN, dar_address


@pytest.mark.world(dars=2, nodes=0, radvd=False)
def test_foreign_prefix(net):
    dar = Dar(1)
    node = Peer(net, n=1, keypair=peer.key())
    other = Peer(net, n=2, keypair=peer.key())

    # An address of dar2 at dar1; dar1 could even forward for it.
    ba = node.ask(home=other.home, cga=other.cga)
    equal(ba.status, 132, "status")
    equal(dar.counters()["foreign_home"], 1, "foreign_home")

    # Addresses that nobody may have get no answer.
    for home in ("ff02::1", "fe80::1", "::1", "::"):
        node.no_answer(seconds=0.5, home=mh.addr(home), cga=node.cga)
    equal(dar.bindings(), [], "bindings")

    # The router's own address is nobody's home.
    ba = node.ask(home=mh.addr(dar_address(1)), cga=node.cga)
    expect(ba.status >= 128, "a refusal", ba.status)

    # Care-of addresses: not another one than the packet's source, nor the home.
    raw = mh.binding_update(node.home, "2001:db8:c::77", node.dar, seq=node.seq + 1,
                            cga=node.cga)
    seen = len(node.answers())
    node.put(mh.ipv6(CN, node.dar, 60, mh.with_hao(node.home, mh.MH, raw)))
    equal(node.answer(seen).status, 174, "status of a foreign care-of address")
    equal(dar.bindings(), [], "bindings")

    # No longer anchored: not served.
    node.seq += 8
    node.register()
    dar.unanchor()
    until(lambda: not dar.bindings(), "no binding after the anchor is gone",
          lambda: dar.bindings())
    ba = node.ask(token=node.token)
    equal(ba.status, 131, "status without any anchor")
