# SPDX-License-Identifier: GPL-2.0-only
"""What exceeds the credit of a care-of address waits for its proof: in order, within bounds, and
not longer than the binding or some seconds.
"""

import socket
import struct

import pytest

import mh
import netns
import peer
from check import equal, expect, never, until
from credit import faded
from dar import Dar
from peer import Peer

ROOM = 128      # packets of one binding
AGE = 4000      # ms
HEADERS = 48
FAR = "2001:db8:c::1"


class Far:
    """Sends numbered packets to the home address of a node."""

    def __init__(self, node):
        self.node, self.number = node, 0
        self.sock = netns.sock("core", socket.AF_INET6, socket.SOCK_DGRAM)
        self.sock.bind((FAR, 0))

    def send(self, packets, octets=200):
        for _ in range(packets):
            body = struct.pack(">Q", self.number).ljust(octets - HEADERS, b".")
            self.sock.sendto(body, (self.node.name, 4000))
            self.number += 1

    def came(self):
        """Numbers of those that came out of the tunnel, in their order."""
        return [struct.unpack_from(">Q", p, 40 + HEADERS)[0]
                for _, d, p in self.node.sniffer.packets()
                if d == "in" and p[6] == 41 and p[64:80] == self.node.home]


def held(dar):
    return {k: v for k, v in dar.counters().items() if k.startswith("held") and v}


def counted(dar, **want):
    until(lambda: held(dar) == want, f"counters {want}", lambda: held(dar))


def move(node):
    """To its care-of address, without proof: the token that will prove it."""
    return node.given(node.ask(token=node.token, lifetime=105, request=[mh.COT_INIT]))


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_careof_hold(net):
    dar = Dar(1)
    dar.set(hold_packets=ROOM, hold_age=AGE)
    node, other = Peer(net), Peer(net, keypair=peer.key("other"))
    far, aside = Far(node), Far(other)
    for one in (node, other):
        one.early_token()
    faded()
    proof = move(node)
    move(other)

    # Nothing of it reaches the node before the proof, then all of it does.
    far.send(50)
    far.send(10, 1400)
    far.send(40)
    counted(dar, held=100)
    equal(far.came(), [], "packets to an address without proof")
    node.refresh(**proof)
    until(lambda: len(far.came()) == 100, "100 packets", far.came)
    equal(far.came(), list(range(100)), "packets, in their order")
    counted(dar, held=100, held_sent=100)
    far.send(20)
    until(lambda: len(far.came()) == 120, "20 packets more", far.came)
    counted(dar, held=100, held_sent=100)

    # One binding has a bound, at which the oldest go, and none has the room of another.
    node.refresh(lifetime=0)
    proof = move(node)
    far.send(ROOM + 30, 1200)
    aside.send(10)
    counted(dar, held=140 + ROOM, held_sent=100, held_full=30)
    node.sniffer.clear()
    node.refresh(**proof)
    until(lambda: len(far.came()) == ROOM, f"{ROOM} packets", far.came)
    equal(far.came(), list(range(150, 150 + ROOM)), "the newest packets, in their order")

    # The end of a binding is their end.
    other.refresh(lifetime=0)
    counted(dar, held=140 + ROOM, held_sent=100 + ROOM, held_full=30, held_ended=10)
    expect(not aside.came(), "no packet of an ended binding", aside.came())

    # No packet waits longer than it may.
    node.refresh(lifetime=0)
    proof = move(node)
    far.send(5, 1200)
    counted(dar, held=145 + ROOM, held_sent=100 + ROOM, held_full=30, held_ended=10)
    until(lambda: held(dar).get("held_late") == 5, "5 packets that waited too long",
          lambda: held(dar), patience=10)
    node.sniffer.clear()
    node.refresh(**proof)
    never(far.came, 0.5, "a packet that is too old")


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_fair(net):
    """A flood for one address, when there is no memory any more, takes nothing from another."""
    dar = Dar(1)
    dar.set(hold_memory=2**18)
    node, other = Peer(net), Peer(net, keypair=peer.key("other"))
    flood, call = Far(node), Far(other)
    for one in (node, other):
        one.early_token()
    faded()
    move(node)
    proof = move(other)
    call.send(5)
    flood.send(1000, 1400)
    call.send(5)
    until(lambda: held(dar).get("held") == 1010, "packets that wait", lambda: held(dar))
    expect(held(dar)["held_full"] > 500, "no room for all", held(dar))
    other.refresh(**proof)
    until(lambda: len(call.came()) == 10, "the packets of the call", call.came)


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_end_of_the_router(net):
    """The role ends while packets wait; it begins anew with nothing."""
    dar = Dar(1)
    node = Peer(net)
    far = Far(node)
    for _ in range(2):
        node.early_token()
        faded()
        move(node)
        far.send(20)
        until(lambda: held(dar).get("held", 0) % 20 == 0 and held(dar).get("held"),
              "packets that wait", lambda: held(dar))
        dar.disable()
        equal(held(dar)["held"], held(dar)["held_ended"], "packets that ended with the router")
        dar.enable()
