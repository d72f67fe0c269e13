# SPDX-License-Identifier: GPL-2.0-only
"""Events of the kernel's tracepoints, by an instance of tracefs of our own."""

import os
import re
import tempfile

TRACEFS = "/sys/kernel/debug/tracing"


def fits(event, want):
    return all(event.get(k) == v for k, v in want.items())


class Trace:
    """What these events ("fama:fama_drop") say from now on; one namespace only, if it is named."""

    def __init__(self, *events, ns=None):
        self.netns = str(os.stat(f"/run/netns/{ns}").st_ino) if ns else None
        self.dir = tempfile.mkdtemp(prefix="fama-", dir=f"{TRACEFS}/instances")
        self.seen = []
        for event in events:
            self._write(f"events/{event.replace(':', '/')}/enable", "1")
        # pylint: disable-next=consider-using-with
        self.pipe = open(f"{self.dir}/trace_pipe", "rb", opener=lambda name, flags: os.open(
            name, flags | os.O_NONBLOCK | os.O_CLOEXEC))
        self.rest = b""

    def _write(self, name, text):
        with open(f"{self.dir}/{name}", "w", encoding="ascii") as f:
            f.write(text)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.pipe.close()
        self._write("events/enable", "0")
        os.rmdir(self.dir)

    def all(self):
        """[{event, time: seconds, text: of all fields, field: its text}] until now"""
        while True:
            try:
                got = os.read(self.pipe.fileno(), 65536)
            except BlockingIOError:
                break
            if not got:
                break
            self.rest += got
        *lines, self.rest = self.rest.split(b"\n")
        for line in lines:
            event = re.search(r" ([\d.]+): (\w+): (.*)", line.decode(errors="replace"))
            if not event:
                continue
            fields = dict(re.findall(r"(\w+)[=:] ?(\S*)", event[3]), event=event[2],
                          time=float(event[1]), text=event[3])
            if self.netns in (None, fields.get("netns", self.netns)):
                self.seen.append(fields)
        return self.seen

    def after(self, this, /, **want):
        """Those that came later than this one."""
        place = next(i for i, e in enumerate(self.all()) if e is this)
        return [e for e in self.seen[place + 1:] if fits(e, want)]

    def find(self, **want):
        return [e for e in self.all() if fits(e, want)]


class Probes(Trace):
    """What probes see from now on: {event: "p FUNCTION FIELD=..." for calls, or "r FUNCTION" for returns},
    see the kernel's Documentation/trace/kprobetrace.rst."""

    def __init__(self, probes):
        self.probes = probes
        for event, what in probes.items():
            kind, _, where = what.partition(" ")
            self._define(f"{kind}:{event} {where}")
        super().__init__(*(f"kprobes:{event}" for event in probes))

    @staticmethod
    def _define(line):
        # Whoever opens it and does not append removes all probes; Python's mode "a" would seek.
        fd = os.open(f"{TRACEFS}/kprobe_events", os.O_WRONLY | os.O_APPEND)
        try:
            os.write(fd, line.encode())
        finally:
            os.close(fd)

    def __exit__(self, *exc):
        super().__exit__(*exc)
        for event in self.probes:
            self._define(f"-:{event}")
