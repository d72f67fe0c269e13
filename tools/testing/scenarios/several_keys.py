# SPDX-License-Identifier: GPL-2.0-only
"""A node with several keys: no two routers see the same key, modifier or address; what they can
still compare is the care-of address. Beside it, a node with one key."""

import os
import socket

import pytest

import mh
import netns
from check import equal, expect, until
from dar import Dar
from famactl import fama, query, refused
from mn import Mn
from topology import CN, Sniffer, prefix

KEYS = 3
MARK = b"mind the gap"


def key_file(net, name):
    file = f"{net.dir}/{name}.pem"
    fama(None, "key", "generate", "bits", "1024", "sec", "0", "out", file)
    return file


def shown_to(wire):
    """{(public key, modifier)} in the updates on a wire"""
    found = set()
    for m in mh.messages(wire.packets(), mh.BU):
        params = m.joined(mh.CGA_PARAMS) if m.option(mh.CGA_PARAMS) is not None else None
        if params:
            found.add((params[25:], params[:16]))
    return found


def visit(net, node, ns, routers):
    """Where it goes everything is seen; returns {n: (address, keys)}."""
    seen = {}
    for n in routers:
        wire = Sniffer(f"dar{n}", "acc")
        net.mover.attach(ns, n) if n == routers[0] else net.mover.move(ns, n)
        address = node.state(n, "home", auth="phkt")["address"]
        until(lambda wire=wire: shown_to(wire), "an update with a key")
        seen[n] = address, shown_to(wire)
    return seen


def who_sees(home, careof, n):
    """What leaves the address HOME: its correspondent does not learn where the node is; who is
    on the link there, or on the path to the anchor, learns both.
    """
    wires = {ns: Sniffer(ns, dev) for ns, dev in (("cn", "eth0"), (f"dar{n}", "acc"),
                                                  ("core", f"dar{n}"))}
    mouth = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    mouth.bind((home, 4000))
    mouth.sendto(MARK, (CN, 4001))

    def marked(wire):
        return [p for _, _, p in wire.packets() if MARK in p]

    for ns, wire in wires.items():
        packet = until(lambda wire=wire: marked(wire), f"the packet at {ns}")[0]
        equal((mh.addr(home) in packet, mh.addr(careof) in packet), (True, ns != "cn"),
              f"home and care-of address to be seen at {ns}")


@pytest.mark.world(nodes=2)
def test_several_keys(net):
    for n in net.dars:
        Dar(n, min_sec=0)
    files = [key_file(net, f"key{i}") for i in range(KEYS)]
    single = key_file(net, "single")
    copy = f"{net.dir}/copy.pem"
    os.link(files[0], copy)
    mn, other = Mn(), Mn("mn2", single)
    mn.disable()
    refused("mn", "mn", "enable", "key", files[0], "key", copy, "dev", "eth0")
    words = [word for file in files for word in ("key", file)]
    fama("mn", "mn", "enable", *words, "dev", "eth0")
    equal(mn.show()["keys"], KEYS, "keys")

    seen = visit(net, mn, "mn", net.dars)
    made = {n: [query(None, "key", "address", file, prefix(n))["address"] for file in files]
            for n in net.dars}
    equal([made[n].index(seen[n][0]) for n in net.dars], list(range(KEYS)), "which key made it")
    parts = [part for n in net.dars for pair in seen[n][1] for part in pair]
    equal(len(parts), 2 * KEYS, "keys and modifiers, one of each at each router")
    equal(len(set(parts)), len(parts), "different ones")
    expect(not any(a["key_old"] for a in mn.addresses()), "no key that was replaced",
           mn.addresses())

    # What two routers can still compare: where the node is.
    places = {n: mn.state(n, "away")["careof"] for n in net.dars[:-1]}
    equal(set(places.values()), {seen[net.dars[-1]][0]}, "care-of addresses")

    who_sees(seen[1][0], places[1], net.dars[-1])

    # With one key each router sees the same.
    theirs = visit(net, other, "mn2", net.dars[:2])
    equal(theirs[1][1], theirs[2][1], "keys and modifiers of a node with one key")
    equal(theirs[2][0], query(None, "key", "address", single, prefix(2))["address"],
          "an address that can be computed in advance")

    # At home the address is that of before.
    net.mover.move("mn", 1)
    equal(mn.state(1, "home")["address"], seen[1][0], "address at the first router")
    # Other keys, of which one stays.
    fama("mn", "mn", "set", "key", files[1], "key", single)
    equal({n: mn.of_dar(n)["key_old"] for n in net.dars}, {1: True, 2: False, 3: True}, "old keys")
    equal(mn.show()["keys"], 2, "keys")
