# SPDX-License-Identifier: GPL-2.0-only
"""What the network, its streams and the moves of the node were told to be.

All times are in ns of CLOCK_REALTIME, as those of the packets are.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Optional

from .packets import mh

MS = 10**6


@dataclass(frozen=True)
class Router:
    """An access router. number: also that of its cell and prefix."""
    number: int
    address: str
    prefix: str     # of the addresses that it anchors, without its length of 64
    access: str     # the ends of its links: to the nodes,
    core: str       # and to the core
    proves: bool = True  # it wants proof of care-of addresses

    def anchors(self, address):
        return mh.addr(address)[:8] == mh.addr(self.prefix)[:8]

    def places(self):
        return (self.access, self.core)


@dataclass(frozen=True)
class Stream:
    """One stream of flow.c from an address of the node. number: of its client's flows, from 1."""
    name: str
    kind: str       # tcp, ping or down
    address: str
    number: int
    period_ms: int
    opened: int
    closed: int


@dataclass(frozen=True)
class Move:
    """down, up: when the link was taken away, and when the next one was given."""
    start: int      # number of the router that it leaves
    to: int
    down: int
    up: int


@dataclass(frozen=True)
class Limits:
    """What a handover may take, beyond what the delays of the links make it take.

    margin_ms: of an outage after the advertisement, in each direction.
    update_ms: from the advertisement to the Binding Update, median of all handovers.
    advertisement_ms: from the link to the advertisement.
    rtt_ms: how much longer than told a round trip may be.
    silence_ms: of a stream that nothing disturbs, beyond its period.
    agree_ms: between a packet and what a module says about it.
    """
    margin_ms: float = 20
    update_ms: float = 2
    advertisement_ms: float = 500
    rtt_ms: float = 10
    silence_ms: float = 200
    agree_ms: float = 5


@dataclass(frozen=True)
class Plan:
    """delay_ms: of each direction of a link between an access router and the core.

    boot: CLOCK_REALTIME minus CLOCK_BOOTTIME, for the intervals in which credit ages.
    captures: {place: {file, log, mac}}, empty where sights come from elsewhere.
    """
    node: str               # the place that is the node's end of its link
    correspondent: str      # the same of the correspondent
    correspondent_address: str
    port: int
    delay_ms: float
    boot: int
    routers: tuple
    streams: tuple
    moves: tuple
    captures: dict = field(default_factory=dict)
    limits: Limits = Limits()

    def router(self, number):
        return next(r for r in self.routers if r.number == number)

    def anchor(self, address) -> Optional[Router]:
        return next((r for r in self.routers if r.anchors(address)), None)

    def until(self, index):
        """When the stay after a move ends: at the next move, or with the streams."""
        if index + 1 < len(self.moves):
            return self.moves[index + 1].down
        return self.ends()

    def ends(self):
        return max((s.closed for s in self.streams), default=0)

    def at(self, when):
        """The number of the router at which the node is, or was until its link went."""
        here = self.moves[0].start if self.moves else None
        for move in self.moves:
            if move.up <= when:
                here = move.to
        return here

    def rtt_to_anchor_ms(self, at, anchor):
        return 0 if at == anchor else 4 * self.delay_ms

    def one_way_ms(self, at, anchor):
        """Between the node and its correspondent."""
        return self.delay_ms + self.rtt_to_anchor_ms(at, anchor) / 2

    def save(self, path):
        with open(path, "w", encoding="ascii") as f:
            json.dump(asdict(self), f, indent=1)

    @classmethod
    def load(cls, path):
        with open(path, encoding="ascii") as f:
            told = json.load(f)
        for name, kind in (("routers", Router), ("streams", Stream), ("moves", Move)):
            told[name] = tuple(kind(**one) for one in told[name])
        told["limits"] = Limits(**told["limits"])
        return cls(**told)
