#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""expect.py BENCH EXPECTED: is no ratio 3 % below the one that was recorded?

Of seven runs, in instructions, no ratio was 2 % away from it."""

import json
import sys

MARGIN = 0.97

with open(sys.argv[1], encoding="ascii") as f:
    measured = {row["name"]: row["ratio"] for row in json.load(f)}
with open(sys.argv[2], encoding="ascii") as f:
    expected = json.load(f)
status = 0
for name, ratio in expected.items():
    got = measured.get(name)
    if got is None or got < ratio * MARGIN:
        print(f"bench: {name}: ratio {got}, at least {ratio * MARGIN:.3f} is expected")
        status = 1
print(f"bench: {len(expected)} ratios compared with those recorded")
sys.exit(status)
