# SPDX-License-Identifier: GPL-2.0-only
"""Which tests run on which kernel: names, marks, selection."""

import os

import pytest
from kinds import CLOCKS, KINDS, emulated

MARKS = (
    "kernels(kind, ...): the kinds of kernels that the test runs on; all without",
    "clock(what): in QEMU only on a machine whose clock counts 'instructions'",
    "world(...): arguments for the network that the fixture 'net' makes",
)


def pytest_addoption(parser):
    parser.addoption("--kind", default="", help="run what is meant for this kind of kernel")
    parser.addoption("--clock", default="", help="what the clock of the machine counts")
    parser.addoption("--named", default="", help="run only these tests, wherever they belong")


def pytest_configure(config):
    for mark in MARKS:
        config.addinivalue_line("markers", mark)


def name_of(item):
    """attach.py::test_attach is attach, attach.py::test_late is attach.late."""
    stem = os.path.basename(item.path).partition(".")[0]
    rest = item.name.removeprefix("test_")
    return stem if rest == stem else f"{stem}.{rest}"


def words(item, mark, known):
    """The arguments of a mark that may have these, or nothing without the mark."""
    found = item.get_closest_marker(mark)
    if not found:
        return ()
    unknown = [word for word in found.args if word not in known]
    if unknown or found.kwargs or not found.args:
        raise pytest.UsageError(f"{item.nodeid}: mark {mark}: {unknown or found} is not one of "
                                f"{', '.join(known)}")
    return found.args


def suits(item, kind, clock):
    kinds = words(item, "kernels", KINDS)
    clocks = words(item, "clock", CLOCKS)
    return (not kinds or kind in kinds) and (not clocks or not emulated(kind) or clock in clocks)


def named(items, names):
    """The tests with these names; a file's name stands for all tests in it."""
    chosen = [i for i in items if {i.fama_name, i.fama_name.partition(".")[0]} & set(names)]
    known = {n for i in chosen for n in (i.fama_name, i.fama_name.partition(".")[0])}
    missing = set(names) - known
    if missing:
        raise pytest.UsageError(f"no such test: {', '.join(sorted(missing))}")
    return chosen


def pytest_collection_modifyitems(config, items):
    for item in items:
        item.fama_name = name_of(item)
    names = config.getoption("named").split()
    kind, clock = config.getoption("kind"), config.getoption("clock")
    fitting = [i for i in items if suits(i, kind, clock)]  # looks at the marks of all
    chosen = named(items, names) if names else fitting
    config.hook.pytest_deselected(items=[i for i in items if i not in chosen])
    items[:] = chosen
