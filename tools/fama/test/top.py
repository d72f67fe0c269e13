#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""top.py FAMA: "fama top" on a terminal: what it shows, when, and how it ends.

FAMA is the command with the records of a test. Each check is a line of TAP without a number.
"""

import fcntl
import os
import pty
import re
import signal
import struct
import sys
import termios
import time

ADDRESS = re.compile(r"2001:db8:12:0:3c4f:aa12:bb34:([0-9a-f]+) +(\S+) +(\S+) +(\S+) +(\S+)")


class Terminal:
    """A program, and the person in front of it."""

    def __init__(self, *command, lines=24, columns=80):
        self.master, self.slave = pty.openpty()
        self.said = b""
        self.resize(lines, columns)
        self.found = termios.tcgetattr(self.slave)
        self.pid = os.fork()
        if not self.pid:
            self.login()
            os.execv(command[0], command)

    def login(self):
        os.setsid()
        fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
        for fd in range(3):
            os.dup2(self.slave, fd)

    def resize(self, lines, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def press(self, keys):
        os.write(self.master, keys)

    def frame(self):
        """The lines of the next picture."""
        while not re.search(rb"\x1b\[H.*?\x1b\[J", self.said, re.DOTALL):
            self.said += os.read(self.master, 65536)
        found = re.search(rb"\x1b\[H(.*?)\x1b\[J", self.said, re.DOTALL)
        self.said = self.said[found.end():]
        return [line.replace("\x1b[K", "") for line in found[1].decode().split("\r\n")]

    def end(self):
        """Exit status, and whether the terminal is as it was."""
        _, status = os.waitpid(self.pid, 0)
        os.set_blocking(self.master, False)
        try:
            self.said += os.read(self.master, 65536)
        except BlockingIOError:
            pass
        same = termios.tcgetattr(self.slave) == self.found and \
            self.said.endswith(b"\x1b[?25h\x1b[?1049l")
        os.close(self.master)
        os.close(self.slave)
        return os.waitstatus_to_exitcode(status), same


def told(good, what, seen=""):
    print(f"{'ok' if good else 'not ok'} - top: {what}")
    if not good:
        print(f"# {seen}")


def octets(lines):
    shown = [ADDRESS.match(line)[3] for line in lines[2:]]
    return [int(number.rstrip("kM")) * {"k": 1000, "M": 1000000}.get(number[-1], 1)
            for number in shown]


def main(fama):
    os.environ.update(FAMA_RECORDS="1000", TERM="xterm", NO_COLOR="1")
    began = time.monotonic()
    terminal = Terminal(fama, "top")
    lines = terminal.frame()
    told(time.monotonic() - began < 0.9, "the first picture comes at once")
    told(len(lines) == 24 and max(map(len, lines)) <= 80, "fills 24 lines of 80", lines)
    told(lines[1].split()[:2] == ["all", "1000"], "counts all bindings", lines[1])
    lines = terminal.frame()
    later = time.monotonic() - began
    told(0.9 <= later, "the second one a second later", later)
    rates = octets(lines)
    told(len(rates) == 22 and rates == sorted(rates, reverse=True) and rates[0] > rates[-1] > 0,
         "the most traffic first", lines)
    told(ADDRESS.match(lines[2])[1] == "c3e7", "which is the last record", lines[2])
    terminal.resize(10, 130)
    lines = terminal.frame()
    told(len(lines) == 10 and octets(lines) == rates[:8] and
         all("2001:db8:7:1:" in line for line in lines[2:]),
         "another size: the same again, now with care-of addresses", lines)
    terminal.resize(5, 40)
    told(terminal.frame() == ["too small"], "a terminal that is too small")
    terminal.press(b"xyz")
    terminal.resize(24, 80)
    told(len(terminal.frame()) == 24, "other keys do nothing")
    terminal.press(b"q")
    told(terminal.end() == (0, True), "ends with q, the terminal is as it was")

    terminal = Terminal(fama, "top")
    terminal.frame()
    terminal.press(b"\x03")
    told(terminal.end() == (0, True), "ends with Ctrl-C, the terminal is as it was")
    terminal = Terminal(fama, "top")
    terminal.frame()
    os.kill(terminal.pid, signal.SIGTERM)
    told(terminal.end() == (0, True), "ends with SIGTERM, the terminal is as it was")
    terminal = Terminal(fama, "top", "count", "1")
    terminal.frame()
    terminal.frame()
    told(terminal.end() == (0, True), "ends by itself after as many as were wanted")


if __name__ == "__main__":
    main(sys.argv[1])
