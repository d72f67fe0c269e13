# SPDX-License-Identifier: GPL-2.0-only
"""ifupdown configures the interface of a node, once and again."""

import os

import pytest

import rtnl
from check import until
from hostsystem import HostSystem
from managed import Managed

pytestmark = pytest.mark.kernels("debian")

CONF = """\
auto eth0
iface eth0 inet6 auto
"""


@pytest.mark.world(dars=3)
def test_ifupdown(net):
    system = HostSystem(net)
    system.write("/etc/network/interfaces", CONF)
    os.makedirs(system.path("/run/network"))
    system.run("/usr/sbin/ifup", "eth0")
    node = Managed(net)

    def down_and_up():
        system.run("/usr/sbin/ifdown", "eth0")
        until(lambda: not rtnl.of("mn").link("eth0")["up"], "eth0 down")
        system.run("/usr/sbin/ifup", "eth0")
    until(lambda: rtnl.of("mn").routes(dst="default", metric=1024), "its default route",
          lambda: rtnl.of("mn").routes(dst="default"))
    node.metric(1024)
    node.move(2, 3, 2)
    node.survives(down_and_up)
    node.survives(lambda: system.run("/usr/sbin/ifup", "--force", "eth0"))
    node.end()
