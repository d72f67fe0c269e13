# SPDX-License-Identifier: GPL-2.0-only
"""Somebody holds the RTNL all the time."""

import contextlib
import glob
import os

import netns
from check import expect


@contextlib.contextmanager
def rtnl(ms=50):
    """For so long at a time, with a millisecond in between for all others."""
    found = glob.glob(f"{os.environ['FAMA_BUILD']}/**/rtnl_hold.ko", recursive=True)
    expect(found, "rtnl_hold.ko, which vm/modules.sh builds", "none")
    netns.run(None, ["insmod", found[0], f"hold_ms={ms}"])
    try:
        yield
    finally:
        netns.run(None, ["rmmod", "rtnl_hold"])
