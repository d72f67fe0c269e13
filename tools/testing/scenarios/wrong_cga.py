# SPDX-License-Identifier: GPL-2.0-only
"""An address that is not its key's, and a signature that is not the key's."""

import pytest

import mh
import peer
from check import equal
from dar import Dar
from peer import Peer
from topology import CN


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_wrong_cga(net):
    # Open: it is about addresses that differ from what anybody has.
    dar = Dar(1, "off", admit="open", min_sec=0)
    node = Peer(net, sec=0)
    stranger = Peer(net, keypair=peer.key("stranger"), sec=0)

    def refused(status, counter, **kw):
        before = dar.counters()[counter]
        ba = node.ask(**kw)
        equal(ba.status, status, f"status ({counter})")
        equal(dar.counters()[counter], before + 1, counter)
        equal(dar.bindings(), [], "bindings")

    # Somebody else's parameters, and his key under the right ones.
    refused(148, "bad_cga", cga=stranger.cga)
    refused(148, "bad_signature", cga=node.cga, signer=stranger.cga.key)
    refused(148, "bad_signature", cga=node.cga, spoil_signature=True)

    # One octet of each field of the parameters.
    for field in ("modifier", "prefix", "count"):
        other = mh.Cga(node.cga.key, node.cga.prefix, node.cga.modifier, count=node.cga.count)
        if field == "modifier":
            other.modifier = bytes([other.modifier[0] ^ 1]) + other.modifier[1:]
        elif field == "prefix":
            other.prefix = other.prefix[:5] + b"\x77" + other.prefix[6:]
        else:
            other.count = 3
        refused(148, "bad_cga", cga=other)

    # More Sec in the address than the modifier pays for.
    home = bytearray(node.home)
    home[8] |= 0x20
    refused(148, "bad_cga", cga=node.cga, home=bytes(home))
    # The u and g bits are not hashed: such an address is refused as it is.
    for bit in (1, 2):
        home = bytearray(node.home)
        home[8] |= bit
        refused(132, "bad_home", cga=node.cga, home=bytes(home))

    # A token for what never was.
    refused(147, "no_phkt", token=b"8 octets")
    # The right one is welcome after all that.
    node.register()
    dar.bound(node.name, CN)
    # Who tries numbers with a key of his own does not find the last one.
    for seq in (node.seq - 1, node.seq, node.seq + 1):
        ba = node.ask(cga=stranger.cga, seq=seq & 0xffff)
        equal((ba.status, ba.seq), (148, seq & 0xffff), "status and number for a stranger")
