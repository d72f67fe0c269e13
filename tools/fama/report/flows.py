# SPDX-License-Identifier: GPL-2.0-only
"""Flows between a node and its correspondents, each packet at both ends as far as they were recorded.

"up" leaves the node, "down" comes to it. A packet has the same id wherever it was
recorded; where only one end was, nothing is known of losses.
"""

import socket
from dataclasses import dataclass, field
from ipaddress import IPv6Address
from typing import Optional

from packets import ICMP, TCP, UDP, decode, ports, segment

NAMES = {TCP: "TCP", UDP: "UDP", ICMP: "echo"}
MS = 10**6
RHYTHM = 3  # packets, without which a silence says nothing


@dataclass
class Trail:
    """One packet. wire: the number in its header; seq: its place in the flow, see Flow.number().

    left, arrived: in ns, None where that was not recorded.
    """
    wire: Optional[int]
    octets: int
    seq: int = 0
    left: Optional[int] = None
    arrived: Optional[int] = None
    sent: int = 0
    came: int = 0

    @property
    def when(self):
        return self.arrived if self.arrived is not None else self.left


@dataclass
class Way:
    """One direction of a flow. ends: was its origin recorded, and its destination?"""
    direction: str
    trails: list = field(default_factory=list)
    by_id: dict = field(default_factory=dict)
    ends: set = field(default_factory=set)

    def note(self, identity, when, at_origin, wire, octets):
        trail = self.by_id.get(identity) if identity else None
        if trail is None:
            trail = Trail(wire, octets)
            self.trails.append(trail)
            if identity:
                self.by_id[identity] = trail
        self.ends.add("origin" if at_origin else "destination")
        if at_origin:
            trail.sent += 1
            trail.left = when if trail.left is None else trail.left
        else:
            trail.came += 1
            trail.arrived = when if trail.arrived is None else trail.arrived

    @property
    def both(self):
        return len(self.ends) == 2

    def moments(self):
        """[(left, arrived)] of packets that passed; one end stands for both where the other is not
        recorded.
        """
        if self.both:
            return sorted((t.left, t.arrived) for t in self.trails
                          if t.left is not None and t.arrived is not None)
        return sorted((t.when, t.when) for t in self.trails)

    def lost(self):
        return [t for t in self.trails if t.arrived is None] if self.both else None

    def duplicates(self):
        return sum(max(0, t.came - max(1, t.sent)) for t in self.trails)


@dataclass
class Flow:
    """key: (protocol, address of the node, its port, correspondent, its port)."""
    key: tuple
    name: str
    told: Optional[dict] = None
    up: Way = field(default_factory=lambda: Way("up"))
    down: Way = field(default_factory=lambda: Way("down"))

    @property
    def protocol(self):
        return self.key[0]

    @property
    def address(self):
        return socket.inet_ntop(socket.AF_INET6, self.key[1])

    @property
    def short(self):
        """What fits beside a plot"""
        return self.name if self.told else f"{NAMES[self.protocol]} {self.key[2]}"

    @property
    def ways(self):
        return [way for way in (self.up, self.down) if way.trails]

    def number(self):
        """Give the packets numbers: octets of TCP from its first one, packets else."""
        for way in self.ways:
            way.trails.sort(key=lambda t: t.left if t.left is not None else t.arrived)
            before = base = way.trails[0].wire
            for index, trail in enumerate(way.trails):
                if self.protocol != TCP:
                    trail.seq = index
                    continue
                # The numbers of TCP begin again after 2^32.
                before += (trail.wire - before + 2**31) % 2**32 - 2**31
                trail.seq = before - base

    def trips(self):
        """[(when an echo request left, how many ms until its reply came)]"""
        moments = [(t.left, True, t.wire) for t in self.up.trails]
        moments += [(t.arrived, False, t.wire) for t in self.down.trails]
        asked, found = {}, []
        for when, request, wire in sorted(m for m in moments if m[0] is not None):
            if request:
                asked[wire] = when
            elif wire in asked:
                left = asked.pop(wire)
                found.append((left, (when - left) / MS))
        return found


def news(flow, way):
    """When something new arrived: a packet, of TCP octets beyond all that were there."""
    passed = [t for t in way.trails if t.when is not None and (t.arrived is not None or not way.both)]
    passed.sort(key=lambda t: t.when)
    if flow.protocol != TCP:
        return [t.when for t in passed]
    times, top = [], None
    for trail in passed:
        end = trail.seq + trail.octets
        if trail.octets and (top is None or end > top):
            times.append(trail.when)
            top = end
    return times


def silence(flow, way):
    """The longest time without anything new, in ms; None for what has no rhythm."""
    times = news(flow, way)
    if len(times) < RHYTHM:
        return None
    if flow.told:
        opened, closed = flow.told["opened"], flow.told["closed"]
        times = [opened, *(t for t in times if t <= closed), closed]
    return max((b - a) / MS for a, b in zip(times, times[1:]))


def identity(line, packet):
    return (line["id"], packet.src, packet.dst) if line.get("id") else None


def wire_number(packet):
    """(the number in the header, octets of data)"""
    part = segment(packet)
    if part:
        return part.seq, part.octets
    echo = packet.protocol == ICMP
    return int.from_bytes(packet.payload[6:8], "big") if echo else None, packet.length


class Sorter:
    """homes: addresses of the nodes; nodes: the machines that are them."""

    def __init__(self, homes, nodes, told):
        self.homes, self.nodes = homes, nodes
        self.told = {(f["protocol"], IPv6Address(f["address"]).packed, f["port"]): f for f in told}
        self.flows = {}

    def take(self, line, packet):
        found = ports(packet)
        if not found or (packet.protocol == TCP and not segment(packet)):
            return
        up = self.is_up(line, packet)
        if up is None:
            return
        ends = ((packet.src, found[0]), (packet.dst, found[1]))
        (mine, port), (theirs, other) = ends if up else reversed(ends)
        flow = self.flow((packet.protocol, mine, port, theirs, other))
        wire, octets = wire_number(packet)
        way = flow.up if up else flow.down
        way.note(identity(line, packet), line["time"], (line["node"] in self.nodes) == up, wire, octets)

    def is_up(self, line, packet):
        """Does a packet leave a node, where this machine sees an end of its way?"""
        if line["node"] in self.nodes:
            return line["out"] if (packet.src if line["out"] else packet.dst) in self.homes else None
        if packet.dst in self.homes:
            return False
        return True if packet.src in self.homes else None

    def flow(self, key):
        if key not in self.flows:
            told = self.told.get(key[:3])
            self.flows[key] = Flow(key, told["name"] if told else name(key), told)
        return self.flows[key]


def name(key):
    protocol, _, port, peer, other = key
    peer = socket.inet_ntop(socket.AF_INET6, peer)
    return f"{NAMES[protocol]} {port} to {peer}" + (f" port {other}" if other else "")


def sort(decoded, homes, nodes, told):
    """All flows of the nodes, those that were opened first in front."""
    sorter = Sorter(homes, nodes, told)
    for line, packet in decoded:
        if packet.protocol in NAMES:
            sorter.take(line, packet)
    flows = [f for f in sorter.flows.values() if f.ways]
    for flow in flows:
        flow.number()
    flows.sort(key=lambda f: min(w.trails[0].when or 0 for w in f.ways))
    return flows


def decoded(recording):
    found = ((line, decode(bytes.fromhex(line["headers"]))) for line in recording.packets)
    return [(line, packet) for line, packet in found if packet]
