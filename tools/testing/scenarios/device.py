# SPDX-License-Identifier: GPL-2.0-only
"""The devices of the roles are of a kind that `ip` knows, and `ip link del` ends a role."""

import errno
import json
import os
import socket
import threading

import pytest
from pyroute2 import NetlinkError

import famactl
import genl
import netns
import rtnl
from check import equal, expect, note, until
from dar import Dar
from mn import Mn
from role import key_values

pytestmark = pytest.mark.series

ROUNDS = 30


def kind(ns, dev):
    return json.loads(netns.show(ns, "-d", "-j", "link", "show", dev))[0]["linkinfo"]["info_kind"]


def present(ns, dev):
    with netns.inside(ns):
        return dev in (name for _, name in socket.if_nameindex())


def refused(ns, *args):
    """What iproute2 says when it may not."""
    done = netns.run(ns, ["ip", "link", *args], check=False)
    expect(done.returncode and "command fama" in done.stderr, f"ip link {args} refused with words",
           f"{done.returncode} {done.stderr}")


def shown(ns, dev):
    """{name: number} as `ethtool -S` shows them."""
    lines = netns.run(ns, ["ethtool", "-S", dev]).stdout.splitlines()[1:]
    return {name.strip(): int(value) for name, value in (line.split(":") for line in lines)}


def same_counters(role, dev):
    """Those of netlink, in the same order; nothing that comes in between may fail this."""
    before = role.counters()
    by_ethtool = shown(role.ns, dev)
    after = role.counters()
    equal(list(by_ethtool), list(before), f"names that ethtool -S {dev} shows:")
    for name, value in by_ethtool.items():
        expect(before[name] <= value <= after[name],
               f"{name} from {before[name]} to {after[name]}", value)


def refusal(role, cmd):
    """The error of a command, 0 if there is none."""
    try:
        role.ask(cmd)
    except genl.Refused as e:
        return e.errno
    return 0


def ended(role, dev):
    until(lambda: not role.show()["enabled"], f"the role of {role.ns} to end")
    expect(not present(role.ns, dev), f"no {dev}", "there")


@pytest.mark.world(dars=2)
def test_device(net):
    dars, mn = [Dar(n) for n in net.dars], Mn()
    net.mover.attach("mn", 1)
    mn.state(1, "home", auth="phkt")
    net.mover.move("mn", 2)
    mn.state(1, "away")
    for role, dev in ((dars[0], "dar0"), (mn, "mn0")):
        equal(kind(role.ns, dev), role.name, f"kind of {dev}")
        about = netns.run(role.ns, ["ethtool", "-i", dev]).stdout
        expect(f"driver: {role.name}\n" in about, f"driver {role.name}", about)
        same_counters(role, dev)
        refused(role.ns, "add", "other0", "type", role.name)
        expect(not present(role.ns, "other0"), "no further device", "one")
        refused(role.ns, "set", dev, "type", role.name)
        found = json.loads(netns.show(role.ns, "-j", "link", "show", "type", role.name))
        equal([link["ifname"] for link in found], [dev], f"devices of the kind {role.name}")
    expect(shown("dar1", "dar0")["bu_phkt"], "Binding Updates counted", 0)
    expect(shown("mn", "mn0")["ba_accepted"], "acknowledgements counted", 0)


def away(net):
    """The routers, a node that has left the first one, its stream, and its address there."""
    dars, mn = [Dar(n) for n in net.dars], Mn()
    _, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    client.open("ping", "ping", first)
    client.flowing("ping")
    net.mover.move("mn", 2)
    mn.state(1, "away")
    client.flowing("ping")
    return dars, mn, client, first


@pytest.mark.world(dars=2)
def test_router_deleted(net):
    """With a binding and traffic for it; the node finds the router again."""
    dars, _, client, first = away(net)
    netns.ip("dar1", "link del dar0")
    ended(dars[0], "dar0")
    equal(dars[0].bindings(), [], "bindings")
    equal(net.installed("dar1"), "", "left in dar1")
    expect(dars[1].show()["enabled"], "the other router to serve", "disabled")
    # The rest of its end may take a moment more.
    until(lambda: refusal(dars[0], "DISABLE") == errno.ENOTCONN, "nothing left to disable")
    dars[0].enable()
    equal(kind("dar1", "dar0"), "dar", "kind of the new device")
    dars[0].bound(first)
    client.flowing("ping")


@pytest.mark.world(dars=2)
def test_node_deleted(net):
    """The node says goodbye, and leaves nothing behind."""
    dars, mn, _, first = away(net)
    netns.ip("mn", "link del mn0")
    ended(mn, "mn0")
    dars[0].unbound(first)
    equal(net.installed("mn"), "", "left in the node")
    expect(not rtnl.of("mn").has(first), f"no {first}", "there")
    mn.enable()
    equal(kind("mn", "mn0"), "mn", "kind of the new device")
    mn.state(2, "home")


def remove(ns, dev):
    """Return: whether there was one."""
    try:
        rtnl.of(ns).delete(dev)
    except (OSError, NetlinkError) as e:
        code = e.code if isinstance(e, NetlinkError) else e.errno
        expect(code == errno.ENODEV, "no device at worst", e)
        return False
    return True


def ask(role, cmd, allowed, **values):
    try:
        role.ask(cmd, **values)
    except genl.Refused as e:
        expect(e.errno in allowed, f"{cmd} to fail with {allowed} at worst", e)
        return False
    return True


def enable(role, **values):
    """When the end of the former one is over."""
    until(lambda: ask(role, "ENABLE", (errno.EBUSY, errno.EALREADY, errno.EEXIST), **values) or
          None, f"{role.name} of {role.ns} enabled", patience=30)


def race(role, dev, **values):
    """The device is deleted while its role is disabled, which never ends the next one."""
    done = {"deleted": 0, "disabled": 0}

    def disabler():
        done["disabled"] += ask(role, "DISABLE", (errno.ENOTCONN, errno.EBUSY))

    for _ in range(ROUNDS):
        thread = threading.Thread(target=disabler)
        thread.start()
        done["deleted"] += remove(role.ns, dev)
        thread.join()
        enable(role, **values)
    # What is late of the former ones does not end this one.
    until(lambda: role.show()["enabled"] and present(role.ns, dev), "the last one")
    os.sched_yield()
    expect(role.show()["enabled"] and present(role.ns, dev), "the last one to stay", "its end")
    expect(done["deleted"] + done["disabled"] >= ROUNDS, "an end in every round", done)
    note(f"{role.ns}: {done}")


@pytest.mark.clock("host")
@pytest.mark.world(dars=2)
def test_race(net):
    """Deleted and disabled at once; and a namespace and a module that go right after."""
    dars, mn = [Dar(n) for n in net.dars], Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    net.mover.move("mn", 2)
    mn.state(1, "away")
    probe = netns.sock("cn", socket.AF_INET6, socket.SOCK_DGRAM)

    def send():
        for _ in range(20):
            probe.sendto(b"x" * 1000, (first, 9))

    send()
    race(dars[0], "dar0")
    race(mn, "mn0", IFINDEX=netns.index("mn", "eth0"), **key_values(famactl.key()))
    send()
    for ns, dev in (("mn", "mn0"), ("dar2", "dar0")):
        remove(ns, dev)
        if ns != "mn":
            net.stop_radvd(2)
        net.delete(ns)
    remove("dar1", "dar0")
    done = netns.run(None, ["rmmod", "dar", "mn"], check=False)
    expect(not done.returncode, "rmmod dar mn", done.stderr.strip())
    equal(net.installed("dar1"), "", "left in dar1")
    build = os.environ["FAMA_BUILD"]
    for name in ("dar", "mn"):
        netns.run(None, ["insmod", f"{build}/{name}.ko"])
