# SPDX-License-Identifier: GPL-2.0-only
"""Credit-Based Authorization at an access router, computed from the octets on its links.

RFC 4866 section 4.10, as Documentation/protocol.rst has it: while a care-of address is not
proven, it is sent neither more octets nor more packets than were received from its node, outer
headers and answers included. What the node sent at home, through the tunnel while its address
was proven, and in accepted Binding Updates earns credit; it ages by 7/8 every 5 s. What exceeds
it waits at the router for the proof.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple, Optional

from .packets import ICMP, decode, message, mh
from .plan import MS
from .signals import GRANTED, departed

INTERVAL = 5 * 10**9
PACKET_TOO_BIG = 2
ICMP_HEAD = PORTS_AND_NUMBER = 8
# A router takes account of a packet a little later than the packet is seen.
GRACE = 2 * MS
# What a router holds of one binding: packets; their octets, whose memory is larger; and how long.
ROOM, ROOM_OCTETS, ROOM_TIME = 128, 150_000, 4 * 10**9


class Epoch(NamedTuple):
    """What an accepted Binding Update made of a binding. careof: None ends it.

    came: the Binding Update came to the router; since: its answer left, so that the
    binding is as the message says from a moment between the two on.
    octets, packets: what it earned, its answer paid.
    """
    came: int
    since: int
    careof: bytes
    proven: bool
    octets: int = 0
    packets: int = 0


def epochs(plan, anchor, found, sizes):
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
                made[signal.home].append(epoch(plan, made[signal.home], update, signal, sizes))
    return made


def epoch(plan, before, update, answer, sizes):
    """A care-of address that was proven stays so as long as the binding stays there."""
    careof, came = update.message.src, update.when
    octets = sizes[update.message.mh]
    since = max(came, departed(plan, answer))
    stays = bool(before) and before[-1].careof == careof and before[-1].proven
    shown = update.message.option(mh.NONCE_INDICES) is not None
    promised = answer.message.option(mh.COT_OPTION) is not None
    if not update.message.lifetime:
        careof, proven = None, careof == update.home
    else:
        proven = stays or shown or not promised
    if proven:
        return Epoch(came, since, careof, True, octets, 1)
    return Epoch(came, since, careof, careof is None, octets - sizes[answer.message.mh], 0)


@dataclass
class Account:
    """The credit of one home address: at least what the router knows of."""
    octets: int = 0
    packets: int = 0
    interval: int = 0

    def at(self, boottime):
        interval = (boottime - GRACE) // INTERVAL
        for _ in range(min(interval - self.interval, 200)):
            self.octets = self.octets * 7 // 8
            self.packets = self.packets * 7 // 8
        self.interval = max(interval, self.interval)
        return self

    def earn(self, octets, packets=1):
        self.octets += octets
        self.packets += packets

    def spend(self, octets):
        """Returns whether there was enough."""
        enough = self.octets >= octets and self.packets >= 1
        self.octets = max(0, self.octets - octets)
        self.packets = max(0, self.packets - 1)
        return enough


@dataclass
class Ledger:
    """beyond: packets that were sent to an address without proof beyond its credit.

    swallowed: packets for an address that was bound that came and did not go on, of which
        the router did not tell their source that they are too big.
    excused: of these, packets that waited for a proof for which there was no room or that did
        not come in time.
    """
    beyond: list = field(default_factory=list)
    swallowed: list = field(default_factory=list)
    excused: set = field(default_factory=set)


class Wait(NamedTuple):
    """A packet that came when the address was not proven. until: when it went on, if it did."""
    since: int
    until: Optional[int]
    octets: int


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
        self.access, self.places = anchor.access, anchor.places()
        self.here = [s for s in sights if s.place in self.places]
        sizes = {s.packet.payload: s.packet.octets for s in self.here
                 if s.packet.protocol == mh.MH}
        self.epochs = epochs(plan, anchor, found, sizes)
        self.accounts = defaultdict(Account)
        self.passed = defaultdict(list)
        for sight in self.here:
            self.passed[sight.packet.identity].append(sight)
        self.too_big = {quoted(s.packet) for s in self.here if s.out}
        self.waits, self.doubtful = defaultdict(list), defaultdict(list)
        self.ledger = Ledger()

    def read(self):
        """All that came and left, in the order of time; what earns before what it pays for."""
        happened = [(s.when, 0, self.came, s) for s in self.here if not s.out]
        happened += [(self.left(s), 1, self.sent, s) for s in self.here if s.out]
        for home, made in self.epochs.items():
            happened += [(e.came, 0, self.updated, (home, e)) for e in made]
        for _, _, what, about in sorted(happened, key=lambda event: event[:2]):
            what(about)
        for home, sights in self.doubtful.items():
            self.ledger.excused |= {s for s in sights if self.may_drop(home, s)}
        return self.ledger

    def left(self, sight):
        return departed(self.plan, sight)

    def account(self, home, when):
        return self.accounts[home].at(when - self.plan.boot)

    def current(self, home, when):
        """The epochs that may be the router's at this time."""
        made = self.epochs.get(home, ())
        return [e for e, following in zip(made, [*made[1:], None])
                if e.came <= when and (following is None or following.since >= when)]

    def updated(self, about):
        home, e = about
        self.account(home, e.came).earn(e.octets, e.packets)

    def came(self, sight):
        packet, (src, dst) = sight.packet, sight.packet.ends
        if dst == self.address and packet.outers:
            self.from_tunnel(sight, src)
        elif src in self.epochs and not packet.outers and sight.place == self.access:
            if packet.protocol != mh.MH:
                self.from_home(sight, src)
        if dst in self.epochs and (packet.protocol != mh.MH or packet.outers):
            self.for_node(sight, dst)

    def from_tunnel(self, sight, careof):
        inner = sight.packet.outers[1:] or [(sight.packet.src, sight.packet.dst)]
        home = inner[0][0]
        if any(e.careof == careof and e.proven for e in self.current(home, sight.when)):
            self.account(home, sight.when).earn(sight.packet.octets)

    def from_home(self, sight, home):
        if any(e.careof is None for e in self.current(home, sight.when)):
            self.account(home, sight.when).earn(sight.packet.octets)

    def for_node(self, sight, home):
        """It may be in a tunnel already: this address may be the care-of address of another."""
        bound = [e for e in self.epochs[home] if e.since <= sight.when][-1:]
        unproven = bound and bound[0].careof is not None and not bound[0].proven
        went = self.departure(sight)
        if went:
            if unproven:
                self.waits[home].append(Wait(sight.when, self.left(went), sight.packet.octets))
            return
        if not bound or bound[0].careof is None or beginning(sight.packet) in self.too_big:
            return
        self.ledger.swallowed.append(sight)
        if unproven:
            self.doubtful[home].append(sight)

    def may_drop(self, home, sight):
        """Was there no room for it, or no proof in time?"""
        waiting = [w for w in self.waits[home] if w.since <= sight.when < w.until]
        if len(waiting) >= ROOM or sum(w.octets for w in waiting) >= ROOM_OCTETS:
            return True
        return not any(e.proven and e.careof and
                       sight.when < e.since and e.came <= sight.when + ROOM_TIME
                       for e in self.epochs[home])

    def departure(self, sight):
        """How a packet that came went on, unless it did not before the same came again."""
        after = [s for s in self.passed[sight.packet.identity] if s.when >= sight.when and
                 s is not sight]
        return after[0] if after and after[0].out else None

    def sent(self, sight):
        packet, (src, careof) = sight.packet, sight.packet.ends
        if src != self.address:
            return
        if packet.outers:
            home = (packet.outers[1:] or [(packet.src, packet.dst)])[0][1]
        else:
            told = message(packet)
            if not told or told.type != mh.BRR:
                return
            home = told.home
        when = self.left(sight)
        there = [e for e in self.current(home, when) if e.careof == careof]
        if there and not any(e.proven for e in there) and \
                not self.account(home, when).spend(packet.octets):
            self.ledger.beyond.append(sight)


def ledger(plan, anchor, sights, found):
    """What an access router did with the packets of the addresses that it anchors."""
    return Router(plan, anchor, sights, found).read()
