# SPDX-License-Identifier: GPL-2.0-only
"""When the credit of care-of addresses ages: an eighth of it fades at the end of 5 s."""

import time

INTERVAL = 5


def interval():
    """At its end credit ages."""
    return int(time.clock_gettime(time.CLOCK_BOOTTIME) // INTERVAL)


def after(number):
    """A second behind the beginning of an interval."""
    time.sleep(number * INTERVAL + 1 - time.clock_gettime(time.CLOCK_BOOTTIME))


def fresh():
    """A whole interval but a second begins now: until then nothing fades."""
    after(interval() + 1)


def faded():
    """The credit of one packet is gone, which leaves octets that cannot be spent alone."""
    after(interval() + 2)
