# SPDX-License-Identifier: GPL-2.0-only
"""Modules go while traffic flows: nothing stays; they come back and work, and who watches events
sees them again."""

import json

import pytest

import kmod
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from famactl import refused, tool
from mn import Mn
from monitor import listening

pytestmark = [pytest.mark.series, pytest.mark.clock("host")]


@pytest.mark.world(dars=2)
def test_modules_removed(net):
    with open(f"{net.dir}/events", "w+", encoding="utf-8") as out:
        watcher = netns.spawn("mn", [tool(), "-j", "monitor", "mn"], stdout=out)
    until(lambda: listening(watcher, 2), "fama monitor listening")

    def attached():
        with open(out.name, encoding="utf-8") as f:
            return sum(json.loads(line)["event"] == "attach" for line in f if line.endswith("\n"))

    for again in (False, True):
        dars = [Dar(n) for n in net.dars]
        mn = Mn()
        server, client = net.traffic()
        if again:
            net.mover.move("mn", 1)
        else:
            net.mover.attach("mn", 1)
        first = mn.state(1, "home")["address"]
        for kind in ("tcp", "ping", "down"):
            client.open(kind, kind, first, 5, 600)
        client.flowing("tcp", "ping", "down")
        net.mover.move("mn", 2)
        mn.state(1, "away")
        client.flowing("tcp", "ping", "down")
        expect(net.installed("mn") and net.installed("dar1"), "something installed", "nothing")
        until(lambda: attached() >= (4 if again else 2), "events of both networks", attached)
        if again:
            client.stop()
            server.stop()
            break

        # Used modules stay.
        done = netns.run(None, ["rmmod", "fama"], check=False)
        expect(done.returncode, "fama.ko to be needed", "it could be removed")
        kmod.remove("mn")
        # It says goodbye to the routers.
        dars[0].unbound(first)
        equal(net.installed("mn"), "", "left in the node")
        addresses = rtnl.of("mn").addresses()
        expect(first not in addresses, f"{first} gone", addresses)
        kmod.remove("dar")
        for n in net.dars:
            equal(net.installed(f"dar{n}"), "", f"left in dar{n}")
        kmod.remove("fama")
        refused("mn", "mn", "show")
        netns.stop(client.proc, 9)
        server.stop()
        for name in ("fama", "dar", "mn"):
            kmod.insert(name)
        until(lambda: listening(watcher, 2), "fama monitor listening to the new module")
