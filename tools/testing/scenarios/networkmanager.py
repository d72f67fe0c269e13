# SPDX-License-Identifier: GPL-2.0-only
"""NetworkManager manages the interface of a node, a cable or Wi-Fi, with addresses and a default
route of its own."""

import pytest

import netns
import rtnl
from check import equal, expect, until
from examples import example
from hostsystem import HostSystem
from managed import Managed
from radio import SECRET, Radio

pytestmark = pytest.mark.kernels("debian")

CONF = """\
[main]
plugins=keyfile
auth-polkit=false
"""
# As nmcli makes it.
PROFILE = """\
[connection]
id={name}
uuid=4e8b7f9c-5a35-4ab8-a0f2-1f6e2bfa2d0{number}
type={kind}
interface-name={dev}

[{kind}]
{more}

[ipv4]
method=auto

[ipv6]
addr-gen-mode=default
method=auto

[proxy]
"""
SSIDS = ("one", "two", "three")
AIR = f"""\
mode=infrastructure
ssid={{ssid}}

[wifi-security]
key-mgmt=wpa-psk
psk={SECRET}
"""


class NetworkManager:
    def __init__(self, net, dev="eth0", ssids=()):
        self.system, self.dev = HostSystem(net), dev
        self.system.write("/etc/NetworkManager/NetworkManager.conf", CONF)
        self.system.write("/etc/NetworkManager/conf.d/fama.conf", example("NetworkManager/fama.conf"))
        for number, ssid in enumerate(ssids or ["wire"], 1):
            self._profile(ssid, number, *(("wifi", AIR.format(ssid=ssid)) if ssids else
                                          ("ethernet", "")))
        self.system.start_bus()
        if ssids:
            self.system.start("wpa_supplicant", "/usr/sbin/wpa_supplicant", "-u")
        self.daemon = None
        self.start()

    def _profile(self, name, number, kind, more):
        text = PROFILE.format(name=name, number=number, kind=kind, dev=self.dev, more=more)
        self.system.write(f"/etc/NetworkManager/system-connections/{name}.nmconnection", text, 0o600)

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
        until(lambda: f"{self.dev}:connected" in self.say("-t", "-f", "DEVICE,STATE", "device").split(),
              f"{self.dev} connected",
              lambda: (self.say("device"), self.system.log("NetworkManager")[-3000:]))

    def profile(self):
        """Of the connection that is up."""
        self.connected()
        lines = self.say("-t", "-f", "DEVICE,NAME", "connection", "show", "--active").split()
        return next(line.partition(":")[2] for line in lines if line.startswith(f"{self.dev}:"))

    def reapply(self):
        self.say("device", "reapply", self.dev)

    def up(self, name):
        self.say("connection", "up", name)

    def up_again(self):
        self.up(self.profile())

    def radio(self):
        self.say("radio", "all", "off")
        self.say("radio", "all", "on")

    def networking(self):
        self.say("networking", "off")
        until(lambda: not rtnl.of("mn").link(self.dev)["up"], f"{self.dev} down")
        self.say("networking", "on")

    def disconnect(self):
        self.say("device", "disconnect", self.dev)
        self.say("device", "connect", self.dev)


class OnAir(Managed):
    """The networks are those of the access points, each of which has a profile."""

    def __init__(self, net, nm):
        self.nm = nm
        super().__init__(net, nm.dev)

    def go(self, n):
        self.nm.up(SSIDS[n - 1])

    def whole(self):
        """NetworkManager takes one of the networks when nobody says which."""
        self.at = SSIDS.index(self.nm.profile()) + 1
        super().whole()


@pytest.mark.world(dars=3)
def test_networkmanager(net):
    nm, node = NetworkManager(net), Managed(net)
    nm.connected()
    expect("mn0:unmanaged" in nm.say("-t", "-f", "DEVICE,STATE", "device").split(), "an unmanaged tunnel",
           nm.say("device"))
    node.metric(100)
    node.move(2, 3, 2)
    node.survives(nm.reapply)
    node.survives(nm.up_again)
    node.survives(nm.restart)
    node.survives(nm.networking)
    node.survives(nm.radio)
    node.survives(nm.disconnect)
    nm.connected()
    node.end()


@pytest.mark.wide
@pytest.mark.world(dars=3)
def test_wifi(net):
    """By wpa_supplicant on the bus, as it starts that."""
    radio = Radio(net, "wpa2", ssids=SSIDS, station=False)
    nm = NetworkManager(net, radio.dev, SSIDS)
    nm.connected()
    node = OnAir(net, nm)
    node.metric(600)

    def off_and_on():
        nm.say("radio", "wifi", "off")
        radio.switch(False)
        until(lambda: not rtnl.of("mn").link(nm.dev)["up"], f"{nm.dev} down")
        radio.switch(True)
        nm.say("radio", "wifi", "on")
    node.move(2, 3, 2)
    node.survives(off_and_on)
    node.survives(nm.up_again)
    node.survives(nm.restart)
    node.end()
