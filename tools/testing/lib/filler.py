# SPDX-License-Identifier: GPL-2.0-only
"""Very many entries of a binding cache: dar_fill.ko, which knows the inside of dar.ko."""

import contextlib
import glob
import os

import netns
from check import expect

FILL = "/sys/kernel/debug/dar_fill"


@contextlib.contextmanager
def filler():
    found = glob.glob(f"{os.environ['FAMA_BUILD']}/**/dar_fill.ko", recursive=True)
    expect(found, "dar_fill.ko, which vm/modules.sh builds", "none")
    netns.run(None, ["insmod", found[0]])
    yield
    netns.run(None, ["rmmod", "dar_fill"])


def write(name, text, ns=None):
    with netns.inside(ns):
        fd = os.open(f"{FILL}/{name}", os.O_WRONLY)
        try:
            os.write(fd, text.encode())
        finally:
            os.close(fd)


def read(name):
    with open(f"{FILL}/{name}", encoding="ascii") as f:
        return f.read()
