#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""Keys of 2048 bits: refused unless the anchor allows them; split options."""

from scenario import *

with World(dars=1, nodes=0, radvd=False) as net:
    dar = Dar(1)
    big = Peer(net, keypair=peer.key(bits=2048))
    small = Peer(net)

    def until_counted(name, do):
        before = dar.counters()[name]
        do()
        until(lambda: dar.counters()[name] > before, f"{name} counted")

    def counted(name, do):
        before = dar.counters()[name]
        value = do()
        equal(dar.counters()[name], before + 1, name)
        return value

    class Spoiler:
        size = big.cga.key.size

        def __init__(self, where):
            self.where = where

        def sign(self, message):
            sig = bytearray(big.cga.key.sign(message))
            sig[self.where] ^= 1
            return bytes(sig)

    def anchor(sizes):
        fama("dar1", "dar", "anchor", "del", prefix(1))
        fama("dar1", "dar", "anchor", "add", prefix(1), "dev", "acc", "key-sizes", sizes)

    # Not by default.
    ba = counted("key_size", lambda: big.ask(cga=big.cga))
    equal((ba.status, ba.option(mh.PHKT)), (148, None), "status and token")
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
        ba = counted("bad_signature", lambda: big.ask(cga=big.cga, signer=Spoiler(where)))
        equal(ba.status, 148, f"status with octet {where} changed")

    # A signature of another length than the key: too short, too long.
    ba = counted("bad_signature", lambda: big.ask(cga=big.cga, signer=small.cga.key))
    equal(ba.status, 148, "status of a short signature")
    ba = counted("bad_signature", lambda: small.ask(cga=small.cga, signer=big.cga.key))
    equal(ba.status, 148, "status of a long signature")

    # The pieces belong together, all but the last full: else malformed, no answer.
    whole = mh.split_option

    def damaged(*sizes, between=b""):
        def split(kind, data):
            if kind != mh.SIGNATURE:
                return whole(kind, data)
            ends = [sum(sizes[:i]) for i in range(len(sizes) + 1)]
            return between.join(mh.option(kind, data[a:b]) for a, b in zip(ends, ends[1:]))

        mh.split_option = split
        counted("malformed", lambda: until_counted("malformed", lambda: big.send(cga=big.cga)))
        mh.split_option = whole

    damaged(255, 1, between=b"\0")
    damaged(255, 1, between=mh.option(1))
    damaged(128, 128)
    damaged(255, 1, 0)
    seen = len(big.answers())
    big.register()
    equal(len(big.answers()), seen + 1, "answers since the malformed ones")

    # An anchor may want large keys only, and those bound before are not asked.
    anchor("2048")
    ba = counted("key_size", lambda: small.ask(cga=small.cga))
    equal(ba.status, 148, "status")
    big.register()
