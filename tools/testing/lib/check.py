# SPDX-License-Identifier: GPL-2.0-only
"""Assertions and waiting."""

import os
import time

# Emulated and sanitized kernels are slow; only a failure waits this long.
PATIENCE = float(os.environ.get("FAMA_PATIENCE", "20"))
_looks = 0


class Failure(Exception):
    """What was expected, and what was seen."""

    def __init__(self, expected, seen):
        super().__init__(f"expected {expected}; seen {seen}")
        self.expected = expected
        self.seen = seen


def forget():
    """Count from here on how often something was expected."""
    global _looks
    _looks = 0


def looked():
    return _looks


def expect(condition, expected, seen):
    global _looks
    _looks += 1
    if not condition:
        raise Failure(expected, seen)


def equal(seen, wanted, what):
    expect(seen == wanted, f"{what} {wanted!r}", repr(seen))


def note(text):
    print(f"# {text}", flush=True)


def until(probe, expected, seen=None, patience=None, every=0.05):
    """Poll until probe() is true and return its value; fail at the deadline."""
    deadline = time.monotonic() + (patience or PATIENCE)
    while True:
        value = probe()
        if value:
            expect(True, expected, value)
            return value
        if time.monotonic() > deadline:
            raise Failure(expected, seen() if seen else repr(value))
        time.sleep(every)


def never(probe, seconds, what):
    """probe() stays false for a while."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = probe()
        expect(not value, f"never {what}", repr(value))
        time.sleep(0.05)
