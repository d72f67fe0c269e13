# SPDX-License-Identifier: GPL-2.0-only
"""The part that runs inside a test kernel, with files and a kernel that are made up."""

import os
import time

import choose
import forked
import ktap
import pytest
from check import Failure
from report import Report

INI = ("[pytest]\npython_files = *.py\n"
       "addopts = --strict-markers --import-mode=importlib -p no:terminal --capture=no\n")


class FakeKernel:
    """Says what it is told to, each time it is asked."""

    def __init__(self, log=(), leak=None):
        self.log = list(log)
        self.leak = leak
        self.loaded = 0

    def load(self):
        self.loaded += 1

    def unload(self):
        pass

    def leaks(self):
        if self.leak:
            raise Failure("no leak", self.leak)

    def complaints(self):
        return self.log.pop(0) if self.log else []


@pytest.fixture(name="guest")
def runner(pytester, monkeypatch, capfd):
    """guest(TEXT) runs a.py with that text: (exit status, what is found in its KTAP)."""
    monkeypatch.setattr(forked.netns, "exists", lambda: [])

    def guest(text, *args, kernel=None):
        pytester.makeini(INI)
        pytester.makepyfile(a="import os, time, pytest\nfrom check import *\n" + text)
        capfd.readouterr()
        status = pytest.main(["-c", str(pytester.path / "tox.ini"), str(pytester.path), *args],
                             plugins=[choose, forked, Report(kernel or FakeKernel())])
        reader = ktap.Reader()
        for line in capfd.readouterr().out.splitlines():
            reader.feed(line)
        return int(status), {name: (verdict, reason) for verdict, name, reason in reader.end()}
    return guest


PASSES = "def test_a(): expect(True, 'this', 'that')\n"
RIGHT = {"a": ("pass", ""), "unload": ("pass", "")}


def test_right(guest):
    assert guest(PASSES) == (0, RIGHT)


@pytest.mark.parametrize("text", (
    "def test_a(): expect(False, 'this', 'that')",
    "def test_a(): undefined",
    "def test_a(): pass",
    "def test_a(): os._exit(0)",
    "def test_a(): os.kill(os.getpid(), 9)",
    "def test_a(): raise SystemExit(0)",
    "@pytest.mark.xfail\ndef test_a(): expect(False, 'this', 'that')",
    "@pytest.fixture\ndef broken(): undefined\ndef test_a(broken): expect(True, 1, 2)",
    "@pytest.fixture\ndef broken():\n    yield\n    undefined\n"
    "def test_a(broken): expect(True, 1, 2)",
    # What a fixture expects is not what the test expects.
    "@pytest.fixture\ndef thing(): expect(True, 1, 2)\ndef test_a(thing): pass",
))
def test_wrong(guest, text):
    status, found = guest(text)
    assert status == 1 and found["a"][0] == "fail" and found["unload"][0] == "pass"


def test_skip_has_its_reason(guest):
    assert guest("def test_a(): pytest.skip('no such device')")[1]["a"] == \
        ("skip", "no such device")


def test_no_end(guest, monkeypatch):
    monkeypatch.setattr(forked, "LIMIT", 0.3)
    assert guest("def test_a(): time.sleep(60)")[1]["a"][0] == "fail"


def test_what_a_test_leaves_running_is_killed(guest, pytester):
    file = pytester.path / "pid"
    assert guest(f"import subprocess\ndef test_a():\n    p = subprocess.Popen(['sleep', '66'])\n"
                 f"    open({str(file)!r}, 'w').write(str(p.pid))\n    expect(p.pid, 1, 2)") == \
        (0, RIGHT)
    deadline = time.monotonic() + 5
    while os.path.exists(f"/proc/{file.read_text()}") and time.monotonic() < deadline:
        with open(f"/proc/{file.read_text()}/stat", encoding="ascii") as f:
            if f.read().split()[2] == "Z":
                break  # dead, and not ours to reap
        time.sleep(0.05)
    else:
        assert not os.path.exists(f"/proc/{file.read_text()}")


def test_tests_do_not_share_a_process(guest):
    assert guest("seen = []\ndef test_a():\n    seen.append(1)\n    equal(seen, [1], 'seen')\n"
                 "def test_b():\n    seen.append(2)\n    equal(seen, [2], 'seen')")[0] == 0


def test_namespaces_that_are_left(guest, monkeypatch):
    left = [["mn"], []]
    deleted = []
    monkeypatch.setattr(forked.netns, "exists", lambda: left.pop(0))
    monkeypatch.setattr(forked.netns, "run", lambda ns, argv, **kw: deleted.append(argv[-1]))
    status, found = guest(PASSES)
    assert (status, found["a"][0], deleted) == (1, "fail", ["mn"])


def test_complaint_of_the_kernel(guest):
    status, found = guest(PASSES, kernel=FakeKernel([["BUG: this"]]))
    assert (status, found["a"][0], found["unload"][0]) == (1, "fail", "pass")


def test_complaint_at_the_end(guest):
    status, found = guest(PASSES, kernel=FakeKernel([[], ["WARNING: that"]]))
    assert (status, found["a"][0], found["unload"][0]) == (1, "pass", "fail")


def test_leak(guest):
    status, found = guest(PASSES, kernel=FakeKernel(leak="an object of 64 octets"))
    assert (status, found["a"][0], found["unload"][0]) == (1, "pass", "fail")


def test_modules_come_back(guest):
    kernel = FakeKernel()
    guest(PASSES + "def test_b(): expect(True, 1, 2)\n", kernel=kernel)
    assert kernel.loaded == 3


def test_named(guest):
    both = PASSES + "def test_b(): expect(True, 1, 2)\n"
    assert guest(both, "--named=a") == (0, RIGHT)
    assert set(guest(both, "--named=a.b")[1]) == {"a.b", "unload"}


@pytest.mark.parametrize("names", ("", "b", "a b"))
def test_name_that_is_not_there(guest, names):
    status, found = guest(PASSES, f"--named={names}")
    assert status == 4 and found == {"all": ("fail", "no result at all")}


def test_file_that_cannot_be_read(guest):
    status, found = guest(PASSES + "import no_such_module")
    assert status == 2 and "a" not in found
