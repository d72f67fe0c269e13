# SPDX-License-Identifier: GPL-2.0-only
"""Assertions and waiting."""

import time

import wait
from patience import scaled

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


def until(probe, expected, seen=None, patience=None, every=0.25):
    """Ask probe() until it is true and return its value; fail when patience is at its end,
    which is in seconds of a machine of usual speed.

    It is asked again when something arrives that is watched (wait.py), and now and
    then, at least every so many seconds.
    """
    deadline = time.monotonic() + scaled(patience)
    rest = min(wait.APART, every)
    while True:
        value = probe()
        if value:
            expect(True, expected, value)
            return value
        if time.monotonic() > deadline:
            raise Failure(expected, seen() if seen else repr(value))
        wait.pause(rest)
        rest = min(rest * 1.5, every)


def never(probe, seconds, what):
    """probe() stays false for a while."""
    deadline = time.monotonic() + seconds
    while True:
        value = probe()
        expect(not value, f"never {what}", repr(value))
        left = deadline - time.monotonic()
        if left <= 0:
            return
        wait.pause(min(left, 0.1))
