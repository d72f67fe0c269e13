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

from .packets import HEADER, mh
from .signals import GRANTED, departed

INTERVAL = 5 * 10**9
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
    """The credit of one home address."""
    octets: int = 0
    interval: int = 0

    def at(self, boottime):
        interval = boottime // INTERVAL
        for _ in range(min(interval - self.interval, 200)):
            self.octets = self.octets * 7 // 8
        self.interval = max(interval, self.interval)
        return self


@dataclass
class Ledger:
    """unpaid: packets that came for a node and that its credit did not cover, none of them sent.

    beyond: packets that were sent although it did not cover them.
    swallowed: packets for an address that was bound that came and did not go on.
    """
    unpaid: set = field(default_factory=set)
    beyond: list = field(default_factory=list)
    swallowed: list = field(default_factory=list)


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
        self.doubtful = defaultdict(list)
        self.ledger = Ledger()

    def read(self):
        """All that came, in the order of time; Binding Updates earn when they come."""
        arrivals = [(s.when, self.packet, s) for s in self.here if not s.out]
        arrivals += [(e.came, self.update, (home, e))
                     for home, made in self.epochs.items() for e in made]
        for _, what, about in sorted(arrivals, key=lambda arrival: arrival[0]):
            what(about)
        return self.ledger

    def account(self, home, when):
        return self.accounts[home].at(when - self.plan.boot)

    def update(self, about):
        home, e = about
        self.account(home, e.came).octets += e.earned

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
            self.account(home, sight.when).octets += sight.packet.octets - HEADER

    def for_node(self, sight, home):
        """It may be in a tunnel already: this address may be the care-of address of another."""
        account = self.account(home, sight.when)
        went = self.departure(sight)
        if went:
            self.sent(sight, home, went, account)
            return
        e = self.binding(home, sight.when)
        if not e or e.careof is None:
            return
        self.ledger.swallowed.append(sight)
        if not e.proven:
            self.doubtful[home].append(sight)
            self.refused(home, sight.when, account)

    def refused(self, home, when, account):
        """A packet that did not go on a moment ago had no credit if others were paid first."""
        waiting = self.doubtful[home]
        waiting[:] = [s for s in waiting if when - s.when <= TOGETHER]
        self.ledger.unpaid |= {s for s in waiting if account.octets < s.packet.octets}

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
        if account.octets < sight.packet.octets:
            self.ledger.beyond.append(sight)
        account.octets = max(0, account.octets - sight.packet.octets)
        self.refused(home, sight.when, account)


def ledger(plan, anchor, sights, found):
    """What an access router did with the packets of the addresses that it anchors."""
    return Router(plan, anchor, sights, found).read()
