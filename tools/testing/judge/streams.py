# SPDX-License-Identifier: GPL-2.0-only
"""Each packet of each stream on its way over the links.

A stream has one flow in each direction that carries something: "up" leaves the
node, "down" comes to it. A packet leaves its flow's origin and should arrive at
its destination; it is lost if it was never seen there.
"""

import struct
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple, Optional

from .packets import (ECHO_REPLY, ECHO_REQUEST, ICMP, SYN, TCP, UDP, Packet, Sight, mh, segment)
from .plan import MS, Stream

ACK = 0x10
RECORD = struct.Struct("<QQI")  # of flow.c: sequence number, time, number of the flow
ECHO_HEAD = UDP_HEAD = 8


@dataclass
class Trail:
    """One packet, wherever it was seen, in the order of time."""
    seq: int
    packet: Packet
    sights: list = field(default_factory=list)

    def first(self, place, out):
        return next((s for s in self.sights if s.place == place and s.out == out), None)

    def count(self, place, out):
        return sum(1 for s in self.sights if s.place == place and s.out == out)


@dataclass
class Flow:
    stream: Stream
    direction: str
    origin: str
    destination: str
    trails: dict = field(default_factory=dict)

    @property
    def name(self):
        return f"{self.stream.name} {self.direction}"

    def note(self, seq, sight):
        trail = self.trails.setdefault(sight.packet.identity, Trail(seq, sight.packet))
        trail.sights.append(sight)

    def left(self, trail):
        sight = trail.first(self.origin, True)
        return sight.when if sight else None

    def arrived(self, trail):
        sight = trail.first(self.destination, False)
        return sight.when if sight else None

    def passed(self):
        """[(left, arrived)] of packets that did both, in the order of leaving."""
        times = ((self.left(t), self.arrived(t)) for t in self.trails.values())
        return sorted((a, b) for a, b in times if a is not None and b is not None)

    def lost(self):
        return [t for t in self.trails.values() if self.arrived(t) is None]

    def duplicates(self):
        """Packets that arrived more than once, above those that were sent more than once."""
        return sum(max(0, t.count(self.destination, False) - max(1, t.count(self.origin, True)))
                   for t in self.trails.values())


class Gap(NamedTuple):
    """Numbers that the origin never sent. after, before: when its neighbours were sent."""
    first: int
    count: int
    after: int
    before: int


def gaps(flow):
    """Packets of a flow that were never on a link at all."""
    sent = sorted({t.seq: flow.left(t) for t in flow.trails.values()
                   if flow.left(t) is not None}.items())
    return [Gap(a + 1, b - a - 1, when, then)
            for (a, when), (b, then) in zip(sent, sent[1:]) if b > a + 1]


def tcp_ports(plan, sights):
    """{(address, port of the node): stream}: connections in the order in which they were opened."""
    opened = defaultdict(list)
    server = mh.addr(plan.correspondent_address)
    for sight in sights:
        s = segment(sight.packet)
        if s and sight.place == plan.node and sight.out and sight.packet.dst == server and \
                s.ports[1] == plan.port and s.flags & (SYN | ACK) == SYN and \
                s.ports[0] not in opened[sight.packet.src]:
            opened[sight.packet.src].append(s.ports[0])
    found = {}
    for address, ports in opened.items():
        told = sorted((s for s in plan.streams
                       if s.kind == "tcp" and mh.addr(s.address) == address),
                      key=lambda stream: stream.opened)
        found |= {(address, port): stream for port, stream in zip(ports, told)}
    return found


class Sorter:
    """Which packet belongs to which stream."""

    def __init__(self, plan, sights):
        self.port = plan.port
        self.server = mh.addr(plan.correspondent_address)
        self.known = {(TCP, *key): stream for key, stream in tcp_ports(plan, sights).items()}
        for stream in plan.streams:
            if stream.kind != "tcp":
                protocol = ICMP if stream.kind == "ping" else UDP
                self.known[protocol, mh.addr(stream.address), stream.number] = stream

    def sort(self, packet):
        """(stream, direction, number of the packet), or None."""
        if self.server not in (packet.src, packet.dst):
            return None
        by_protocol = {ICMP: self._echo, UDP: self._datagram, TCP: self._segment}
        found = by_protocol.get(packet.protocol, lambda _: None)(packet)
        if not found:
            return None
        key, direction, seq = found
        stream = self.known.get((packet.protocol, *key))
        return stream and (stream, direction, seq)

    @staticmethod
    def _echo(packet):
        body = packet.payload
        if len(body) < ECHO_HEAD + RECORD.size or body[0] not in (ECHO_REQUEST, ECHO_REPLY):
            return None
        number = int.from_bytes(body[4:6], "big")
        seq = RECORD.unpack_from(body, ECHO_HEAD)[0]
        if body[0] == ECHO_REQUEST:
            return (packet.src, number), "up", seq
        return (packet.dst, number), "down", seq

    def _datagram(self, packet):
        body = packet.payload
        if len(body) < UDP_HEAD + RECORD.size or int.from_bytes(body[:2], "big") != self.port:
            return None
        seq, _, number = RECORD.unpack_from(body, UDP_HEAD)
        return (packet.dst, number), "down", seq

    def _segment(self, packet):
        s = segment(packet)
        if not s:
            return None
        if s.ports[1] == self.port:
            return (packet.src, s.ports[0]), "up", s.seq
        return (packet.dst, s.ports[1]), "down", s.seq


DIRECTIONS = {"tcp": ("up", "down"), "ping": ("up", "down"), "down": ("down",)}


def flows(plan, sights):
    """{(name of the stream, direction): Flow}, also of streams that nobody saw."""
    ends = {"up": (plan.node, plan.correspondent), "down": (plan.correspondent, plan.node)}
    made = {(s.name, way): Flow(s, way, *ends[way])
            for s in plan.streams for way in DIRECTIONS[s.kind]}
    sorter = Sorter(plan, sights)
    for sight in sights:
        found = sorter.sort(sight.packet)
        if found:
            stream, direction, seq = found
            made[stream.name, direction].note(seq, sight)
    return made


# ------------------------------------------------------------------------ outages

class Outage(NamedTuple):
    """Without packets at the destination, around one handover.

    last: the last arrival of what was sent or came before; first: the first one after.
    resumed: when the packet that arrived first had left the origin.
    """
    last: Optional[int]
    first: Optional[int]
    resumed: Optional[int]

    @property
    def ms(self):
        return None if None in (self.last, self.first) else (self.first - self.last) / MS


def outage(flow, handover):
    """Its beginning and end belong to this handover: nothing of the next one is borrowed."""
    up, until = handover.move.up, handover.until
    passed = flow.passed()
    if flow.direction == "up":
        before = [arrived for left, arrived in passed if left < up]
        after = [(arrived, left) for left, arrived in passed if up <= left < until]
    else:
        before = [arrived for _, arrived in passed if arrived < up]
        after = [(arrived, left) for left, arrived in passed if up <= arrived < until]
    first, resumed = min(after, default=(None, None))
    return Outage(max(before, default=None), first, resumed)


# ---------------------------------------------------------------------- silences

class Silence(NamedTuple):
    start: int
    end: int

    @property
    def ms(self):
        return (self.end - self.start) / MS


def news(flow):
    """When something new arrived: a packet, of TCP octets beyond all that were there."""
    if flow.stream.kind != "tcp":
        return sorted(arrived for _, arrived in flow.passed())
    arrivals = sorted((sight.when, segment(sight.packet)) for trail in flow.trails.values()
                      for sight in trail.sights
                      if sight.place == flow.destination and not sight.out)
    times, top = [], None
    for when, s in arrivals:
        end = s.seq + s.octets
        if s.octets and (top is None or 0 < (end - top) % 2**32 < 2**31):
            times.append(when)
            top = end
    return times


def silences(flow):
    """From the opening of the stream until it was closed: the end counts as well."""
    times = [flow.stream.opened, *news(flow)]
    times = [t for t in times if t <= flow.stream.closed] + [flow.stream.closed]
    return [Silence(a, b) for a, b in zip(times, times[1:])]


def longest(found):
    return max(found, key=lambda silence: silence.ms)


# ------------------------------------------------------------------------ losses

class Loss(NamedTuple):
    """One packet. last: where it was seen last; reason: None if nothing explains it."""
    flow: Flow
    seq: int
    last: Sight
    reason: Optional[str]
    handover: Optional[int] = None

    @property
    def where(self):
        return f"{'leaving' if self.last.out else 'arriving at'} {self.last.place}"


def entered(trail, anchor):
    """When a packet for the node came to the router that anchors its destination."""
    return next((s.when for s in trail.sights
                 if s.place in anchor.places() and not s.out and not s.packet.outers), None)


def of_outage(plan, flow, trail, found):
    """The handover that a packet was lost in, by where and when it was seen last.

    Down: it came to the anchor before the anchor had answered the Binding Update,
    and was on its way after the link went. Up: it left the node before the Binding
    Update did. A packet that gets lost before it comes to the anchor, or between
    routers, is lost for another reason.
    """
    last = trail.sights[-1]
    address = flow.stream.address
    anchor = plan.anchor(address)
    for handover in found:
        made = handover.registrations.get(address)
        if made is None or not handover.move.down - MS <= last.when < handover.until:
            continue
        if flow.direction == "up":
            if last.place == plan.node and (made.update is None or last.when < made.update):
                return handover.index
            continue
        came = entered(trail, anchor)
        old = plan.router(handover.move.start)
        if came is not None and (made.accepted is None or came <= made.accepted) and \
                at_an_end(last, anchor, old):
            return handover.index
    return None


def at_an_end(last, anchor, old):
    """Seen last at the anchor, which did not send it on, or at the router that the node left."""
    if last.out:
        return last.place == old.access
    return last.place in anchor.places() + old.places()


def losses(plan, flow, found, excused):
    """Every lost packet of a flow. excused: what waited for a proof too long, see credit.py."""
    made = []
    for trail in flow.lost():
        last = trail.sights[-1]
        index = of_outage(plan, flow, trail, found)
        if index is not None:
            made.append(Loss(flow, trail.seq, last, "outage", index))
        elif last in excused:
            made.append(Loss(flow, trail.seq, last, "credit"))
        else:
            made.append(Loss(flow, trail.seq, last, None))
    return made


def in_outage(flow, gap, found):
    """Does a handover explain that the origin sent nothing: there was no link to send on."""
    for handover in found:
        back = outage(flow, handover).resumed
        if flow.direction == "up" and gap.before > handover.move.down and \
                back is not None and gap.before <= back:
            return True
    return False
