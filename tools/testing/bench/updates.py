# SPDX-License-Identifier: GPL-2.0-only
"""Binding Updates as fast as a router takes them, one processor."""

import time

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

import mh
import netns
from lab import BENCH, inject, packets, sent, write
from paths import DAR, Fama, careof, down, home

TOKEN = bytes(8)  # what dar_fill gives


def phkt(n, seq):
    return mh.bu_packet(home(n), careof(n), DAR, token=TOKEN, seq=seq)


class Router(Fama):
    name = "updates"

    def counters(self):
        return self.dar.counters()

    def by_token(self, updates):
        """Updates a second: accepted and answered, one after the other."""
        packets(*updates)
        before = self.counters()["bu_phkt"]
        left = sent(self.ns, "out0")
        took = inject(self.ns, "in0", len(updates))
        assert self.counters()["bu_phkt"] - before == len(updates), self.counters()
        assert sent(self.ns, "out0") - left == len(updates), "an answer for each"
        return len(updates) / took * 1e9

    def by_signature(self, updates):
        """The same for those that have to be verified, which the router does by and by: the
        time until all are received, and for those that wait then the pace at which they
        are answered, looked at seldom, as that takes time, too.
        """
        packets(*updates)
        before = sent(self.ns, "out0")
        start = time.monotonic()
        inject(self.ns, "in0", len(updates))
        seen = []
        while not seen or seen[-1][1] < len(updates):
            assert time.monotonic() < start + 60, self.counters()
            seen.append((time.monotonic(), sent(self.ns, "out0") - before))
            time.sleep(0.05)
        (begun, first), (ended, last) = seen[0], seen[-2]
        waited = (len(updates) - first) * (ended - begun) / (last - first)
        return len(updates) / (begun - start + waited)

    def among_packets(self, updates, each):
        """So many packets to one binding before each update: packets and updates a second."""
        data = down(64) * each
        packets(*[data + update for update in updates])
        took = inject(self.ns, "in0", len(updates) * (each + 1)) / 1e9
        return len(updates) * each / took, len(updates) / took


class Signer(mh.Key):
    """The same signatures as mh.py's, made faster."""

    @classmethod
    def load(cls, file):
        key = super().load(file)
        with open(file, "rb") as f:
            key.fast = serialization.load_pem_private_key(f.read(), None)
        return key

    def sign(self, message):
        return self.fast.sign(message, padding.PKCS1v15(), hashes.SHA1())


def signed(key, count, seq):
    """Of so many nodes, with the same key, and another modifier each."""
    made = []
    for n in range(count):
        cga = mh.Cga(key, "2001:db8:1::", modifier=n.to_bytes(16, "big"))
        made.append(mh.bu_packet(cga.address, careof(n), DAR, cga=cga, seq=seq))
    return made


def raw_pairs(key):
    """One verification and one encryption, a second, of the kernel alone."""
    write(f"{BENCH}/rsa", mh.der(0x30, mh.der_int(key.n) + mh.der_int(key.e)))
    with open(f"{BENCH}/rsa", encoding="ascii") as f:
        done, took = map(int, f.read().split())
    return done / took * 1e9


class Echo:
    """A plain UDP echo server, and a client that keeps so many datagrams on their way."""

    def __init__(self, program):
        self.program = program

    def rate(self, count):
        done = netns.run(None, [self.program, str(count)])
        return float(done.stdout)


def no_bounds(router):
    """Nothing is held back: what the router can do is asked for."""
    router.dar.set(queue_max=65536, verify_rate=0, refusal_rate=0)
