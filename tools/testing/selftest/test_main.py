# SPDX-License-Identifier: GPL-2.0-only
"""Words on the command line, jobs that fail, the last line, and an interruption."""

import os
import signal
import subprocess
import time

import host
import main
import pytest
from plan import TESTING, Scenario
from steps import NAMES, Steps
from tally import Tally

SCENARIOS = [Scenario("attach", (), False, ""), Scenario("attach.late", (), False, "")]


def understood(text):
    return main.understood(text.split(), SCENARIOS, ["mh"])


def test_words():
    assert understood("") == (NAMES, [], [], False)
    assert understood("wide") == (NAMES, [], [], True)
    assert understood("scenarios uml-6.12 attach attach.late") == \
        (["scenarios"], ["uml-6.12"], ["attach", "attach.late"], False)
    assert understood("kunit mh") == (["kunit"], [], ["mh"], False)


@pytest.mark.parametrize("text", ("scenarois", "scenarios attahc", "scenarios uml-6.21 attach",
                                  "attach", "kunit attach", "scenarios mh", "static attach"))
def test_unknown_word(text):
    with pytest.raises(SystemExit, match="unknown"):
        understood(text)


def test_unknown_word_before_anything_runs():
    done = subprocess.run([f"{TESTING}/check.sh", "install", "scenarois"], check=False,
                          capture_output=True, text=True)
    assert done.returncode == 1 and "unknown: scenarois" in done.stderr and not done.stdout


def test_last_line(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    lines = []
    tally = Tally(lines.append)
    tally.add("pass", "a")
    assert tally.end() == 0 and lines[-1] == "1 passed, 0 failed, 0 skipped"
    tally.add("skip", "b", "no such device")
    tally.add("fail", "c", "it broke")
    assert tally.end() == 1 and lines[-1] == "1 passed, 1 failed, 1 skipped"
    assert "skip: b: no such device" in lines and "fail: c: it broke" in lines


def test_nothing_at_all_is_a_failure():
    assert Tally(lambda line: None).end() == 1


def test_nothing_skips_in_continuous_integration(monkeypatch):
    monkeypatch.setenv("CI", "1")
    tally = Tally(lambda line: None)
    tally.add("skip", "b", "no such device")
    assert tally.end() == 1


def failed(wanted, do):
    """The failures of a run in which each job of these steps does this."""
    class Fake(Steps):
        def __getattribute__(self, name):
            if name in NAMES:
                return lambda: [(name, lambda: do(self, name))]
            return super().__getattribute__(name)

    tally = Tally(lambda line: None)
    main.run(tally, Fake(tally, [], ""), wanted)
    return ([name.partition(" (")[0] for verdict, name, _ in tally.found if verdict == "fail"],
            tally.count("pass"))


def test_every_step_can_fail():
    """Also those behind another that has failed, but not without what all of them need."""
    def do(steps, name):
        steps.attempt(name, "false")
    assert sorted(failed(NAMES[2:], do)[0]) == sorted(NAMES[2:])
    assert failed(NAMES, do) == (["install"], 0)


def test_a_step_that_breaks_is_a_failure():
    def do(_, name):
        raise OSError(name)
    assert failed(["static"], do) == (["static"], 0)


def test_a_program_that_is_not_there():
    assert failed(["static"], lambda steps, name: steps.attempt(name, "/no/such"))[0] == ["static"]


@pytest.mark.parametrize("script, wrong", (
    ("echo 1..1; echo ok 1 a", []),
    ("echo 1..1; echo not ok 1 a; exit 1", ["job: a"]),
    ("echo 1..1; echo not ok 1 a", ["job: a", "job"]),
    ("echo 1..1; echo ok 1 a; exit 1", ["job"]),
    ("echo 1..2; echo ok 1 a; exit 3", ["job: plan", "job"]),
    ("exit 0", ["job: all", "job"]),
))
def test_a_program_that_reports(script, wrong):
    assert failed(["static"], lambda steps, name: steps.reported("job", "sh", "-c", script))[0] == \
        wrong


@pytest.mark.parametrize("status, where, failures", ((0, "/there", 0), (1, None, 1)))
def test_one_build_for_all_jobs(monkeypatch, status, where, failures):
    ran = []

    def run(argv):
        ran.append(argv)
        return status, ["what make says", "/there"]
    monkeypatch.setattr(host, "run", run)
    steps = Steps(Tally(lambda line: None), [], "")
    steps.build("uml-6.12", "-c")
    assert steps.built("uml-6.12") == steps.built("uml-6.12") == where
    assert len(ran) == 1 and steps.tally.count("fail") == failures


def test_time_spent():
    spent = main.Spent()
    host.run(["sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done"])
    passed, worked = (now - before for now, before in zip(spent.now(), spent.before))
    assert passed > 0 and worked > 0.05, (passed, worked)


def test_steps_that_succeed():
    assert failed(NAMES, lambda steps, name: steps.attempt(name, "true")) == ([], len(NAMES))


def test_an_interruption_ends_what_runs(tmp_path):
    """The program of a job ends with the runner, and so does what it has started."""
    pid_file = tmp_path / "pid"
    script = f"import host; host.run(['sh', '-c', 'sleep 77 & echo $! >{pid_file}; wait'])"
    runner = f"""
import threading, time
threading.Thread(target=lambda: exec({script!r})).start()
import os
while not os.path.exists({str(pid_file)!r}) or not open({str(pid_file)!r}).read():
    time.sleep(0.01)
host = __import__("host")
host.stop_all()
"""
    env = dict(os.environ, PYTHONPATH=os.path.dirname(host.__file__))
    subprocess.run(["/usr/bin/python3", "-c", runner], check=True, env=env, timeout=30)
    pid = int(pid_file.read_text())
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("it goes on")


def test_nothing_starts_after_an_interruption(monkeypatch):
    monkeypatch.setattr(host, "_over", True)
    assert failed(["static"], lambda steps, name: steps.attempt(name, "true")) == (["static"], 0)
