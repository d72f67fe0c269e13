# SPDX-License-Identifier: GPL-2.0-only
"""Where waiting costs nothing the clock of an idle machine goes in steps of a millisecond."""

import time

import pytest

from check import expect

pytestmark = pytest.mark.kernels("debian")

SECONDS = 2


def interrupts():
    with open("/proc/stat", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("intr "))


def test_idle_clock():
    before = interrupts()
    time.sleep(SECONDS)
    seen = interrupts() - before
    expect(seen >= 1000 * SECONDS, "an interrupt in each millisecond", f"{seen} in {SECONDS} s")
