#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""completed.py FILE LINE...: what a bash that reads FILE makes of each line when Tab is pressed
behind it."""

import os
import pty
import sys

INPUT = """
set enable-bracketed-paste off
set bell-style none
set show-all-if-ambiguous off
"""


def until(fd, end):
    said = b""
    while end not in said:
        said += os.read(fd, 4096)
    return said


def main(file, lines):
    with open("inputrc", "w", encoding="ascii") as f:
        f.write(INPUT)
    os.environ["INPUTRC"] = os.path.abspath("inputrc")
    pid, fd = pty.fork()
    if not pid:
        os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
    # The line is given to a function instead of being run.
    os.write(fd, b". '%s'; PS1=; stty -echo cols 500; tell() { printf '[%%s]\\n' \"$READLINE_LINE\"; "
             b"READLINE_LINE=; }; bind -x '\"\\C-x\": tell'; echo re\"\"ady\n" % os.fsencode(file))
    until(fd, b"ready\r")
    for line in lines:
        os.write(fd, os.fsencode(line) + b"\t\x18")
        said = until(fd, b"]\r").decode()
        print(said[said.rindex("[") + 1:said.rindex("]")])
    os.close(fd)
    os.waitpid(pid, 0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
