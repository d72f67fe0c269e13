# SPDX-License-Identifier: GPL-2.0-only
"""Whoever asks for a role has its module loaded, if it is installed."""

import glob
import os
import shutil

import pytest

import netns
from check import equal, expect
from famactl import fama, refused

MODULES = ("fama", "dar", "mn")


def loaded():
    return {name for name in MODULES if os.path.exists(f"/sys/module/{name}")}


def file(name):
    build = os.environ["FAMA_BUILD"]
    return (glob.glob(f"{build}/{name}.ko") + glob.glob(f"{build}/*/{name}.ko"))[0]


@pytest.fixture(name="place")
def empty_place():
    """Where modules would be installed. Afterwards all of them are loaded again."""
    base = f"/lib/modules/{os.uname().release}"
    place = f"{base}/updates"
    fresh = not os.path.exists(base)
    os.makedirs(place)
    for name in reversed(MODULES):
        netns.run(None, ["rmmod", name])
    yield place
    shutil.rmtree(base if fresh else place)
    if not fresh:
        netns.run(None, ["depmod"])
    for name in MODULES:
        if name not in loaded():
            netns.run(None, ["insmod", file(name)])


def test_autoload(place):
    said = refused(None, "dar", "show")
    expect("module dar is not loaded" in said, "a word about the module", said)
    equal(loaded(), set(), "modules that are not installed")

    for name in MODULES:
        shutil.copy(file(name), place)
    netns.run(None, ["depmod"])
    fama(None, "dar", "show")
    equal(loaded(), {"fama", "dar"}, "modules of an access router")
    fama(None, "mn", "show")
    equal(loaded(), set(MODULES), "modules of both roles")
