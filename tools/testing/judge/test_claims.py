# SPDX-License-Identifier: GPL-2.0-only
"""What modules and programs say must agree with the packets, and makes nothing better."""

import pytest

from judge import claims, forge, verdict
from judge.forge import HERE, HOME, ROUTERS, Network, plan
from judge.packets import Sight, decode, mh
from judge.plan import MS


@pytest.fixture(scope="module", name="sights")
def fixture_sights():
    return tuple(Network().run().sights)


@pytest.fixture(name="judged")
def fixture_judged(sights):
    return verdict.judge(plan(), sights)


def events(j):
    told = []
    for h in j.found:
        told.append({"event": "attach", "time": h.advertisement})
        for made in h.registrations.values():
            told.append({"event": "bu", "address": HOME, "time": made.update})
            told.append({"event": "ba", "address": HOME, "time": made.answer})
    return sorted(told, key=lambda event: event["time"])


def counters(j):
    """What routers would count that did nothing but answer the three updates."""
    none = {"rx_bu": 0, "tx_ba": 0, "held_full": 0, "held_late": 0, "held_ended": 0}
    return {r.number: {**none, "held_full": j.swallowed[r.number]} for r in ROUTERS} | \
        {1: {**none, "rx_bu": 3, "tx_ba": 3}}


NODE = {"bu_cga": 0, "bu_phkt": 3, "ba_accepted": 3, "ba_refused": 0}


def reports(j):
    return {name: {"error": None, "received": len(j.flows[name, "down"].passed())}
            for name in ("tcp", "ping", "down")}


def test_all_agree(judged):
    claims.events(judged, plan(), events(judged))
    claims.counters(judged, plan(), counters(judged))
    claims.node_counters(judged, plan(), NODE)
    claims.programs(judged, plan(), reports(judged))
    assert judged.good


@pytest.mark.parametrize("event", ["attach", "bu", "ba"])
def test_event_dated_later(judged, event):
    """As if a module that slept would say that the advertisement had come only now."""
    told = [{**e, "time": e["time"] + (880 * MS if e["event"] == event else 0)}
            for e in events(judged)]
    claims.events(judged, plan(), told)
    assert judged.kinds() == {"claim"}


@pytest.mark.parametrize("event", ["attach", "bu", "ba"])
def test_event_of_the_next_handover(judged, event):
    """The first handover has no such event; that of the second is not its own."""
    told = [e for e in events(judged) if e["event"] != event or
            not judged.found[0].holds(e["time"])]
    claims.events(judged, plan(), told)
    assert judged.kinds() == {"claim"}


@pytest.mark.parametrize("counter", ["rx_bu", "tx_ba", "held_full", "held_late", "held_ended"])
def test_counter_wrong(judged, counter):
    """400 packets that a router says it had to drop: its links would show that they came."""
    told = counters(judged)
    told[1][counter] += 400
    claims.counters(judged, plan(), told)
    assert judged.kinds() == {"claim"}


@pytest.mark.parametrize("counter", NODE)
def test_counter_of_the_node_wrong(judged, counter):
    claims.node_counters(judged, plan(), {**NODE, counter: NODE[counter] + 1})
    assert judged.kinds() == {"claim"}


def test_program_failed(judged):
    told = reports(judged)
    told["tcp"]["error"] = "Broken pipe"
    claims.programs(judged, plan(), told)
    assert judged.kinds() == {"stream"}


def test_program_counts_otherwise(judged):
    told = reports(judged)
    told["down"]["received"] += 1
    claims.programs(judged, plan(), told)
    assert judged.kinds() == {"claim"}


def test_program_without_report(judged):
    told = reports(judged)
    del told["ping"]
    claims.programs(judged, plan(), told)
    assert judged.kinds() == {"claim"}


def test_event_of_another_address(judged):
    told = [e for e in events(judged) if e["event"] != "attach"]
    other = [{**e, "address": HERE[2], "time": e["time"] - 9 * MS} for e in told]
    claims.events(judged, plan(), sorted(events(judged) + other, key=lambda e: e["time"]))
    assert judged.good


def test_event_of_a_packet_that_was_not_seen(sights):
    """That is a fault of another kind."""
    j = verdict.judge(plan(), sights)
    j.faults.clear()
    told = events(j)
    j.found[0].advertisement = None
    claims.events(j, plan(), told)
    assert j.good


@pytest.mark.parametrize("kind, out", ((mh.BA, True), (mh.BU, False)))
def test_node_does_not_count_what_is_not_its_own(sights, kind, out):
    """An acknowledgement that leaves the node, an update that comes to it."""
    if kind == mh.BA:
        data = forge.acknowledgement(ROUTERS[0].address, HOME, HERE[2], 77, lifetime=100)
    else:
        data = mh.bu_packet(HOME, HERE[2], ROUTERS[0].address, seq=77, token=bytes(8))
    more = Sight(forge.START + 500 * MS, "mn/eth0", out, decode(data))
    j = verdict.judge(plan(), sorted([*sights, more], key=lambda s: s.when))
    claims.node_counters(j, plan(), NODE)
    assert "claim" not in j.kinds()


def test_program_of_a_stream_counts_no_packets(judged):
    told = reports(judged)
    told["tcp"]["received"] = 0
    claims.programs(judged, plan(), told)
    assert judged.good
