# SPDX-License-Identifier: GPL-2.0-only
"""A mobile node made of scapy's layers, from the RFCs and the protocol profile alone.

It shares nothing with the modules nor with mh.py: messages are scapy's, RSA is that of
python3-cryptography, and all the world beyond a router's link is one socket. Traps of
scapy 2.5: the default lengths of Nonce Indices and Binding Authorization Data are wrong,
a Binding Update has the K flag by default, and the checksum honours a Home Address option
only when it stands alone in the list (the padding is scapy's to add).
"""

import fcntl
import hashlib
import hmac
import os
import select
import socket
import struct
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from scapy.config import conf
from scapy.layers.inet6 import (
    HAO, HBHOptUnknown, ICMPv6DestUnreach, ICMPv6EchoReply, ICMPv6EchoRequest,
    ICMPv6PacketTooBig, ICMPv6ParamProblem, ICMPv6TimeExceeded, IPv6, IPv6ExtHdrDestOpt,
    IPv6ExtHdrFragment, IPv6ExtHdrHopByHop, IPv6ExtHdrRouting, MIP6MH_BA, MIP6MH_BE,
    MIP6MH_BRR, MIP6MH_BU, MIP6MH_CoT, MIP6MH_CoTI, MIP6MH_Generic, MIP6MH_HoT, MIP6MH_HoTI,
    MIP6OptAltCoA, MIP6OptBindingAuthData, MIP6OptCareOfTest, MIP6OptCareOfTestInit,
    MIP6OptCGAParams, MIP6OptCGAParamsReq, MIP6OptHomeKeygenToken, MIP6OptNonceIndices,
    MIP6OptSignature, MIP6OptUnknown, Pad1, PadN, in6_chksum)
from scapy.packet import Raw

import netns
from check import Failure, equal, expect
from patience import scaled

conf.verb = 0
MH = 135
OUTGOING = 4
TAG = bytes.fromhex("5F2705868D6C4C56A2469EBB9B2A2E13")  # RFC 4866 section 7
ZERO = bytes(8)
ERRORS = (ICMPv6ParamProblem, ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6TimeExceeded)
MESSAGES = (MIP6MH_BRR, MIP6MH_HoTI, MIP6MH_CoTI, MIP6MH_HoT, MIP6MH_CoT, MIP6MH_BU, MIP6MH_BA,
            MIP6MH_BE, MIP6MH_Generic)
# Option types of a Binding Acknowledgement in the order in which they may stand.
BA_ORDER = [2, 14, 12, 13, 16, 4, 5]


def octets(address):
    return socket.inet_pton(socket.AF_INET6, address)


def address_of(data):
    return socket.inet_ntop(socket.AF_INET6, data)


def generate(bits=1024, exponent=65537):
    return rsa.generate_private_key(exponent, bits)


def sign(key, message):
    return key.sign(message, padding.PKCS1v15(), hashes.SHA1())


def kbm(home_token, careof_token=ZERO):
    """RFC 6275 section 5.2.5; careof_token empty: a deregistration."""
    return hashlib.sha1(home_token + careof_token).digest()


def authenticator(key, careof, correspondent, mh):
    """RFC 6275 section 6.2.7, over a message that ends before the 12 octets."""
    data = octets(careof) + octets(correspondent) + mh[:4] + b"\0\0" + mh[6:]
    return hmac.new(key, data, hashlib.sha1).digest()[:12]


def walk(mh, start=12):
    """(type, offset of the data, length) of each mobility option that is no padding."""
    while start < len(mh):
        if mh[start] == 0:
            start += 1
            continue
        if mh[start] > 1:
            yield mh[start], start + 2, mh[start + 1]
        start += 2 + mh[start + 1]


def checksummed(head, mh):
    """A packet: what stands before the Mobility Header, and it with its checksum."""
    mh = mh[:4] + b"\0\0" + mh[6:]
    mh = mh[:4] + struct.pack("!H", in6_chksum(MH, head.lastlayer(), mh)) + mh[6:]
    return bytes(head / Raw(mh))


class Cga:
    """RFC 3972: parameters (section 3) and their address (section 4)."""

    def __init__(self, key, prefix, sec=0, extension=b"", count=0, spki=None):
        self.key = key
        self.count = count
        self.sec = sec
        self.prefix = octets(prefix)[:8]
        self.public = (spki or key.public_key().public_bytes(
            serialization.Encoding.DER,
            serialization.PublicFormat.SubjectPublicKeyInfo)) + extension
        self.modifier = os.urandom(16)
        while any(hashlib.sha1(self.modifier + bytes(9) + self.public).digest()[:2 * sec]):
            self.modifier = ((int.from_bytes(self.modifier, "big") + 1) % 2**128) \
                .to_bytes(16, "big")

    @property
    def params(self):
        return self.modifier + self.prefix + bytes([self.count]) + self.public

    @property
    def address(self):
        iid = bytearray(hashlib.sha1(self.params).digest()[:8])
        iid[0] = iid[0] & 0x1c | self.sec << 5
        return address_of(self.prefix + bytes(iid))


def cga_fits(address, params):
    """RFC 3972 section 5, for an address in an option of somebody else."""
    iid, sec = octets(address)[8:], octets(address)[8] >> 5
    got = hashlib.sha1(params).digest()[:8]
    other = hashlib.sha1(params[:16] + bytes(9) + params[25:]).digest()
    return params[24] < 3 and params[16:24] == octets(address)[:8] and \
        iid[1:] == got[1:] and not (iid[0] ^ got[0]) & 0x1c and not any(other[:2 * sec])


class Link:
    """The far end of a device of a router: whatever is there is scapy's."""

    def __init__(self, ns, dev, router, its_dev):
        query = netns.sock(router, socket.AF_INET6, socket.SOCK_DGRAM)
        mac = fcntl.ioctl(query, 0x8927, struct.pack("256s", its_dev.encode()))[18:24]
        query.close()
        self.sock = netns.sock(ns, socket.AF_PACKET, socket.SOCK_DGRAM, 0)
        self.sock.setsockopt(socket.SOL_SOCKET, 33, 16 << 20)  # SO_RCVBUFFORCE
        self.sock.bind((dev, 3))  # ETH_P_ALL: before a bridge takes it
        self.to = (dev, 0x86dd, 0, 0, mac)
        self.number = 0

    def send(self, packet, mac=None):
        self.sock.sendto(bytes(packet), self.to[:4] + (mac or self.to[4],))

    def receive(self, wanted, what, seen=None):
        """The next packet that suits; those before it that are of interest to `seen`."""
        deadline = time.monotonic() + scaled()
        while True:
            if not select.select([self.sock], [], [], max(0, deadline - time.monotonic()))[0]:
                raise Failure(what, f"nothing but {[p.summary() for p in seen or ()]}")
            data, where = self.sock.recvfrom(70000)
            if where[1] != 0x86dd or where[2] == OUTGOING:
                continue
            packet = IPv6(data)
            if wanted(packet):
                return packet
            if seen is not None and relevant(packet):
                seen.append(packet)

    def fence(self, src, dst):
        """All that came until an echo has gone there and back."""
        self.number += 1
        seen = []
        self.send(IPv6(src=src, dst=dst) / ICMPv6EchoRequest(id=4866, seq=self.number))
        self.receive(lambda p: ICMPv6EchoReply in p and p[ICMPv6EchoReply].seq == self.number,
                     "an echo", seen)
        return seen


def inside(packet):
    """What is in a tunnel, or the packet itself."""
    return packet[IPv6:2] if packet.nh == 41 else packet


def relevant(packet):
    return packet.nh in (41, 43, MH) or any(layer in packet for layer in ERRORS)


def message(packet):
    """The Mobility Header in a packet, with its octets; checked as RFC 6275 6.1.1 says."""
    mh = next((packet[m] for m in MESSAGES if m in packet), None)
    if mh is None:
        return None
    data = bytes(packet)[-8 * (mh.len + 1):]
    equal(mh.cksum, in6_chksum(MH, mh.underlayer, data[:4] + b"\0\0" + data[6:]), "checksum")
    equal(mh.nh, 59, "Payload Proto")
    mh.octets = data
    return mh


class Answer:
    """A Binding Acknowledgement that is in good form."""

    def __init__(self, packet, home=None):
        self.packet = packet
        self.ba = ba = message(packet)
        expect(isinstance(ba, MIP6MH_BA), "a Binding Acknowledgement", packet.summary())
        self.mh = ba.octets
        self.status, self.seq, self.lifetime = ba.status, ba.seq, ba.mhtime
        route = packet.payload if isinstance(packet.payload, IPv6ExtHdrRouting) else None
        equal(bool(route), bool(home), "a routing header")
        if home:
            equal((route.type, route.segleft, route.len, route.reserved, route.addresses),
                  (2, 1, 2, 0, [home]), "type 2 routing header")
        equal(40 + 24 * bool(home) + len(self.mh), len(packet), "octets in all")
        equal((int(ba.flags), ba.res2 or 0), (0, 0), "flags")
        self.options = list(walk(self.mh))
        kinds = [BA_ORDER.index(kind) for kind, _, _ in self.options]
        equal(kinds, sorted(kinds), "order of options")
        if self.authenticated:
            equal(self.options[-1][1:], (len(self.mh) - 12, 12), "place of the authenticator")
            equal(self.options[-1][1] % 8, 4, "alignment of the authenticator")

    @property
    def authenticated(self):
        return any(kind == 5 for kind, _, _ in self.options)

    def option(self, wanted):
        found = [self.mh[at:at + size] for kind, at, size in self.options if kind == wanted]
        return b"".join(found) if found else None

    def proven(self, key, careof, dar):
        return self.authenticated and \
            authenticator(key, careof, dar, self.mh[:-12]) == self.mh[-12:]

    def signed(self, careof, dar):
        """By the owner of the address `dar`, which must be a CGA (RFC 4866 section 4.3)."""
        params, signature = self.option(12), self.option(13)
        if params is None or signature is None or not cga_fits(dar, params):
            return False
        end = max(at + size for kind, at, size in self.options if kind == 12)
        if self.mh[end] != 13:
            return False
        # PHKT in front of the parameters, where the signature covers it.
        if not any(kind == 14 and at < end for kind, at, _ in self.options):
            return False
        covered = TAG + octets(careof) + octets(dar) + \
            self.mh[:4] + b"\0\0" + self.mh[6:end]
        try:
            serialization.load_der_public_key(params[25:]).verify(
                signature, covered, padding.PKCS1v15(), hashes.SHA1())
        except InvalidSignature:
            return False
        return True


class ScapyMn:
    """One home address, and who speaks for it."""

    def __init__(self, link, dar, prefix, careof, key=None, **cga):
        self.link = link
        self.dar = dar
        self.prefix = prefix
        self.become(key or generate(), **cga)
        self.careof = careof
        self.seq = int.from_bytes(os.urandom(2), "big")
        self.token = None
        self.asked = self.sent = None

    def become(self, key, **cga):
        """Another address; returns arguments of update()."""
        self.key = key
        self.cga = Cga(key, self.prefix, **cga)
        self.home = self.cga.address
        return {}

    # ------------------------------------------------------------- what it sends

    def _options(self, alt, params, key, ask, nonces, bad):
        if alt:
            yield MIP6OptAltCoA(acoa=alt)
        for at in range(0, len(params), 255):
            yield MIP6OptCGAParams(cgaparams=params[at:at + 255])
        if key:
            yield MIP6OptSignature(sig=bytes(key.key_size // 8))
        for option in ask:
            yield option()
        if nonces:
            yield MIP6OptNonceIndices(olen=4, hni=nonces[0], coni=nonces[1])
        if bad:
            yield MIP6OptBindingAuthData(olen=12)

    def update(self, by="phkt", seq=None, lifetime=105, flags="HA", src=None, dst=None,
               home=None, at_home=False, alt=True, ask=(), nonces=None, careof_token=ZERO,
               token=None, key=None, covers=None, correspondent=None, cga=None, params=None,
               options=None, signature=None, kbm_key=None, mac=None, mh=None, checksum=None,
               head=None, fields=()):
        """A packet with a Binding Update; all that follows from something else follows.

        by: what proves it: "phkt", "cga", "cga phkt" or "". Everything else spoils one
        thing: options, signature, mac, mh and checksum are functions of what is right.
        """
        if seq is None:
            self.seq = seq = (self.seq + 1) & 0xffff
        home = home or self.home
        src = src or (home if at_home else self.careof)
        dst = dst or self.dar
        covers = covers or (src if lifetime else home)
        correspondent = correspondent or dst
        key = key or self.key
        self.asked = seq, lifetime
        if alt is True:
            alt = src if lifetime or src != home else None
        if params is None:
            params = (cga or self.cga).params if "cga" in by else b""
        made = list(self._options(alt, params, key if "cga" in by else None, ask, nonces,
                                  "phkt" in by))
        if options:
            made = options(made)
        data = bytearray(bytes(MIP6MH_BU(cksum=0, seq=seq, flags=flags, mhtime=lifetime,
                                         options=made, **dict(fields))))
        self._sign(data, key, covers, correspondent, signature)
        if kbm_key is None:
            kbm_key = kbm(self.token or ZERO if token is None else token,
                          careof_token if lifetime else b"")
        self._authenticate(data, kbm_key, covers, correspondent, mac)
        data = bytes(mh(data) if mh else data)
        if head is None:
            head = [] if at_home else [IPv6ExtHdrDestOpt(options=[HAO(hoa=home)])]
        packet = IPv6(src=src, dst=dst)
        for header in head:
            packet = packet / header
        packet.lastlayer().nh = MH
        self.sent = packet = checksummed(packet, data)
        return checksum(packet, len(data)) if checksum else packet

    @staticmethod
    def _sign(data, key, covers, correspondent, spoil):
        """RFC 4866 section 4.5: up to the last CGA Parameters."""
        params = [at + size for kind, at, size in walk(data) if kind == 12]
        slots = [(at, size) for kind, at, size in walk(data) if kind == 13]
        if not slots:
            return
        end = params[-1] if params else slots[0][0] - 2
        covered = TAG + octets(covers) + octets(correspondent) + bytes(data[:end])
        made = spoil(covered) if spoil else sign(key, covered)
        for at, size in slots:
            data[at:at + size] = made[:size].ljust(size, b"\0")
            made = made[size:]

    @staticmethod
    def _authenticate(data, key, covers, correspondent, spoil):
        """RFC 6275 section 6.2.7: without the authenticator itself."""
        for kind, at, size in walk(data):
            if kind != 5:
                continue
            made = authenticator(key, covers, correspondent,
                                 bytes(data[:at] + data[at + size:]))
            made = spoil(made) if spoil else made
            data[at:at + size] = made[:size].ljust(size, b"\0")

    # ------------------------------------------------- what it is told, and asks

    def answer(self, at_home=False, src=None, link=None, home=None):
        """The next Binding Acknowledgement, in good form, to the source of the update."""
        packet = (link or self.link).receive(lambda p: MIP6MH_BA in p, "an answer")
        equal((packet.src, packet.dst),
              (self.dar, src or (self.home if at_home else self.careof)), "addresses")
        return Answer(packet, None if at_home else home or self.home)

    def ask(self, status=0, link=None, **kw):
        (link or self.link).send(self.update(**kw))
        seq, lifetime = self.asked
        ba = self.answer(kw.get("at_home", False), kw.get("src"), link)
        equal(ba.status, status, "status")
        if status != 135:
            equal(ba.seq, seq, "sequence number")
        if not status:
            expect(ba.lifetime <= lifetime, f"at most {lifetime} units", ba.lifetime)
            expect(bool(ba.lifetime) == bool(lifetime), "a lifetime, if asked", ba.lifetime)
            covers = kw.get("src") or self.careof
            careof_token = kw.get("careof_token", ZERO) if lifetime else b""
            sealed = ba.option(14)
            equal(sealed is not None, "cga" in kw.get("by", "phkt"), "a token in the answer")
            if sealed:
                self.token = self.key.decrypt(sealed, padding.PKCS1v15())
                equal(len(self.token), 8, "octets of the token")
            expect(ba.proven(kbm(self.token, careof_token),
                             covers if lifetime else self.home, self.dar),
                   "an authenticator keyed with the token", "another or none")
        return ba

    def register(self, **kw):
        """By CGA and signature; learns the PHKT."""
        return self.ask(by="cga", **kw)

    def refresh(self, **kw):
        return self.ask(**kw)

    def move(self, careof, **kw):
        self.careof = careof
        return self.ask(**kw)

    def deregister(self, **kw):
        return self.ask(lifetime=0, **kw)

    def test(self, careof=None):
        """Care-of Test Init and Care-of Test (RFC 6275 section 5.2.5)."""
        careof, cookie = careof or self.careof, os.urandom(8)
        self.link.send(IPv6(src=careof, dst=self.dar) / MIP6MH_CoTI(cookie=cookie, res=0))
        packet = self.link.receive(lambda p: MIP6MH_CoT in p, "a Care-of Test")
        cot = message(packet)
        equal((packet.src, packet.dst, cot.cookie, len(cot.octets)),
              (self.dar, careof, cookie, 24), "addresses, cookie and octets")
        return self.proof(cot.index, cot.token)

    @staticmethod
    def proof(index, token):
        expect(index, "the index of a nonce", index)
        equal(len(token or b""), 8, "octets of the care-of token")
        return dict(nonces=(0, index), careof_token=token)

    def given(self, ba):
        """The token that an answer brings with it."""
        home, careof = struct.unpack("!HH", ba.option(4))
        equal(home, 0, "index of the home nonce")
        return self.proof(careof, ba.option(16))

    # -------------------------------------------------------------------- traffic

    def up(self, inner, src=None, dst=None):
        """A packet through the tunnel."""
        self.link.send(IPv6(src=src or self.careof, dst=dst or self.dar) / inner)

    def down(self, number):
        """The next packet out of the tunnel with this echo number."""
        packet = self.link.receive(
            lambda p: p.nh == 41 and ICMPv6EchoRequest in p and
            p[ICMPv6EchoRequest].seq == number, f"echo {number} in the tunnel")
        equal((packet.src, packet.dst), (self.dar, self.careof), "ends of the tunnel")
        return inside(packet)
