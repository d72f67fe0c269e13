# SPDX-License-Identifier: GPL-2.0-only
"""Handovers, one after the other, as rows of the table."""

import os
from itertools import product
from statistics import median

import against
from handover import first_calls, first_moves, newcomers, outage, p99, to_and_fro

MOVES = int(os.environ.get("FAMA_MOVES", "100"))
HALF, FEW = max(MOVES // 2, 5), max(MOVES // 5, 5)  # of those that take a second, or seconds
RTTS = (0, 20, 100, 200)
ANCHORS = (1, 4, 16)
CAREOF_RTT = AGAINST_RTT = 100
PHASES = (20, 4)
MODES = {"off": 1, "concurrent": 1, "required": 2}  # round trips until traffic is redirected
MARGIN = 5


def bound(way, how, rtt):
    """A node that moves before it has a token has no credit either: its packets wait for the
    proof.
    """
    if way == "up":
        return 2
    return (2 if how == "cga" else 1) * rtt + MARGIN


def rows(table, name, values, limit):
    """A median against its limit, and the worst of a hundred against the median."""
    table.add(name, "ms", values, "limit", [limit] * len(values), digits=2)
    table.add(f"{name}_p99", "ms", [p99(values)], "median", [median(values)], digits=2)


def by_outage(table, how, rtt, anchors, found):
    for way, values in outage(found).items():
        rows(table, f"handover_{way}_{how}_{rtt}ms_{anchors}", values, bound(way, how, rtt))
        if anchors == 1:
            table.point(f"outage_rtt_{way}", how, rtt, median(values))
        if how == "phkt":
            table.point(f"outage_anchors_{way}", f"{rtt} ms", anchors,
                        median(values) - (rtt if way == "down" else 0))
    again = sum("ba" not in m for m in found)
    if again:
        table.add(f"handover_again_{how}_{rtt}ms_{anchors}", "of 100", [again / len(found) * 100])


def phases(table, how, found):
    """Since the link came up."""
    for step in found[0]:
        values = [m[step] for m in found]
        table.add(f"phase_{how}_{step}", "ms", values, digits=2)
        table.add(f"phase_{how}_{step}_p99", "ms", [p99(values)], digits=2)


def handover(table):
    for rtt in RTTS:
        for anchors in ANCHORS:
            with to_and_fro(anchors, rtt) as roamer:
                found = [roamer.move()[0] for _ in range(MOVES)]
            by_outage(table, "phkt", rtt, anchors, found)
            if (rtt, anchors) == PHASES:
                phases(table, "phkt", found)
        with newcomers(max(ANCHORS), rtt, MOVES) as net:
            for how, anchors in product(("early", "cga"), ANCHORS):
                found = first_moves(net, anchors, how == "early", MOVES)
                by_outage(table, how, rtt, anchors, found)
                if (rtt, anchors, how) == (PHASES[0], 1, "cga"):
                    phases(table, how, found)


def care_of_test(table):
    """What the proof of a care-of address costs, against none."""
    got = {}
    for mode in MODES:
        with to_and_fro(1, CAREOF_RTT, mode) as roamer:
            got[mode] = outage([roamer.move()[0] for _ in range(HALF)])
    for mode in ("concurrent", "required"):
        for way in ("up", "down"):
            table.add(f"care_of_test_{mode}_{way}", "ms", got[mode][way], "off", got["off"][way],
                      digits=2)


def calls(table):
    """50 packets of 200 octets a second each way, in the first move of a node with a token. What it
    is silent beyond the blackout, until the next packet comes to the router; and what is lost.
    """
    for rtt, (mode, trips) in product(RTTS, MODES.items()):
        with newcomers(1, rtt, FEW) as net:
            found = first_calls(net, mode, FEW)
        name = f"call_{mode}_{rtt}ms"
        rows(table, name, [m.silence - m.blackout - m.pause for m in found], trips * rtt + MARGIN)
        table.add(f"{name}_lost", "packets", [sum(m.lost for m in found)], "of",
                  [sum(m.came for m in found)])


def handover_against(table):
    """The same change of the link with what else carries flows over it."""
    with to_and_fro(1, AGAINST_RTT, up_period=4) as roamer:
        ours = [roamer.move()[0] for _ in range(MOVES)]
    for best, name in ((True, "optimistic"), (False, "default")):
        moves = MOVES if best else FEW
        with against.wireguard(AGAINST_RTT, best) as move:
            theirs = [move() for _ in range(moves)]
        for way in ("up", "down"):
            table.add(f"handover_{way}_wireguard_{name}", "ms", [m[way] for m in ours],
                      "WireGuard", [m[way] for m in theirs], digits=2)
    with against.fama_stream(AGAINST_RTT) as move:
        ours = [move() for _ in range(MOVES)]
    for best, name in ((True, "optimistic"), (False, "default")):
        with against.mptcp(AGAINST_RTT, best) as move:
            theirs = [move() for _ in range(FEW)]
        table.add(f"handover_stream_mptcp_{name}", "ms", ours, "MPTCP", theirs, digits=2)
