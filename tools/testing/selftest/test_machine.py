# SPDX-License-Identifier: GPL-2.0-only
"""A machine that lies: its script says what it reports and how it ends."""

import machine
import pytest
from tally import Tally

GOOD = "echo 1..2; echo ok 1 a; echo ok 2 b; "
BAD = "echo 1..2; echo ok 1 a; echo not ok 2 b; "


@pytest.fixture(name="boot")
def fake_machine(tmp_path, monkeypatch):
    """boot(SCRIPT, COMPLAINTS) gives the failures of a machine that runs the script."""
    def boot(script, complaints=0, expected=("a", "b")):
        file = tmp_path / "boot.sh"
        file.write_text("#!/bin/sh\nwhile [ \"$1\" != -o ]; do shift; done\n"
                        f"echo 0 {complaints} >\"$2/status\"\n{script}\n")
        file.chmod(0o755)
        monkeypatch.setattr(machine, "BOOT", str(file))
        tally = Tally(lambda line: None)
        machine.run(tally, "job", "uml-6.12", ["true"], expected, logs=str(tmp_path))
        return [(name, reason) for verdict, name, reason in tally.found if verdict == "fail"]
    return boot


def test_right(boot):
    assert boot(GOOD) == []


def test_failed_test_explains_status_one(boot):
    assert boot(BAD + "exit 1") == [("job: b", "")]


@pytest.mark.parametrize("script, complaints, why", (
    (GOOD + "exit 1", 0, "exit status 1, and no test failed"),
    (GOOD + "exit 4", 0, "exit status 4"),
    (GOOD + "exit 97", 1, "the kernel complained"),
    (GOOD + "exit 98", 0, "time ran out"),
    (GOOD + "exit 99", 0, "the kernel died or did not boot"),
    # Behind the failure of a test there is another.
    (BAD + "exit 0", 0, "exit status 0 although tests failed"),
    (BAD + "exit 1", 1, "the kernel complained"),
    (BAD + "exit 3", 0, "exit status 3"),
    (BAD + "exit 98", 0, "time ran out"),
    (BAD + "exit 99", 0, "the kernel died or did not boot"),
))
def test_wrong_end(boot, script, complaints, why):
    assert ("job: machine", why) in boot(script, complaints)


def test_empty_list(boot):
    assert ("job: a", "it was to run, and has not been reported") in \
        boot("echo 1..1; echo ok 1 unload", expected=("a", "unload"))
