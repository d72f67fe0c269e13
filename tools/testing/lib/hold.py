# SPDX-License-Identifier: GPL-2.0-only
"""Somebody holds the RTNL all the time."""

import contextlib
import glob
import os

import netns
from check import expect

FREED = "/sys/module/rtnl_hold/parameters/freed"


@contextlib.contextmanager
def loaded(name, *options):
    """A module of ../modules."""
    found = glob.glob(f"{os.environ['FAMA_BUILD']}/**/{name}.ko", recursive=True)
    expect(found, f"{name}.ko, which vm/modules.sh builds", "none")
    netns.run(None, ["insmod", found[0], *options])
    try:
        yield
    finally:
        netns.run(None, ["rmmod", name])


def rtnl(ms=50):
    """For so long at a time, with a millisecond in between for all others; 0: without end."""
    return loaded("rtnl_hold", f"hold_ms={ms}")


def freed():
    """When it was free, ns of the wall clock; the oldest are forgotten."""
    with open(FREED, encoding="ascii") as f:
        return sorted(int(line) for line in f)
