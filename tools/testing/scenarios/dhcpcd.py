# SPDX-License-Identifier: GPL-2.0-only
"""dhcpcd manages the interface of a node, with addresses and a default route of its own."""

import pytest

import rtnl
from check import equal, expect, until
from hostsystem import HostSystem
from managed import Managed
from patience import scaled

pytestmark = pytest.mark.kernels("debian")

DEFAULTS = "/etc/dhcpcd.conf"


class Dhcpcd:
    def __init__(self, net):
        self.system = HostSystem(net)
        with open(self.system.path(DEFAULTS), "a", encoding="utf-8") as f:
            f.write("nodev\n")  # there is no udev to ask
            f.write("script /dev/null\n")  # deaf() says why
        self.daemon = None
        self.start()

    def start(self):
        self.daemon = self.system.start("dhcpcd", "/usr/sbin/dhcpcd", "-B", "eth0")

    def say(self, *words):
        self.system.run("/usr/sbin/dhcpcd", *words, "eth0")

    def deaf(self, word):
        """Version 9.4 forgets each signal that arrives while it waits for its privileged process.

        It waits for a script most of all, at each advertisement, and that is why none runs here.
        """
        done = self.system.run("/usr/sbin/dhcpcd", word, "eth0", check=False)
        expect(not done.returncode or "failed to exit" in done.stderr, "that dhcpcd ends", done.stderr)
        return done.returncode

    def again(self, word):
        """It ends as it is told to, and is started again."""
        while self.deaf(word):
            pass
        equal(self.daemon.wait(scaled(60)), 0, "status of dhcpcd")
        self.start()

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
    node.survives(lambda: daemon.again("-x"))
    # It gives up its addresses, too.
    node.survives(lambda: daemon.again("-k"))
    daemon.configured()
    node.end()
