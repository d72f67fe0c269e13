# SPDX-License-Identifier: GPL-2.0-only
"""The points of the plots, as page.js draws them."""

from flows import MS
from packets import TCP

AROUND_MS = 60      # before and after what belongs to a handover
POINTS_MAX = 4000   # of one direction of a flow over all handovers: more than a screen has
FLOWS_MAX = 12      # that are drawn, those with most packets
SIGNALS = ("link", "advertisement", "attach", "address", "update", "answer")
ARROW = {"up": "\N{UPWARDS ARROW}", "down": "\N{DOWNWARDS ARROW}"}
PACKET, SIGNAL, LOST = 1, 2, 3


def drawn(flows):
    """The flows with most packets, in their order."""
    size = {f.key: sum(len(way.trails) for way in f.ways) for f in flows}
    chosen = sorted(size, key=size.get, reverse=True)[:FLOWS_MAX]
    return [f for f in flows if f.key in chosen]


def window(h):
    """From when until when a timeline shows, in ns."""
    behind = [o.first for o in h.outages.values() if o.first is not None]
    behind += [*h.answers.values(), h.advertisement or h.up]
    quickest = sorted(behind)
    end = min(quickest[-1], h.up + 3 * max(quickest[len(quickest) // 2] - h.up, 100 * MS))
    return h.begun - AROUND_MS * MS, min(end + AROUND_MS * MS, h.until)


def timeline(h, flows):
    """Lanes from above, and points (ms, lane, kind, text)."""
    begin, end = window(h)
    moments = [m for m in h.moments if begin <= m.when <= end]
    lanes = [lane for lane in SIGNALS if any(m.lane == lane for m in moments)]
    points = [(h.since(m.when), lanes.index(m.lane), SIGNAL, m.text) for m in moments]
    for flow in flows:
        for way in flow.ways:
            if (flow.key, way.direction) in h.outages:
                found = list(of_way(h, flow, way, len(lanes), begin, end))
                if not found:
                    continue
                points += found
                lanes.append(f"{flow.short} {ARROW[way.direction]}")
    points.sort(key=lambda p: p[0])
    return {"lanes": lanes, "points": points, "from": h.since(begin), "to": h.since(end),
            "gap": [h.since(h.begun), 0]}


def of_way(h, flow, way, lane, begin, end):
    verb = "arrives" if "destination" in way.ends else "leaves"
    for trail in way.trails:
        gone = way.both and trail.arrived is None and flow.protocol != TCP
        when = trail.left if gone else trail.when
        if when is not None and begin <= when <= end:
            yield (h.since(when), lane, LOST if gone else PACKET,
                   f"{flow.name}: number {trail.seq} {'leaves, and is lost' if gone else verb}")


def thin(points, begins):
    """Every point within a second of a handover, and of the others as many as can be seen."""
    step = len(points) // POINTS_MAX + 1
    near = 1000 * MS
    return [p for i, p in enumerate(points)
            if not i % step or (step < 20 and any(abs(p[0] - when) < near for when in begins))]


def sequence(story, flow):
    """(s, number) of each packet, each way."""
    begins = [h.begun for h in story.handovers]
    made = {"name": flow.name, "unit": "octets" if flow.protocol == TCP else "packets", "tracks": []}
    for way in flow.ways:
        passed = sorted((t.when, t.seq) for t in way.trails if t.arrived is not None or not way.both)
        points = [(round(story.seconds(when), 6), seq) for when, seq in thin(passed, begins)]
        if len(points) > 1:
            made["tracks"].append({"direction": way.direction, "points": points})
    return made


def gaps(story):
    """(begin, end, name) of each handover, in s."""
    return [(story.seconds(h.begun), story.seconds(h.up), f"{h.start} \N{RIGHTWARDS ARROW} {h.to}")
            for h in story.handovers]
