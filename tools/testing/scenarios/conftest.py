# SPDX-License-Identifier: GPL-2.0-only
"""What every scenario can use."""

import os
import tempfile

import pytest
from forked import FAILURE

import netns
from scenario import World


@pytest.fixture(name="net")
def network(request):
    """The network, as the mark "world" wants it; on failure it explains itself."""
    mark = request.node.get_closest_marker("world")
    with World(*mark.args, **mark.kwargs) if mark else World() as world:
        yield world
        if FAILURE in request.node.stash:
            world.explain()


@pytest.fixture(name="root")
def hierarchy():
    """One of cgroups, where there is none; cgroups that "fama run" has made in it go with it."""
    root = tempfile.mkdtemp(prefix="fama-cgroup.")
    netns.run(None, ["mount", "-t", "cgroup2", "none", root])
    yield root
    for name in os.listdir(root):
        if name.startswith("fama-mark-"):
            os.rmdir(f"{root}/{name}")
    netns.run(None, ["umount", root])
    os.rmdir(root)
