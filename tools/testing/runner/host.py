# SPDX-License-Identifier: GPL-2.0-only
"""Programs that the runner starts on the host, and ends when it is interrupted."""

import os
import signal
import subprocess
import threading

_running = set()
_lock = threading.Lock()
_over = False


class Interrupted(Exception):
    """Nothing is started any more."""


def start(argv, **kwargs):
    """A program in a process group of its own."""
    with _lock:
        if _over:
            raise Interrupted
        child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 text=True, errors="replace", start_new_session=True, **kwargs)
        _running.add(child)
    return child


def run(argv, each=None, env=None):
    """Status and lines of stdout and stderr; each(line) sees a line when it comes."""
    child = start(argv, stderr=subprocess.STDOUT, env=dict(os.environ, **(env or {})))
    lines = []
    try:
        for line in child.stdout:
            lines.append(line.rstrip("\n"))
            if each:
                each(lines[-1])
        return child.wait(), lines
    finally:
        with _lock:
            _running.discard(child)


def last_line(argv):
    """Of a program that prints the directory it has made in the end; None if it failed."""
    child = start(argv, stderr=subprocess.DEVNULL)
    out, _ = child.communicate()
    with _lock:
        _running.discard(child)
    return out.splitlines()[-1] if not child.returncode and out.strip() else None


def stop_all():
    """End what runs, with all that it has started, and start nothing any more."""
    global _over
    with _lock:
        _over = True
        running = list(_running)
    for sig in (signal.SIGTERM, signal.SIGKILL):
        for child in running:
            try:
                os.killpg(child.pid, sig)
            except ProcessLookupError:
                pass
        for child in running:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                pass
