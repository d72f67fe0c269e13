# SPDX-License-Identifier: GPL-2.0-only
"""Keys of 2048 bits: refused unless the anchor allows them; split options."""

import pytest

import mh
import peer
from check import equal, until
from dar import Dar
from peer import Peer
from topology import CN


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_rsa2048(net):
    dar = Dar(1, "off")
    big = Peer(net, keypair=peer.key(bits=2048))
    small = Peer(net)

    seen = dar.counters()

    def counted(name):
        """Waits until one more is counted than at the last look."""
        now = until(lambda: max(dar.counters()[name] - seen[name], 0), f"{name} counted")
        equal(now, 1, f"{name} more than before:")
        seen[name] += 1

    def refused148(node, name, **kw):
        ba = node.ask(cga=node.cga, **kw)
        equal((ba.status, ba.option(mh.PHKT)), (148, None), f"status and token ({name})")
        counted(name)

    class Spoiler:
        size = big.cga.key.size

        def __init__(self, where):
            self.where = where

        def sign(self, message):
            sig = bytearray(big.cga.key.sign(message))
            sig[self.where] ^= 1
            return bytes(sig)

    def anchor(sizes):
        dar.unanchor()
        dar.anchor(care_of_test="off", key_sizes=sizes)

    # Not by default.
    refused148(big, "key_size")
    equal(dar.bindings(), [], "bindings")
    small.register()

    anchor("1024,1536,2048")
    ba = big.register()
    equal([len(d) for k, d in ba.options if k == mh.PHKT], [255, 1], "pieces of the token")
    dar.bound(big.name, CN, auth="cga", phkt=True, seq=big.seq)
    big.refresh()
    dar.bound(big.name, CN, auth="phkt", seq=big.seq)
    small.register()

    # Whose signature is it, to the last octet, which has an option to itself.
    for where in (0, 254, 255):
        refused148(big, "bad_signature", signer=Spoiler(where))

    # A signature of another length than the key: too short, too long.
    refused148(big, "bad_signature", signer=small.cga.key)
    refused148(small, "bad_signature", signer=big.cga.key)

    # The pieces belong together, all but the last full: else malformed, no answer.
    whole = mh.split_option

    def damaged(*sizes, between=b""):
        def split(kind, data):
            if kind != mh.SIGNATURE:
                return whole(kind, data)
            ends = [sum(sizes[:i]) for i in range(len(sizes) + 1)]
            return between.join(mh.option(kind, data[a:b]) for a, b in zip(ends, ends[1:]))

        mh.split_option = split
        big.send(cga=big.cga)
        mh.split_option = whole
        counted("malformed")

    answers = len(big.answers())
    damaged(255, 1, between=b"\0")
    damaged(255, 1, between=mh.option(1))
    damaged(128, 128)
    damaged(255, 1, 0)
    big.register()
    equal(len(big.answers()), answers + 1, "answers since the malformed ones")

    # An anchor may want large keys only.
    anchor("2048")
    refused148(small, "key_size")
    big.register()
