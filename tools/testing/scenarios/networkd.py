# SPDX-License-Identifier: GPL-2.0-only
"""systemd-networkd manages the interface of a node, as the documents have it: it removes rules and
routes of others when it begins to configure an interface."""

import os

import pytest

import netns
import rtnl
from check import equal, until
from examples import example
from hostsystem import HostSystem
from managed import Managed

pytestmark = pytest.mark.kernels("debian")


class Networkd:
    def __init__(self, net):
        self.system = HostSystem(net)
        for name in ("eth0.network", "10-fama.network"):
            self.system.write(f"/etc/systemd/network/{name}", example(f"networkd/{name}"))
        os.makedirs(self.system.path("/run/systemd/netif"))
        self.system.run("/usr/bin/chown", "systemd-network:", "/run/systemd/netif")
        self.system.start_bus()
        self.daemon = None
        self.start()

    def start(self):
        self.daemon = self.system.start("networkd", "/usr/lib/systemd/systemd-networkd")
        until(lambda: not self.system.run("/usr/bin/networkctl", "status", check=False).returncode,
              "an answer of systemd-networkd", lambda: self.system.log("networkd")[-3000:])

    def restart(self):
        equal(netns.stop(self.daemon), 0, "status of systemd-networkd")
        self.start()

    def say(self, *words):
        return self.system.run("/usr/bin/networkctl", *words).stdout

    def configured(self):
        until(lambda: any(line.split()[1:] == ["eth0", "ether", "routable", "configured"]
                          for line in self.say("--no-legend").splitlines()),
              "eth0 configured", self.say)

    def down_and_up(self):
        self.say("down", "eth0")
        until(lambda: not rtnl.of("mn").link("eth0")["up"], "eth0 down")
        self.say("up", "eth0")


@pytest.mark.world(dars=3)
def test_networkd(net):
    nd, node = Networkd(net), Managed(net)
    nd.configured()
    equal(nd.say("--no-legend", "list", "mn0").split()[-1], "unmanaged", "the tunnel")
    node.metric(1024)
    node.move(2, 3, 2)
    node.survives(lambda: nd.say("reload"))
    node.survives(lambda: nd.say("renew", "eth0"))
    node.survives(lambda: nd.say("reconfigure", "eth0"), restored=True)
    node.survives(nd.restart)
    node.survives(nd.down_and_up)
    node.end()
