#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""Table, verdict and summary of a demonstration: report.py OUTDIR.

Reads what demo.py left in OUTDIR/vm. The verdict is the judge's, from the packets on
the links (tools/testing/judge).
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from statistics import median

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
REPORT = os.path.join(HERE, "../../fama/report")
sys.path.insert(0, os.path.join(HERE, ".."))

import recording
from judge import capture, claims, verdict
from judge.plan import Plan

COLOUR = bool(os.environ.get("FAMA_COLOUR"))
BOLD, RED, GREEN = 1, 31, 32


def colour(text, code):
    return f"\033[{code}m{text}\033[0m" if COLOUR else text


# -------------------------------------------------------------------------- table

COLUMNS = (
    ("move", lambda p: f"{p.start} -> {p.to}"),
    ("RA", lambda p: p.advertisement),
    ("BU", lambda p: p.update),
    ("BA", lambda p: p.answer),
    ("up", lambda p: p.up),
    ("down", lambda p: p.down),
    ("outage up", lambda p: p.outage_up),
    ("outage down", lambda p: p.outage_down),
    ("after RA up", lambda p: pair(p.after_up, p.limit_up)),
    ("after RA down", lambda p: pair(p.after_down, p.limit_down)),
    ("lost", lambda p: f"{p.lost_up}+{p.lost_down}"),
    ("RTT", lambda p: p.rtt),
)
LEGEND = """
Each handover, as the packets on the links show it, in ms. RA, BU, BA: the advertisement
comes to the node, the last Binding Update leaves, the last acknowledgement is back; up,
down: the first packet comes to the correspondent, and to the node; all since the link came
up. outage: without packets there; after RA: the part of it after the advertisement, of what
is allowed. lost: in the outage, up + down. RTT: then, between node and correspondent.
"""


def number(value):
    return "-" if value is None else value if isinstance(value, str) else f"{value:.1f}"


def pair(value, limit):
    return None if value is None else f"{value:.1f} of {limit:.0f}"


def table(passages):
    cells = [[name for name, _ in COLUMNS]]
    cells += [[number(column(p)) for _, column in COLUMNS] for p in passages]
    widths = [max(len(row[i]) for row in cells) for i in range(len(COLUMNS))]
    print(LEGEND)
    for i, row in enumerate(cells):
        line = "  ".join(cell.rjust(width) for cell, width in zip(row, widths))
        print(colour(line, BOLD) if i == 0 else line)
    print()


# ------------------------------------------------------------------------ verdict

def checks(j, plan):
    """[(what was asked, the kinds of faults that answer it with no)]"""
    tcp = [s for s in plan.streams if s.kind == "tcp"]
    silence = max((ms for name, ms in j.silences.items() if name.startswith("tcp")), default=0)
    delays = verdict.delays(j)
    delay = f"{median(delays):.1f} ms" if delays else "never"
    return (
        (f"all links were captured, {j.headers} Mobility Headers on them, none malformed",
         {"capture", "malformed"}),
        (f"{len(tcp)} TCP streams alive to the end, every octet arrived", {"stream", "handover"}),
        (f"no TCP stream was silent for longer than {silence:.0f} ms", {"silence"}),
        (f"Binding Updates left {delay} after the advertisement (median; less than "
         f"{plan.limits.update_ms} ms), all were acknowledged",
         {"advertisement", "update", "answer"}),
        ("packets passed both ways as soon as the distances allow, plus "
         f"{plan.limits.margin_ms} ms", {"outage"}),
        ("every packet outside the outages arrived, once" if not j.lost("credit") else
         f"every packet outside the outages arrived, once, but {j.lost('credit')} for an address "
         "that was not proven yet (RFC 4866)", {"loss", "duplicate", "credit"}),
        ("old addresses through the tunnel of their anchor, the current one without", {"tunnel"}),
        (f"round trips are what {plan.delay_ms} ms a link make them", {"rtt"}),
        ("what modules and programs say agrees with the packets", {"claim"}),
    )


def announce(j, plan):
    known = set()
    for text, kinds in checks(j, plan):
        known |= kinds
        good = not kinds & j.kinds()
        print(("  yes  " if good else "  NO   ") + colour(text, GREEN if good else RED))
        for fault in j.faults:
            if fault.kind in kinds:
                print(colour(f"         {fault.text}", RED))
    for fault in j.faults:
        if fault.kind not in known:
            print("  NO   " + colour(fault.text, RED))
    print()


def judged(out):
    """Plan, what was said, the judgement of a demonstration, and the lines of its recording."""
    plan = Plan.load(f"{out}/vm/plan.json")
    with open(f"{out}/vm/said.json", encoding="ascii") as f:
        said = json.load(f)
    with open(f"{out}/vm/events.jsonl", encoding="ascii") as f:
        events = [json.loads(line) for line in f]
    sights = capture.read(f"{out}/vm", plan.captures)
    j = verdict.judge(plan, sights)
    capture.second_opinion(j, f"{out}/vm", plan.captures)
    claims.events(j, plan, [e for e in events if e["node"] == "mn"])
    claims.counters(j, plan, {int(n): c for n, c in said["counters"].items()})
    claims.node_counters(j, plan, said["node_counters"])
    claims.programs(j, plan, said["reports"])
    return plan, said, j, recording.lines(plan, said, j, events, sights)


def save(out, plan, said, j, lines):
    tcp = [s for s in plan.streams if s.kind == "tcp"]
    with open(f"{out}/summary.json", "w", encoding="ascii") as f:
        json.dump({"ok": j.good, "kernel": said["kernel"], "handovers": len(j.passages),
                   "tcp_streams": len(tcp), "lost_by_credit": j.lost("credit"),
                   "lost_unexplained": j.lost(None), "duplicates": j.duplicates,
                   "longest_silence_ms": j.silences,
                   "faults": [fault._asdict() for fault in j.faults],
                   "details": [asdict(p) for p in j.passages]}, f, indent=1)
        f.write("\n")
    shutil.copy(f"{out}/vm/events.jsonl", f"{out}/events.jsonl")
    subprocess.run(["mergecap", "-w", f"{out}/demo.pcapng",
                    *(f"{out}/vm/{told['file']}" for told in plan.captures.values())], check=True)
    recording.write(f"{out}/recording.jsonl", lines)
    subprocess.run([sys.executable, "-I", "-B", REPORT, f"{out}/recording.jsonl", "out",
                    f"{out}/report.html"], check=True, stdout=subprocess.DEVNULL)


def main():
    out = sys.argv[1]
    try:
        plan, said, j, lines = judged(out)
        save(out, plan, said, j, lines)
    except (capture.Unusable, OSError, subprocess.CalledProcessError) as e:
        sys.exit(f"The demonstration proves nothing: {e}")
    table(j.passages)
    announce(j, plan)
    print("The addresses survived." if j.good else "The demonstration failed.",
          "See out/demo/report.html in a browser; beside it are summary.json,\nevents.jsonl, "
          "demo.pcapng, and recording.jsonl, of which `fama report` made it.")
    sys.exit(not j.good)


if __name__ == "__main__":
    main()
