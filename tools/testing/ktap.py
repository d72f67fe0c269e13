#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Pass KTAP on from stdin to stdout and add it up.

ktap.py TALLY LABEL appends "pass|fail|skip LABEL: name" for every test to the
file TALLY. A test with subtests is not counted itself, unless it fails although
they do not. What a plan announced and nobody reported has failed, and so has
input without any result.
"""

import re
import sys

RESULT = re.compile(r"^( *)(not ok|ok)\b(?: +\d+)?(?: +-)? *(.*)$")
PLAN = re.compile(r"^( *)1\.\.(\d+)")


class Level:
    """The tests at one depth of indentation under one parent."""

    def __init__(self, planned=0):
        self.planned = planned
        self.seen = 0
        self.failed = False


class Tally:
    """Every verdict so far, and the levels whose parent is still to come."""

    def __init__(self):
        self.found = []
        self.levels = {}

    def plan(self, depth, count):
        """A plan opens a level; an earlier one there has the same parent."""
        level = Level(count)
        _, level.failed = self.finish(depth)
        self.levels[depth] = level

    def result(self, depth, ok, rest):
        """One result line: the deeper levels were its children."""
        parent, child_failed = self.finish(depth + 1)
        name, _, directive = rest.partition("#")
        if not parent:
            verdict = "pass" if ok else "fail"
            if directive.strip().upper().startswith("SKIP"):
                verdict = "skip"
            self.found.append((verdict, name.strip()))
        elif not ok and not child_failed:
            self.found.append(("fail", name.strip()))
        level = self.levels.setdefault(depth, Level())
        level.seen += 1
        level.failed |= not ok

    def finish(self, depth):
        """End all levels from depth down: were there any, did any fail?"""
        ended = [self.levels.pop(d) for d in list(self.levels) if d >= depth]
        for level in ended:
            for n in range(level.seen, level.planned):
                self.found.append(("fail", f"{n + 1} planned, not reported"))
                level.failed = True
        return bool(ended), any(level.failed for level in ended)


def main():
    """Read to the end, then append to the tally."""
    path, label = sys.argv[1:3]
    tally = Tally()
    for line in sys.stdin:
        sys.stdout.write(line)
        sys.stdout.flush()
        if plan := PLAN.match(line):
            tally.plan(len(plan[1]), int(plan[2]))
        elif result := RESULT.match(line):
            tally.result(len(result[1]), result[2] == "ok", result[3])
    tally.finish(0)
    if not tally.found:
        tally.found.append(("fail", "no result at all"))
    with open(path, "a", encoding="utf-8") as out:
        for verdict, name in tally.found:
            out.write(f"{verdict} {label}: {name}\n")


main()
