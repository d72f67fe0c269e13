# SPDX-License-Identifier: GPL-2.0-only
"""One command in a test kernel, whose KTAP and whose end are judged."""

import os

import host
import ktap
from plan import TESTING

BOOT = os.path.join(TESTING, "vm", "boot.sh")
STATUS = {97: "the kernel complained", 98: "time ran out",
          99: "the kernel died or did not boot"}


def complained(out):
    """What init found in the kernel's log, whatever the command's status was."""
    try:
        with open(os.path.join(out, "status"), encoding="ascii") as f:
            return f.read().split()[1:] != ["0"]
    except FileNotFoundError:
        return False  # boot.sh says by its status why there is none


def ended(status, complaints, failures):
    """What the end of a machine adds to the failures of its tests: a test that failed
    explains status 1 and nothing else."""
    wrong = [STATUS[97]] if complaints or status == 97 else []
    if status in (98, 99):
        wrong.append(STATUS[status])
    elif status not in (0, 1, 97):
        wrong.append(f"exit status {status}")
    elif status == 1 and not failures:
        wrong.append("exit status 1, and no test failed")
    elif status == 0 and failures:
        wrong.append("exit status 0 although tests failed")
    return wrong


def run(tally, label, kind, command, expected, options=(), seconds=900, logs=None):
    """Boots, shows and counts what the command reports, and expects these names of it."""
    out = os.path.join(logs, label.replace(" ", "-"))
    os.makedirs(out, exist_ok=True)
    reader = ktap.Reader()

    def line_came(line):
        reader.feed(line)
        tally.say(line, label)

    status, _ = host.run([BOOT, kind, *options, "-t", str(seconds), "-o", out, "--", *command],
                         line_came)
    found = reader.end(expected)
    failures = any(verdict == "fail" for verdict, _, _ in found)
    for verdict, name, reason in found:
        tally.add(verdict, f"{label}: {name}", reason)
    for why in ended(status, complained(out), failures):
        tally.test(False, f"{label}: machine", why)
