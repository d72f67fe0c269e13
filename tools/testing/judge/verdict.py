# SPDX-License-Identifier: GPL-2.0-only
"""The verdict: everything that the packets show, compared with the limits of the plan.

A fault has a kind, which tests name, and a sentence for the reader. The verdict is
good if there is no fault.
"""

from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from . import credit, signals, streams
from .packets import RST, mh, segment
from .plan import MS

TCP_LEAST_TIMEOUT_MS = 200  # of Linux, on top of a round trip
SETTLED = 100 * MS          # after an outage round trips are as they will be


class Fault(NamedTuple):
    kind: str
    text: str


@dataclass
class Passage:
    """One handover as the node and its correspondent lived it. Times in ms after the link came up.

    up, down: the first packets that arrived each way, None without one.
    """
    start: int
    to: int
    link_down: float
    advertisement: float = None
    update: float = None
    answer: float = None
    up: float = None
    down: float = None
    outage_up: float = None
    outage_down: float = None
    after_up: float = None
    after_down: float = None
    limit_up: float = None
    limit_down: float = None
    lost_up: int = 0
    lost_down: int = 0
    rtt: float = None
    told_rtt: float = None


@dataclass
class Judgement:
    passages: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    losses: list = field(default_factory=list)
    silences: dict = field(default_factory=dict)    # {name of a flow: longest, ms}
    duplicates: int = 0
    headers: int = 0                                # Mobility Headers that were read
    swallowed: dict = field(default_factory=dict)   # {number of a router: packets}
    found: list = field(default_factory=list)       # signals.Handover
    signals: list = field(default_factory=list)
    flows: dict = field(default_factory=dict)

    @property
    def good(self):
        return not self.faults

    def fault(self, kind, text):
        self.faults.append(Fault(kind, text))

    def kinds(self):
        return {fault.kind for fault in self.faults}

    def lost(self, reason):
        return sum(1 for loss in self.losses if loss.reason == reason)


def judge(plan, sights):
    """sights: of all places, in the order of their times."""
    j = Judgement()
    j.signals = signals.signals(sights)
    j.headers = len(j.signals)
    j.found = signals.handovers(plan, sights, j.signals)
    j.flows = streams.flows(plan, sights)
    captured(j, plan, sights)
    present(j, plan)
    checksums(j)
    for handover in j.found:
        j.passages.append(passage(j, plan, handover))
    update_delay(j, plan)
    anchors = bounded(j, plan, sights)
    lost(j, plan, anchors)
    tunnels(j, plan)
    round_trips(j, plan)
    for flow in j.flows.values():
        silent(j, plan, flow)
        if flow.stream.kind == "tcp":
            finished(j, flow)
    return j


# ------------------------------------------------------------------ is it all there

def captured(j, plan, sights):
    """Every place must have seen packets in both directions."""
    seen = {(s.place, s.out) for s in sights}
    for place in sorted(crossed(plan)):
        for out, way in ((True, "left"), (False, "came")):
            if (place, out) not in seen:
                j.fault("capture", f"no packet that {way} was captured at {place}")


def crossed(plan):
    """Places with packets of the node: an anchor at which it is not has none on its access link."""
    visited = {number for move in plan.moves for number in (move.start, move.to)}
    return {plan.node, plan.correspondent}.union(
        *(r.places() if r.number in visited else (r.core,) for r in plan.routers))


def present(j, plan):
    if not any(s.kind == "tcp" for s in plan.streams):
        j.fault("stream", "there is no TCP stream")
    if not plan.moves:
        j.fault("handover", "there is no handover")
    for flow in j.flows.values():
        if not flow.passed():
            j.fault("stream", f"no packet of {flow.name} passed")


def checksums(j):
    bad = sum(1 for s in j.signals if not s.message.checksum_ok)
    if bad:
        j.fault("malformed", f"{bad} Mobility Headers with a wrong checksum")


# ---------------------------------------------------------------------- handovers

def since(start, when):
    return None if when is None else (when - start) / MS


def passage(j, plan, handover):
    move = handover.move
    p = Passage(move.start, move.to, (move.down - move.up) / MS,
                since(move.up, handover.advertisement))
    name = f"{move.start} -> {move.to}"
    if p.advertisement is None:
        j.fault("advertisement", f"{name}: no advertisement of router {move.to}")
    elif p.advertisement > plan.limits.advertisement_ms:
        j.fault("advertisement", f"{name}: the advertisement came after {p.advertisement:.1f} ms")
    registered(j, plan, handover, p, name)
    for flow in j.flows.values():
        if flow.stream.opened < move.down and flow.stream.kind != "tcp":
            interrupted(j, plan, handover, flow, p, name)
    return p


def registered(j, plan, handover, p, name):
    """The passage shows the last address that was told; each must have been."""
    for address, made in handover.registrations.items():
        if handover.move.to == handover.move.start:
            continue
        if made.update is None:
            j.fault("update", f"{name}: no Binding Update for {address}")
        elif made.answer is None or made.accepted is None:
            j.fault("answer", f"{name}: no acknowledgement for {address}")
        else:
            p.update = latest(p.update, since(handover.move.up, made.update))
            p.answer = latest(p.answer, since(handover.move.up, made.answer))
        for update in made.updates:
            if update.message.lifetime and \
                    not plan.router(handover.move.to).anchors(mh.text(update.message.src)):
                j.fault("update", f"{name}: {address} bound to {mh.text(update.message.src)}, "
                        f"which is not an address of router {handover.move.to}")


def latest(a, b):
    return b if a is None else max(a, b)


def limit(plan, handover, flow):
    """Of an outage after the advertisement.

    Down: the Binding Update goes to the anchor, and the next packet comes from there.
    Up: the next packet leaves within a period, and takes its way. Echoes need both.
    """
    anchor = plan.anchor(flow.stream.address).number
    way = plan.one_way_ms(handover.move.to, anchor)
    if flow.direction == "up":
        return way + flow.stream.period_ms + plan.limits.margin_ms
    if flow.stream.kind == "ping":
        return 2 * way + flow.stream.period_ms + plan.limits.margin_ms
    return plan.rtt_to_anchor_ms(handover.move.to, anchor) + plan.limits.margin_ms


def interrupted(j, plan, handover, flow, p, name):
    """The outage of a flow whose packets never pause."""
    seen = streams.outage(flow, handover)
    if seen.ms is None:
        j.fault("outage", f"{name}: {flow.name} did not come back before the next handover")
        return
    if handover.advertisement is None:
        return
    after = (seen.first - handover.advertisement) / MS
    most = limit(plan, handover, flow)
    if after > most:
        j.fault("outage", f"{name}: {flow.name} came back {after:.1f} ms after the "
                f"advertisement, at most {most:.1f} ms are allowed")
    if flow.stream.kind == "ping" and flow.direction == "up":
        p.up, p.outage_up, p.after_up, p.limit_up = \
            since(handover.move.up, seen.first), seen.ms, after, most
    elif flow.stream.kind == "down":
        p.down, p.outage_down, p.after_down, p.limit_down = \
            since(handover.move.up, seen.first), seen.ms, after, most


def delays(j):
    """From the advertisement to the last Binding Update, of handovers that have both."""
    return [p.update - p.advertisement for p in j.passages
            if p.update is not None and p.advertisement is not None]


def update_delay(j, plan):
    found = delays(j)
    if found and median(found) >= plan.limits.update_ms:
        j.fault("update", f"Binding Update {median(found):.1f} ms after the advertisement, "
                f"{plan.limits.update_ms} ms are allowed (median)")


# ------------------------------------------------------------------------- losses

def bounded(j, plan, sights):
    """What each anchor sent and did not send to addresses that were not proven."""
    excused = {}
    for router in plan.routers:
        made = credit.ledger(plan, router, sights, j.signals)
        excused[router.number] = made.excused
        j.swallowed[router.number] = len(made.swallowed)
        if made.beyond and router.proves:
            j.fault("credit", f"router {router.number} sent {len(made.beyond)} packets beyond the "
                    "credit of an address that was not proven")
    return excused


def lost(j, plan, excused):
    for flow in j.flows.values():
        if flow.stream.kind == "tcp":
            continue
        anchor = plan.anchor(flow.stream.address).number
        for loss in streams.losses(plan, flow, j.found, excused[anchor]):
            j.losses.append(loss)
            counted(j, loss)
        if flow.stream.kind == "ping" and flow.direction == "down":
            unanswered(j, flow)
        else:
            unsent(j, flow)
        again = flow.duplicates()
        j.duplicates += again
        if again:
            j.fault("duplicate", f"{flow.name}: {again} packets arrived twice")
    unexplained(j)


def counted(j, loss):
    if loss.handover is None:
        return
    p = j.passages[loss.handover]
    if loss.flow.direction == "up":
        p.lost_up += 1
    else:
        p.lost_down += 1


def unsent(j, flow):
    for gap in streams.gaps(flow):
        if not streams.in_outage(flow, gap, j.found):
            j.fault("loss", f"{flow.name}: {gap.count} packets from number {gap.first} on never "
                    f"left {flow.origin}")


def unanswered(j, flow):
    """Requests that came to the correspondent, without a reply that left it."""
    requests = j.flows[flow.stream.name, "up"]
    came = {t.seq for t in requests.trails.values() if requests.arrived(t) is not None}
    missing = came - {t.seq for t in flow.trails.values() if flow.left(t) is not None}
    if missing:
        j.fault("loss", f"{flow.name}: {len(missing)} requests that came were not answered "
                f"(the first is number {min(missing)})")


def unexplained(j):
    """One fault for each flow and place, however many packets."""
    places = {}
    for loss in j.losses:
        if loss.reason is None:
            places.setdefault((loss.flow.name, loss.where), []).append(loss.seq)
    for (name, where), numbers in places.items():
        j.fault("loss", f"{name}: {len(numbers)} packets lost outside the outages, "
                f"seen last {where} (the first is number {numbers[0]})")


# ------------------------------------------------------------------------ tunnels

def tunnels(j, plan):
    """Through the tunnel of its anchor goes what an address sends and gets away from it, only."""
    for flow in j.flows.values():
        wrong = [s for trail in flow.trails.values() for s in trail.sights
                 if s.place == plan.node and astray(j, plan, flow, s)]
        if wrong:
            way = "through a wrong tunnel" if wrong[0].packet.outers else "without its tunnel"
            j.fault("tunnel", f"{flow.name}: {len(wrong)} packets passed {plan.node} {way}")


def astray(j, plan, flow, sight):
    """A packet at the node that is in a tunnel and should not be, or the other way round."""
    address = flow.stream.address
    handover = next((h for h in j.found if h.holds(sight.when)), None)
    at, anchor = plan.at(sight.when), plan.anchor(address)
    if sight.out:
        if handover and not told_by(handover, address, sight.when):
            return False    # on its way before the anchor knew; nothing is promised
        return not tunnelled(plan, sight.packet.outers, at, anchor, outward=True)
    outers = sight.packet.outers
    if handover and forwarded(plan, handover, outers):
        outers = outers[1:]
        at = handover.move.start
    return not tunnelled(plan, outers, at, anchor, outward=False)


def tunnelled(plan, outers, at, anchor, outward):
    """Are these the headers that a packet has at a place, for the address of an anchor?"""
    if at in (anchor.number, None):
        return not outers
    if len(outers) != 1:
        return False
    here, there = outers[0] if outward else reversed(outers[0])
    return there == mh.addr(anchor.address) and plan.router(at).anchors(mh.text(here))


def forwarded(plan, handover, outers):
    """The care-of address that the node left is an anchored address itself: the router there
    sends on through its own tunnel what still comes to it.
    """
    former = plan.router(handover.move.start)
    return len(outers) > 1 and outers[0][0] == mh.addr(former.address) and \
        plan.router(handover.move.to).anchors(mh.text(outers[0][1]))


def told_by(handover, address, when):
    made = handover.registrations.get(address)
    return made is None or (made.update is not None and made.update <= when)


# -------------------------------------------------------------------- round trips

def stays(plan):
    """[(number of the router, from when, until when, index of the handover or None)]"""
    first = min((s.opened for s in plan.streams), default=0)
    if not plan.moves:
        return []
    made = [(plan.moves[0].start, first, plan.moves[0].down, None)]
    return made + [(move.to, move.up, plan.until(i), i) for i, move in enumerate(plan.moves)]


def round_trips(j, plan):
    """Of the echoes of each stay, against the delays that the links were told to have."""
    echoes = [s for s in plan.streams if s.kind == "ping"]
    if not echoes:
        j.fault("rtt", "there are no echoes to measure a round trip with")
    for stream in echoes:
        anchor = plan.anchor(stream.address).number
        trips = trips_of(j, stream)
        for at, start, end, index in stays(plan):
            if index is not None:
                back = streams.outage(j.flows[stream.name, "down"], j.found[index]).first
                start = end if back is None else back + SETTLED
            told = 2 * plan.one_way_ms(at, anchor)
            measured(j, plan, stream, [t for sent, t in trips if start <= sent < end],
                     told, at, index)


def trips_of(j, stream):
    """[(when a request left, ms until its reply came)]"""
    up, down = j.flows[stream.name, "up"], j.flows[stream.name, "down"]
    came = {t.seq: down.arrived(t) for t in down.trails.values()}
    left = ((t.seq, up.left(t)) for t in up.trails.values())
    return [(when, (came[seq] - when) / MS) for seq, when in left
            if when is not None and came.get(seq)]


def measured(j, plan, stream, trips, told, at, index):
    if not trips:
        j.fault("rtt", f"no round trip of {stream.name} was measured at router {at}")
        return
    seen = median(trips)
    if index is not None:
        j.passages[index].rtt, j.passages[index].told_rtt = seen, told
    if not told - 1 <= seen <= told + plan.limits.rtt_ms:
        j.fault("rtt", f"a round trip of {stream.name} at router {at} takes {seen:.1f} ms, "
                f"the links were told {told:.1f} ms")


# ----------------------------------------------------------------------- silences

def silence_limit(j, plan, flow, silence):
    """How long nothing new may come. TCP tries again at growing distances: after an outage it may
    be silent for as long again.
    """
    most = flow.stream.period_ms + plan.limits.silence_ms
    outages = 0
    for handover, p in zip(j.found, j.passages):
        if silence.end >= handover.move.down and silence.start < resumed(handover, p):
            known = [ms for ms in (p.outage_up, p.outage_down) if ms is not None]
            outages += max(known, default=0)
    if flow.stream.kind != "tcp":
        return most + outages
    anchor = plan.anchor(flow.stream.address).number
    trip = 2 * max(plan.one_way_ms(r.number, anchor) for r in plan.routers)
    return most + 2 * outages + TCP_LEAST_TIMEOUT_MS + 2 * trip


def resumed(handover, p):
    """When packets passed again in both directions."""
    back = [ms for ms in (p.up, p.down) if ms is not None]
    return handover.move.up + max(back, default=0) * MS


def silent(j, plan, flow):
    """The end of a stream is a silence as well: a stream that died is silent until then."""
    found = streams.silences(flow)
    j.silences[flow.name] = streams.longest(found).ms
    for silence in found:
        most = silence_limit(j, plan, flow, silence)
        if silence.ms > most:
            j.fault("silence", f"{flow.name}: silent for {silence.ms:.0f} ms, "
                    f"at most {most:.0f} ms are allowed")


def finished(j, flow):
    """All octets that were sent arrived, and nobody reset the connection."""
    ends = {}
    for trail in flow.trails.values():
        s = segment(trail.packet)
        for sight in trail.sights:
            if s.flags & RST:
                j.fault("stream", f"{flow.name}: reset, seen at {sight.place}")
                return
            if s.octets and (sight.place, sight.out) in ((flow.origin, True),
                                                         (flow.destination, False)):
                ends.setdefault(sight.out, []).append(s.seq + s.octets)
    if not ends.get(True) or not ends.get(False):
        return  # no packet passed, which is a fault already
    sent, came = (max(ends[out], key=lambda end, base=ends[True][0]: (end - base + 2**31) % 2**32)
                  for out in (True, False))
    if (sent - came) % 2**32:
        j.fault("stream", f"{flow.name}: {(sent - came) % 2**32} octets never arrived")
