# SPDX-License-Identifier: GPL-2.0-only
"""KTAP for tests inside a test kernel, which is looked at after each of them."""

import sys
import time

import pytest
from check import Failure, note


class Report:
    """A plan, a line for every test, and one for the end of the modules.

    kernel.load() and kernel.unload() do that to the modules, kernel.complaints()
    gives lines of its log since the last call, kernel.leaks() fails if there are any.
    """

    def __init__(self, kernel):
        self.kernel = kernel
        self.number = 0
        self.names = {}

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtestloop(self, session):
        print(f"KTAP version 1\n1..{len(session.items) + 1}", flush=True)
        self.kernel.load()
        yield
        self.begin()
        try:
            self.kernel.unload()
            self.kernel.leaks()
        except Failure as e:
            self.wrong(f"expected {e.expected}\n{e.seen}")
        self.end("unload", session)

    def pytest_runtest_logstart(self):
        self.begin()

    def pytest_runtest_logreport(self, report):
        if hasattr(report, "wasxfail"):
            self.wrong("a test that is expected to fail shows nothing")
        elif report.failed:
            self.wrong(report.longreprtext)
        elif report.skipped:
            self.skipped = report.longrepr[2] if isinstance(report.longrepr, (tuple, list)) else \
                report.longreprtext
            self.skipped = self.skipped.removeprefix("Skipped: ")

    def pytest_collection_finish(self, session):
        self.names = {item.nodeid: (item.fama_name, session) for item in session.items}

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logfinish(self, nodeid):
        self.end(*self.names[nodeid])
        self.kernel.load()  # a test that removed modules may have failed half way

    @staticmethod
    def pytest_collectreport(report):
        if report.failed:
            print(report.longreprtext, file=sys.stderr)

    def begin(self):
        self.start = time.monotonic()
        self.ok = True
        self.skipped = None

    def wrong(self, text):
        self.ok = False
        for line in text.splitlines():
            note(line)

    def end(self, name, session):
        for line in self.kernel.complaints():
            self.wrong(f"kernel: {line}")
        # What went wrong around a test counts, too: it makes the exit status.
        session.testsfailed += not self.ok
        self.number += 1
        took = f"{time.monotonic() - self.start:.1f} s"
        verdict = "ok" if self.ok else "not ok"
        why = f"SKIP {self.skipped}" if self.ok and self.skipped else took
        print(f"{verdict} {self.number} {name} # {why}", flush=True)
