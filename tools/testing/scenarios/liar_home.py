# SPDX-License-Identifier: GPL-2.0-only
"""Home is where the router itself is: a link that only seems to be home ends no binding, and a node
that has lost its memory gets its address back from the router that claims it."""

import netns
import rtnl
from check import equal, never, until
from dar import Dar
from mn import Mn
from router import HOME, Neighbour, prefix_info
from topology import dar_address, prefix


def test_liar_home(net):
    """He advertises the router's own address, and forwards what he gets."""
    dars = [Dar(n) for n in net.dars]
    net.host(3, "evil", "2001:db8:3::66")
    netns.sysctl("evil", conf__all__forwarding=1)
    evil = Neighbour(net, "evil")
    source = rtnl.of("evil").addresses("eth0", "link")[0]["address"]
    mn = Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    client.open("tcp", "tcp", first)
    client.open("ping", "ping", first)
    client.flowing("tcp", "ping")
    net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    bound = dars[0].bound(first, second, state="verified")

    # The router of the third cell is not heard, the liar is.
    net.stop_radvd(3)
    net.mover.move("mn", 3)
    until(lambda: mn.links()["eth0"]["up"], "the link up", mn.links)

    def lie():
        evil.advertise(prefix_info(prefix(1).partition("/")[0], dar_address(1)), src=source,
                       flags=HOME)
        return mn.of_dar(1)["state"] == "returning"

    until(lie, "an address that returns")
    equal(dars[0].bound(first, second)["seq"], bound["seq"], "number of the last update")
    until(lambda: mn.counters()["not_home"] == 1, "the lie found out", mn.counters)
    never(lambda: mn.of_dar(1)["state"] == "home" and mn.of_dar(1)["address"] == first, 1,
          "an address at the home of a liar")
    dars[0].bound(first, second)

    # Any other router is better.
    net.start_radvd(3)
    third = mn.state(3, "home")["address"]
    until(lambda: [a for a in mn.addresses() if a["address"] == first and a["state"] == "away"],
          "the address away", mn.addresses)
    dars[0].bound(first, third)
    client.flowing("tcp", "ping")
    attached = len(events.find(event="attach"))
    for _ in range(3):
        lie()
    never(lambda: len(events.find(event="attach")) > attached, 1, "another attachment")

    # Where the router itself is, it proves it.
    net.mover.move("mn", 1)
    until(lambda: [a for a in mn.addresses() if a["address"] == first and a["state"] == "home"],
          "the address at home", mn.addresses)
    dars[0].unbound(first)
    client.flowing("tcp", "ping")
    client.stop()


def test_memory_lost(net):
    """The node was away, starts anew, and comes home while its router still has the binding."""
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    dars[0].bound(first, second)
    net.mover.detach("mn")
    mn.state(1, "idle")
    mn.disable()  # It cannot say goodbye.
    dars[0].bound(first, second)

    mn.enable()
    net.mover.attach("mn", 1)
    equal(mn.state(1, "home", auth="phkt")["address"], first, "address at home")
    dars[0].unbound(first)
    equal([a["address"] for a in mn.addresses()], [first], "addresses")
    equal(mn.counters()["dad_collision"], 0, "collisions")
    server, client = net.traffic()
    client.open("tcp", "tcp", first)
    client.flowing("tcp")
    client.stop()
