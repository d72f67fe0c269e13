# SPDX-License-Identifier: GPL-2.0-only
"""The uplink of the home router is a bridge, and br_netfilter is loaded: what a bridge decides about the
route of a packet the stack decides once more, without asking hooks. With a route of its binding it
finds the node."""

import pytest

import netns
import rtnl
from dar import Dar
from mirror import Roamer

# The kernels for User Mode Linux have no br_netfilter.
pytestmark = [pytest.mark.kernels("debian"), pytest.mark.series]

UPLINK = "2001:db8:100:1::"


def bridge():
    router = rtnl.of("dar1")
    router.bridge("br0")
    router.set("core", master="br0")
    router.set("br0", address=router.link("core")["mac"], state="up")
    router.address("del", f"{UPLINK}2/64", "core")
    router.address("add", f"{UPLINK}2/64", "br0")
    router.neighbour("add", f"{UPLINK}1", "br0", rtnl.of("core").link("dar1")["mac"])
    router.route("replace", "default", via=f"{UPLINK}1", dev="br0")


@pytest.mark.world(dars=2)
def test_fib_bridge(net):
    netns.run(None, ["modprobe", "br_netfilter"])
    bridge()
    with netns.inside("dar1"), open("/proc/sys/net/bridge/bridge-nf-call-ip6tables",
                                    "w", encoding="ascii") as f:
        f.write("1")
    # Hooks of the bridge call those of IPv6 only if there are some.
    dars = [Dar(n, fib=0) for n in net.dars]
    node = Roamer(net, dars[0])
    # Without a route nothing reaches the node.
    node.leave()
    node.hears_nothing(2)
    node.mirrored()
    node.end()
