# SPDX-License-Identifier: GPL-2.0-only
"""Flows in a software flowtable of the home router live through moves, if bindings have routes: a
flow ends in the table with the route that it has, and a route of a binding ends both.

A flow over a port of a bridge knows the port and the link-layer address, and no route: so flowtables
name the bridge, and fama says so.
"""

import pytest

import hold
import netns
import rtnl
from check import expect, until
from dar import Dar
from famactl import fama
from mirror import Roamer
from topology import dar_address, prefix

# The kernels for User Mode Linux have no flowtables.
pytestmark = [pytest.mark.kernels("debian"), pytest.mark.series]

RULES = """\
table ip6 fama_flow {{
	flowtable f {{
		hook ingress priority 0
		devices = {{ core, {dev} }}
	}}
	counter slow {{ }}
	chain forward {{
		type filter hook forward priority 0
		meta l4proto tcp counter name slow
		meta l4proto tcp flow add @f
	}}
}}
"""


def flowtable(dev):
    netns.run("dar1", ["nft", "-f", "-"], stdin=RULES.format(dev=dev))


def slow():
    """Packets of TCP that were forwarded in the usual way."""
    text = netns.run("dar1", ["nft", "list", "counter", "ip6", "fama_flow", "slow"]).stdout
    return int(text.split("packets")[1].split()[0])


def slowly(client, flows):
    """How many packets are forwarded in the usual way while forty come through."""
    before = slow()
    client.flowing(*flows, more=20)
    return slow() - before


def fast(client, *flows):
    """The flows, which are all that there are, are in the table, or come into it.

    The kernel removes what has ended from the table once a second, and before that the same flow
    cannot come in again.
    """
    client.flowing(*flows)
    until(lambda: slowly(client, flows) < 10, "few of 40 packets forwarded in the usual way", slow)


def alive(flows):
    for name, flow in flows.items():
        expect(not flow["error"], f"the stream {name} alive", flow["error"])


@pytest.mark.world(dars=2)
def test_fib_flowtable(net):
    dars = [Dar(n, fib=0) for n in net.dars]
    flowtable("acc")
    node = Roamer(net, dars[0], flows=("tcp",))
    fast(node.client, "tcp")

    # Without a route the table goes on sending to where the node was.
    node.leave()
    node.hears_nothing(2, "tcp")

    node.client.open("tcp", "second", node.home)
    node.flows += ("second",)
    node.mirrored()
    node.net.mover.move("mn", 1)
    dars[0].unbound(node.home)
    fast(node.client, *node.flows)
    alive(node.end())


def bridge():
    """The access device is a bridge of the router."""
    router = rtnl.of("dar1")
    router.bridge("br0")
    router.address("del", f"{dar_address(1)}/64", "acc")
    router.set("acc", master="br0")
    router.up("br0")
    router.address("add", f"{dar_address(1)}/64", "br0")


@pytest.mark.world(dars=2)
def test_fib_flowtable_bridge(net):
    bridge()
    dars = [Dar(1, anchor=False), Dar(2)]
    said = fama("dar1", "dar", "anchor", "add", prefix(1), "dev", "br0", "admit", "open")
    expect("must name the bridge" in said.stderr, "a warning", said.stderr)
    flowtable("acc")
    node = Roamer(net, dars[0], flows=("tcp",))
    fast(node.client, "tcp")

    # The port of the bridge in the table: the flow goes on to where the node was.
    node.leave()
    node.hears_nothing(2, "tcp")

    # The bridge itself.
    netns.run("dar1", ["nft", "delete", "table", "ip6", "fama_flow"])
    node.client.flowing("tcp")
    net.mover.move("mn", 1)
    dars[0].unbound(node.home)
    flowtable("br0")
    fast(node.client, "tcp")
    with hold.rtnl():
        for cell in (2, 1):
            net.mover.move("mn", cell)
            node.client.flowing("tcp")
    alive(node.end())
