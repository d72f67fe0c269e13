# SPDX-License-Identifier: GPL-2.0-only
"""Names and marks of the scenarios, and the selection of those that are named."""

import os

import pytest
from kinds import CLOCKS, KINDS

MARKS = (
    "kernels(kind, ...): the kinds or roles of kernels that the test can run on; else all",
    "series: the test depends on the series of the kernel: it runs on each of Debian's",
    "wide: only `make check-wide` runs the test, or who names it",
    "clock(whose): the time that the test lives in, as boot.sh knows them; else the guest's",
    "patience(seconds): how long the test may last by that time, if that is longer than others",
    "world(...): arguments for the network that the fixture 'net' makes",
)


def pytest_addoption(parser):
    parser.addoption("--named", help="run only the tests with these names")
    parser.addoption("--kind", help="run only the tests for this kind of kernel")


def pytest_configure(config):
    for mark in MARKS:
        config.addinivalue_line("markers", mark)


def name_of(item):
    """attach.py::test_attach is attach, attach.py::test_late is attach.late."""
    stem = os.path.basename(item.path).partition(".")[0]
    rest = item.name.removeprefix("test_")
    return stem if rest == stem else f"{stem}.{rest}"


def words(item, mark, known):
    """The arguments of a mark, which must be known; nothing without the mark."""
    found = item.get_closest_marker(mark)
    if not found:
        return ()
    unknown = [word for word in found.args if word not in known]
    if unknown or found.kwargs or not found.args:
        raise pytest.UsageError(f"{item.nodeid}: the mark {mark} has {unknown or 'no words'}; "
                                f"possible are {', '.join(known)}")
    return found.args


def kernels(item):
    """The names of kinds; a role stands for all kinds that have it."""
    tested = [kind for kind in KINDS.values() if kind.tests]
    wanted = words(item, "kernels", [word for kind in tested for word in (kind.name, kind.role)])
    return tuple(kind.name for kind in tested
                 if not wanted or kind.name in wanted or kind.role in wanted)


def clock(item):
    return (*words(item, "clock", CLOCKS), CLOCKS[0])[0]


def pytest_collection_modifyitems(config, items):
    for item in items:
        item.fama_name = name_of(item)
        kernels(item)
        clock(item)
    kind, names = config.getoption("kind"), config.getoption("named")
    if kind is not None:
        names = " ".join(item.fama_name for item in items if kind in kernels(item))
    if names is None:
        return
    names = names.split()
    missing = set(names) - {item.fama_name for item in items}
    if missing or not names:
        raise pytest.UsageError(f"no such test: {', '.join(sorted(missing)) or 'no name at all'}")
    items[:] = [item for item in items if item.fama_name in names]
