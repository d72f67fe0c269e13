# SPDX-License-Identifier: GPL-2.0-only
"""Bad Binding Updates, one for each check and each option, and odd ones that are good.

Every row says what comes back and which counter rises, by one and no other with it; a node
that is bound is bound as before after each of them.
"""

import hashlib
import struct

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

import genl
import netns
import rtnl
import scapymn as sm
from check import Failure, equal, expect, note, until
from dar import Dar
from famactl import fama
from scapymn import (
    HAO, Cga, IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrRouting, Link, MIP6OptAltCoA,
    MIP6OptCGAParams, MIP6OptCGAParamsReq, MIP6OptCareOfTestInit, MIP6OptUnknown, Pad1, PadN,
    ScapyMn, kbm)
from topology import dar_address, prefix

PLACE, OTHER, ECHO = "2001:db8:5c:1::99", "2001:db8:5c:2::99", "2001:db8:5c:f::1"
DAR, CORE = dar_address(1), "2001:db8:100:1::2"
PREFIX, MTU = "2001:db8:1::", 4000
REPEATED = {"tx_na", "tx_mrd"}  # announcements, again after a second, whatever comes then
COUNTED_BEFORE = ("bad_checksum", "truncated", "bad_payload_proto", "unknown_type",
                  "short_header", "malformed")

# What comes back besides the status of a Binding Acknowledgement.
SILENCE, STACK = "nothing", "nothing, or an error of the stack"


def problem(code, pointer):
    """ICMPv6 Parameter Problem."""
    return "problem", code, pointer


def error(status):
    """Binding Error."""
    return "error", status


def keyed(status):
    """A Binding Acknowledgement with an authenticator; without one unless it says so."""
    return "keyed", status


def inside(status):
    """One that comes through the tunnel, by the route of the binding."""
    return "inside", status


def unseen(status):
    """One that goes elsewhere, or nowhere."""
    return "unseen", status


# --------------------------------------------------------------- how to spoil one thing

def octet(at, value):
    return lambda mh: mh[:at] + bytes([value]) + mh[at + 1:]


def resized(by):
    """Longer or shorter than Header Len says."""
    return lambda mh: mh[:by] if by < 0 else mh + bytes(by)


def relabelled(change):
    """Header Len alone."""
    return lambda mh: octet(1, (mh[1] + change) % 256)(mh)


def flip(at):
    return lambda data: data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def opt(kind, size):
    return MIP6OptUnknown(otype=kind, odata=bytes(size))


def front(*more):
    return dict(options=lambda o: list(more) + o)


def middle(*more):
    """Before what has to be last."""
    return dict(options=lambda o: o[:-1] + list(more) + o[-1:])


def behind(*more):
    return dict(options=lambda o: o + list(more))


def instead(at, *more):
    return dict(options=lambda o: o[:at] + list(more) + o[at + 1:])


def raw_tail(data):
    """Octets at the end that are no whole option, in the authenticator's place."""
    return dict(mh=lambda mh: mh[:-14] + data.rjust(14, b"\0"))


def dest(*options, **kw):
    return IPv6ExtHdrDestOpt(options=list(options), **kw)


def wrong_sum(change):
    def spoil(packet, size):
        at = len(packet) - size + 4
        value = change(packet, size)
        return packet[:at] + struct.pack("!H", value) + packet[at + 2:]
    return dict(checksum=spoil)


def recomputed(src):
    """The checksum as if the source were another."""
    def make(packet, size):
        head = sm.IPv6(src=src, dst=DAR, nh=sm.MH)
        mh = packet[-size:]
        return sm.in6_chksum(sm.MH, head, mh[:4] + b"\0\0" + mh[6:])
    return wrong_sum(make)


# ------------------------------------------------------------------------ keys in DER

def tlv(tag, data):
    n = len(data)
    size = bytes([n]) if n < 128 else bytes([0x81, n]) if n < 256 else \
        b"\x82" + n.to_bytes(2, "big")
    return bytes([tag]) + size + data


def integer(n):
    return tlv(2, n.to_bytes(n.bit_length() // 8 + 1, "big"))


RSA = bytes.fromhex("300d06092a864886f70d0101010500")


def spki(n, e=65537, algorithm=RSA, modulus=None, more=b"", unused=b"\0", tail=b""):
    key = tlv(0x30, (modulus or integer(n)) + integer(e) + more)
    return tlv(0x30, algorithm + tlv(3, unused + key) + tail)


def cube_root(n):
    low, high = 0, 1 << (n.bit_length() // 3 + 2)
    while low < high:
        middle_ = (low + high) // 2
        if middle_**3 < n:
            low = middle_ + 1
        else:
            high = middle_
    return low


def forged(message):
    """Passes for a signature with exponent 3 where the padding's end is not looked at."""
    info = bytes.fromhex("3021300906052b0e03021a05000414") + hashlib.sha1(message).digest()
    start = b"\0\1\xff\0" + info
    return cube_root(int.from_bytes(start.ljust(128, b"\0"), "big")).to_bytes(128, "big")


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_bad_updates(net):
    dar = Dar(1, anchor=False)
    dar.set(refusal_rate=0)  # all rows may come in one moment
    netns.sysctl("dar1", icmp__ratelimit=0)
    rtnl.of("dar1").set("core", mtu=MTU)
    rtnl.of("core").set("dar1", mtu=MTU)
    rtnl.of("core").route("add", "2001:db8:5c::/48", kind="blackhole")
    link = Link("core", "dar1", "dar1", "core")
    role = genl.of("dar1", "dar")
    KEY, STRANGER, CUBE = sm.generate(), sm.generate(), sm.generate(exponent=3)
    N = KEY.public_key().public_numbers().n
    good = ScapyMn(link, DAR, PREFIX, PLACE, KEY)
    played = []

    def fresh():
        return ScapyMn(link, DAR, PREFIX, PLACE, KEY)

    def binding(home):
        try:
            found = role.ask("BINDING_GET", HOME=home)
        except OSError:
            return None
        return {k: found.get(k) for k in ("CAREOF", "SEQ", "LIFETIME", "AUTH", "PHKT", "STATE")}

    def last():
        """The number that the router accepted last."""
        return struct.unpack("=H", binding(good.home)["SEQ"])[0]

    def counted(do, *names):
        """An answer is counted behind its sending."""
        before = role.counters()
        result = do()
        until(lambda: all(role.counters()[k] > before[k] for k in names or ("tx_ba",)),
              "it to be counted", role.counters)
        return result

    def acknowledged(packet, status, node, made, proof=False):
        home = None if made.get("at_home") or made.get("head") == [] else \
            made.get("home", node.home)
        ba = sm.Answer(packet, home)
        equal(ba.status, status, "status")
        equal(ba.seq, last() if status == 135 else made.get("seq", node.seq), "sequence number")
        equal(ba.authenticated, proof, "an authenticator")
        sealed = ba.option(14)
        if sealed:
            node.token = node.key.decrypt(sealed, sm.padding.PKCS1v15())
        if proof:
            expect(ba.proven(kbm(node.token), PLACE, DAR), "one keyed with the token", "another")

    def check(expected, node, made, seen):
        kind, *what = expected if isinstance(expected, tuple) else (expected,)
        if kind == STACK:
            equal([p.summary() for p in seen if sm.ICMPv6ParamProblem not in p], [], "packets")
            return
        if kind in (SILENCE, "unseen"):
            equal([p.summary() for p in seen], [], "packets")
            return
        equal(len(seen), 1, "packets that came back")
        packet = seen[0]
        if kind == "inside":
            equal(packet.nh, 41, "next header")
            packet = packet.payload
        if kind == "problem":
            expect(sm.ICMPv6ParamProblem in packet, "a Parameter Problem", packet.summary())
            icmp = packet[sm.ICMPv6ParamProblem]
            equal((icmp.code, icmp.ptr, packet.dst), (*what, PLACE), "code, pointer, address")
        elif kind == "error":
            be = sm.message(packet)
            expect(isinstance(be, sm.MIP6MH_BE), "a Binding Error", packet.summary())
            equal((be.status, be.ha, packet.dst, packet.nh),
                  (what[0], made.get("tells", node.home), PLACE, sm.MH), "status, addresses")
        else:
            acknowledged(packet, what[0] if what else kind, node, made,
                         kind in ("keyed", 0))

    def play(name, expected, counter, node, made, proof, more=()):
        held, before = binding(good.home), role.counters()
        made = dict(made(node) if callable(made) else made)
        tells = {k: made.pop(k) for k in ("tells",) if k in made}
        if "packets" in made:
            for packet in made["packets"]:
                link.send(packet)
        else:
            link.send(node.update(by=proof, **made))
        answered = not isinstance(expected, tuple) and isinstance(expected, int)
        seen = []
        if answered or isinstance(expected, tuple) and expected[0] != "unseen":
            seen.append(link.receive(sm.relevant, "an answer"))
        seen += link.fence(ECHO, DAR)
        check(expected, node, {**made, **tells}, seen)

        want = dict(more)
        if counter:
            want[counter] = 1
            if counter not in COUNTED_BEFORE:
                want["rx_bu"] = 1
        if answered or isinstance(expected, tuple) and expected[0] in ("keyed", "inside", "unseen"):
            want["tx_ba"] = 1
        if expected == 0 and node is not good:
            until(lambda: role.counters()["tx_na"] > before["tx_na"],
                  "its link to be told who speaks for it now", every=0.001)

        def risen():
            return {k: v - before[k] for k, v in role.counters().items()
                    if v != before[k] and k not in REPEATED}
        # An answer is counted behind its sending, by a worker if there is a signature.
        until(lambda: len(risen()) >= len(want), f"counters {want}", risen, every=0.001)
        equal(risen(), want, "counters")
        if expected == 0 and node is good:
            equal(binding(good.home), {**held, "SEQ": struct.pack("=H", good.seq)}, "binding")
        else:
            equal(binding(good.home), held, "the good binding")
        if node is not good:
            equal(bool(binding(node.home)), expected == 0, "a binding")
        played.append(name)

    def rows(proof, node, table):
        for name, expected, counter, made, *more in table:
            try:
                play(name, expected, counter, node or fresh(), made, proof, *more)
            except Failure as e:
                raise Failure(f"{e.expected} ({name})", e.seen) from e
            except Exception:
                note(f"row: {name}")
                raise

    def tunnel(**kw):
        return lambda n: dict(kw, packets=[sm.IPv6(src=PLACE, dst=DAR) /
                                           sm.IPv6(n.update(head=[], **kw))])

    def fragments(cut, first=True):
        """The Mobility Header in two pieces."""
        def make(n):
            packet = n.update()
            head, mh = packet[:64], packet[64:]
            head = head[:40] + b"\x2c" + head[41:]
            parts = [IPv6ExtHdrFragment(nh=sm.MH, offset=0, m=1, id=n.seq) / mh[:cut],
                     IPv6ExtHdrFragment(nh=sm.MH, offset=cut // 8, m=0, id=n.seq) / mh[cut:]]
            return dict(packets=[head[:4] + struct.pack("!H", len(bytes(p)) + 24) + head[6:] +
                                 bytes(p) for p in parts[not first:]])
        return make

    def home_bits(set_, n):
        home = bytearray(sm.octets(n.home))
        home[8] |= set_
        return dict(home=sm.address_of(bytes(home)))

    rows("cga", None, [("nothing is anchored", 131, "not_serving", {})])
    # Open: its rows are about what comes after admission, of addresses made in a hurry.
    dar.anchor(care_of_test="off", admit="open", min_sec=0)
    counted(good.register, "tx_ba", "tx_na")
    counted(good.refresh)

    # -------------------------------------------- the node that is bound, by its token

    OK = "bu_phkt"
    rows("phkt", good, [
        # The Mobility Header (RFC 6275 sections 6.1.1 and 9.2)
        ("checksum, one bit", SILENCE, "bad_checksum",
         wrong_sum(lambda p, n: struct.unpack("!H", p[-n:][4:6])[0] ^ 1)),
        ("checksum zero", SILENCE, "bad_checksum", wrong_sum(lambda p, n: 0)),
        ("checksum over the care-of address", SILENCE, "bad_checksum", recomputed(PLACE)),
        ("message cut off", SILENCE, "truncated", dict(mh=resized(-8))),
        ("message cut off within a unit", SILENCE, "truncated", dict(mh=resized(-3))),
        ("octets behind the message", SILENCE, "truncated", dict(mh=resized(8))),
        ("Header Len too long", SILENCE, "truncated", dict(mh=relabelled(1))),
        ("Header Len too short", SILENCE, "truncated", dict(mh=relabelled(-1))),
        ("Header Len 255", SILENCE, "truncated", dict(mh=octet(1, 255))),
        ("Header Len 0", SILENCE, "truncated", dict(mh=octet(1, 0))),
        ("2056 octets, Header Len 0", SILENCE, "truncated",
         dict(mh=lambda mh: octet(1, 0)(mh.ljust(2056, b"\0")))),
        ("Payload Proto TCP", problem(0, 64), "bad_payload_proto", dict(mh=octet(0, 6))),
        ("Payload Proto hop-by-hop", problem(0, 64), "bad_payload_proto", dict(mh=octet(0, 0))),
        ("8 octets are no Binding Update", problem(0, 65), "short_header",
         dict(mh=lambda mh: octet(1, 0)(mh[:8]))),
        ("MH Type 99", error(2), "unknown_type", dict(mh=octet(2, 99))),
        ("MH Type 255 and Payload Proto 6", error(2), "unknown_type",
         dict(mh=lambda mh: octet(2, 255)(octet(0, 6)(mh)))),
        ("MH Type 99 without Home Address option", error(2), "unknown_type",
         dict(mh=octet(2, 99), head=[], tells="::")),
        ("reserved octet set", 0, OK, dict(fields=dict(res=0xff))),
        ("unknown flags set", 0, OK, dict(flags="PRMKLHA", fields=dict(reserved=0x1ff))),
        ("no A flag", 0, OK, dict(flags="H")),
        ("no H flag", SILENCE, "no_home_flag", dict(flags="A")),

        # Options (RFC 6275 section 6.2)
        ("option runs past the end", SILENCE, "malformed", raw_tail(b"\xc8\xff")),
        ("option runs past the end by one", SILENCE, "malformed", raw_tail(b"\xc8\2\0")),
        ("option without length", SILENCE, "malformed", raw_tail(b"\xc8")),
        ("PadN runs past the end", SILENCE, "malformed", raw_tail(b"\1\3\0\0")),
        ("PadN of two octets", 0, OK, front(PadN())),
        ("PadN with octets in it", 0, OK, front(PadN(optdata=b"\3\x10whatever"))),
        ("PadN of 255", 0, OK, front(PadN(optdata=bytes(255)))),
        ("many Pad1", 0, OK, middle(*[Pad1()] * 15)),
        ("unknown option", 0, OK, middle(opt(200, 7))),
        ("unknown option, empty, at the front", 0, OK, front(opt(0x7f, 0))),
        ("unknown option of 255", 0, OK, front(opt(255, 255))),
        ("2048 octets, all there may be", 0, OK, middle(*[opt(199, 255)] * 7, opt(199, 199))),
        ("options of a Binding Acknowledgement", 0, OK, middle(opt(2, 2), opt(14, 128),
                                                               opt(16, 8))),
        ("MN identifier, link-layer address", 0, OK, middle(opt(8, 9), opt(7, 8))),
        ("Binding Refresh Advice of 3 octets", SILENCE, "malformed", middle(opt(2, 3))),
        ("Care-of Test of 7 octets", SILENCE, "malformed", middle(opt(16, 7))),
        ("Alternate Care-of Address of 15", SILENCE, "malformed", instead(0, opt(3, 15))),
        ("Alternate Care-of Address of 17", SILENCE, "malformed", instead(0, opt(3, 17))),
        ("Alternate Care-of Address empty", SILENCE, "malformed", instead(0, opt(3, 0))),
        ("Alternate Care-of Address twice", SILENCE, "malformed",
         front(MIP6OptAltCoA(acoa=PLACE))),
        ("Nonce Indices of 3", SILENCE, "malformed", middle(opt(4, 3))),
        ("Nonce Indices of 5", SILENCE, "malformed", middle(opt(4, 5))),
        ("Nonce Indices twice", SILENCE, "malformed", middle(opt(4, 4), opt(4, 4))),
        ("Care-of Test Init of 1", SILENCE, "malformed", middle(opt(15, 1))),
        ("Care-of Test Init twice", SILENCE, "malformed",
         dict(ask=[MIP6OptCareOfTestInit] * 2)),
        ("CGA Parameters Request of 1", SILENCE, "malformed", middle(opt(11, 1))),
        ("CGA Parameters Request twice", SILENCE, "malformed",
         dict(ask=[MIP6OptCGAParamsReq] * 2)),
        ("authenticator of 11", SILENCE, "malformed", instead(1, opt(5, 11), Pad1())),
        ("authenticator of 13", SILENCE, "malformed", instead(1, opt(5, 13))),
        ("authenticator twice", SILENCE, "malformed", middle(opt(5, 12))),
        ("padding behind the authenticator", SILENCE, "malformed", behind(PadN(optdata=bytes(6)))),
        ("Pad1 behind the authenticator", SILENCE, "malformed", behind(*[Pad1()] * 8)),
        ("option behind the authenticator", SILENCE, "malformed", behind(opt(15, 0))),

        # Addresses (RFC 6275 sections 9.5.1 and 10.3.1; profile section 2)
        ("no Alternate Care-of Address", 174, "bad_careof", dict(alt=None)),
        ("Alternate Care-of Address elsewhere", 174, "bad_careof", dict(alt=OTHER)),
        ("Alternate Care-of Address multicast", 174, "bad_careof", dict(alt="ff0e::1")),
        ("Alternate Care-of Address unspecified", 174, "bad_careof", dict(alt="::")),
        ("Alternate Care-of Address loopback", 174, "bad_careof", dict(alt="::1")),
        ("Alternate Care-of Address link-local", 174, "bad_careof", dict(alt="fe80::1")),
        ("Alternate Care-of Address at home", 174, "bad_careof", dict(alt=good.home)),
        ("Alternate Care-of Address of the router", 174, "bad_careof", dict(alt=DAR)),
        ("end from elsewhere that does not name it", 174, "bad_careof",
         dict(lifetime=0, alt=None)),
        ("end from elsewhere that names home", 174, "bad_careof",
         dict(lifetime=0, alt=good.home)),
        ("no Home Address option", 132, "foreign_home", dict(head=[])),
        ("home address multicast", SILENCE, "bad_home", dict(home="ff0e::1")),
        ("home address unspecified", SILENCE, "bad_home", dict(home="::")),
        ("home address loopback", SILENCE, "bad_home", dict(home="::1")),
        ("home address link-local", SILENCE, "bad_home", dict(home="fe80::1")),
        ("home address of IPv4", SILENCE, "bad_home", dict(home="::ffff:192.0.2.1")),
        ("home address not anchored", 132, "foreign_home", dict(home="2001:db8:77::1")),
        ("home address with u bit", 132, "bad_home", home_bits(2, good)),
        ("home address with g bit", 132, "bad_home", home_bits(1, good)),
        ("home address of the router", 132, "bad_home", dict(home=DAR)),
        ("to another address of the router", 132, "foreign_home", dict(dst=CORE)),
        ("to the anycast address of the prefix", SILENCE, "not_addressed", dict(dst=PREFIX)),
        ("to all nodes", SILENCE, "not_addressed", dict(dst="ff02::1")),
        ("source multicast", SILENCE, None, dict(src="ff0e::99")),
        ("source loopback", SILENCE, None, dict(src="::1")),
        ("source unspecified", SILENCE, "bad_careof", dict(src="::")),
        ("source link-local", SILENCE, "bad_careof", dict(src="fe80::99")),
        ("source in the prefix of the home address", unseen(174), "bad_careof",
         dict(src="2001:db8:1::77")),
        ("source the router itself", unseen(174), "bad_careof", dict(src=DAR)),
        ("source another address of the router", unseen(174), "bad_careof", dict(src=CORE)),

        # Headers in front (RFC 6275 sections 6.3 and 6.4, RFC 8200)
        ("two Home Address options", STACK, None,
         dict(head=[dest(HAO(hoa=good.home), HAO(hoa=OTHER))])),
        ("two Home Address options in two headers", STACK, None,
         dict(head=[dest(HAO(hoa=good.home)), dest(HAO(hoa=good.home))])),
        ("Home Address option of 15 octets", STACK, None,
         dict(head=[dest(sm.HBHOptUnknown(otype=0xc9, optdata=bytes(15)))])),
        ("Home Address option past its header", STACK, None,
         dict(head=[dest(HAO(hoa=good.home, optlen=200))])),
        ("Destination Options past the packet", STACK, None,
         dict(head=[dest(HAO(hoa=good.home), len=200)])),
        ("unknown destination option that matters", STACK, None,
         dict(head=[dest(sm.HBHOptUnknown(otype=0x9e, optdata=b"xx")),
                    dest(HAO(hoa=good.home))])),
        ("unknown destination option to be skipped", 0, OK,
         dict(head=[dest(sm.HBHOptUnknown(otype=0x1e, optdata=b"xx")),
                    dest(HAO(hoa=good.home))])),
        ("hop-by-hop options in front", 0, OK,
         dict(head=[sm.IPv6ExtHdrHopByHop(options=[sm.HBHOptUnknown(otype=0x1e)]),
                    dest(HAO(hoa=good.home))])),
        ("hop-by-hop options behind", STACK, None,
         dict(head=[dest(HAO(hoa=good.home)),
                    sm.IPv6ExtHdrHopByHop(options=[sm.HBHOptUnknown(otype=0x1e)])])),
        ("routing header type 0", STACK, None,
         dict(head=[IPv6ExtHdrRouting(type=0, segleft=1, addresses=[CORE]),
                    dest(HAO(hoa=good.home))])),
        ("routing header type 2", SILENCE, "not_addressed",
         lambda n: dict(head=[IPv6ExtHdrRouting(type=2, segleft=1, addresses=[n.home]),
                              dest(HAO(hoa=n.home))])),
        ("fragments", STACK, None, fragments(24)),
        ("second fragment alone", STACK, None, fragments(24, first=False)),
        ("no octets of a message", SILENCE, "bad_checksum",
         dict(packets=[sm.IPv6(src=PLACE, dst=DAR, nh=sm.MH)])),
        ("4 octets of a message", SILENCE, "bad_checksum",
         dict(packets=[sm.IPv6(src=PLACE, dst=DAR, nh=sm.MH) / b"\x3b\0\5\0"])),
        ("registration from home, in the tunnel", inside(174), "bad_careof",
         tunnel(at_home=True), dict(tunnel_rx=1, tunnel_tx=1)),
        ("end from home, in the tunnel", SILENCE, "not_at_home",
         tunnel(at_home=True, lifetime=0), dict(tunnel_rx=1)),
        ("end without proof, in the tunnel", SILENCE, "not_at_home",
         tunnel(at_home=True, lifetime=0, token=b"8 octets"), dict(tunnel_rx=1)),

        # Sequence numbers (RFC 6275 section 9.5.1)
        ("sequence number again", keyed(135), "old_sequence", lambda n: dict(seq=last())),
        ("sequence number before", keyed(135), "old_sequence",
         lambda n: dict(seq=(last() - 1) & 0xffff)),
        ("sequence number half the circle ahead", keyed(135), "old_sequence",
         lambda n: dict(seq=(last() + 0x8000) & 0xffff)),
        ("sequence number again, not keyed", SILENCE, "bad_mac",
         lambda n: dict(seq=last(), token=b"8 octets")),

        # The authenticator (RFC 6275 section 6.2.7, RFC 4866 section 4)
        ("authenticator, first bit", SILENCE, "bad_mac", dict(mac=flip(0))),
        ("authenticator, last bit", SILENCE, "bad_mac", dict(mac=flip(11))),
        ("authenticator zero", SILENCE, "bad_mac", dict(mac=lambda a: bytes(12))),
        ("authenticator not without itself", SILENCE, "bad_mac",
         lambda n: dict(mac=lambda a: b"", mh=lambda mh: mh[:-12] + sm.authenticator(
             kbm(n.token), PLACE, DAR, bytes(mh)))),
        ("keyed without care-of token", SILENCE, "bad_mac",
         lambda n: dict(kbm_key=kbm(n.token, b""))),
        ("end keyed with care-of token", SILENCE, "bad_mac",
         lambda n: dict(lifetime=0, kbm_key=kbm(n.token))),
        ("keyed with the token itself", SILENCE, "bad_mac", lambda n: dict(kbm_key=n.token)),
        ("keyed with zeros", SILENCE, "bad_mac", dict(token=bytes(8))),
        ("keyed with another token", SILENCE, "bad_mac", dict(token=b"8 octets")),
        ("covers the home address", SILENCE, "bad_mac", dict(covers=good.home)),
        ("end covers the care-of address", SILENCE, "bad_mac", dict(lifetime=0, covers=PLACE)),
        ("covers another router", SILENCE, "bad_mac", dict(correspondent=CORE)),
        ("moved by somebody else", SILENCE, "bad_mac", dict(src=OTHER, covers=PLACE)),
        ("lifetime changed", SILENCE, "bad_mac", dict(mh=octet(11, 9))),
        ("home nonce", 149, "phkt_exists", dict(nonces=(1, 0))),
        ("home and care-of nonce", 149, "phkt_exists", dict(nonces=(1, 1))),
        ("care-of nonce that never was", 137, "careof_nonce", dict(nonces=(0, 4866))),
    ])
    rows("", good, [
        ("no proof, though there is a token", 149, "phkt_exists", {}),
        ("no proof of the end", 149, "phkt_exists", dict(lifetime=0)),
        ("signature without parameters", 149, "phkt_exists", middle(opt(13, 128))),
    ])

    # ------------------------------------------------------- addresses not heard of yet

    rows("", None, [
        ("no proof, and no token", 149, "unauthenticated", {}),
        ("no proof of the end of nothing", 149, "unauthenticated", dict(lifetime=0)),
        ("signature alone", 149, "unauthenticated", middle(opt(13, 128))),
    ])
    rows("phkt", None, [
        ("token that is not there", 147, "no_phkt", dict(token=b"8 octets")),
        ("end by a token that is not there", 147, "no_phkt", dict(lifetime=0)),
        ("home nonce, and no token", 149, "unauthenticated", dict(nonces=(1, 0))),
        ("the good node's token", 147, "no_phkt", lambda n: dict(token=good.token)),
    ])

    def key_row(name, public, counter="bad_key", **kw):
        """Address and signature are right, the key is not."""
        def make(n):
            cga = Cga(None, PREFIX, spki=public)
            n.home = cga.address
            return dict(kw, cga=cga)
        return name, 148, counter, make

    def params_row(name, change, counter="bad_cga"):
        """The address is not that of the parameters."""
        return name, 148, counter, lambda n: dict(params=change(n.cga.params))

    def split(*sizes):
        def options(o):
            params = o[1].cgaparams
            cut, start = [], 0
            for size in (*sizes, len(params)):
                cut.append(MIP6OptCGAParams(cgaparams=params[start:start + size]))
                start += size
            return o[:1] + cut + o[2:]
        return dict(options=options)

    def replaced(old, new):
        return lambda n: dict(params=n.cga.params.replace(old, new))

    with_public = good.cga.public
    elliptic = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    GOOD = "bu_cga"
    rows("cga", None, [
        # What a signed one may have (RFC 4866 section 5, RFC 3972)
        ("nothing odd", 0, GOOD, {}),
        ("exponent 3", 0, GOOD, lambda n: n.become(CUBE)),
        ("collision count 2", 0, GOOD,
         lambda n: n.become(KEY, count=2)),
        ("an extension behind the key", 0, GOOD,
         lambda n: n.become(KEY,
                              extension=b"\xff\xfd\0\4none")),
        ("parameters in two options", 0, GOOD,
         lambda n: n.become(KEY,
                              extension=b"\xff\xfd\0\x60" + bytes(96))),
        ("requests before the parameters", 0, GOOD, front(opt(11, 0), opt(15, 0)),
         dict(ba_unsigned=1)),

        # CGA Parameters (RFC 3972 section 5, RFC 4866 section 5.1)
        params_row("another prefix", lambda p: flip(20)(p)),
        params_row("another modifier", lambda p: flip(0)(p)),
        params_row("another collision count", lambda p: octet(24, 1)(p)),
        params_row("octets behind the key", lambda p: p + b"\0"),
        params_row("one octet too few", lambda p: p[:-1]),
        params_row("24 octets of parameters", lambda p: p[:24]),
        params_row("25 octets of parameters", lambda p: p[:25]),
        params_row("another key", lambda p: p[:25] + Cga(STRANGER, PREFIX).public),
        ("collision count 3", 148, "bad_cga",
         lambda n: n.become(KEY, count=3)),
        ("more Sec than was paid for", 148, "bad_cga", lambda n: home_bits(0x40, n)),
        ("Sec 7", 148, "bad_cga", lambda n: home_bits(0xe0, n)),
        ("the good node's parameters", 148, "bad_cga", dict(params=good.cga.params)),
        ("parameters empty", SILENCE, "malformed",
         dict(options=lambda o: o[:1] + [MIP6OptCGAParams(cgaparams=b"")] + o[2:])),
        ("first piece not full", SILENCE, "malformed", split(100)),
        ("pieces with an empty one", SILENCE, "malformed",
         dict(options=lambda o: o[:2] + [MIP6OptCGAParams(cgaparams=b"")] + o[2:])),
        ("padding between the pieces", SILENCE, "malformed",
         lambda n: n.become(KEY, extension=bytes(96)) or
         dict(options=lambda o: o[:2] + [Pad1()] + o[2:])),
        ("parameters again, behind the signature", SILENCE, "malformed",
         dict(options=lambda o: o + [o[1]])),

        # Keys (profile section 6, RFC 5280)
        key_row("elliptic curve", elliptic),
        key_row("RSA-PSS", spki(N, algorithm=RSA.replace(b"\1\5\0", b"\x0a\5\0"))),
        key_row("no NULL behind the algorithm", spki(N, algorithm=b"\x30\x0b" + RSA[2:13]),
                "bad_cga"),
        key_row("512 bits", spki(N >> 512 | 1)),
        key_row("768 bits", spki(N >> 256 | 1)),
        key_row("1023 bits", spki(N >> 1 | 1)),
        key_row("1032 bits", spki(N << 8 | 1)),
        key_row("2048 bits, signed with fewer", spki(N << 1024 | 1), "bad_signature"),
        key_row("2048 bits, which are not allowed", spki(N << 1024 | 1), "key_size",
                options=lambda o: o[:-1] + [opt(13, 255), opt(13, 1)]),
        key_row("4096 bits", spki(N << 3072 | 1)),
        key_row("8192 bits", spki(N << 7168 | 1)),
        key_row("modulus even", spki(N - 1)),
        key_row("modulus zero", spki(0), "bad_cga"),
        key_row("modulus negative", spki(0, modulus=tlv(2, N.to_bytes(128, "big"))), "bad_cga"),
        key_row("modulus with zeros in front",
                spki(0, modulus=tlv(2, b"\0\0" + N.to_bytes(128, "big"))), "bad_cga"),
        key_row("exponent 0", spki(N, 0), "bad_cga"),
        key_row("exponent 1", spki(N, 1)),
        key_row("exponent 2", spki(N, 2)),
        key_row("exponent 65536", spki(N, 65536)),
        key_row("exponent of 33 bits", spki(N, 2**32 + 65537)),
        key_row("exponent as large as the modulus", spki(N, N - 2)),
        key_row("a third number in the key", spki(N, more=integer(5)), "bad_cga"),
        key_row("unused bits", spki(N, unused=b"\1"), "bad_cga"),
        key_row("something behind the key's bits", spki(N, tail=b"\5\0"), "bad_cga"),
        key_row("outer length too long", octet(2, with_public[2] + 1)(with_public), "bad_cga"),
        key_row("outer length too short", octet(2, with_public[2] - 1)(with_public), "bad_cga"),
        key_row("outer length indefinite", octet(1, 0x80)(with_public), "bad_cga"),
        key_row("outer length of four octets",
                b"\x30\x84\0\0\0" + with_public[2:], "bad_cga"),
        key_row("length of the bits too long",
                octet(20, with_public[20] + 1)(with_public), "bad_cga"),

        # Signatures (RFC 4866 sections 4.5 and 5.2, RFC 8017 section 8.2.2)
        ("no signature", 148, "bad_signature", dict(options=lambda o: o[:2])),
        ("signature before the parameters", 148, "bad_signature",
         dict(options=lambda o: [o[0], o[2], o[1]])),
        ("padding before the signature", 148, "bad_signature",
         dict(options=lambda o: o[:2] + [Pad1()] + o[2:])),
        ("signature of 127", 148, "bad_signature", instead(2, opt(13, 127))),
        ("signature of 129", 148, "bad_signature", instead(2, opt(13, 129))),
        ("signature empty", 148, "bad_signature", instead(2, opt(13, 0))),
        ("signature twice", SILENCE, "malformed", behind(opt(13, 128))),
        ("signature in pieces that are not full", SILENCE, "malformed",
         instead(2, opt(13, 100), opt(13, 28))),
        ("signature, one bit", 148, "bad_signature",
         dict(signature=lambda m: flip(64)(sm.sign(KEY, m)))),
        ("signature zero", 148, "bad_signature", dict(signature=lambda m: bytes(128))),
        ("signature one", 148, "bad_signature", dict(signature=lambda m: bytes(127) + b"\1")),
        ("signature the modulus", 148, "bad_signature",
         dict(signature=lambda m: N.to_bytes(128, "big"))),
        ("signature and the modulus", 148, "bad_signature",
         dict(signature=lambda m: ((int.from_bytes(sm.sign(KEY, m), "big") + N) %
                                   2**1024).to_bytes(128, "big"))),
        ("signature all ones", 148, "bad_signature", dict(signature=lambda m: b"\xff" * 128)),
        ("signature of somebody else", 148, "bad_signature", dict(key=STRANGER)),
        ("signature without the tag", 148, "bad_signature",
         dict(signature=lambda m: sm.sign(KEY, m[16:]))),
        ("signature with the tag of SEND", 148, "bad_signature",
         dict(signature=lambda m: sm.sign(
             KEY, bytes.fromhex("086FCA5E10B200C99C8CE00164277C08") + m[16:]))),
        ("signature over another care-of address", 148, "bad_signature", dict(covers=OTHER)),
        ("signature over the home address", 148, "bad_signature",
         lambda n: dict(covers=n.home)),
        ("signature over another router", 148, "bad_signature", dict(correspondent=CORE)),
        ("signature over the message before it was changed", 148, "bad_signature",
         dict(mh=octet(11, 9))),
        ("signature forged for exponent 3", 148, "bad_signature",
         lambda n: n.become(CUBE) or dict(signature=forged)),
        ("end of what never was", 133, "unknown_binding", dict(lifetime=0)),
        ("care-of nonce that never was, signed", 137, "careof_nonce",
         dict(options=lambda o: o + [sm.MIP6OptNonceIndices(olen=4, hni=0, coni=4866),
                                     sm.MIP6OptBindingAuthData(olen=12)])),
    ])

    # ------------------------------------------------------------------ again and again

    signed = good.update(by="cga", lifetime=200)
    renewed = counted(lambda: link.send(signed) or
                      sm.Answer(link.receive(sm.relevant, "an answer"), good.home))
    equal(renewed.status, 0, "status")
    good.token = good.key.decrypt(renewed.option(14), sm.padding.PKCS1v15())
    rows("cga", good, [
        ("signed one again", SILENCE, "old_sequence", dict(packets=[signed])),
        ("signed one from elsewhere", 148, "bad_signature", dict(src=OTHER, covers=PLACE)),
    ])
    ba = counted(good.refresh)
    equal(ba.lifetime, 105, "lifetime granted in the end")

    # ------------------------------------------------- what a router says of itself

    rtnl.of("dar1").address("replace", f"{DAR}/64", "acc", valid=3, preferred=3)
    rows("cga", None, [("prefix about to end", 132, "prefix_expired", {})])
    rtnl.of("dar1").address("replace", f"{DAR}/64", "acc")

    # --------------------------------------------------- what its administrator says

    def told(*words):
        fama("dar1", "dar", "anchor", "change", prefix(1), *words)

    told("min-sec", "1")
    rows("cga", None, [("Sec below the anchor's", 148, "low_sec", {})])
    told("min-sec", "0", "key-sizes", "1536")
    rows("cga", None, [("key of a size that is not allowed", 148, "key_size", {})])
    told("key-sizes", "1024,1536", "early-token", "off")
    rows("cga", None, [("early token, asked for elsewhere", SILENCE, "not_at_home",
                        dict(at_home=True, lifetime=0))])
    dar.set(max_bindings=1)
    rows("cga", None, [("one binding too many", 130, "cache_full", {})])
    good.refresh()
    note(f"{len(played)} rows")
