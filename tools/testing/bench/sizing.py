#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""sizing.py BENCH [NODES ROUTERS]: what signalling and traffic take of a router's processor, from
what `make bench` has measured. For 1,000,000 nodes over 1,000 routers if nothing else is said.

A node that has K anchors sends one Binding Update to each when it moves, and one that ends the
binding where it comes to. Signatures are needed where the early token has not come in time: by
nodes that leave a router within 4 s of their first arrival, here one move in ten.
"""

import json
import sys

MINUTES = (1, 5, 30)
ANCHORS = (1, 4, 16)
SIGNED = 0.1
OCTETS = 700  # of a packet, on average
SHARE = 0.5  # of a processor for packets, half of them each way
BU_OCTETS, BA_OCTETS = 112, 72  # on the wire without link header, by token


def main():
    with open(sys.argv[1], encoding="ascii") as f:
        measured = {row["name"]: row["value"] for row in json.load(f)}
    nodes, routers = map(int, sys.argv[2:4] or ("1000000", "1000"))
    phkt, cga = measured["bu_phkt_rate"], measured["bu_cga_rate_1024"]
    memory = measured["memory_per_binding_1000000"]
    print(f"{nodes} nodes, {routers} routers; one processor takes {phkt:,.0f} Binding Updates a "
          f"second by token, {cga:,.0f} by signature")
    print("minutes at a router, anchors: updates/s of all, of a router; signed; processor; kbit/s; "
          "bindings, MB of a router")
    for minutes in MINUTES:
        for anchors in ANCHORS:
            moves = nodes / routers / (60 * minutes)
            updates = moves * (anchors + 1)
            signed = moves * SIGNED
            busy = (updates - signed) / phkt + signed / cga
            bindings = nodes * anchors / routers
            print(f"{minutes:>3} {anchors:>3}: {updates * routers:>9,.0f} {updates:>7.1f} "
                  f"{signed:>6.2f} {busy * 100:>7.4f} % "
                  f"{updates * (BU_OCTETS + BA_OCTETS) * 8 / 1000:>7.1f} "
                  f"{bindings:>8,.0f} {bindings * memory / 1e6:>6.2f}")
    down, up = (measured[f"{way}_pps"] for way in ("downlink", "uplink"))
    pps = SHARE / (0.5 / down + 0.5 / up)
    print(f"packets of {OCTETS} octets on {SHARE * 100:.0f} % of a processor: {pps:,.0f}/s, "
          f"{pps * OCTETS * 8 / 1e9:.1f} Gbit/s")


main()
