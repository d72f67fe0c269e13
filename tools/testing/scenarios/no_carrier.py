# SPDX-License-Identifier: GPL-2.0-only
"""A device that has just been made and has no carrier is not up; it asks as soon as it has one."""

import time

import pytest

import famactl
import netns
import rtnl
from check import never, until
from famactl import fama
from topology import Sniffer


@pytest.mark.world(dars=1, radvd=False)
def test_no_carrier(net):
    events = net.watch("mn")
    # The stack looks at carriers once a second at most: the second has to wait.
    rtnl.of("mn").veth("early", "near")
    rtnl.of("mn").veth("late", "far", "air")
    rtnl.of("mn").up("late")
    netns.sysctl("mn", conf__late__router_solicitations=0)
    wire = Sniffer("mn", "late")
    fama("mn", "mn", "enable", "dev", "late", "key", famactl.key())
    never(lambda: events.find(event="link"), 1.5, "a link event without a carrier")

    up = time.time_ns()
    rtnl.of("air").set("far", master="cell1", state="up")
    events.wait(event="link", up=True, after=up)
    until(lambda: [t for t, d, p in wire.packets()
                   if d == "out" and p[6] == 58 and p[40] == 133 and t > up],
          "a solicitation at once", patience=2)
