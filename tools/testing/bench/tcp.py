# SPDX-License-Identifier: GPL-2.0-only
"""A TCP stream from a node that has moved, by three ways over the same routers, and by the
shorter one that it has without a tunnel.
"""

import contextlib
import json

import netns
from check import until
from dar import Dar
from mn import Mn
from scenario import World
from topology import CN, dar_address

OTHER = "2001:db8:77::1"  # the node's address at the other end of an ip6tnl
PLAIN = "2001:db8:78::1"  # that which is routed by the first router, without a tunnel


class Streams:
    """Octets a second, with fama, with ip6tnl, and from addresses that need no tunnel."""

    def __init__(self, net):
        dars = [Dar(n, "off") for n in net.dars]
        mn = Mn()
        net.mover.attach("mn", 1)
        first = mn.state(1, "home", auth="phkt")["address"]
        net.mover.move("mn", 2)
        second = mn.state(2, "home", auth="phkt")["address"]
        dars[0].bound(first, second)
        self._ip6tnl(second)
        self._plain(second)
        self.sources = {"fama": first, "ip6tnl": OTHER, "no tunnel": PLAIN, "new address": second}
        self.server = netns.spawn("cn", ["iperf3", "-s", "-B", CN], stdout=-3)
        until(lambda: self.rate("no tunnel"), "a stream")

    @staticmethod
    def _ip6tnl(careof):
        """As fama's tunnel: the same ends, an address and a rule for it."""
        netns.ip("core", f"route add {OTHER}/128 via 2001:db8:100:1::2")
        netns.ip("dar1", f"link add t0 type ip6tnl mode ip6ip6 local {dar_address(1)} "
                 f"remote {careof} encaplimit none", "link set t0 up", f"route add {OTHER}/128 dev t0")
        netns.ip("mn", f"link add t0 type ip6tnl mode ip6ip6 local {careof} "
                 f"remote {dar_address(1)} encaplimit none", "link set t0 up",
                 f"addr add {OTHER}/128 dev t0 nodad", "route add ::/0 dev t0 table 77")
        netns.run("mn", ["ip", "-6", "rule", "add", "from", OTHER, "lookup", "77"])

    @staticmethod
    def _plain(careof):
        """Both ways by the core, router 1 and the core again, as what is tunnelled."""
        netns.ip("mn", f"addr add {PLAIN}/128 dev lo nodad")
        netns.ip("dar2", f"route add {PLAIN}/128 via {careof} dev acc")
        netns.ip("core", f"route add {PLAIN}/128 via 2001:db8:100:2::2",
                 "route add ::/0 via 2001:db8:100:1::2 table 78")
        for rule in (f"from {PLAIN} iif dar2", f"to {PLAIN} iif cn"):
            netns.run("core", ["ip", "-6", "rule", "add", *rule.split(), "lookup", "78"])

    def rate(self, way):
        done = netns.run("mn", ["iperf3", "-c", CN, "-B", self.sources[way], "-t", "1", "-J"],
                         check=False)
        end = json.loads(done.stdout).get("end", {})
        return end.get("sum_received", {}).get("bits_per_second", 0) / 8


@contextlib.contextmanager
def streams():
    with World(dars=2, delay_ms=0) as net:
        yield Streams(net)
