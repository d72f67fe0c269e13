# SPDX-License-Identifier: GPL-2.0-only
"""Two nodes of one kernel with two keys, and a key that is replaced in use.

Addresses keep the key they were made with, and what they sign still counts.
"""

import time

import pytest

import mh
from check import equal, expect, until
from dar import Dar
from famactl import fama, query, refused
from mn import Mn
from topology import prefix


def key_file(net, name, bits, sec=1):
    file = f"{net.dir}/{name}.pem"
    fama(None, "key", "generate", "bits", str(bits), "sec", str(sec), "out", file)
    return file


def made_with(file, n):
    """The address that a key has at DAR N."""
    return query(None, "key", "address", file, prefix(n))["address"]


def key_of(node, n):
    a = node.of_dar(n)
    return a["key_bits"], a["sec"], a["key_old"]


def signed_anew(dars, events, n, address):
    """DAR N forgets, and knows keys only: with its key the node then proves its address."""
    dars[n - 1].disable()
    start = time.time_ns()
    dars[n - 1].enable(anchor=False)
    dars[n - 1].anchor(admit="keys")
    events.wait(after=start, event="bu", address=address, auth="cga")
    events.wait(after=start, event="ba", address=address, status=0)
    dars[n - 1].bound(address, state="verified")


@pytest.mark.world(nodes=2)
def test_node_keys(net):
    dars = [Dar(n) for n in net.dars]
    first, second = key_file(net, "first", 1024), key_file(net, "second", 1536)
    third, other = key_file(net, "third", 1024), key_file(net, "other", 1024)
    for dar in dars:
        for file in (first, second, third, other):
            dar.admit(mh.Key.load(file))
    mn, mn2 = Mn(keyfile=first), Mn("mn2", other)
    events = net.watch("mn")
    server, client = net.traffic()
    for ns in ("mn", "mn2"):
        net.mover.attach(ns, 1)
    home = mn.state(1, "home")["address"]
    theirs = mn2.state(1, "home")["address"]
    equal((home, theirs), (made_with(first, 1), made_with(other, 1)), "addresses of two keys")
    client.open("tcp", "old", home)
    client.flowing("old")

    # What is refused changes nothing.
    for bad, words in (("/nonexistent", "No such file"), ("/dev/null", "no private key")):
        said = refused("mn", "mn", "set", "key", bad)
        expect(words in said, words, said)
    equal(mn.show()["key"], {"bits": 1024, "sec": 1}, "key of the node")

    # The same key again is no other; another is one from the next address on.
    fama("mn", "mn", "set", "key", first)
    equal(key_of(mn, 1), (1024, 1, False), "key of the address")
    fama("mn", "mn", "set", "idle", "50", "key", second)
    equal(mn.show()["idle"], 50, "what was set beside the key")
    equal(mn.show()["key"], {"bits": 1536, "sec": 1}, "key of the node")
    equal(key_of(mn, 1), (1024, 1, True), "key of the address")
    net.mover.move("mn", 2)
    here = mn.state(2, "home")["address"]
    equal(here, made_with(second, 2), "address of the second key")
    equal(key_of(mn, 2), (1536, 1, False), "key of the address")
    mn.state(1, "away", careof=here)
    client.open("tcp", "new", here)
    client.flowing("old", "new")
    signed_anew(dars, events, 1, home)
    client.flowing("old", "new")

    # A third move with both, and a third key meanwhile.
    mn.new_key(third)
    net.mover.move("mn", 3)
    last = mn.state(3, "home")["address"]
    equal(last, made_with(third, 3), "address of the third key")
    for n, address in ((1, home), (2, here)):
        mn.state(n, "away", careof=last)
        signed_anew(dars, events, n, address)
    client.flowing("old", "new")
    equal([key_of(mn, n) for n in (1, 2, 3)],
          [(1024, 1, True), (1536, 1, True), (1024, 1, False)], "keys of the addresses")
    # Coming back, an address is what it was as long as it exists.
    net.mover.move("mn", 1)
    equal(mn.state(1, "home")["address"], home, "address at the first router")
    client.flowing("old", "new")
    for name, flow in client.stop().items():
        expect(not flow["error"] and flow["received"], f"flow {name} alive", flow["error"])

    # Released, deregistered by its old key, and made anew by the present one.
    mn.release(home)
    net.mover.move("mn", 2)
    until(lambda: not mn.of_dar(1), "the address gone", mn.addresses)
    net.mover.move("mn", 1)
    mn.state(1, "home")
    equal(mn.of_dar(1)["address"], made_with(third, 1), "address of the third key")

    # The neighbour has noticed nothing.
    equal(mn2.show()["key"], {"bits": 1024, "sec": 1}, "key of the other node")
    equal([(a["address"], a["key_old"]) for a in mn2.addresses()], [(theirs, False)],
          "addresses of the other node")

    # Out with the node goes the key.
    mn.disable()
    equal(mn.show()["key"], None, "key of a node that is disabled")
    expect("not enabled" in refused("mn", "mn", "set", "key", first), "no key then", "another error")
    mn.keyfile = first
    mn.enable()
    equal(mn.state(1, "home")["address"], home, "address of the first key")
