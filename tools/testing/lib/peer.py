# SPDX-License-Identifier: GPL-2.0-only
"""A mobile node in a few lines of Python, to speak to an access router.

It lives in the correspondent's namespace and claims an address of DAR N; the
correspondent's own address is its care-of address. What it sends is made by
mh.py alone.
"""

import hashlib
import os
import struct

import guest
import keypool
import mh
import netns
import rtnl
from check import equal, expect, never, until
from topology import CN, Sniffer, dar_address, prefix


def key(name="peer", bits=1024):
    return mh.Key.load(keypool.key_file(name, bits))


def cga(keypair, network, sec=1):
    """An address of a prefix, and its parameters."""
    return mh.Cga(keypair, network.split("/", maxsplit=1)[0], keypool.modifier(keypair.spki, sec),
                  sec=sec)


def fingerprint(keypair):
    """As the command shows it."""
    return hashlib.sha256(keypair.spki).digest().hex(":")


def from_home(net, host="host", **kw):
    """A node that got its token at home, in the namespace of a host, and has left since."""
    node = Peer(net, ns=host, **kw)
    netns.sysctl(host, conf__eth0__accept_dad=0, conf__eth0__dad_transmits=0)
    rtnl.of(host).address("add", f"{node.name}/64", "eth0")
    node.careof = node.home
    node.register(lifetime=0)
    rtnl.of(host).address("del", f"{node.name}/64", "eth0")
    node.left(net)
    return node


class Peer:
    """shown: it was a guest of the access link before, as the neighbour table knows."""

    def __init__(self, net, n=1, keypair=None, sec=1, careof=CN, ns="cn", dev="eth0",
                 dar=None, where=None, shown=True, sniffer=None):
        self.dar = dar or dar_address(n)
        self.cga = cga(keypair or key(), where or prefix(n), sec)
        self.home = self.cga.address
        self.n = n
        self.careof = mh.addr(careof)
        self.seq = int.from_bytes(os.urandom(2), "big")
        self.token = None
        self.sent = None
        self.sniffer = sniffer or Sniffer(ns, dev, wakes=True)
        self.raw = net.raw(ns)
        if shown:
            guest.show(n, self.home)

    @property
    def name(self):
        return mh.text(self.home)

    def left(self, net, careof=CN, ns="cn", dev="eth0"):
        """From now on the node is there."""
        self.careof = mh.addr(careof)
        self.sniffer = Sniffer(ns, dev, wakes=True)
        self.raw = net.raw(ns)

    def send(self, **kw):
        """A Binding Update; returns its sequence number and its octets."""
        if "seq" not in kw:
            self.seq = (self.seq + 1) & 0xffff
            kw["seq"] = self.seq
        home = kw.pop("home", self.home)
        careof = kw.pop("careof", self.careof)
        self.sent = packet = mh.bu_packet(home, careof, self.dar, **kw)
        self.put(packet)
        return kw["seq"], packet

    def put(self, packet):
        self.raw.sendto(packet, (mh.text(packet[24:40]), 0))

    def answers(self, kind=mh.BA):
        return [m for m in mh.messages(self.sniffer.packets(), kind) if m.direction == "in"]

    def answer(self, seen=0, kind=mh.BA):
        """The next Binding Acknowledgement after `seen` of them."""
        return until(lambda: self.answers(kind)[seen:], "a Binding Acknowledgement",
                     lambda: f"{len(self.answers(kind)) - seen} of them")[0]

    def ask(self, **kw):
        """Send and wait for the answer."""
        seen = len(self.answers())
        seq, _ = self.send(**kw)
        ba = self.answer(seen)
        expect(ba.checksum_ok, "a right checksum", "a wrong one")
        expect(ba.home == kw.get("home", self.home) or not ba.rh2, "the home address in the "
               "type 2 routing header", ba.home and mh.text(ba.home))
        if ba.status != 135:
            equal(ba.seq, seq, "sequence number of the answer")
        return ba

    def no_answer(self, seconds=1.5, **kw):
        seen = len(self.answers())
        self.send(**kw)
        never(lambda: self.answers()[seen:], seconds, "an answer")

    def proves(self, lifetime, kw):
        """Asks for a care-of token with the next message, unless the caller sees to the proof."""
        if not lifetime or "nonces" in kw or mh.COT_INIT in kw.get("request", ()):
            return False
        kw["request"] = [*kw.get("request", ()), mh.COT_INIT]
        return True

    def complete(self, ba, lifetime, kw):
        """Proves the care-of address, if the router that answered wants that."""
        if ba.option(mh.COT_OPTION):
            where = {k: v for k, v in kw.items() if k == "careof"}
            self.refresh(lifetime, **where, **self.given(ba))

    def register(self, lifetime=105, **kw):
        """A CGA Binding Update, accepted; learns the token, and proves the care-of address.

        A router that knows nothing of the address wants the proof first.
        """
        proves = self.proves(lifetime, kw)
        ba = self.ask(cga=self.cga, lifetime=lifetime, **kw)
        if ba.status == 137 and "nonces" not in kw:
            kw.update(self.test(kw.get("careof")))
            ba = self.ask(cga=self.cga, lifetime=lifetime, token=bytes(8), **kw)
        equal(ba.status, 0, "status")
        sealed = ba.joined(mh.PHKT)
        expect(sealed, "option 14 (token)", ba.options)
        self.token = self.cga.key.decrypt(sealed)
        equal(len(self.token), 8, "octets of the token")
        expect(ba.authentic(self.token,
                            kw.get("careof", self.careof) if lifetime else self.home,
                            self.dar, deleted=not lifetime,
                            careof_token=kw.get("careof_token", bytes(8))),
               "an authenticator keyed with the token", "another")
        if proves:
            self.complete(ba, lifetime, kw)
        return ba

    def early_token(self):
        """Ask for the token at home, on the access link; returns the message that did."""
        wire = Sniffer("air", f"d{self.n}", wakes=True)
        self.seq = (self.seq + 1) & 0xffff
        message = mh.binding_update(self.home, self.home, self.dar, self.seq, lifetime=0,
                                    cga=self.cga, alt=False)
        guest.show(self.n, self.home)
        guest.say(self.n, self.home, message)
        ba = until(lambda: [m for m in mh.messages(wire.packets(), mh.BA)
                            if m.dst == self.home and m.seq == self.seq],
                   "the answer to an early token")[0]
        equal(ba.status, 0, "status of an early token:")
        self.token = self.cga.key.decrypt(ba.joined(mh.PHKT))
        return message

    def claim(self, lifetime=105, **kw):
        """Bind without a proof of the care-of address; a router that knows nothing of the
        node wants one first, so that the node was bound before."""
        if not self.token:
            self.register()
            self.refresh(lifetime=0)
        return self.refresh(lifetime, request=[mh.COT_INIT], **kw)

    def refresh(self, lifetime=105, **kw):
        """A Binding Update by the token, accepted; proves a care-of address that is not."""
        proves = self.proves(lifetime, kw)
        ba = self.ask(token=self.token, lifetime=lifetime, **kw)
        equal(ba.status, 0, "status")
        expect(ba.authentic(self.token, kw.get("careof", self.careof) if lifetime else self.home,
                            self.dar, deleted=not lifetime,
                            careof_token=kw.get("careof_token", bytes(8))),
               "an authenticator keyed with the token", "another")
        if proves:
            self.complete(ba, lifetime, kw)
        return ba

    def test(self, careof=None, home=None, cn=None):
        """A Care-of Test Init; what a Binding Update needs of the answer."""
        careof = mh.addr(careof or self.careof)
        seen, cookie = len(self.answers(mh.COT)), os.urandom(8)
        self.put(mh.coti_packet(careof, cn or self.dar, cookie, home))
        cot = self.answer(seen, mh.COT)
        expect(cot.checksum_ok, "a right checksum", "a wrong one")
        equal((cot.cookie, cot.dst, cot.rh2), (cookie, careof, False), "cookie, address")
        return self.proof(cot.nonce, cot.token)

    @staticmethod
    def proof(nonce, token):
        """Arguments of a Binding Update that proves the care-of address."""
        expect(nonce, "index of a nonce", nonce)
        equal(len(token or b""), 8, "octets of the care-of token")
        return dict(nonces=(0, nonce), careof_token=token)

    def given(self, ba):
        """The same, of an answer to a Binding Update that asked."""
        kinds = [k for k, _ in ba.options if k in (mh.COT_OPTION, mh.NONCE_INDICES, mh.BAD)]
        equal(kinds, [mh.COT_OPTION, mh.NONCE_INDICES, mh.BAD], "options of the answer")
        home, careof = struct.unpack(">HH", ba.option(mh.NONCE_INDICES))
        equal(home, 0, "index of a home nonce")
        return self.proof(careof, ba.option(mh.COT_OPTION))
