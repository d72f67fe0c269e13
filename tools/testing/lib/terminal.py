# SPDX-License-Identifier: GPL-2.0-only
"""A shell that somebody types at, in a terminal, and what a document says of it.

In a document, a line of a literal block with a prompt is what is typed, and the lines behind it
are what is seen: some of the lines that the terminal shows, in their order. "^C" is the key.
"""

import os
import pty
import re
import termios
from collections import namedtuple

import netns
from check import until

PROMPT = re.compile(r"((?:\w+)?# ?)(.*)")
# One block is a list of these: what is typed after which prompt, and what is seen.
Step = namedtuple("Step", "prompt typed seen")
INTERRUPT = "^C"

# What is another one each time; of an address the network stays.
VARIES = (
    (re.compile(r"\b(2001:db8:[1-9]:0):[0-9a-f:]+"), r"\1:*"),
    (re.compile(r"\b(2001:db8:[1-9]):(?!:)[0-9a-f]{2,4}:[0-9a-f:]+"), r"\1:0:*"),
    (re.compile(r"\bfe80::[0-9a-f:]+"), "fe80::*"),
    (re.compile(r"\b(seq|auth) \w+"), r"\1 *"),
    (re.compile(r"\b(expires|rtt|time)([ =])[\d.]+ ?m?s\b"), r"\1\2*"),
    (re.compile(r"\bstate (un)?verified\b"), "state *"),
    (re.compile(r"\bicmp_seq=\d+"), "icmp_seq=*"),
)


def alike(text):
    """Without what varies, and with one space between words: lines are folded where they end."""
    for pattern, instead in VARIES:
        text = pattern.sub(instead, text)
    return " ".join(text.split())


class Terminal:
    """One program in a terminal of its own; prompt: what it says when it waits for a line."""

    def __init__(self, argv, prompt, env):
        self.prompt = prompt
        self.text = ""
        self.busy = True
        self.master, slave = pty.openpty()
        termios.tcsetwinsize(self.master, (50, 500))
        os.set_blocking(self.master, False)
        self.proc = netns.spawn(None, ["setsid", "-c", *argv], stdin=slave, stdout=slave,
                                stderr=slave, env={**os.environ, "TERM": "dumb", "NO_COLOR": "1",
                                                   **env})
        os.close(slave)

    def read(self):
        """All that it has said since the last line was typed."""
        try:
            while True:
                self.text += os.read(self.master, 65536).decode().replace("\r", "")
        except (BlockingIOError, OSError):
            return self.text

    def over(self):
        """The prompt, or the end."""
        until(lambda: self.read().endswith(self.prompt) or self.proc.poll() is not None,
              f"a prompt {self.prompt!r}", self.read)
        self.busy = False

    def runs(self):
        """A program that has not given the prompt back."""
        return not self.read().endswith(self.prompt)

    def type(self, text):
        if text == INTERRUPT:
            os.write(self.master, b"\3")
            return
        if self.busy:
            self.over()
        self.text, self.busy = "", True
        os.write(self.master, text.encode() + b"\n")

    def sees(self, lines):
        """What is in these lines, in this order, maybe with more between them. A command that is
        said to show nothing shall be over."""
        if not lines and self.proc.poll() is None:
            self.over()
        wanted = [alike(line) for line in lines]

        def missing():
            text, at = alike(self.read()), 0
            for n, line in enumerate(wanted):
                at = text.find(line, at) + len(line)
                if at < len(line):
                    return wanted[n:]
            return []
        until(lambda: not missing(), f"the lines {lines}", lambda: (missing(), self.text))

    def close(self):
        """When it has ended."""
        until(lambda: self.proc.poll() is not None, "the end of a shell", self.read)
        os.close(self.master)


def steps(text):
    """The steps of each literal block of a document, in one list."""
    found = []
    for block in re.findall(r"::\n\n((?:(?:[ ]{4}.*)?\n)+)", text):
        lines = [line[4:].rstrip() for line in block.splitlines()]
        if not PROMPT.match(lines[0]) and lines[0] != INTERRUPT:
            continue
        for line in lines:
            typed = PROMPT.fullmatch(line)
            if typed:
                found.append(Step(typed[1], typed[2], []))
            elif line == INTERRUPT:
                found.append(Step("", INTERRUPT, []))
            elif line:
                found[-1].seen.append(line)
    return found
