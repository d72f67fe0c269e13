# SPDX-License-Identifier: GPL-2.0-only
"""A node whose interface is managed by a program of the system, with flows that were begun in the
first network."""

import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn
from topology import CN

FLOWS = ("tcp", "ping", "down")


class Managed:
    def __init__(self, net, dev="eth0"):
        self.net, self.dev, self.at = net, dev, 1
        self.dars = [Dar(n) for n in net.dars]
        self.mn = Mn(devs=(dev,))
        self.server, self.client = net.traffic()
        self.go(1)
        self.home = self.mn.state(1, "home", auth="phkt")["address"]
        for kind in FLOWS:
            self.client.open(kind, kind, self.home)
        self.whole()

    def whole(self):
        """Flows go on, and new ones take the address of this network."""
        self.client.flowing(*FLOWS)
        here = self.mn.state(self.at, "home")["address"]
        if self.at != 1:
            self.mn.state(1, "away", careof=here)
        until(lambda: rtnl.of("mn").towards(CN)["source"] == here, f"{here} as source of new flows",
              lambda: rtnl.of("mn").towards(CN))

    def go(self, n):
        self.net.mover.move("mn", n)

    def move(self, *ns):
        for n in ns:
            self.go(n)
            self.at = n
            self.whole()

    def metric(self, theirs):
        """That of the default route of the program, which does not get before that of the node."""
        routes = rtnl.of("mn").routes(dst="default", dev=self.dev, table=rtnl.MAIN)
        ours = {r["metric"] for r in routes if r["proto"] == rtnl.FAMA}
        equal({r["metric"] for r in routes} - ours, {theirs}, "metrics of others")
        expect(max(ours) < theirs, "a better metric of the node", ours)

    def survives(self, do, restored=False):
        """Somebody does something to the interface, and then the node moves.

        restored: the node has to put something right.
        """
        before = self.mn.counters()["restored"]
        do()
        self.whole()
        expect(not restored or self.mn.counters()["restored"] > before, "something put right",
               self.mn.counters())
        self.move(3 if self.at == 2 else 2)

    def end(self):
        self.client.alive(*FLOWS)
        self.client.stop()
        self.server.stop()
        self.mn.disable()
        equal(self.net.installed("mn"), "", "left of the node")
