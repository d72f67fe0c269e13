# SPDX-License-Identifier: GPL-2.0-only
"""Read KTAP or TAP and add it up.

A test with subtests is not counted itself, unless it fails although they do not.
What is missing, repeated or given up is a failure of its own.
"""

import re

RESULT = re.compile(r"^( *)(not ok|ok)\b(?: +(\d+))?(?: +-)? *(.*)$")
PLAN = re.compile(r"^( *)1\.\.(\d+)")
BAIL = re.compile(r"^ *Bail out!(.*)$")


class Level:
    """The tests at one depth of indentation under one parent."""

    def __init__(self, planned=None):
        self.planned = planned
        self.seen = 0
        self.failed = False


class Reader:
    """found: (verdict, name, reason); tops: names of the tests of the outermost level."""

    def __init__(self):
        self.found = []
        self.tops = []
        self.levels = {}

    def fail(self, name, reason=""):
        self.found.append(("fail", name, reason))

    def feed(self, line):
        if plan := PLAN.match(line):
            self.plan(len(plan[1]), int(plan[2]))
        elif result := RESULT.match(line):
            self.result(len(result[1]), result[2] == "ok", result[3], result[4])
        elif bail := BAIL.match(line):
            self.fail("bailed out", bail[1].strip())

    def plan(self, depth, count):
        """A plan opens a level, whose parent an earlier one there may have, too. TAP may
        have it at the end."""
        level = self.levels.get(depth)
        if level and level.planned is None:
            level.planned = count
            return
        _, failed = self.finish(depth)
        self.levels[depth] = Level(count)
        self.levels[depth].failed = failed

    def result(self, depth, ok, number, rest):
        """One result line: the deeper levels were its children."""
        parent, child_failed = self.finish(depth + 1)
        name, _, directive = (part.strip() for part in rest.partition("#"))
        word, _, reason = directive.partition(" ")
        level = self.levels.setdefault(depth, Level())
        level.seen += 1
        if number and int(number) != level.seen:
            self.fail(name, f"it has number {number}, and is number {level.seen}")
            level.failed = True
        if not depth:
            self.tops.append(name)
        if not ok:
            level.failed = True
            if not parent or not child_failed:
                self.fail(name)
        elif child_failed:
            self.fail(name, "passed although a part of it failed")
        elif not parent:
            skipped = word.upper() == "SKIP"
            self.found.append(("skip", name, reason or "no reason") if skipped else
                              ("pass", name, ""))

    def finish(self, depth):
        """End all levels from depth down: were there any, did any fail?"""
        ended = [(d, self.levels.pop(d)) for d in list(self.levels) if d >= depth]
        for _, level in ended:
            if level.planned is None:
                self.fail("plan", "there is none")
            elif level.seen != level.planned:
                self.fail("plan", f"{level.planned} planned, {level.seen} reported")
            level.failed |= level.seen != level.planned
        return bool(ended), any(level.failed for _, level in ended)

    def end(self, expected=None):
        """After the last line; expected: the names that the outermost level must have."""
        self.finish(0)
        if not self.found:
            self.fail("all", "no result at all")
        if expected is None:
            return self.found
        for name in sorted(set(expected) - set(self.tops)):
            self.fail(name, "it was to run, and has not been reported")
        for name in sorted(set(self.tops) - set(expected)):
            self.fail(name, "it was not to run")
        for name in sorted({name for name in self.tops if self.tops.count(name) > 1}):
            self.fail(name, "it was reported more than once")
        return self.found
