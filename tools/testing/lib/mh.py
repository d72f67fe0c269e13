#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Mobility Headers, CGA and RSA from the RFCs, sharing nothing with the modules.

RFC 6275 (messages, authenticator), RFC 3972 (CGA), RFC 4866 (options 11 to 16),
RFC 8017 (PKCS #1 v1.5). Run as a program it checks itself: mh.py [VECTORS.json].
"""

import base64
import hashlib
import hmac
import os
import re
import socket
import struct
import sys

MH = 135
BRR, HOTI, COTI, HOT, COT, BU, BA, BE = range(8)
FLAG_A, FLAG_H = 0x8000, 0x4000
BRA, ALT_COA, NONCE_INDICES, BAD = 2, 3, 4, 5
CGA_REQUEST, CGA_PARAMS, SIGNATURE, PHKT, COT_INIT, COT_OPTION = 11, 12, 13, 14, 15, 16
TAG = bytes.fromhex("5F2705868D6C4C56A2469EBB9B2A2E13")  # RFC 4866 section 7
SHA1_INFO = bytes.fromhex("3021300906052b0e03021a05000414")
RSA_ID = bytes.fromhex("300d06092a864886f70d0101010500")


def addr(text):
    return socket.inet_pton(socket.AF_INET6, text) if isinstance(text, str) else text


def text(octets):
    return socket.inet_ntop(socket.AF_INET6, octets)


# ------------------------------------------------------------------ DER and RSA

def der(tag, body):
    n = len(body)
    if n < 128:
        return bytes([tag, n]) + body
    size = (n.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + n.to_bytes(size, "big") + body


def der_int(n):
    return der(2, n.to_bytes(n.bit_length() // 8 + 1, "big"))


def der_items(data):
    """[(tag, body)] of the elements that stand one after the other."""
    items = []
    while data:
        tag, n, off = data[0], data[1], 2
        if n & 0x80:
            off += n & 0x7f
            n = int.from_bytes(data[2:off], "big")
        items.append((tag, data[off:off + n]))
        data = data[off + n:]
    return items


class Key:
    """An RSA private key from PEM, PKCS #8 or PKCS #1."""

    def __init__(self, pem):
        body = re.search(r"-BEGIN [A-Z ]*PRIVATE KEY-+([^-]*)-+END", pem)[1]
        raw = base64.b64decode("".join(line for line in body.split() if ":" not in line))
        fields = der_items(der_items(raw)[0][1])
        if fields[1][0] != 2:  # PKCS #8: version, algorithm, octet string
            raw = fields[2][1]
            fields = der_items(der_items(raw)[0][1])
        self.der = raw  # PKCS #1
        self.n, self.e, _, *self.crt = (int.from_bytes(f[1], "big") for f in fields[1:9])
        self.size = (self.n.bit_length() + 7) // 8

    @classmethod
    def public(cls, spki):
        """The public half, which can only verify."""
        bits = der_items(der_items(spki)[0][1])[1][1]
        (_, n), (_, e) = der_items(der_items(bits[1:])[0][1])
        key = cls.__new__(cls)
        key.n, key.e, key.crt = int.from_bytes(n, "big"), int.from_bytes(e, "big"), None
        key.der = None
        key.size = (key.n.bit_length() + 7) // 8
        return key

    @classmethod
    def load(cls, file):
        with open(file, encoding="ascii") as f:
            return cls(f.read())

    @property
    def spki(self):
        public = der(0x30, der_int(self.n) + der_int(self.e))
        return der(0x30, RSA_ID + der(3, b"\0" + public))

    def _private(self, block):
        """By the Chinese Remainder Theorem (RFC 8017 section 5.1.2): a third of the work."""
        number = int.from_bytes(block, "big")
        p, q, dp, dq, inverse = self.crt
        left, right = pow(number, dp, p), pow(number, dq, q)
        return (right + (left - right) * inverse % p * q).to_bytes(self.size, "big")

    def sign(self, message):
        info = SHA1_INFO + hashlib.sha1(message).digest()
        return self._private(b"\0\1" + b"\xff" * (self.size - 3 - len(info)) + b"\0" + info)

    def verify(self, message, signature):
        info = SHA1_INFO + hashlib.sha1(message).digest()
        want = b"\0\1" + b"\xff" * (self.size - 3 - len(info)) + b"\0" + info
        got = pow(int.from_bytes(signature, "big"), self.e, self.n)
        return got.to_bytes(self.size, "big") == want

    def decrypt(self, block):
        plain = self._private(block)
        if plain[:2] != b"\0\2":
            raise ValueError("not PKCS #1 v1.5 encryption")
        return plain[plain.index(b"\0", 2) + 1:]


# -------------------------------------------------------------------------- CGA

def search(spki, sec):
    """A modifier for a public key (RFC 3972 section 4)."""
    modifier = int.from_bytes(os.urandom(16), "big")
    while any(hashlib.sha1(modifier.to_bytes(16, "big") + bytes(9) + spki).digest()[:2 * sec]):
        modifier = (modifier + 1) % 2**128
    return modifier.to_bytes(16, "big")


class Cga:
    """Parameters (RFC 3972 section 3) and the address they make (section 4)."""

    def __init__(self, key, prefix, modifier=None, sec=0, count=0):
        self.key = key
        self.prefix = addr(prefix)[:8]
        self.count = count
        self.sec = sec
        self.modifier = modifier or search(key.spki, sec)

    @property
    def params(self):
        return self.modifier + self.prefix + bytes([self.count]) + self.key.spki

    @property
    def address(self):
        iid = bytearray(hashlib.sha1(self.params).digest()[:8])
        iid[0] = iid[0] & 0x1c | self.sec << 5
        return self.prefix + bytes(iid)


# --------------------------------------------------------------------- messages

def checksum(src, dst, data, proto=MH):
    data = addr(src) + addr(dst) + struct.pack(">II", len(data), proto) + data
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def option(kind, data=b""):
    return bytes([kind, len(data)]) + data


def pad(n):
    if n == 0:
        return b""
    return b"\0" if n == 1 else option(1, bytes(n - 2))


def align(length, unit, offset):
    """Padding so that the next option starts at unit * n + offset."""
    return pad((offset - length) % unit)


def kbm(*tokens):
    return hashlib.sha1(b"".join(tokens)).digest()


def mac(key, coa, cn, data):
    """data: the Mobility Header without the 12 octets of the authenticator."""
    return hmac.new(key, addr(coa) + addr(cn) + data, hashlib.sha1).digest()[:12]


def split_option(kind, data):
    """As many options as it takes, all but the last full."""
    return b"".join(option(kind, data[i:i + 255]) for i in range(0, max(len(data), 1), 255))


def cga_options(params):
    return split_option(CGA_PARAMS, params)


def finish(mh, src, dst):
    """Length and checksum; src and dst as RFC 6275 section 6.1.1 has them."""
    mh = bytearray(mh)
    mh[1] = len(mh) // 8 - 1
    mh[4:6] = struct.pack(">H", checksum(src, dst, bytes(mh[:4]) + b"\0\0" + bytes(mh[6:])))
    return bytes(mh)


def header(kind, body):
    return struct.pack(">BBBBH", 59, 0, kind, 0, 0) + body


def with_auth(mh, key, coa, cn, spoil=False):
    """Append the option Binding Authorization Data, which ends the message."""
    mh += align(len(mh), 8, 2) + bytes([BAD, 12])
    mh = bytearray(mh)
    mh[1] = (len(mh) + 12) // 8 - 1
    a = bytearray(mac(key, coa, cn, bytes(mh)))
    if spoil:
        a[0] ^= 1
    return bytes(mh) + bytes(a)


def binding_update(home, coa, cn, seq, lifetime=105, flags=FLAG_A | FLAG_H, cga=None,
                   token=None, careof_token=bytes(8), nonces=None, request=(),
                   spoil_mac=False, spoil_signature=False, signer=None, alt=True, padding=0):
    """The Mobility Header of a Binding Update, checksum included.

    cga: sign and send the parameters; token: PHKT for the authenticator.
    lifetime in units of 4 s; 0 deregisters. padding: so many octets at least of padding.
    """
    home, coa, cn = addr(home), addr(coa), addr(cn)
    about = coa if lifetime else home
    mh = header(BU, struct.pack(">HHH", seq & 0xffff, flags, lifetime))
    if alt:
        mh += align(len(mh), 8, 6) + option(ALT_COA, coa)
    tail = b"".join(option(r) for r in request)
    if cga:
        mh += cga_options(cga.params)
        signed = len(mh)
        key = signer or cga.key
        mh += split_option(SIGNATURE, bytes(key.size)) + tail
    else:
        mh += tail
    if nonces:
        mh += align(len(mh), 2, 0) + option(NONCE_INDICES, struct.pack(">HH", *nonces))
    mh += b"".join(pad(min(padding - i, 257)) for i in range(0, padding, 257))
    end = len(mh)
    if token is not None:
        end += len(align(end, 8, 2)) + 14
    else:
        mh += align(end, 8, 0)
        end = len(mh)
    if cga:
        whole = bytearray(mh)
        whole[1] = end // 8 - 1
        sig = bytearray(key.sign(TAG + about + cn + bytes(whole[:signed])))
        if spoil_signature:
            sig[5] ^= 1
        placed = split_option(SIGNATURE, bytes(sig))
        mh = mh[:signed] + placed + mh[signed + len(placed):]
    if token is not None:
        k = kbm(token, careof_token) if lifetime else kbm(token)
        mh = with_auth(mh, k, about, cn, spoil_mac)
    return finish(mh, home, cn)


# ---------------------------------------------------------------------- packets

def ipv6(src, dst, nxt, payload, hops=64):
    return struct.pack(">IHBB", 6 << 28, len(payload), nxt, hops) + addr(src) + addr(dst) + payload


def icmp6(src, dst, kind, code, body, hops=255, spoil=False):
    data = bytearray(bytes([kind, code, 0, 0]) + body)
    struct.pack_into(">H", data, 2, checksum(src, dst, bytes(data), 58) ^ spoil)
    return ipv6(src, dst, 58, bytes(data), hops)


def with_hao(home, nxt, payload):
    """A Destination Options header with the Home Address option."""
    return bytes([nxt, 2, 1, 2, 0, 0, 0xc9, 16]) + addr(home) + payload


def bu_packet(home, coa, cn, **kwargs):
    mh = binding_update(home, coa, cn, **kwargs)
    if addr(home) == addr(coa):
        return ipv6(coa, cn, MH, mh)
    return ipv6(coa, cn, 60, with_hao(home, MH, mh))


def coti_packet(coa, cn, cookie, home=None):
    """Care-of Test Init (RFC 6275 section 6.1.4); no home address belongs to it."""
    mh = finish(header(COTI, bytes(2) + cookie), home or coa, cn)
    if home:
        return ipv6(coa, cn, 60, with_hao(home, MH, mh))
    return ipv6(coa, cn, MH, mh)


def refresh_request(router, home, careof):
    """A Binding Refresh Request made here, not by the router."""
    body = finish(header(BRR, bytes(2)), router, home)
    return ipv6(router, careof, 43, bytes([MH, 2, 2, 1, 0, 0, 0, 0]) + addr(home) + body)


def udp(src, dst, sport, dport, data):
    head = struct.pack(">HHHH", sport, dport, 8 + len(data), 0)
    pseudo = addr(src) + addr(dst) + struct.pack(">II", 8 + len(data), 17) + head + data
    if len(pseudo) % 2:
        pseudo += b"\0"
    total = sum(struct.unpack(f">{len(pseudo) // 2}H", pseudo))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ipv6(src, dst, 17, head[:6] + struct.pack(">H", ~total & 0xffff or 0xffff) + data)


class Message:
    """A Mobility Header found in a packet."""

    def __init__(self, packet):
        self.src, self.dst = packet[8:24], packet[24:40]
        self.home = None
        self.rh2 = self.hao = False
        nxt, off = packet[6], 40
        while nxt in (43, 60):
            size = (packet[off + 1] + 1) * 8
            if nxt == 43 and packet[off + 2] == 2:
                self.rh2, self.home = True, packet[off + 8:off + 24]
            if nxt == 60:
                at = off + 2
                while at < off + size:
                    if packet[at] == 0:
                        at += 1
                        continue
                    if packet[at] == 0xc9:
                        self.hao, self.home = True, packet[at + 2:at + 18]
                    at += 2 + packet[at + 1]
            nxt, off = packet[off], off + size
        if nxt != MH:
            raise ValueError("no Mobility Header")
        self.mh = mh = packet[off:off + (packet[off + 1] + 1) * 8]
        self.type = mh[2]
        src = self.home if self.hao else self.src
        dst = self.home if self.rh2 else self.dst
        self.checksum_ok = checksum(src, dst, mh[:4] + b"\0\0" + mh[6:]) == \
            struct.unpack(">H", mh[4:6])[0]
        start = 12
        if self.type == BA:
            self.status, _, self.seq, self.lifetime = struct.unpack(">BBHH", mh[6:12])
        elif self.type == BU:
            self.seq, self.flags, self.lifetime = struct.unpack(">HHH", mh[6:12])
        elif self.type == BE:
            self.status, self.home, start = mh[6], mh[8:24], 24
        elif self.type in (HOT, COT):
            self.nonce, self.cookie, self.token = struct.unpack(">H8s8s", mh[6:24])
            start = 24
        else:
            start = 8 if self.type == BRR else 16
        self.options = []
        self.places = []
        while start < len(mh):
            if mh[start] == 0:
                start += 1
                continue
            self.options.append((mh[start], mh[start + 2:start + 2 + mh[start + 1]]))
            self.places.append(start)
            start += 2 + mh[start + 1]

    def option(self, kind):
        return next((d for k, d in self.options if k == kind), None)

    def joined(self, kind):
        """The data of options that stand one behind the other; None without one.

        All but the last are full, and nothing is between them.
        """
        found = [(at, d) for at, (k, d) in zip(self.places, self.options) if k == kind]
        for (at, d), (following, _) in zip(found, found[1:]):
            if len(d) != 255 or following != at + 257:
                raise ValueError(f"option {kind} is not in one piece")
        return b"".join(d for _, d in found) if found else None

    def signed(self, coa, cn, owner):
        """Do CGA parameters and signature prove that the owner's key signed this?

        The owner's address is a CGA. Returns the octets of the key, None without
        a signature; ValueError says what is wrong (RFC 3972 section 5, RFC 4866
        sections 4.5 and 5).
        """
        params, signature = self.joined(CGA_PARAMS), self.joined(SIGNATURE)
        if params is None or signature is None:
            return None
        kinds = [k for k, _ in self.options]
        last = len(kinds) - 1 - kinds[::-1].index(CGA_PARAMS)
        end = self.places[last] + 2 + len(self.options[last][1])
        if kinds[last + 1] != SIGNATURE or self.places[last + 1] != end:
            raise ValueError("signature does not follow the parameters")
        key = Key.public(params[25:])
        cga = Cga(key, params[16:24], params[:16], sec=addr(owner)[8] >> 5, count=params[24])
        if key.spki != params[25:] or cga.params != params or params[24] > 2:
            raise ValueError("bad parameters")
        if cga.address != addr(owner):
            raise ValueError(f"parameters of {text(cga.address)}")
        hash2 = hashlib.sha1(params[:16] + bytes(9) + params[25:]).digest()
        if hash2[:2 * cga.sec] != bytes(2 * cga.sec):
            raise ValueError("modifier does not fit")
        data = self.mh[:4] + b"\0\0" + self.mh[6:end]
        if len(signature) != key.size or \
                not key.verify(TAG + addr(coa) + addr(cn) + data, signature):
            raise ValueError("wrong signature")
        return key.size

    def authentic(self, token, coa, cn, deleted=False, careof_token=bytes(8)):
        """The authenticator, with the token and perhaps a care-of token."""
        key = kbm(token) if deleted else kbm(token, careof_token)
        data = self.mh[:4] + b"\0\0" + self.mh[6:-12]
        return self.options[-1][0] == BAD and \
            hmac.compare_digest(mac(key, coa, cn, data), self.mh[-12:])


def messages(packets, kind=None):
    """Mobility Headers in [(ns, direction, octets)]."""
    found = []
    for when, direction, packet in packets:
        try:
            m = Message(packet)
        except (ValueError, IndexError, struct.error):
            continue
        m.when, m.direction = when, direction
        if kind is None or m.type == kind:
            found.append(m)
    return found


# -------------------------------------------------------------------- self-test

def self_test(vectors=None):
    # RFC 2202, test case 2
    got = hmac.new(b"Jefe", b"what do ya want for nothing?", hashlib.sha1).hexdigest()
    assert got == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
    # RFC 3972 appendix A
    class Appendix:
        spki = bytes.fromhex(
            "305c300d06092a864886f70d0101010500034b003048024100c2c2f137305454f10bd9cea36844b530"
            "e9211a4b262b16467cb7dfba1f595c0194f275be5a4d386f2c3c2382508773c7867f9b3b9e63a09c7b"
            "c48f7a54ebefaf0203010001")

    cga = Cga(Appendix, "fe80::", bytes.fromhex("89a8a8b2e858d8b8f2633f44d2d4ce9b"), sec=1)
    assert text(cga.address) == "fe80::3c4a:5bf6:ffb4:ca6c"
    # A token exchange by hand: padding and lengths
    mh = binding_update("2001:db8:1::1234", "2001:db8:2::5", "2001:db8:1::1", 7, token=bytes(8))
    assert len(mh) == 48 and mh[1] == 5 and mh[34:36] == bytes([BAD, 12])
    m = Message(ipv6("2001:db8:2::5", "2001:db8:1::1", 60,
                     with_hao("2001:db8:1::1234", MH, mh)))
    assert m.checksum_ok and m.hao and m.seq == 7
    assert m.authentic(bytes(8), "2001:db8:2::5", "2001:db8:1::1")
    if not vectors:
        return 0
    import json
    with open(vectors, encoding="ascii") as f:
        cases = json.load(f)
    tested = 0
    for v in cases:
        if not v.get("packet") or not v["name"].startswith("BU"):
            continue
        want = bytes.fromhex(v["packet"])
        m = Message(want)
        assert m.checksum_ok, v["name"]
        nonces = m.option(NONCE_INDICES)
        kw = dict(seq=m.seq, lifetime=m.lifetime, flags=m.flags,
                  nonces=nonces and struct.unpack(">HH", nonces),
                  alt=m.option(ALT_COA) is not None,
                  request=[k for k, _ in m.options if k in (COT_INIT, CGA_REQUEST)])
        if m.option(SIGNATURE):
            about = m.src if m.lifetime else m.home or m.src
            assert m.signed(about, m.dst, m.home or m.src), v["name"]
            base = os.path.dirname(vectors)
            bits = "rsa1536" if "1536" in v["name"] else "rsa1024"
            key = Key.load(os.path.join(base, "keys", bits + ".pem"))
            params = b"".join(d for k, d in m.options if k == CGA_PARAMS)
            kw["cga"] = Cga(key, params[16:32], params[:16], sec=m.home[8] >> 5, count=params[24])
            assert kw["cga"].params == params, v["name"]
            assert kw["cga"].address == m.home, v["name"]
        if m.option(BAD):
            tok = bytes.fromhex(v.get("home_token") or v.get("phkt") or "00" * 8)
            kw["token"] = tok
            kw["careof_token"] = bytes.fromhex(v.get("care_token") or "00" * 8)
        got = bu_packet(m.home or m.src, m.src, m.dst, **kw)
        assert got == want, f"{v['name']}\n{got.hex()}\n{want.hex()}"
        tested += 1
    return tested


if __name__ == "__main__":
    print(f"mh.py: ok, {self_test(*sys.argv[1:])} vectors")
