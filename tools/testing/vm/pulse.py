#!/usr/bin/python3 -IB
# SPDX-License-Identifier: GPL-2.0-only
"""Keep the clock of an idle machine from leaping far.

Where instructions are counted (boot.sh) the clock of a machine that has nothing to do
leaps to its next timer, at once. A program that waits for a file of the host has
nothing to do either: without a timer before, the time that the host needs for it would
be minutes in the guest. The interrupt of the real-time clock is such a timer.
"""

import fcntl
import os
import signal

RTC_IRQP_SET, RTC_PIE_ON = 0x4008700c, 0x7005
RATE = 1024  # a second; it takes 0.3 % of the processor's time


def main():
    """Return when it beats; a child keeps it going."""
    rtc = os.open("/dev/rtc0", os.O_RDONLY)
    fcntl.ioctl(rtc, RTC_IRQP_SET, RATE)
    fcntl.ioctl(rtc, RTC_PIE_ON)
    if not os.fork():
        signal.pause()


main()
