# SPDX-License-Identifier: GPL-2.0-only
"""Every test in a process of its own, whose process group ends with it."""

import json
import os
import select
import signal
import tempfile

import check
import netns
import pytest
from _pytest.runner import runtestprotocol
from patience import scaled

FAILURE = pytest.StashKey()  # of a test that failed: how
LIMIT = scaled(int(os.environ.get("FAMA_SCENARIO_SECONDS", "300")))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item):
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports, problems = in_child(item)
    problems += namespaces_left()
    if problems:
        reports.append(failed(item, "\n".join(problems)))
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def in_child(item):
    """The reports of the child, and what else was wrong with it."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as results:
        pid = os.fork()
        if not pid:
            child(item, results)
        problems = wait(pid, limit(item))
        results.seek(0)
        hook = item.config.hook
        reports = [hook.pytest_report_from_serializable(config=item.config, data=json.loads(line))
                   for line in results]
    if not problems and [r.when for r in reports][-1:] != ["teardown"]:
        problems.append("the process ended before the test")
    return reports, problems


def child(item, results):
    """Runs the test, writes a report for each of its phases, and never returns."""
    status = 1
    try:
        os.setpgid(0, 0)
        hook = item.config.hook
        for report in runtestprotocol(item, nextitem=None, log=False):
            data = hook.pytest_report_to_serializable(config=item.config, report=report)
            results.write(json.dumps(data, default=str) + "\n")
        results.flush()
        status = 0
    finally:
        os._exit(status)


def ends(pid, seconds):
    """Does a child end within so many seconds? It is not reaped yet."""
    fd = os.pidfd_open(pid)
    try:
        return bool(select.select([fd], [], [], seconds)[0])
    finally:
        os.close(fd)


def limit(item):
    found = item.get_closest_marker("patience")
    return max(LIMIT, scaled(found.args[0])) if found else LIMIT


def wait(pid, seconds):
    """Until the child ends, but not for ever; what it left running is killed."""
    problems = [] if ends(pid, seconds) else [f"no end after {seconds:.0f} s"]
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status and not problems:
        problems.append(f"the process of the test ended with status {status}")
    return problems


def namespaces_left():
    left = netns.exists()
    for ns in left:
        netns.run(None, ["ip", "netns", "del", ns], check=False)
    return [f"expected all namespaces gone; seen {left}"] if left else []


def failed(item, text):
    return pytest.TestReport(item.nodeid, item.location, {}, "failed", text, "teardown")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call():
    check.forget()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failure in the words of the test. A test that has looked at nothing has failed."""
    report = (yield).get_result()
    error = call.excinfo and call.excinfo.value
    if call.when == "call":
        if error:
            item.stash[FAILURE] = call.excinfo
        elif not check.looked():
            report.outcome, report.longrepr = "failed", "the test has expected nothing"
    if isinstance(error, check.Failure):
        report.longrepr = words(error, call.excinfo.traceback, item.path)


def words(failure, traceback, path):
    """What was expected, what was seen, and where in the file of the test."""
    seen = str(failure.seen).splitlines() or ["nothing"]
    where = [f"at {entry.path.name}:{entry.lineno + 1}: {str(entry.statement).strip()}"
             for entry in traceback if entry.path == path]
    return "\n".join([f"expected {failure.expected}", *(f"seen {line}" for line in seen), *where])
