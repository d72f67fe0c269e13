# SPDX-License-Identifier: GPL-2.0-only
"""KTAP for tests inside a test kernel, whose log is looked at after each of them."""

import os
import sys
import time

import famactl
import pytest
from check import Failure, note
from modules import MODULES, KernelLog, leaks, load, unload


class Report:
    """A plan, a line for every test, and one for the end of the modules."""

    def __init__(self, build):
        self.build = build
        self.log = KernelLog()
        self.number = 0
        self.failed = False

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtestloop(self, session):
        print(f"KTAP version 1\n1..{len(session.items) + 1}", flush=True)
        load(self.build)
        if not os.environ.get("FAMA_KEY"):
            os.environ["FAMA_KEY"] = famactl.key()
        yield
        self.begin()
        try:
            unload()
            leaks()
        except Failure as e:
            self.wrong(f"expected {e.expected}\n{e.seen}")
        self.end("unload")
        session.testsfailed += self.failed

    def pytest_runtest_logstart(self):
        self.begin()

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.wrong(report.longreprtext)
        elif report.skipped:
            self.skipped = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else
                               report.longrepr)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logfinish(self, nodeid):
        self.end(self.names[nodeid])
        if not all(os.path.exists(f"/sys/module/{module}") for module in MODULES):
            load(self.build)  # a test that removed them may have failed half way

    def pytest_collection_finish(self, session):
        self.names = {item.nodeid: item.fama_name for item in session.items}

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

    def end(self, name):
        for line in self.log.complaints():
            self.wrong(f"kernel: {line}")
        self.failed |= not self.ok
        self.number += 1
        skip = f"SKIP {self.skipped}, " if self.ok and self.skipped else ""
        print(f"{'ok' if self.ok else 'not ok'} {self.number} {name} # {skip}"
              f"{time.monotonic() - self.start:.1f} s", flush=True)
