# SPDX-License-Identifier: GPL-2.0-only
"""A node whose flows began at home, and whose bindings may have routes at its home router."""

import time

import hold
from check import equal
from mn import Mn


class Roamer:
    def __init__(self, net, dar, flows=("tcp", "ping")):
        self.net, self.dar, self.flows, self.mn = net, dar, flows, Mn()
        self.server, self.client = net.traffic()
        net.mover.attach("mn", 1)
        self.home = self.mn.state(1, "home", auth="phkt")["address"]
        self.careof = None
        for flow in self.flows:
            self.client.open(flow, flow, self.home)
        self.client.flowing(*self.flows)

    def leave(self):
        self.net.mover.move("mn", 2)
        self.careof = self.mn.state(2, "home")["address"]
        self.dar.bound(self.home, self.careof, state="verified")

    def hears_nothing(self, seconds, flow="ping"):
        """No answer comes for so long, half a second from now on."""
        time.sleep(0.5)
        before = self.client.status()[flow]["received"]
        time.sleep(seconds)
        equal(self.client.status()[flow]["received"], before, f"answers of {flow}")

    def mirrored(self):
        """From now on its binding has a route, and it moves while somebody holds the RTNL."""
        self.dar.change(fib=1)
        self.client.flowing(*self.flows)
        with hold.rtnl():
            for cell in (1, 2, 1, 2):
                self.net.mover.move("mn", cell)
                self.client.flowing(*self.flows)

    def end(self):
        """What became of the flows."""
        flows = self.client.stop()
        self.server.stop()
        return flows
