# SPDX-License-Identifier: GPL-2.0-only
"""Which scenario runs on which kernel."""

import glob
import os
import zlib
from collections import namedtuple

import choose
import pytest
from kinds import CLOCKS, KINDS, SUITES, emulated, of_role

TESTING = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
Scenario = namedtuple("Scenario", "name kernels series clock wide", defaults=(False,))


class Collector:
    """Keeps what pytest finds, and what was wrong with it."""

    def __init__(self):
        self.found = []
        self.wrong = []

    def pytest_collection_finish(self, session):
        self.found = [Scenario(item.fama_name, choose.kernels(item),
                               bool(item.get_closest_marker("series")), choose.clock(item),
                               bool(item.get_closest_marker("wide")))
                      for item in session.items]

    def pytest_collectreport(self, report):
        if report.failed:
            self.wrong.append(report.longreprtext)


def collect(place=os.path.join(TESTING, "scenarios")):
    """All scenarios; exits if a file or a mark is not right."""
    found = Collector()
    status = pytest.main(["-c", f"{place}/pytest.ini", f"--rootdir={place}", "--collect-only",
                          place], plugins=[choose, found])
    if status or found.wrong:
        raise SystemExit("\n".join(["check: the scenarios cannot be collected", *found.wrong]))
    return found.found


def suites(place=os.path.join(TESTING, "../../kunit")):
    return sorted(os.path.basename(file).removesuffix("_kunit.c")
                  for file in glob.glob(f"{place}/*_kunit.c"))


def share(scenario):
    """The kinds of the tier "check" that a scenario runs on: a debug kernel and one of
    Debian's, or each of Debian's if it depends on the series or can run on no debug kernel.
    The name of a scenario says which one, so that it is the same every time. None of them runs
    what has the mark "wide"."""
    if scenario.wide:
        return []
    debug = [k for k in of_role("debug", "check") if k in scenario.kernels][:1]
    debian = [k for k in of_role("debian", "check") if k in scenario.kernels]
    if debug and debian and not scenario.series:
        debian = [debian[zlib.crc32(scenario.name.encode()) % len(debian)]]
    return debug + debian


def chosen(scenarios, kind, names=(), wide=False):
    """The scenarios for a kind of kernel; one that is named runs wherever it is wanted."""
    if names:
        return [s for s in scenarios if s.name in names or s.name.partition(".")[0] in names]
    return [s for s in scenarios if kind in (s.kernels if wide else share(s))]


def clock(scenario, kind):
    """Whose time a scenario lives in there. What competes for the processor lives in the
    guest's time where that counts instructions; what races between processors only competes
    where there is one."""
    if emulated(kind):
        return "guest" if scenario.clock == "work" else scenario.clock
    return "work" if scenario.clock == "host" else scenario.clock


def by_clock(scenarios, kind):
    """[(clock, its scenarios)], for a machine each"""
    groups = {name: [s for s in scenarios if clock(s, kind) == name] for name in CLOCKS}
    return [(name, some) for name, some in groups.items() if some]


def miscounted(scenarios, found_suites):
    """What there is too few or too much of."""
    wrong = []
    for kind in KINDS.values():
        number = sum(kind.name in s.kernels for s in scenarios) if kind.tests else 0
        if number != kind.tests:
            wrong.append(f"{number} scenarios can run on {kind.name}, and kinds.py says "
                         f"{kind.tests}")
    if len(found_suites) != SUITES:
        wrong.append(f"there are {len(found_suites)} KUnit suites, and kinds.py says {SUITES}")
    wrong += [f"{s.name} runs nowhere in a check" for s in scenarios
              if not (s.kernels if s.wide else share(s))]
    return wrong
