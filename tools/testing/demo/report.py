#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""Table, verdict and summary of a demonstration: report.py OUTDIR.

Reads OUTDIR/vm/{run.json,events.jsonl} and OUTDIR/demo.pcapng. Times come from
the kernel: events, and packets where they were received. All are in ms.
"""

import json
import os
import shutil
import subprocess
import sys

BU_MS = 2           # from the advertisement to the Binding Update, median
MARGIN_MS = 20      # after the advertisement, on top of one round trip
IN_FLIGHT_NS = 150_000_000  # sent this long before the link went: may be lost with it
COLOUR = bool(os.environ.get("FAMA_COLOUR"))


def colour(text, code):
    return f"\033[{code}m{text}\033[0m" if COLOUR else text


def ms(ns):
    return ns / 1e6


def first(events, after, **want):
    for e in events:
        if e["time"] > after and all(e.get(k) == v for k, v in want.items()):
            return e["time"]
    return None


def arrivals(flow):
    """[(sent, received)] at the end where the packets of a flow arrive."""
    if flow["type"] == "ping":
        return [(s, flow["there"][i]) for i, (s, _) in enumerate(flow["probes"])]
    return [tuple(p) for p in flow["probes"]]


def one_way(packets, move, until):
    """Last and first arrival around a handover, losses in and after its outage."""
    before = max((r for _, r in packets if r and r <= move["down"]), default=None)
    back = min(((r, s) for s, r in packets if r > move["up"]), default=None)
    if not back:
        return {"last": before, "first": None, "lost": 0, "late": [0]}
    lost = [s for s, r in packets
            if not r and move["down"] - IN_FLIGHT_NS <= s <= back[1]]
    late = [s for s, r in packets if not r and back[1] < s < until - IN_FLIGHT_NS]
    return {"last": before, "first": back[0], "lost": len(lost), "late": late}


def handover(run, events, index):
    move = run["moves"][index]
    more = run["moves"][index + 1:]
    until = more[0]["down"] if more else 1 << 63
    up, address = move["up"], move["address"]
    node = [e for e in events if e["node"] == "mn"]
    flows = run["flows"]
    there = one_way(arrivals(flows["ping"]), move, until)
    back = one_way(arrivals(flows["down"]), move, until)
    echoes = one_way([tuple(p) for p in flows["ping"]["probes"]], move, until)
    # The advertisement may come before the mover has noted that the link is up.
    ra = first(node, move["down"], event="attach")

    def since(t):
        return None if t is None else round(ms(t - up), 1)

    firsts = [w["first"] for w in (there, back)]
    result = {
        "from": move["from"], "to": move["to"],
        "link_down": 0.0 - round(ms(up - move["down"]), 1),
        "ra": since(ra),
        "address": since(first(node, move["down"], event="address", address=move["current"],
                               state="home")),
        "bu": since(first(node, move["down"], event="bu", address=address)),
        "ba": since(first(node, move["down"], event="ba", address=address)),
        "first_to_cn": since(there["first"]),
        "first_from_cn": since(back["first"]),
        "lost_to_cn": there["lost"], "lost_from_cn": back["lost"],
        "lost_pings": echoes["lost"],
        "lost_after": len(there["late"]) + len(back["late"]) + len(echoes["late"]),
        "rtt_ms": move["rtt_ms"],
    }
    if None not in firsts and ra and back["last"]:
        result["outage_ms"] = round(ms(back["first"] - back["last"]), 1)
        result["outage_after_ra_ms"] = round(ms(back["first"] - ra), 1)
    else:
        result["outage_ms"] = result["outage_after_ra_ms"] = None
    result["limit_ms"] = round(move["rtt_ms"] + MARGIN_MS, 1)
    return result


def lost_outside(run):
    """Packets lost that no handover explains."""
    count = 0
    for name in ("ping", "down"):
        flow = run["flows"][name]
        for sent, received in [tuple(p) for p in flow["probes"]]:
            if not received and not any(
                    m["down"] - IN_FLIGHT_NS <= sent <= m["up"] + 10**9 for m in run["moves"]):
                count += 1
    return count


def malformed(pcap):
    """(Mobility Headers, malformed ones) that tshark finds."""
    if not shutil.which("tshark") or not os.path.exists(pcap):
        return None
    done = subprocess.run(["tshark", "-r", pcap, "-Y", "mip6.mhtype", "-T", "fields",
                           "-e", "mip6.mhtype", "-e", "_ws.malformed"], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    return len(lines), sum(1 for line in lines if line.split("\t")[1:] != [""])


def table(rows):
    head = (("move", lambda r: f"{r['from']} -> {r['to']}"),
            ("link up", lambda r: "0.0"),
            ("RA", lambda r: r["ra"]), ("address", lambda r: r["address"]),
            ("BU", lambda r: r["bu"]), ("BA", lambda r: r["ba"]),
            ("to CN", lambda r: r["first_to_cn"]),
            ("from CN", lambda r: r["first_from_cn"]),
            ("outage", lambda r: r["outage_ms"]),
            ("after RA", lambda r: r["outage_after_ra_ms"]),
            ("RTT", lambda r: r["rtt_ms"]),
            ("lost", lambda r: f"{r['lost_to_cn']}+{r['lost_from_cn']}"),
            ("later", lambda r: r["lost_after"]))
    cells = [[name for name, _ in head]]
    cells += [["-" if f(r) is None else str(f(r)) for _, f in head] for r in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    print()
    print("Each handover, in ms after the link came up. to CN, from CN: the first packet")
    print("that arrived each way. outage: without packets at the node; after RA: the part")
    print("of it after the router was heard. RTT: round trip between the node and the router")
    print("that anchors its first address. lost: in the outage, to + from CN; later: after it.")
    print()
    for i, row in enumerate(cells):
        line = "  ".join(c.rjust(w) for c, w in zip(row, widths))
        print(colour(line, 1) if i == 0 else line)
    print()


def main():
    out = sys.argv[1]
    with open(f"{out}/vm/run.json", encoding="ascii") as f:
        run = json.load(f)
    shutil.copy(f"{out}/vm/events.jsonl", f"{out}/events.jsonl")
    with open(f"{out}/events.jsonl", encoding="ascii") as f:
        events = [json.loads(line) for line in f]

    rows = [handover(run, events, i) for i in range(len(run["moves"]))]
    table(rows)
    tcp = {n: f for n, f in run["flows"].items() if f["type"] == "tcp"}
    broken = [n for n, f in tcp.items() if f["error"] or not f["received"] or
              f["received"] < f["sent"]]
    outside = lost_outside(run)
    # What a care-of address gets before it is proven, RFC 4866 bounds by credit.
    late = sum(r["lost_after"] for r in rows)
    bounded = sum(c["credit_exhausted"] for name, c in run.items() if name.startswith("dar"))
    counts = malformed(f"{out}/demo.pcapng")

    slow = [r for r in rows if r["outage_after_ra_ms"] is None or
            r["outage_after_ra_ms"] > r["limit_ms"]]
    delays = sorted(r["bu"] - r["ra"] for r in rows if r["bu"] is not None and r["ra"] is not None)
    delay = round(delays[len(delays) // 2], 1) if len(delays) == len(rows) else None
    checks = [
        (f"{len(tcp) - len(broken)} of {len(tcp)} TCP streams alive to the end", not broken),
        ("every packet after an outage arrived" if not late else
         f"{late} packets lost after an outage, {bounded} while the care-of address was not yet "
         "proven", late <= bounded),
        (f"{outside} packets lost outside the outages", not outside),
        ("outage after the advertisement at most one round trip to the anchor + 20 ms",
         not slow),
        (f"Binding Update {delay} ms after the advertisement, less than {BU_MS} (median)",
         delay is not None and delay < BU_MS),
    ]
    if counts:
        checks.append((f"tshark: {counts[0]} Mobility Headers, {counts[1]} malformed",
                       counts[0] and not counts[1]))
    for text, good in checks:
        print(("  yes  " if good else "  NO   ") + colour(text, 32 if good else 31))
    print()

    ok = all(good for _, good in checks)
    with open(f"{out}/summary.json", "w", encoding="ascii") as f:
        json.dump({"handovers": len(rows), "flows": len(tcp) + 1, "flows_lost": len(broken),
                   "outage_ms": [r["outage_ms"] for r in rows],
                   "outage_after_ra_ms": [r["outage_after_ra_ms"] for r in rows],
                   "kernel": run["kernel"], "ok": ok, "lost_outside": outside,
                   "details": rows}, f, indent=1)
        f.write("\n")
    print("The addresses survived." if ok else "The demonstration failed.",
          "See out/demo: summary.json, events.jsonl, demo.pcapng.")
    sys.exit(not ok)


if __name__ == "__main__":
    main()
