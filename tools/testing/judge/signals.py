# SPDX-License-Identifier: GPL-2.0-only
"""The signalling of each handover, as the links saw it."""

from dataclasses import dataclass, field
from typing import NamedTuple, Optional

from .packets import advertised_prefixes, message, mh
from .plan import MS, Move

GRANTED = 128  # a status below says that a Binding Update was accepted


class Signal(NamedTuple):
    """A Mobility Header at a place. home: whom it is about; careof: its other address."""
    when: int
    place: str
    out: bool
    message: mh.Message
    home: bytes


def signals(sights):
    """All Mobility Headers that were seen."""
    found = []
    for sight in sights:
        m = message(sight.packet)
        if m:
            home = m.home or (m.dst if m.type == mh.BA else m.src)
            found.append(Signal(sight.when, sight.place, sight.out, m, home))
    return found


@dataclass
class Registration:
    """One address in one handover. Times in ns, None for what did not happen.

    update, answer: at the node; accepted: when the answer left the anchor, which
    sends the address's packets to the new place from then on at the latest.
    """
    address: bytes
    updates: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    accepted: Optional[int] = None

    @property
    def update(self):
        return self.updates[0].when if self.updates else None

    @property
    def answer(self):
        return next((a.when for a in self.answers if a.message.status < GRANTED), None)


@dataclass
class Handover:
    index: int
    move: Move
    until: int
    advertisement: Optional[int] = None
    registrations: dict = field(default_factory=dict)

    def holds(self, when):
        """What leaves as the link goes is of the time before."""
        return self.move.up <= when < self.until


def departed(plan, seen):
    """When a router had sent a packet: the link to the core delays it before it is seen there."""
    return seen.when - round(plan.delay_ms * MS) * seen.place.endswith("/core")


def of_window(found, handover, place, out, kind, home):
    return [s for s in found if handover.holds(s.when) and s.place == place and s.out == out and
            s.message.type == kind and s.home == home]


def registration(plan, found, handover, address):
    """What a handover did about an address that a stream uses."""
    anchor = plan.anchor(address)
    home = mh.addr(address)
    made = Registration(home)
    made.updates = of_window(found, handover, plan.node, True, mh.BU, home)
    sent = {s.message.seq for s in made.updates}
    made.answers = [s for s in of_window(found, handover, plan.node, False, mh.BA, home)
                    if s.message.seq in sent]
    left = [s for place in anchor.places()
            for s in of_window(found, handover, place, True, mh.BA, home)
            if s.message.status < GRANTED and s.message.seq in sent]
    made.accepted = min((departed(plan, s) for s in left), default=None)
    return made


def advertisement(plan, sights, handover):
    """When the node heard the router at which it now is, if it did before it left again."""
    prefix = mh.addr(plan.router(handover.move.to).prefix)[:8]
    return next((s.when for s in sights
                 if s.place == plan.node and not s.out and
                 handover.move.up <= s.when < handover.until and
                 prefix in advertised_prefixes(s.packet)), None)


def handovers(plan, sights, found):
    made = []
    for index, move in enumerate(plan.moves):
        handover = Handover(index, move, plan.until(index))
        handover.advertisement = advertisement(plan, sights, handover)
        for address in sorted({s.address for s in plan.streams if s.opened < move.down}):
            handover.registrations[address] = registration(plan, found, handover, address)
        made.append(handover)
    return made
