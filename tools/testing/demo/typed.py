#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""typed.py: "make lab", typed at as somebody would: a handover, Ctrl-C, and the end."""

import os
import pty
import select
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE = 1200  # seconds of the host's clock, which may build a kernel's modules first
# What is typed, and what is seen then.
LINES = (
    (b"fama lab up\n", b"lab: mn is at dar1"),
    # What it shows says that it runs: earlier, Ctrl-C would reach the shell alone.
    (b"tail -f /proc/version\n", b"Linux version"),
    (b"\x03", b"^C"),
    (b"fama lab move\n", b"lab: mn is at dar2"),
    (b"exit\n", b"exit"),
)


class Terminal:
    """What it says is read as far as it is waited for."""

    def __init__(self, fd):
        self.fd = fd
        self.said = b""

    def until(self, wanted):
        end = time.monotonic() + PATIENCE
        while wanted not in self.said:
            if not select.select([self.fd], [], [], max(0, end - time.monotonic()))[0]:
                sys.exit(f"no {wanted!r} in {self.said!r}")
            try:
                self.said += os.read(self.fd, 4096)
            except OSError:
                sys.exit(f"it ended without {wanted!r}: {self.said!r}")
        self.said = self.said.partition(wanted)[2]

    def end(self):
        try:
            while os.read(self.fd, 4096):
                pass
        except OSError:
            pass


def main():
    pid, fd = pty.fork()
    if not pid:
        os.execv(f"{HERE}/lab.sh", ["lab.sh"])
    terminal = Terminal(fd)
    terminal.until(b"ends it")
    for typed, seen in LINES:
        if typed != b"\x03":
            terminal.until(b"# ")
        os.write(fd, typed)
        terminal.until(seen)
    terminal.end()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    sys.exit(main())
