# SPDX-License-Identifier: GPL-2.0-only
"""Handovers of a node, and what each of them did to its flows.

A move begins where the recording was told so, or where the node attached to another
router. Packets say when things happened; where none were recorded, the events do.
"""

from dataclasses import dataclass, field
from ipaddress import IPv6Address
from statistics import median
from typing import NamedTuple, Optional

from flows import MS, RHYTHM
from packets import ANSWER, ICMP, TCP, UPDATE, advertised, message

GRANTED = 128   # a status below says that a Binding Update was accepted
SETTLED = 100 * MS


class Moment(NamedTuple):
    """lane: what it is about; text: for the reader."""
    when: int
    lane: str
    text: str


class Outage(NamedTuple):
    """Of one direction of a flow, in ns. lost: packets, None if only one end was recorded."""
    last: Optional[int]
    first: Optional[int]
    lost: Optional[int]

    @property
    def ms(self):
        return None if None in (self.last, self.first) else (self.first - self.last) / MS


@dataclass
class Handover:
    """Times in ns. down: None if the node left its link while that was up."""
    node: str
    start: str
    to: str
    down: Optional[int]
    up: int
    until: int
    prefix: Optional[bytes] = None
    advertisement: Optional[int] = None
    updates: dict = field(default_factory=dict)     # {home: first time}
    answers: dict = field(default_factory=dict)     # {home: first time that it was accepted}
    moments: list = field(default_factory=list)
    outages: dict = field(default_factory=dict)     # {(flow's key, direction): Outage}
    rtt: Optional[float] = None

    @property
    def begun(self):
        return self.up if self.down is None else self.down

    def holds(self, when):
        return self.up <= when < self.until

    def since(self, when):
        return None if when is None else (when - self.up) / MS

    @property
    def update(self):
        return max(self.updates.values(), default=None)

    @property
    def answer(self):
        return max(self.answers.values(), default=None)


# --------------------------------------------------------------------------- moves

def moves(recording, names, end):
    """One for each time that a node went to another router."""
    found = []
    events = [e for e in recording.events if e.get("role") == "mn"]
    for node in sorted({e["node"] for e in events}):
        found += of_node(node, [e for e in events if e["node"] == node], names,
                         beginning(recording, node))
    if recording.moves:
        node = events[0]["node"] if events else ""
        found = [Handover(node, m["from"], m["to"], m["down"], m["up"], end, prefix(names, m["to"]))
                 for m in recording.moves]
    for node in {h.node for h in found}:
        mine = sorted((h for h in found if h.node == node), key=lambda h: h.up)
        for one, following in zip(mine, mine[1:]):
            one.until = following.begun
        mine[-1].until = end
    return sorted(found, key=lambda h: h.up)


def prefix(names, wanted):
    """The prefix of a router is that of its address."""
    address = next((address for address, name in names.items() if name == wanted), None)
    return IPv6Address(address).packed[:8] if address else None


def beginning(recording, node):
    """The router at which a node already was; None if that was not recorded."""
    first = next((line for line in recording.addresses if line["node"] == node), None)
    return first and next((row.get("dar") for row in first["addresses"] if row["state"] == "home"),
                          None)


def of_node(node, events, names, at):
    made, down, up = [], None, None
    for e in events:
        if e["event"] == "link":
            down, up = (down, e["time"]) if e.get("up") else (e["time"], None)
        elif e["event"] == "attach":
            to = e.get("dar")
            if at is not None and (to != at or down is not None):
                made.append(Handover(node, names.get(at, at), names.get(to, to or "no anchor"), down,
                                     up or e["time"], 0,
                                     IPv6Address(to).packed[:8] if to else None))
            at, down, up = to or "no anchor", None, None
    return made


# ----------------------------------------------------------------------- signalling

def known(recording, h):
    """Addresses that the node had before it moved."""
    found = set()
    for line in recording.addresses:
        if line["time"] < h.begun and line["node"] == h.node:
            found |= {IPv6Address(row["address"]).packed for row in line["addresses"]}
    for e in recording.events:
        if e["time"] < h.begun and e["node"] == h.node and e["event"] == "address" and e.get("address"):
            found.add(IPv6Address(e["address"]).packed)
    return found


def text(address):
    return str(IPv6Address(address))


def from_packets(h, decoded, had):
    """Returns whether there was anything of this node's signalling in them."""
    sent, heard = set(), False
    for line, packet in decoded:
        when = line["time"]
        if line["node"] != h.node or not h.holds(when):
            continue
        if not line["out"] and packet.protocol == ICMP and advertised(packet):
            h.moments.append(Moment(when, "advertisement", "Router Advertisement arrives"))
            if h.advertisement is None and (not h.prefix or h.prefix in advertised(packet)):
                h.advertisement = when
            continue
        m = message(packet)
        if m and m.kind == UPDATE and line["out"]:
            heard = True
            updated(h, when, m.home, m.lifetime, had)
            if m.home in had:
                sent.add((m.home, m.seq))
        elif m and m.kind == ANSWER and not line["out"]:
            answered(h, when, m.home, m.status, had and (m.home, m.seq) in sent)
    return heard


def updated(h, when, home, lifetime, had):
    h.moments.append(Moment(when, "update", f"Binding Update for {text(home)}, lifetime {lifetime} s"))
    if home in had:
        h.updates.setdefault(home, when)


def answered(h, when, home, status, wanted):
    h.moments.append(Moment(when, "answer", f"answer for {text(home)}, status {status}"))
    if wanted and status < GRANTED:
        h.answers.setdefault(home, when)


def from_events(h, events, had, signals):
    """signals: nobody recorded packets with them."""
    for e in events:
        when, kind = e["time"], e["event"]
        if e["node"] != h.node or e.get("role") != "mn" or not h.begun <= when < h.until:
            continue
        home = IPv6Address(e["address"]).packed if e.get("address") else None
        if kind == "link":
            h.moments.append(Moment(when, "link", "link up" if e.get("up") else "link down"))
        elif kind == "address" and home:
            careof = f", reached at {e['careof']}" if e.get("careof") else ""
            h.moments.append(Moment(when, "address", f"{e['address']} is {e.get('state')}{careof}"))
        elif kind == "attach":
            h.moments.append(Moment(when, "attach", f"attached to {e.get('dar') or 'no anchor'}"))
            if signals and h.advertisement is None:
                h.advertisement = when
        elif signals and kind == "bu" and home:
            updated(h, when, home, e.get("lifetime") or 0, had)
        elif signals and kind == "ba" and home:
            answered(h, when, home, e.get("status") or 0, home in h.updates)


# --------------------------------------------------------------------------- flows

def outage(way, h):
    """Its beginning and end belong to this handover: nothing of the next one is borrowed."""
    passed = way.moments()
    if way.direction == "up":
        before = [arrived for left, arrived in passed if left < h.up]
        after = [arrived for left, arrived in passed if h.up <= left < h.until]
    else:
        before = [arrived for _, arrived in passed if arrived < h.up]
        after = [arrived for _, arrived in passed if h.up <= arrived < h.until]
    return max(before, default=None), min(after, default=None)


def lost(way, h):
    """Packets that left between the last one that passed before the gap and the first one behind."""
    gone = way.lost()
    if gone is None:
        return None
    passed = way.moments()
    split = (lambda left, arrived: left) if way.direction == "up" else (lambda left, arrived: arrived)
    first = min((left for left, arrived in passed if h.up <= split(left, arrived) < h.until),
                default=h.until)
    last = max((left for left, arrived in passed if split(left, arrived) < h.up), default=h.begun)
    return sum(1 for t in gone if t.left is not None and last < t.left < first)


def interrupted(h, flows):
    for flow in flows:
        for way in flow.ways:
            if len(way.trails) >= RHYTHM and min(t.when for t in way.trails) < h.begun:
                last, first = outage(way, h)
                if last is not None:
                    h.outages[flow.key, way.direction] = Outage(
                        last, first, lost(way, h) if flow.protocol != TCP else None)


def round_trip(h, flows):
    """The median of the echoes behind the outage; None without any."""
    trips = []
    for flow in flows:
        if flow.protocol != ICMP or (flow.key, "down") not in h.outages:
            continue
        first = h.outages[flow.key, "down"].first
        if first is not None:
            trips += [ms for left, ms in flow.trips() if first + SETTLED <= left < h.until]
    return median(trips) if trips else None


def find(recording, decoded, flows, names, end):
    made = moves(recording, names, end)
    for h in made:
        had = known(recording, h)
        heard = from_packets(h, decoded, had)
        from_events(h, recording.events, had, not heard)
        h.moments.sort(key=lambda m: m.when)
        interrupted(h, flows)
        h.rtt = round_trip(h, flows)
    return made
