# SPDX-License-Identifier: GPL-2.0-only
"""The user says which networks may anchor: the others are used as networks that anchor nothing, and
their routers learn of nobody."""

from check import equal, expect, until
from dar import Dar
from famactl import fama, query, refused
from mn import Mn
from topology import prefix


def shown():
    return query("mn", "mn", "permit", "show")


def rule(permit, **place):
    return {"permit": permit, "prefix": None, "dev": None, "ssid": None, **place}


def only_careof(mn, n, kept):
    """At DAR N the node has an address that cannot follow it; those of others are reached by it."""
    here = mn.state(n, "home", dar=None, reason="not anchored")["address"]
    for k, dar, address in kept:
        mn.state(k, "away", careof=here)
        dar.bound(address, here)


def test_permit(net):
    dars = [Dar(n) for n in net.dars]
    equal((shown(), query("mn", "mn", "show")["anchors"]), ([], "allow"), "rules and default")
    fama("mn", "mn", "permit", "add", "deny", "prefix", prefix(2))
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    kept = [(1, dars[0], first)]
    client.open("ping", "first", first)
    client.flowing("first")

    # The second may not: it gets no update, and its address goes with its link.
    net.mover.move("mn", 2)
    only_careof(mn, 2, kept)
    client.flowing("first")
    net.mover.move("mn", 3)
    third = mn.state(3, "home", auth="phkt")["address"]
    mn.state(1, "away", careof=third)
    until(lambda: not mn.of_dar(2), "the address of dar2 gone", mn.addresses)
    equal((dars[1].counters()["rx_bu"], dars[1].bindings()), (0, []),
          "updates and bindings of dar2")
    equal(shown(), [rule("deny", prefix=prefix(2))], "rules")

    # All but one, by the default. What there is goes on.
    fama("mn", "mn", "permit", "del", "prefix", prefix(2))
    fama("mn", "mn", "permit", "add", "allow", "prefix", prefix(1))
    fama("mn", "mn", "set", "anchors", "deny")
    net.mover.move("mn", 2)
    only_careof(mn, 2, kept + [(3, dars[2], third)])
    client.flowing("first")
    net.mover.move("mn", 1)
    equal(mn.state(1, "home")["address"], first, "address at dar1")
    dars[0].unbound(first)
    client.flowing("first")
    fama("mn", "mn", "address", "release", third)
    dars[2].unbound(third)

    # By the interface; the first that fits decides, and it is asked of each advertisement.
    fama("mn", "mn", "permit", "add", "allow", "dev", "eth0")
    fama("mn", "mn", "permit", "add", "deny", "prefix", "2001:db8::/32")
    net.mover.move("mn", 2)
    mn.state(2, "home", auth="phkt")
    client.flowing("first")
    equal(shown(), [rule("allow", prefix=prefix(1)), rule("allow", dev="eth0"),
                    rule("deny", prefix="2001:db8::/32")], "rules")
    client.stop()
    server.stop()

    for words, said in ((("add", "deny", "dev", "eth0"), "already"),
                        (("add", "deny", "dev", "a/b"), "not a name"),
                        (("add", "deny", "prefix", "2001:db8::1/64"), "not zero"),
                        (("del", "dev", "eth1"), "no rule")):
        answer = refused("mn", "mn", "permit", *words)
        expect(said in answer, f"{said!r} said of {words}", answer)
    mn.disable()
    equal(len(shown()), 3, "rules")
    equal(net.installed("mn"), "", "left of the node")
