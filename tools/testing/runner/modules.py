# SPDX-License-Identifier: GPL-2.0-only
"""The kernel below the tests: its log, and the modules that are tested."""

import glob
import os
import re
import re
import subprocess
import sys
import time

from check import Failure

MODULES = ("fama", "dar", "mn")
COMPLAINT = re.compile(
    "WARNING|BUG[: ]|Oops|possible (circular|recursive|deadlock)|inconsistent lock|"
    "bad unlock|suspicious RCU|KASAN|UBSAN|general protection|unregister_netdevice: waiting|"
    "refcount_t:|ODEBUG|list_(add|del) corruption|ref_tracker|blocked for more|"
    "sleeping function|scheduling while atomic|Call Trace")


class KernelLog:
    """What the kernel says from now on."""

    def __init__(self, path="/dev/kmsg"):
        self.fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        os.lseek(self.fd, 0, os.SEEK_END)

    def new(self):
        lines = []
        while True:
            try:
                record = os.read(self.fd, 8192).decode(errors="replace")
            except BlockingIOError:
                return lines
            except BrokenPipeError:
                continue
            lines.append(record.partition(";")[2].splitlines()[0])

    def complaints(self):
        lines = self.new()
        for i, line in enumerate(lines):
            if COMPLAINT.search(line):
                return lines[i:i + 40]
        return []


class Kernel:
    """What Report wants of a kernel: see there."""

    def __init__(self, build):
        self.build = build
        self.complaints = KernelLog().complaints

    def file(self, name):
        found = glob.glob(f"{self.build}/{name}.ko") + glob.glob(f"{self.build}/*/{name}.ko")
        if not found:
            sys.exit(f"run: no {name}.ko in {self.build}")
        return found[0]

    def needs(self, names):
        """Modules of the kernel itself that these depend on."""
        done = subprocess.run(["modinfo", "-F", "depends", *map(self.file, names)], check=True,
                              capture_output=True, text=True)
        return sorted(set(re.split("[,\\n]", done.stdout)) - {"", *MODULES})

    def load(self):
        """What is not there, with what it depends on."""
        absent = [name for name in MODULES if not os.path.exists(f"/sys/module/{name}")]
        if absent:
            for name in ("ipv6", "sch_netem", *self.needs(absent)):
                subprocess.run(["modprobe", "-q", name], check=False)
        for name in absent:
            subprocess.run(["insmod", self.file(name)], check=True)

    @staticmethod
    def unload():
        for name in reversed(MODULES):
            done = subprocess.run(["rmmod", name], check=False, capture_output=True, text=True)
            if done.returncode:
                raise Failure(f"rmmod {name}", done.stderr.strip())
        left = [name for name in MODULES if os.path.exists(f"/sys/module/{name}")]
        if left:
            raise Failure("no module left", left)

    @staticmethod
    def leaks():
        file = "/sys/kernel/debug/kmemleak"
        if not os.path.exists(file):
            return
        time.sleep(5)  # it reports only what is older
        for _ in range(2):
            with open(file, "w", encoding="ascii") as f:
                f.write("scan")
        with open(file, encoding="ascii") as f:
            found = re.split(r"^(?=unreferenced object)", f.read(), flags=re.MULTILINE)
        # What the kernel itself has lost before the first program ran: see dmesg.sh.
        found = [part for part in found if part and 'comm "swapper", pid 1,' not in part]
        if found:
            raise Failure("no leak", "".join(found))
