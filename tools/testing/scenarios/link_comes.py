# SPDX-License-Identifier: GPL-2.0-only
"""Interfaces come and go, are named by patterns and get other names: the node uses those that are
there, and what is away stays bound and flows go on."""

import os

import pytest

import rtnl
from check import equal, expect, until
from dar import Dar
from famactl import fama, refused
from mn import Mn


LIVE_RENAME = (6, 2)  # from this kernel on an interface may be up when it gets another name


def rename(dev, name):
    live = tuple(int(n) for n in os.uname().release.split(".")[:2]) >= LIVE_RENAME
    if not live:
        rtnl.of("mn").set(dev, state="down")
    rtnl.of("mn").set(dev, ifname=name)
    if not live:
        rtnl.of("mn").up(name)


@pytest.mark.world(dars=3, delay_ms=0)
def test_link_comes(net):
    """A device that is reset: gone, and back with the same name; and one that is not there yet."""
    dars = [Dar(n) for n in net.dars]
    mn = Mn(names=("eth0", "usb*"))
    equal(mn.waiting(), ["usb*"], "names that are waited for")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    client.open("tcp", "tcp", home)
    client.open("down", "down", home)
    client.flowing("tcp", "down")

    rtnl.of("mn").delete("eth0")
    until(lambda: mn.waiting() == ["eth0", "usb*"], "eth0 waited for", mn.links)
    equal(mn.of_dar(1)["address"], home, "the address that had no interface")
    rtnl.of("mn").veth("eth0", "mn", "air")
    rtnl.of("mn").up("eth0")
    net.mover.attach("mn", 2)
    careof = mn.state(2, "home")["address"]
    mn.state(1, "away", careof=careof)
    dars[0].bound(home, careof, state="verified")
    client.flowing("tcp", "down")

    # The better one goes, and one that the pattern stands for comes.
    mn.metric("eth0", 100)
    port = net.interface("mn", "usb7")
    until(lambda: "usb7" in mn.links(), "usb7 used", mn.links)
    equal(mn.links()["usb7"]["metric"], 65, "metric of the second name")
    net.mover.attach(port, 1)
    mn.state(1, "home")
    until(lambda: mn.active() == "usb7", "usb7 active", mn.links)
    client.flowing("tcp", "down")

    # Its name does not matter any more, and the metric of a name stays.
    rename("usb7", "lan0")
    until(lambda: mn.active() == "lan0", "the renamed interface", mn.links)
    mn.permit("deny", NAME="lan0")
    net.mover.move(port, 3)
    mn.state(1, "away", careof=mn.state(3, "home", reason="not anchored")["address"])
    fama("mn", "mn", "permit", "del", "dev", "lan0")
    net.mover.move(port, 1)
    mn.state(1, "home")
    rtnl.of("mn").delete("eth0")
    until(lambda: mn.waiting() == ["eth0", "usb*"], "eth0 waited for", mn.links)
    rtnl.of("mn").veth("eth0", "mn", "air")
    until(lambda: "eth0" in mn.links(), "eth0 used", mn.links)
    equal(mn.links()["eth0"]["metric"], 100, "metric of eth0")
    client.flowing("tcp", "down")

    mn.disable()
    equal(net.installed("mn"), "", "left of the node")
    client.stop()
    server.stop()


@pytest.mark.world(dars=2, delay_ms=0)
def test_added(net):
    """Interfaces are added and taken away while the node runs."""
    dars = [Dar(n) for n in net.dars]
    port = net.interface("mn", "eth1")
    mn = Mn()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    net.mover.attach(port, 2)
    mn.use("eth1", metric=10)
    careof = mn.state(2, "home")["address"]
    mn.state(1, "away", careof=careof)
    dars[0].bound(home, careof, state="verified")
    equal(mn.active(), "eth1", "active interface")

    mn.leave("eth1")
    until(lambda: mn.active() == "eth0", "eth0 active", mn.links)
    mn.state(1, "home")
    equal(list(mn.links()), ["eth0"], "interfaces of the node")
    rename("eth1", "eth2")
    mn.use("eth*")
    until(lambda: "eth2" in mn.links(), "eth2 used", mn.links)
    mn.leave("eth*")
    equal(list(mn.links()), ["eth0"], "interfaces that only the pattern stood for are left")

    refused("mn", "mn", "link", "add", "eth0")
    refused("mn", "mn", "link", "add", "lo")
    refused("mn", "mn", "link", "add", "no/name")
    refused("mn", "mn", "link", "del", "eth9")
    mn.disable()
    refused("mn", "mn", "link", "add", "eth1")
    expect(not net.installed("mn"), "nothing left of the node", net.installed("mn"))
