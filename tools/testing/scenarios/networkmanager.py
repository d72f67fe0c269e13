# SPDX-License-Identifier: GPL-2.0-only
"""NetworkManager manages the interface of a node, with addresses and a default route of its own."""

import pytest

import netns
import rtnl
from check import equal, expect, until
from hostsystem import HostSystem
from managed import Managed

pytestmark = pytest.mark.kernels("debian")

CONF = """\
[main]
plugins=keyfile
auth-polkit=false
"""
# As nmcli makes it.
PROFILE = """\
[connection]
id=wire
uuid=4e8b7f9c-5a35-4ab8-a0f2-1f6e2bfa2d01
type=ethernet
interface-name=eth0

[ethernet]

[ipv4]
method=auto

[ipv6]
addr-gen-mode=default
method=auto

[proxy]
"""


class NetworkManager:
    def __init__(self, net):
        self.system = HostSystem(net)
        self.system.write("/etc/NetworkManager/NetworkManager.conf", CONF)
        self.system.write("/etc/NetworkManager/system-connections/wire.nmconnection", PROFILE, 0o600)
        self.system.start_bus()
        self.daemon = None
        self.start()

    def start(self):
        self.daemon = self.system.start("NetworkManager", "/usr/sbin/NetworkManager", "--debug")
        until(lambda: not self.system.run("/usr/bin/nmcli", "general", check=False).returncode,
              "an answer of NetworkManager", lambda: self.system.log("NetworkManager")[-3000:])

    def restart(self):
        equal(netns.stop(self.daemon), 0, "status of NetworkManager")
        self.start()
        # Before that it has not taken the interface over, and does not take it down either.
        self.connected()

    def say(self, *words):
        """nmcli waits until it is done."""
        return self.system.run("/usr/bin/nmcli", *words).stdout

    def connected(self):
        until(lambda: "eth0:connected" in self.say("-t", "-f", "DEVICE,STATE", "device").split(),
              "eth0 connected", lambda: self.say("device"))

    def reapply(self):
        self.say("device", "reapply", "eth0")

    def up_again(self):
        self.say("connection", "up", "wire")

    def radio(self):
        self.say("radio", "all", "off")
        self.say("radio", "all", "on")

    def networking(self):
        self.say("networking", "off")
        until(lambda: not rtnl.of("mn").link("eth0")["up"], "eth0 down")
        self.say("networking", "on")

    def disconnect(self):
        self.say("device", "disconnect", "eth0")
        self.say("device", "connect", "eth0")


@pytest.mark.world(dars=3)
def test_networkmanager(net):
    nm, node = NetworkManager(net), Managed(net)
    nm.connected()
    expect([r for r in rtnl.of("mn").routes(dst="default", metric=100)], "its default route",
           rtnl.of("mn").routes(dst="default"))
    node.move(2, 3, 2)
    node.survives(nm.reapply)
    node.survives(nm.up_again)
    node.survives(nm.restart)
    node.survives(nm.networking)
    node.survives(nm.radio)
    node.survives(nm.disconnect)
    nm.connected()
    node.end()
