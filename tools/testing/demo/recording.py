# SPDX-License-Identifier: GPL-2.0-only
"""The recording of a demonstration, as `fama record` writes one on each machine (man fama(8)).

The headers are those that were captured at the node and at its correspondent; a packet
has the same id at both.
"""

import hashlib
import json

from judge import packets

ENDS = 64   # octets of what is no flow: a Router Advertisement, a Mobility Header
PARTS = {packets.TCP: 20, packets.UDP: 8, packets.ICMP: 8}


def lines(plan, said, j, events, sights):
    start = min(s.opened for s in plan.streams)
    begin = min([start, *(e["time"] for e in events), *(s.when for s in sights)])
    yield {"time": begin, "recording": 1, "node": place(plan.node)[0], "kernel": said["kernel"]}
    for r in plan.routers:
        yield {"time": begin, "router": {"name": f"DAR{r.number}", "address": r.address}}
    for m in plan.moves:
        yield {"time": m.down, "move": {"from": f"DAR{m.start}", "to": f"DAR{m.to}",
                                        "down": m.down, "up": m.up}}
    yield from told_flows(plan, j)
    for e in events:
        yield event(e)
    for sight in sights:
        if sight.place in (plan.node, plan.correspondent):
            yield header(sight)
    end = max(s.closed for s in plan.streams)
    counters = [(f"dar{n}", "dar", c) for n, c in said["counters"].items()]
    for node, role, values in [*counters, (place(plan.node)[0], "mn", said["node_counters"])]:
        yield {"time": end, "node": node, "role": role,
               "counters": {name: n for name, n in values.items() if isinstance(n, int)}}
    yield {"time": end, "end": "the streams were closed"}


def place(name):
    return name.split("/")


def told_flows(plan, j):
    """The names of the streams, with what their packets say of ports."""
    for stream in plan.streams:
        flow = j.flows[stream.name, "down"]
        if not flow.trails:
            continue
        packet = next(iter(flow.trails.values())).packet
        port = int.from_bytes(packet.payload[4:6] if packet.protocol == packets.ICMP else
                              packet.payload[2:4], "big")
        yield {"time": stream.opened, "flow": {
            "name": stream.name, "protocol": packet.protocol, "address": stream.address,
            "port": port, "peer": plan.correspondent_address, "opened": stream.opened,
            "closed": stream.closed}}


def event(e):
    """As `fama -j monitor` has it: without what it does not know."""
    known = {key: value for key, value in e.items() if value is not None}
    known["role"] = "mn" if e["node"] == "mn" else "dar"
    if e["event"] == "link" and "status" in known:
        known["up"] = bool(known.pop("status"))
    return known


def header(sight):
    node, dev = place(sight.place)
    packet = sight.packet
    identity = hashlib.blake2s(packet.identity, digest_size=8).hexdigest()
    return {"time": sight.when, "node": node, "dev": dev, "out": sight.out,
            "octets": packet.octets, "id": identity, "headers": headers(packet).hex()}


def headers(packet):
    """The outer headers are made again from their addresses: captures keep no more of them."""
    kept = len(packet.data) - len(packet.payload) + PARTS.get(packet.protocol, ENDS)
    if packet.protocol == packets.ICMP and packet.payload[0] == packets.ROUTER_ADVERTISEMENT:
        kept = len(packet.data)
    inner, length = packet.data[:kept], len(packet.data)
    for src, dst in reversed(packet.outers):
        inner = b"\x60\0\0\0" + length.to_bytes(2, "big") + bytes((packets.TUNNEL, 64)) + src + dst + \
            inner
        length += packets.HEADER
    return inner


def write(path, told):
    with open(path, "w", encoding="ascii") as f:
        for line in told:
            f.write(json.dumps(line, separators=(",", ":")) + "\n")
