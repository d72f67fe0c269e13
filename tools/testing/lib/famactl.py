# SPDX-License-Identifier: GPL-2.0-only
"""The command `fama`, for scenarios whose point it is."""

import json
import os
import shutil
import tempfile

import netns
from check import expect


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


def key(bits=1024, sec=1):
    """One key for all scenarios of a run."""
    file = os.environ.get("FAMA_KEY")
    if file and bits == 1024:
        return file
    file = os.path.join(tempfile.gettempdir(), f"fama-test-{bits}-{sec}.pem")
    if not os.path.exists(file):
        netns.run(None, [tool(), "key", "generate", "bits", str(bits), "sec", str(sec),
                         "out", file])
    return file


def findings(ns):
    """What the doctor finds wrong with the roles of a namespace."""
    done = netns.run(ns, [tool(), "-j", "doctor"], check=False)
    expect(done.returncode in (0, 1), "the doctor to come", done.stderr)
    return {f["id"] for f in json.loads(done.stdout)}
