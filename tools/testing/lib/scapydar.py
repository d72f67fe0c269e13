# SPDX-License-Identifier: GPL-2.0-only
"""An access router made of scapy's layers, from the RFCs and the protocol profile alone.

It takes the place of the modules on a router of the topology, which goes on to advertise,
to resolve neighbours and to forward; Mobility Headers and tunnelled packets to its address
are scapymn's counterpart's. A thread of its own answers, as `reply` says.
"""

import copy
import errno
import os
import select
import socket
import threading

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from pyroute2.netlink.exceptions import NetlinkError
from scapy.layers.inet6 import (
    HAO, IPv6, IPv6ExtHdrDestOpt, IPv6ExtHdrRouting, MIP6MH_BA, MIP6MH_BE, MIP6MH_BRR,
    MIP6MH_BU, MIP6MH_CoT, MIP6MH_CoTI, MIP6OptBindingAuthData, MIP6OptBRAdvice,
    MIP6OptCareOfTest, MIP6OptHomeKeygenToken, MIP6OptNonceIndices, Pad1, PadN)

import netns
import rtnl
import wait
from check import equal, expect, until
from scapymn import (MH, OUTGOING, TAG, ZERO, authenticator, cga_fits, checksummed, kbm, message,
                     octets, walk)

# What the kernel would do about them is in the way.
ASIDE = """
table ip6 scapy {{
	chain input {{
		type filter hook input priority filter;
		ip6 daddr {dar} meta l4proto 41 drop
		ip6 daddr {dar} meta l4proto 135 drop
	}}
}}
"""
# Order of options in a Binding Update (RFC 4866 section 5, RFC 6275 section 6.1.7).
BU_ORDER = [3, 12, 13, 15, 11, 4, 5]


class Update:
    """A Binding Update as it must be."""

    def __init__(self, packet, dar):
        self.packet = packet
        head = packet.payload if isinstance(packet.payload, IPv6ExtHdrDestOpt) else None
        if head:
            # Only then scapy knows whose address the checksum covers.
            head.options = [o for o in head.options if not isinstance(o, (Pad1, PadN))]
        self.bu = bu = message(packet)
        self.mh = bu.octets
        self.careof, self.seq, self.lifetime = packet.src, bu.seq, bu.mhtime
        equal(packet.dst, dar, "destination")
        equal(int(bu.flags), 0x60, "flags H and A, no others")
        hao = [o for o in head.options if isinstance(o, HAO)] if head else []
        self.home = hao[0].hoa if hao else packet.src
        self.options = list(walk(self.mh))
        kinds = [BU_ORDER.index(kind) for kind, _, _ in self.options]
        equal(kinds, sorted(kinds), "order of options")
        equal(bool(hao), self.home != self.careof, "a Home Address option")
        # What signature and authenticator cover (RFC 6275 section 6.2.7).
        self.about = self.careof if self.lifetime else self.home
        if self.lifetime:
            equal(self.option(3), octets(self.careof), "alternate care-of address")
        self.dar = dar

    def option(self, wanted):
        found = [self.mh[at:at + size] for kind, at, size in self.options if kind == wanted]
        return b"".join(found) if found else None

    @property
    def by(self):
        return "cga" if self.option(12) else "phkt" if self.option(5) else ""

    @property
    def nonce(self):
        """Index of the care-of nonce, 0 without one."""
        given = self.option(4)
        return int.from_bytes(given[2:], "big") if given else 0

    @property
    def public(self):
        return serialization.load_der_public_key(self.option(12)[25:])

    def signed(self):
        """RFC 4866 section 4.5."""
        params, signature = self.option(12), self.option(13)
        if not params or not signature or not cga_fits(self.home, params):
            return False
        end = max(at + size for kind, at, size in self.options if kind == 12)
        covered = TAG + octets(self.about) + octets(self.dar) + \
            self.mh[:4] + b"\0\0" + self.mh[6:end]
        try:
            self.public.verify(signature, covered, padding.PKCS1v15(), hashes.SHA1())
        except InvalidSignature:
            return False
        return True

    def proven(self, token, careof_token=ZERO):
        key = kbm(token, careof_token if self.lifetime else b"")
        return self.option(5) is not None and \
            authenticator(key, self.about, self.dar, self.mh[:-12]) == self.mh[-12:]


class Binding:
    def __init__(self):
        self.careof = None      # None: not bound
        self.token = None
        self.seq = None


class ScapyDar:
    """The router of a prefix, in the namespace of DAR N.

    reply: a function of an update, which may send; `accept` if nothing else is said.
    tests: hand out care-of tokens with answers. updates: all there were. Failures of the
    thread are raised by check().
    """

    def __init__(self, n, address):
        self.ns = f"dar{n}"
        self.address = address
        self.bindings = {}
        self.updates = []
        self.errors = []
        self.reply = self.accept
        self.careof_tokens = {}
        self.tests = False
        netns.run(self.ns, ["nft", "-f", "-"], stdin=ASIDE.format(dar=address))
        self.ear = netns.sock(self.ns, socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x86dd))
        self.ear.setsockopt(socket.SOL_SOCKET, 33, 16 << 20)  # SO_RCVBUFFORCE
        self.mouth = netns.sock(self.ns, socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
        self.over, self.stop = os.pipe()
        self.bell = wait.Bell()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def close(self):
        os.write(self.stop, b".")
        self.thread.join(60)
        self.bell.close()
        self.ear.close()
        self.mouth.close()
        self.check()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close()

    def check(self):
        if self.errors:
            raise self.errors[0]

    # ------------------------------------------------------------- what it hears

    def _run(self):
        while True:
            ready, _, _ = select.select([self.ear, self.over], [], [])
            if self.over in ready:
                return
            data, where = self.ear.recvfrom(70000)
            if where[2] == OUTGOING:
                continue
            try:
                if self._hear(data):
                    self.bell.ring()
            except Exception as e:
                self.errors.append(e)
                self.bell.ring()

    def _hear(self, data):
        """True if it was a message, which somebody may wait for."""
        dst = socket.inet_ntop(socket.AF_INET6, data[24:40])
        bound = self.bindings.get(dst)
        if bound and bound.careof:
            self._down(data, bound)
        elif dst == self.address and data[6] == 41:
            self._up(data)
        elif dst == self.address and MH in (data[6], data[40]):
            self._message(IPv6(data))
            return True
        return False

    def _down(self, data, bound):
        self.send(IPv6(src=self.address, dst=bound.careof, nh=41) / data)

    def _up(self, data):
        """RFC 2473; only from the care-of address of who sends it."""
        inner = data[40:]
        bound = self.bindings.get(socket.inet_ntop(socket.AF_INET6, inner[8:24]))
        if bound and bound.careof and octets(bound.careof) == data[8:24]:
            self.send(inner)

    def _message(self, packet):
        if MIP6MH_CoTI in packet:
            self._test(packet)
        elif MIP6MH_BU in packet:
            update = Update(packet, self.address)
            self.updates.append(update)
            self.reply(update)

    # -------------------------------------------------------------- what it says

    def send(self, packet):
        packet = bytes(packet)
        self.mouth.sendto(packet, (socket.inet_ntop(socket.AF_INET6, packet[24:40]), 0))

    def _head(self, careof, home):
        head = IPv6(src=self.address, dst=careof)
        if home != careof:
            head = head / IPv6ExtHdrRouting(type=2, segleft=1, addresses=[home])
        head.lastlayer().nh = MH
        return head

    def _test(self, packet):
        """RFC 6275 section 5.2.5: a token for the care-of address."""
        coti = message(packet)
        index, token = self.careof_token(packet.src)
        self.send(checksummed(self._head(packet.src, packet.src), bytes(
            MIP6MH_CoT(cksum=0, index=index, cookie=coti.cookie, token=token))))

    def careof_token(self, careof):
        index = len(self.careof_tokens) + 1
        self.careof_tokens[index] = careof, os.urandom(8)
        return index, self.careof_tokens[index][1]

    def answer(self, update, status=0, token=None, key=None, sealed=None, seq=None, lifetime=None,
               careof_token=False, advice=0, auth=True, spoil=None, src=None, send=True):
        """A Binding Acknowledgement to it.

        token: the PHKT that its authenticator is keyed with, delivered if `sealed` (its
        cipher text) is given; spoil: a function of the right authenticator; send: False to only
        make it.
        """
        options = []
        if advice:
            options.append(MIP6OptBRAdvice(rinter=advice))
        if sealed:
            options += [MIP6OptHomeKeygenToken(hkt=sealed[at:at + 255])
                        for at in range(0, len(sealed), 255)]
        if careof_token:
            index, fresh = self.careof_token(update.careof)
            options += [MIP6OptCareOfTest(cokt=fresh),
                        MIP6OptNonceIndices(olen=4, hni=0, coni=index)]
        if auth:
            options.append(MIP6OptBindingAuthData(olen=12))
        data = bytearray(bytes(MIP6MH_BA(
            cksum=0, status=status, flags=0, res2=0, seq=update.seq if seq is None else seq,
            mhtime=update.lifetime if lifetime is None else lifetime, options=options)))
        if auth:
            key = key or kbm(token, self._care_of(update) if update.lifetime else b"")
            made = authenticator(key, update.about, self.address, bytes(data[:-12]))
            data[-12:] = spoil(made) if spoil else made
        head = self._head(update.careof, update.home)
        if src:
            head.src = src
        packet = checksummed(head, bytes(data))
        if send:
            self.send(packet)
        return packet

    def answer_through(self, update, **kw):
        """What somebody in the network sends to the address itself, in the router's name."""
        plain = copy.copy(update)
        plain.careof = update.home
        packet = self.answer(plain, send=False, **kw)
        self.send(IPv6(src=self.address, dst=update.careof, nh=41) / packet)

    def _care_of(self, update):
        """The care-of token that an update proves it has, else zero octets."""
        careof, token = self.careof_tokens.get(update.nonce, (None, ZERO))
        return token if careof == update.careof else ZERO

    def _new_token(self, update):
        token = os.urandom(8)
        return token, update.public.encrypt(token, padding.PKCS1v15())

    def error(self, home, careof, status=1, src=None):
        """A Binding Error (RFC 6275 section 6.1.9)."""
        head = IPv6(src=src or self.address, dst=careof)
        head.nh = MH
        self.send(checksummed(head, bytes(MIP6MH_BE(cksum=0, status=status, ha=home))))

    def wants_refresh(self, home, careof):
        """A Binding Refresh Request."""
        self.send(checksummed(self._head(careof, home), bytes(MIP6MH_BRR(cksum=0, res2=0))))

    # --------------------------------------------------------- how it is answered

    def proven(self, update):
        """As a router has to check it; what is wrong is an error of the node."""
        known = self.bindings.setdefault(update.home, Binding())
        if update.by == "cga":
            expect(update.signed(), "a right signature", update.packet.summary())
            if update.option(5):
                expect(update.proven(ZERO, self._care_of(update)), "a right authenticator", "")
        else:
            expect(known.token and update.proven(known.token, self._care_of(update)),
                   "an authenticator keyed with the token", update.packet.summary())
        return known

    def accept(self, update, lifetime=None, advice=0, silent=False):
        """Bind or unbind, and say so unless silent."""
        known = self.proven(update)
        if known.seq is not None and not 0 < (update.seq - known.seq) & 0xffff < 0x8000:
            return self.answer(update, status=135, seq=known.seq, lifetime=0, token=known.token)
        known.seq = update.seq
        sealed = None
        if update.by == "cga":
            known.token, sealed = self._new_token(update)
        known.careof = update.careof if update.lifetime else None
        if not known.careof:
            self._bound(update.home, False)
        sent = None if silent else \
            self.answer(update, token=known.token, sealed=sealed, lifetime=lifetime,
                        advice=advice, careof_token=self.tests and update.option(15) is not None)
        if known.careof:
            self._bound(update.home, True)
        return sent

    def demand(self, update):
        """Bind only who proves to be at the care-of address (RFC 6275 section 5.2)."""
        if update.lifetime and self._care_of(update) == ZERO:
            self.answer(update, status=137, lifetime=0, auth=False)
        else:
            self.accept(update)

    def refuse(self, status, proven=False):
        """A reply that says no."""
        def reply(update):
            known = self.bindings.get(update.home)
            self.answer(update, status=status, lifetime=0, auth=proven,
                        token=known.token if proven else None)
        return reply

    def silent(self, update):
        """It is heard, and that is all."""

    def _bound(self, home, bound):
        """Its packets are ours while it is elsewhere, and nobody else's."""
        try:
            rtnl.of(self.ns).route("replace" if bound else "del", home, kind="blackhole")
        except NetlinkError as e:
            if e.code != errno.ESRCH:  # there was none
                raise

    # ------------------------------------------------------------ for a scenario

    def heard(self, what, since=0, patience=40, **want):
        """The first update from number SINCE on with these values."""
        def look():
            self.check()
            return next((u for u in self.updates[since:]
                         if all(getattr(u, k) == v for k, v in want.items())), None)

        return until(look, what, lambda: [(u.home, u.careof, u.seq, u.lifetime, u.by)
                                          for u in self.updates[since:]], patience)
