# SPDX-License-Identifier: GPL-2.0-only
"""The modules of the build under test, loaded and unloaded while a scenario runs."""

import glob
import os

import netns
from check import expect


def file(name):
    build = os.environ["FAMA_BUILD"]
    return (glob.glob(f"{build}/{name}.ko") + glob.glob(f"{build}/*/{name}.ko"))[0]


def remove(name):
    done = netns.run(None, ["rmmod", name], check=False)
    expect(not done.returncode, f"rmmod {name}", done.stderr.strip())


def insert(name):
    netns.run(None, ["insmod", file(name)])
