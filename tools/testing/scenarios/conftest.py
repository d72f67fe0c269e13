# SPDX-License-Identifier: GPL-2.0-only
"""What every scenario can use."""

import pytest
from forked import FAILURE

from scenario import World


@pytest.fixture(name="net")
def network(request):
    """The network, as the mark "world" wants it; on failure it explains itself."""
    mark = request.node.get_closest_marker("world")
    with World(*mark.args, **mark.kwargs) if mark else World() as world:
        yield world
        if FAILURE in request.node.stash:
            world.explain()
