# SPDX-License-Identifier: GPL-2.0-only
"""dhcpcd manages the interface of a node, with addresses and a default route of its own."""

import pytest

import netns
import rtnl
from check import equal, until
from hostsystem import HostSystem
from managed import Managed

pytestmark = pytest.mark.kernels("debian")

DEFAULTS = "/etc/dhcpcd.conf"


class Dhcpcd:
    def __init__(self, net):
        self.system = HostSystem(net)
        with open(self.system.path(DEFAULTS), "a", encoding="utf-8") as f:
            f.write("nodev\n")  # there is no udev to ask
        self.daemon = None
        self.start()

    def start(self):
        self.daemon = self.system.start("dhcpcd", "/usr/sbin/dhcpcd", "-B", "eth0")

    def restart(self):
        equal(netns.stop(self.daemon), 0, "status of dhcpcd")
        self.start()

    def say(self, *words):
        self.system.run("/usr/sbin/dhcpcd", *words, "eth0")

    def release(self):
        """It gives up its addresses and ends."""
        self.say("-k")
        self.restart()

    def routes(self):
        return [r for r in rtnl.of("mn").routes(dst="default", dev="eth0")
                if r["proto"] != rtnl.FAMA and r["metric"] > 1000]

    def configured(self):
        until(self.routes, "its default route", lambda: self.system.log("dhcpcd")[-3000:])


@pytest.mark.world(dars=3)
def test_dhcpcd(net):
    daemon, node = Dhcpcd(net), Managed(net)
    daemon.configured()
    node.move(2, 3, 2)
    node.survives(lambda: daemon.say("-n"))
    node.survives(daemon.restart)
    node.survives(daemon.release)
    daemon.configured()
    node.end()
