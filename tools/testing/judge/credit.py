# SPDX-License-Identifier: GPL-2.0-only
"""Credit-Based Authorization at an access router, computed from the octets on its links.

RFC 4866 section 4.2, as Documentation/protocol.rst has it: while a care-of address
is not proven, it is sent no more octets than were received from its node. Accepted
Binding Updates (IPv6 and Mobility Header) and inner packets through the tunnel
earn credit; it ages by 7/8 every 5 s.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from .packets import HEADER, ICMP, TCP, decode, mh, segment
from .signals import GRANTED, departed

INTERVAL = 5 * 10**9
PACKET_TOO_BIG = 2
ICMP_HEAD = PORTS_AND_NUMBER = 8
# A TCP segment of a merged packet is as large as the smallest MTU of IPv6 lets it be, or larger,
# and the router counts no more octets of headers for each than these.
SEGMENT, SEGMENT_HEADERS = 1220, 100
# What comes within this time, in ns, may be taken in another order: a router receives in
# lists, and merges what belongs to one stream.
TOGETHER = 100 * 10**3


class Epoch(NamedTuple):
    """What an accepted Binding Update made of a binding. careof: None ends it.

    came: the Binding Update came to the router; since: its answer left, so that the
    binding is as the message says from a moment between the two on.
    """
    came: int
    since: int
    careof: bytes
    proven: bool
    earned: int


def epochs(plan, anchor, found):
    """{home address: [Epoch]} of an anchor, in the order of time."""
    offered, made = {}, defaultdict(list)
    for signal in found:
        if signal.place not in anchor.places():
            continue
        m = signal.message
        if m.type == mh.BU and not signal.out:
            offered[signal.home, m.seq] = signal
        elif m.type == mh.BA and signal.out and m.status < GRANTED:
            update = offered.pop((signal.home, m.seq), None)
            if update:
                made[signal.home].append(epoch(plan, made[signal.home], update, signal))
    return made


def epoch(plan, before, update, answer):
    """A care-of address that was proven stays so as long as the binding stays there."""
    careof, came = update.message.src, update.when
    earned = HEADER + len(update.message.mh)
    since = max(came, departed(plan, answer))
    if not update.message.lifetime:
        return Epoch(came, since, None, True, earned)
    stays = bool(before) and before[-1].careof == careof and before[-1].proven
    shown = update.message.option(mh.NONCE_INDICES) is not None
    promised = answer.message.option(mh.COT_OPTION) is not None
    return Epoch(came, since, careof, stays or shown or not promised, earned)


@dataclass
class Account:
    """The credit of one home address, which lies between two bounds.

    Seen from outside, a router takes account of a message at some moment between the
    message's coming and the answer's leaving, and of the headers in a merged packet
    by a number of segments that the packet does not show.
    """
    certain: int = 0
    possible: int = 0
    interval: int = 0

    def at(self, boottime):
        interval = boottime // INTERVAL
        for _ in range(min(interval - self.interval, 200)):
            self.certain = self.certain * 7 // 8
            self.possible = self.possible * 7 // 8
        self.interval = max(interval, self.interval)
        return self

    def earn(self, octets):
        self.certain += octets
        self.possible += octets

    def spend(self, packet):
        self.certain = max(0, self.certain - packet.octets - repeated(packet))
        self.possible = max(0, self.possible - packet.octets)


def repeated(packet):
    """Octets of headers that a merged packet may stand for, besides its own."""
    found = segment(packet) if packet.protocol == TCP else None
    return found.octets // SEGMENT * SEGMENT_HEADERS if found else 0


@dataclass
class Ledger:
    """unpaid: packets that came for a node and that its credit did not cover, none of them sent.

    beyond: packets that were sent although it did not cover them.
    swallowed: packets for an address that was bound that came and did not go on, of which
        the router did not tell their source that they are too big.
    """
    unpaid: set = field(default_factory=set)
    beyond: list = field(default_factory=list)
    swallowed: list = field(default_factory=list)


def beginning(packet):
    """What an ICMPv6 error message quotes of a packet for certain."""
    return packet.src, packet.dst, packet.protocol, packet.payload[:PORTS_AND_NUMBER]


def quoted(packet):
    """The beginning of the packet that a Packet Too Big message is about, or None."""
    if packet.protocol != ICMP or packet.payload[:1] != bytes([PACKET_TOO_BIG]):
        return None
    found = decode(packet.payload[ICMP_HEAD:])
    return found and beginning(found)


class Router:
    """An anchor, seen from outside: what came to it and what left it."""

    def __init__(self, plan, anchor, sights, found):
        self.plan, self.address = plan, mh.addr(anchor.address)
        self.places = anchor.places()
        self.here = [s for s in sights if s.place in self.places]
        self.epochs = epochs(plan, anchor, found)
        self.accounts = defaultdict(Account)
        self.passed = defaultdict(list)
        for sight in self.here:
            self.passed[sight.packet.identity].append(sight)
        self.too_big = {quoted(s.packet) for s in self.here if s.out}
        self.doubtful = defaultdict(list)
        self.ledger = Ledger()

    def read(self):
        """All that came, in the order of time; Binding Updates earn until they are answered."""
        arrivals = [(s.when, self.packet, s) for s in self.here if not s.out]
        for home, made in self.epochs.items():
            for e in made:
                arrivals += [(e.came, self.update_came, (home, e)),
                             (e.since, self.update_answered, (home, e))]
        for _, what, about in sorted(arrivals, key=lambda arrival: arrival[0]):
            what(about)
        return self.ledger

    def account(self, home, when):
        return self.accounts[home].at(when - self.plan.boot)

    def update_came(self, about):
        home, e = about
        self.account(home, e.came).possible += e.earned

    def update_answered(self, about):
        home, e = about
        self.account(home, e.since).certain += e.earned

    def packet(self, sight):
        src, dst = sight.packet.ends
        if dst == self.address and sight.packet.outers:
            self.from_tunnel(sight, src)
        elif dst in self.epochs and (sight.packet.protocol != mh.MH or sight.packet.outers):
            self.for_node(sight, dst)

    def binding(self, home, when):
        return next((e for e in reversed(self.epochs[home]) if e.since <= when), None)

    def from_tunnel(self, sight, careof):
        """The header of the tunnel earns nothing."""
        inner = sight.packet.outers[1:] or [(sight.packet.src, sight.packet.dst)]
        home = inner[0][0]
        if any(careof == e.careof and e.came <= sight.when for e in self.epochs.get(home, ())):
            self.account(home, sight.when).earn(sight.packet.octets - HEADER)

    def for_node(self, sight, home):
        """It may be in a tunnel already: this address may be the care-of address of another."""
        account = self.account(home, sight.when)
        went = self.departure(sight)
        if went:
            self.sent(sight, home, went, account)
            return
        e = self.binding(home, sight.when)
        if not e or e.careof is None or beginning(sight.packet) in self.too_big:
            return
        self.ledger.swallowed.append(sight)
        if not e.proven:
            self.doubtful[home].append(sight)
            self.refused(home, sight.when, account)

    def refused(self, home, when, account):
        """A packet that did not go on a moment ago had no credit if others were paid first."""
        waiting = self.doubtful[home]
        waiting[:] = [s for s in waiting if when - s.when <= TOGETHER]
        self.ledger.unpaid |= {s for s in waiting if account.certain < s.packet.octets}

    def departure(self, sight):
        """How a packet that came went on, unless it did not before the same came again."""
        after = [s for s in self.passed[sight.packet.identity] if s.when >= sight.when and
                 s is not sight]
        return after[0] if after and after[0].out else None

    def sent(self, sight, home, went, account):
        """To a care-of address it was sent by the last Binding Update that may have worked."""
        if len(went.packet.outers) <= len(sight.packet.outers):
            return
        careof = went.packet.ends[1]
        e = next((e for e in reversed(self.epochs[home])
                  if e.careof == careof and e.came <= sight.when), None)
        if not e or e.proven:
            return
        if account.possible < sight.packet.octets:
            self.ledger.beyond.append(sight)
        account.spend(sight.packet)
        self.refused(home, sight.when, account)


def ledger(plan, anchor, sights, found):
    """What an access router did with the packets of the addresses that it anchors."""
    return Router(plan, anchor, sights, found).read()
