# SPDX-License-Identifier: GPL-2.0-only
"""What is done to a network of lib/topology.py, written down for the judge as it is done."""

import time

import rtnl
from topology import CN, Sniffer, dar_address
from traffic import PORT

from . import verdict
from .packets import Sight, decode
from .plan import Limits, Move, Plan, Router, Stream


def places(dars, node="mn"):
    """Both ends of every link that a packet of a node crosses, as (namespace, device)."""
    return [(node, "eth0"), ("cn", "eth0"),
            *((f"dar{n}", dev) for n in dars for dev in ("acc", "core"))]


class Story:
    """Streams of one client and moves of its node, with their times.

    client: a traffic.Client that nothing else opens flows of; at: where the node is;
    dars: the routers that it moves between and that anchor its streams, None: all.
    """

    def __init__(self, net, client, at, node="mn", limits=Limits(), proves=True, dars=None):
        self.net, self.client, self.at, self.node = net, client, at, node
        self.limits, self.proves = limits, proves
        self.dars = dars or net.dars
        self.streams, self.moves = [], []
        self.sniffers = {}

    def open(self, kind, name, address, period_ms=20, octets=64):
        self.streams.append({"name": name, "kind": kind, "address": address,
                             "number": len(self.streams) + 1, "period_ms": period_ms,
                             "opened": time.time_ns()})
        self.client.open(kind, name, address, period_ms, octets)

    def only(self, address):
        """What streams of other addresses do is not judged."""
        self.streams = [stream for stream in self.streams if stream["address"] == address]

    def names(self):
        return [stream["name"] for stream in self.streams]

    def move(self, to, break_ms=50):
        """As Mover.move()."""
        down, up = self.net.mover.move(self.node, to, break_ms)
        self.moved(to, down, up)
        return down, up

    def moved(self, to, down, up):
        """Somebody else has moved the node."""
        self.moves.append(Move(self.at, to, down, up))
        self.at = to

    def plan(self, closed, captures=None):
        """closed: when the streams were told to end."""
        boot = time.clock_gettime_ns(time.CLOCK_REALTIME) - \
            time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        routers = tuple(Router(n, dar_address(n), f"2001:db8:{n}::", f"dar{n}/acc", f"dar{n}/core",
                               self.proves) for n in self.dars)
        return Plan(node=f"{self.node}/eth0", correspondent="cn/eth0", correspondent_address=CN,
                    port=PORT, delay_ms=self.net.delay_ms, boot=boot, routers=routers,
                    captures=captures or {}, limits=self.limits, moves=tuple(self.moves),
                    streams=tuple(Stream(closed=closed, **stream) for stream in self.streams))

    # ------------------------------------------------- without files, in a scenario

    def listen(self):
        """Hear all links from now on: before the first stream is opened."""
        self.sniffers = {f"{ns}/{dev}": Sniffer(ns, dev)
                         for ns, dev in places(self.dars, self.node)}

    def heard(self, place):
        """[(ns, direction, octets)] of a place until now. All are read, lest one runs full."""
        return {name: sniffer.packets() for name, sniffer in self.sniffers.items()}[place]

    def close(self):
        for sniffer in self.sniffers.values():
            sniffer.sock.close()

    def sights(self):
        found = []
        for place, sniffer in self.sniffers.items():
            for when, direction, octets in sniffer.packets():
                packet = decode(octets)
                if packet:
                    found.append(Sight(when, place, direction == "out", packet))
        return sorted(found, key=lambda sight: sight.when)

    def end(self):
        """Stop the streams; returns the judgement, the plan, and the reports of the flows."""
        closed = time.time_ns()
        reports = self.client.stop()
        return *self.judged(closed), reports

    def judged(self, closed):
        """The judgement and the plan, once all that was sent before has arrived."""
        plan = self.plan(closed)
        j = verdict.judge(plan, self.sights())
        for place, sniffer in self.sniffers.items():
            lost = sniffer.dropped()
            if lost:
                j.fault("capture", f"{place}: {lost} packets were not heard")
        return j, plan


def link_address(ns, dev):
    """The link-layer address of a device."""
    return rtnl.of(ns).link(dev)["mac"]
