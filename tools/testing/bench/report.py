#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""report.py MEASURED... OUT: what was measured by one kernel or more, as OUT/bench.json and, of
each sweep, OUT/bench-NAME.svg."""

import json
import os
import subprocess
import sys

# name: title, x, y, gnuplot's logscale
SWEEPS = {
    "bindings": ("Downlink to random ones of many bindings", "bindings", "Mpackets/s", "x"),
    "sizes_downlink": ("Downlink, one binding", "octets of a packet", "Gbit/s", ""),
    "sizes_uplink": ("Uplink, one binding", "octets of a packet", "Gbit/s", ""),
    "updates": ("Downlink beside Binding Updates by token", "updates/s", "Mpackets/s", "x"),
    "outage_rtt_down": ("Without packets from the anchor, after the advertisement (1 anchor)",
                        "round trip to the anchor, ms", "ms", ""),
    "outage_rtt_up": ("Without packets to the anchor, after the advertisement (1 anchor)",
                      "round trip to the anchor, ms", "ms", ""),
    "outage_anchors_down": ("Without packets from the last anchor, after the advertisement, less "
                            "the round trip", "anchors", "ms", "x"),
    "outage_anchors_up": ("Without packets to the last anchor, after the advertisement", "anchors",
                          "ms", "x"),
}


def plot(name, curves, directory):
    title, x, y, log = SWEEPS[name]
    file = os.path.join(directory, f"bench-{name}.svg")
    lines = ['set terminal svg size 720,440 font "sans,13" background "white"',
             f'set output "{file}"', f'set title "{title}"',
             f'set xlabel "{x}"', f'set ylabel "{y}"', "set grid", "set key below",
             "set yrange [0:*]"]
    if log:
        lines.append(f"set logscale {log}")
    for i, points in enumerate(curves.values()):
        lines += [f"$curve{i} << end", *(f"{a} {b}" for a, b in points), "end"]
    lines.append("plot " + ", ".join(
        f'$curve{i} with linespoints pointtype 7 title "{curve}"'
        for i, curve in enumerate(curves)))
    subprocess.run(["gnuplot"], input="\n".join(lines) + "\n", text=True, check=True)
    return file


def load(directory, name):
    with open(os.path.join(directory, f"{name}.json"), encoding="ascii") as f:
        return json.load(f)


def main():
    *measured, out = sys.argv[1:]
    with open(os.path.join(out, "bench.json"), "w", encoding="ascii") as f:
        json.dump([row for d in measured for row in load(d, "bench")], f, indent=1)
        f.write("\n")
    print(f"bench: {f.name}")
    for directory in measured:
        for name, curves in load(directory, "sweeps").items():
            print(f"bench: {plot(name, curves, out)}")


main()
