# SPDX-License-Identifier: GPL-2.0-only
"""All that a report tells, as numbers: from a recording to what page.py writes down."""

from dataclasses import dataclass
from ipaddress import IPv6Address

import bound
import flows
import handovers
from flows import MS
from packets import TCP


@dataclass
class Story:
    """begin, end: of all that was recorded, in ns."""
    recording: object
    begin: int
    end: int
    flows: list
    handovers: list
    stays: list

    def seconds(self, when):
        return (when - self.begin) / (1000 * MS)

    def passage(self, h):
        """The numbers of a handover, None for what nobody recorded: times in ms after the link."""
        row = {"advertisement": h.since(h.advertisement), "update": h.since(h.update),
               "answer": h.since(h.answer), "rtt": h.rtt,
               "link_down": h.since(h.down)}
        for way in ("up", "down"):
            told = self.plainest(h, way)
            row[way] = h.since(told.first) if told else None
            row[f"outage_{way}"] = told.ms if told else None
            gone = [o.lost for (_, direction), o in h.outages.items()
                    if direction == way and o.lost is not None]
            row[f"lost_{way}"] = sum(gone) if gone else None
        return row

    def plainest(self, h, way):
        """The outage of the flow with most packets; TCP only if there is nothing else: it pauses."""
        best = None
        for flow in self.flows:
            seen = h.outages.get((flow.key, way))
            if seen:
                rank = (flow.protocol != TCP, len(getattr(flow, way).trails))
                if best is None or rank > best[0]:
                    best = (rank, seen)
        return best and best[1]

    def total(self):
        """Of all flows; lost_else: outside the handovers."""
        gone = [way.lost() for f in self.flows if f.protocol != TCP for way in f.ways]
        known = [len(lost) for lost in gone if lost is not None]
        within = sum(o.lost or 0 for h in self.handovers for o in h.outages.values())
        return {"handovers": len(self.handovers),
                "tcp_streams": sum(1 for f in self.flows if f.protocol == TCP),
                "flows": len(self.flows),
                "lost_else": sum(known) - within if known else None,
                "duplicates": sum(way.duplicates() for f in self.flows if f.protocol != TCP
                                  for way in f.ways) if known else None}

    def silences(self):
        """{name of a flow and its direction: the longest time without news, ms}"""
        return {(f.key, way.direction): flows.silence(f, way) for f in self.flows for way in f.ways}


def homes(recording):
    """Addresses that a node has or had, as octets."""
    found = {row["address"] for line in recording.addresses for row in line["addresses"]}
    found |= {row["home"] for line in recording.bindings for row in line["bindings"]}
    found |= {e["address"] for e in recording.events
              if e.get("role") == "mn" and e.get("address")}
    found |= {e["home"] for e in recording.events if e.get("role") == "dar" and e.get("home")}
    found |= {f["address"] for f in recording.flows}
    return {IPv6Address(address).packed for address in found}


def nodes(recording):
    lines = [e for e in recording.events if e.get("role") == "mn"] + recording.addresses
    return {line["node"] for line in lines}


def routers(recording):
    """Machines that are routers and nothing else."""
    lines = [e for e in recording.events if e.get("role") == "dar"] + recording.bindings
    return {line["node"] for line in lines} - nodes(recording)


def of_flows(recording, decoded):
    """A router sees what is in its tunnels, which is no end of a flow that is in none at times."""
    away = routers(recording) if nodes(recording) else ()
    return [(line, packet) for line, packet in decoded if line["node"] not in away]


def tell(recording):
    lines = [*recording.begin, *recording.events, *recording.packets, *recording.counters,
             *recording.ends]
    begin, end = (choose(line["time"] for line in lines) for choose in (min, max))
    names = {r["address"]: r["name"] for r in recording.routers}
    decoded = flows.decoded(recording)
    found = flows.sort(of_flows(recording, decoded), homes(recording), nodes(recording), recording.flows)
    last = max((f["closed"] for f in recording.flows), default=end)
    made = handovers.find(recording, decoded, found, names, last)
    return Story(recording, begin, end, found, made, bound.stays(recording, names))
