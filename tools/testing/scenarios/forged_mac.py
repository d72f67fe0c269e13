# SPDX-License-Identifier: GPL-2.0-only
"""A wrong authenticator is dropped silently, counted, and changes nothing."""

import pytest

import mh
from check import equal
from dar import Dar
from peer import Peer
from topology import CN


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_forged_mac(net):
    dar = Dar(1)
    node = Peer(net)
    node.register()
    before = dar.bound(node.name, CN)
    node.no_answer(token=node.token, spoil_mac=True)
    equal(dar.counters()["bad_mac"], 1, "bad_mac")
    node.no_answer(token=b"8 octets")
    node.no_answer(token=b"8 octets", lifetime=0)
    # The token of a living address moved to another care-of address.
    elsewhere = mh.addr("2001:db8:c::66")
    node.no_answer(token=bytes(8), careof=elsewhere)
    equal(dar.counters()["bad_mac"], 4, "bad_mac")
    after = dar.binding(node.name)
    for k in ("careof", "seq", "lifetime", "auth"):
        equal(after[k], before[k], k)

    # Without any proof, or with one that is weaker than a token.
    ba = node.ask()
    equal(ba.status, 149, "status without proof")
    ba = node.ask(token=bytes(8), nonces=(1, 1))
    equal(ba.status, 149, "status of a reachability proof")
    equal(dar.binding(node.name)["seq"], before["seq"], "sequence number")
    node.refresh()
