# SPDX-License-Identifier: GPL-2.0-only
"""The command `fama` and its events, by its JSON contract."""

import json
import os
import shutil
import tempfile

import netns
from check import Failure, expect, until
from topology import prefix


def tool():
    for place in (os.environ.get("FAMA", ""),
                  os.path.join(os.environ.get("FAMA_BUILD", ""), "fama")):
        if place and os.path.isfile(place) and os.access(place, os.X_OK):
            return place
    return shutil.which("fama") or "fama"


def fama(ns, *args):
    return netns.run(ns, [tool(), *args])


def refused(ns, *args, status=1):
    """The command must fail with one line that says why."""
    done = netns.run(ns, [tool(), *args], check=False)
    what = f"`fama {' '.join(args)}`"
    expect(done.returncode == status, f"{what} to exit with {status}",
           f"exit {done.returncode}, stderr {done.stderr!r}")
    lines = done.stderr.strip().splitlines()
    if status == 1:
        expect(len(lines) == 1, f"{what} to explain in one line", repr(done.stderr))
    return done.stderr.strip()


def query(ns, *args):
    return json.loads(netns.run(ns, [tool(), "-j", *args]).stdout)


def key(bits=1024, sec=0):
    """One key for all scenarios of a run."""
    file = os.environ.get("FAMA_KEY")
    if file and bits == 1024:
        return file
    file = os.path.join(tempfile.gettempdir(), f"fama-test-{bits}-{sec}.pem")
    if not os.path.exists(file):
        netns.run(None, [tool(), "key", "generate", "bits", str(bits), "sec", str(sec),
                         "out", file])
    return file


class Monitor:
    """`fama -j monitor` of one namespace, followed."""

    def __init__(self, ns, role):
        self.ns = ns
        self.role = role
        self.events = []
        self._rest = ""
        self.file = tempfile.NamedTemporaryFile("r", prefix=f"events-{ns}-", delete=False)
        with open(self.file.name, "w", encoding="utf-8") as out:
            self.proc = netns.spawn(ns, [tool(), "-j", "monitor", role], stdout=out)
        until(self._listening, f"fama monitor {role} in {ns} listening",
              lambda: f"exit {self.proc.poll()}")

    def _listening(self):
        if self.proc.poll() is not None:
            raise Failure("fama monitor to go on", f"exit {self.proc.returncode}")
        # Generic netlink sockets of the namespace that joined a group.
        with open(f"/proc/{self.proc.pid}/net/netlink", encoding="ascii") as f:
            for line in f:
                field = line.split()
                if field[1] == "16" and int(field[3], 16):
                    return True
        return False

    def all(self):
        data = self._rest + self.file.read()
        *lines, self._rest = data.split("\n")
        self.events += [json.loads(line) for line in lines if line.strip()]
        return self.events

    def find(self, after=0, **want):
        return [e for e in self.all() if e.get("time", 0) > after and
                all(e.get(k) == v for k, v in want.items())]

    def wait(self, after=0, patience=None, **want):
        """The first event with these values after a time in ns."""
        return until(lambda: self.find(after, **want),
                     f"event {want} in {self.ns}",
                     lambda: f"last events {self.all()[-8:]}", patience)[0]

    def close(self):
        netns.stop(self.proc)
        self.all()
        self.file.close()
        os.unlink(self.file.name)


class Dar:
    def __init__(self, n, care_of_test=None, anchor=True):
        self.n = n
        self.ns = f"dar{n}"
        self.enable(care_of_test, anchor)

    def enable(self, care_of_test=None, anchor=True):
        fama(self.ns, "dar", "enable")
        if anchor:
            policy = ["care-of-test", care_of_test] if care_of_test else []
            fama(self.ns, "dar", "anchor", "add", prefix(self.n), "dev", "acc", *policy)

    def disable(self):
        fama(self.ns, "dar", "disable")

    def show(self):
        return query(self.ns, "dar", "show", "-s")

    def counters(self):
        return self.show()["counters"]

    def bindings(self):
        return query(self.ns, "dar", "binding", "show")

    def binding(self, home):
        return next((b for b in self.bindings() if b["home"] == home), None)

    def bound(self, home, careof=None, **want):
        """Wait for a binding with these values."""
        def look():
            b = self.binding(home)
            return b if b and (careof is None or b["careof"] == careof) and \
                all(b[k] == v for k, v in want.items()) else None
        return until(look, f"binding of {home} to {careof or 'anything'} {want} in {self.ns}",
                     lambda: str(self.bindings()))

    def unbound(self, home):
        until(lambda: not self.binding(home), f"no binding of {home} in {self.ns}",
              lambda: str(self.bindings()))

    def monitor(self):
        return Monitor(self.ns, "dar")


class Mn:
    def __init__(self, ns="mn", keyfile=None, devs=("eth0",)):
        self.ns = ns
        self.keyfile = keyfile or key()
        self.devs = devs
        self.events = None
        self.enable()

    def enable(self):
        devs = [word for dev in self.devs for word in ("dev", dev)]
        fama(self.ns, "mn", "enable", "key", self.keyfile, *devs)

    def disable(self):
        fama(self.ns, "mn", "disable")

    def show(self):
        return query(self.ns, "mn", "show", "-s")

    def counters(self):
        return self.show()["counters"]

    def links(self):
        return {link["dev"]: link for link in query(self.ns, "mn", "link", "show")}

    def active(self):
        return next((dev for dev, link in self.links().items() if link["active"]), None)

    def addresses(self):
        return query(self.ns, "mn", "address", "show")

    def of_dar(self, n):
        """The entry of the address that DAR N anchors."""
        start = f"2001:db8:{n}:"
        return next((a for a in self.addresses() if a["address"].startswith(start)), None)

    def state(self, n, *states, **want):
        """Wait until the address of DAR N is in one of these states."""
        def look():
            a = self.of_dar(n)
            return a if a and a["state"] in states and \
                all(a.get(k) == v for k, v in want.items()) else None
        return until(look, f"address of dar{n} {'/'.join(states)} {want} in {self.ns}",
                     lambda: str(self.addresses()))

    def monitor(self):
        return Monitor(self.ns, "mn")


def diagnose(names):
    """What there is to know when a scenario failed."""
    for ns in names:
        if ns.startswith("dar"):
            asks = [["dar", "show", "-s"], ["dar", "anchor", "show"], ["dar", "binding", "show"]]
        elif ns.startswith("mn"):
            asks = [["mn", "show", "-s"], ["mn", "link", "show"], ["mn", "address", "show"]]
        else:
            continue
        for ask in asks:
            done = netns.run(ns, [tool(), "-j", *ask], check=False)
            text = (done.stdout + done.stderr).strip()
            if "not enabled" not in text:
                yield f"{ns}: fama {' '.join(ask)}: {text}"
        if ns.startswith("mn"):
            for what in ("addr", "rule", "route show table all"):
                for line in netns.run(ns, ["ip", "-6", *what.split()],
                                      check=False).stdout.splitlines():
                    if "table local" not in line and "ff00::/8" not in line:
                        yield f"{ns}: {line}"
