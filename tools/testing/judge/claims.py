# SPDX-License-Identifier: GPL-2.0-only
"""What modules and programs say of themselves, compared with the packets.

It never makes a verdict better. A disagreement is a fault: one of the two is wrong.
"""

from collections import Counter

from .packets import mh
from .plan import MS
from .signals import GRANTED

OF_SIGNAL = {"update": "bu", "answer": "ba"}


def events(j, plan, told):
    """Events of the node, as `fama monitor` has them, against the same moments on its link."""
    for handover in j.found:
        said = [e for e in told if handover.holds(e["time"])]
        compare(j, plan, handover, "attach", handover.advertisement,
                [e for e in said if e["event"] == "attach"])
        for address, made in handover.registrations.items():
            for moment, event in OF_SIGNAL.items():
                compare(j, plan, handover, f"{event} of {address}", getattr(made, moment),
                        [e for e in said if is_about(e, event, address)])


def is_about(told, event, address):
    """Of answers, only those that grant something: a router may want a proof first."""
    granted = (told.get("status") or 0) < GRANTED
    return told["event"] == event and told["address"] == address and granted


def compare(j, plan, handover, name, seen, said):
    """The first event of a handover, and the packet that it is about."""
    move = f"{handover.move.start} -> {handover.move.to}"
    if seen is None:
        return  # a fault already
    if not said:
        j.fault("claim", f"{move}: the packet of event {name} was seen, the event never came")
        return
    apart = (said[0]["time"] - seen) / MS
    if abs(apart) > plan.limits.agree_ms:
        j.fault("claim", f"{move}: event {name} is dated {apart:+.1f} ms from its packet")


def counters(j, plan, said):
    """{number of a router: its counters} against messages and packets on its links."""
    for router in plan.routers:
        told = said[router.number]
        dropped = sum(told[name] for name in ("held_full", "held_late", "held_ended"))
        seen = Counter((s.message.type, s.out) for s in j.signals if s.place in router.places()
                       and mh.addr(router.address) in (s.message.src, s.message.dst))
        for counter, said_so, number in (
                ("rx_bu", told["rx_bu"], seen[mh.BU, False]),
                ("tx_ba", told["tx_ba"], seen[mh.BA, True]),
                ("packets that waited in vain", dropped, j.swallowed[router.number])):
            if said_so != number:
                j.fault("claim", f"router {router.number} counts {said_so} {counter}, "
                        f"its links show {number}")


def node_counters(j, plan, told):
    """Counters of the node against the messages on its link."""
    here = [s for s in j.signals if s.place == plan.node]
    answers = [s.message.status < GRANTED for s in here if s.message.type == mh.BA and not s.out]
    sent = sum(1 for s in here if s.message.type == mh.BU and s.out)
    for name, said, seen in (("Binding Updates", told["bu_cga"] + told["bu_phkt"], sent),
                             ("ba_accepted", told["ba_accepted"], sum(answers)),
                             ("ba_refused", told["ba_refused"], len(answers) - sum(answers))):
        if said != seen:
            j.fault("claim", f"the node counts {said} {name}, its link shows {seen}")


def programs(j, plan, reports):
    """{name: report of flow.c} against the flows that were seen."""
    for stream in plan.streams:
        said = reports.get(stream.name)
        if said is None:
            j.fault("claim", f"{stream.name}: its program reported nothing")
        elif said["error"]:
            j.fault("stream", f"{stream.name}: {said['error']}")
        elif stream.kind != "tcp":
            came = len(j.flows[stream.name, "down"].passed())
            if said["received"] != came:
                j.fault("claim", f"{stream.name}: its program received {said['received']} "
                        f"packets, {came} came to its link")
