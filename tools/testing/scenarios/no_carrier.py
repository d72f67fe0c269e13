# SPDX-License-Identifier: GPL-2.0-only
"""A device that has just been made and has no carrier is not up; it asks as soon as it has one."""

import time

import pytest

import famactl
import netns
from check import never, until
from famactl import fama
from topology import Sniffer

pytestmark = pytest.mark.kernels("debug")


@pytest.mark.world(dars=1, radvd=False)
def test_no_carrier(net):
    events = net.watch("mn")
    # The stack looks at carriers once a second at most: the second has to wait.
    netns.ip("mn", "link add early type veth peer name near")
    netns.ip("mn", "link add late type veth peer name far netns air", "link set late up")
    netns.sysctl("mn", conf__late__router_solicitations=0)
    wire = Sniffer("mn", "late")
    fama("mn", "mn", "enable", "dev", "late", "key", famactl.key())
    never(lambda: events.find(event="link"), 1.5, "a link event without a carrier")

    up = time.time_ns()
    netns.ip("air", "link set far master cell1 up")
    events.wait(event="link", up=True, after=up)
    until(lambda: [t for t, d, p in wire.packets()
                   if d == "out" and p[6] == 58 and p[40] == 133 and t > up],
          "a solicitation at once", patience=2)
