# SPDX-License-Identifier: GPL-2.0-only
"""Added up on the wire: an address without proof gets no more than its node has sent.

Neither more octets nor more packets, outer headers, answers and errors included, at no moment.
"""

import socket

import pytest

import mh
import netns
import peer
import rtnl
from check import equal, expect, note, until
from credit import after, fresh, interval
from dar import Dar
from peer import Peer
from topology import CN, Sniffer, prefix

FAR = "2001:db8:c::1"
ELSEWHERE = "2001:db8:c::3"
SMALLEST = 48  # octets of an IPv6 packet with an empty datagram
LARGE = 1400
OUTER = 40  # an IPv6 header


class Balance:
    """What the node has sent to the router, and got of it, at the node's end of the wire."""

    def __init__(self, node):
        self.node = node
        self.octets = self.packets = 0
        self.got = 0

    def at_home(self, message):
        """What the node has sent from home is on another wire."""
        self.octets += OUTER + len(message)
        self.packets += 1

    def begin(self):
        """What an address with proof got is not counted."""
        self.node.sniffer.clear()
        self.octets = self.packets = 0

    def add(self):
        """Everything up to now; the balance is not below zero at any moment."""
        seen = self.node.sniffer.packets()
        for _, direction, p in seen:
            if mh.addr(self.node.dar) not in (p[8:24], p[24:40]):
                continue
            sign = 1 if direction == "out" else -1
            self.octets += sign * len(p)
            self.packets += sign
            self.got += direction == "in"
            expect(self.octets >= 0 and self.packets >= 0, "a balance of at least 0",
                   (self.octets, self.packets, p.hex()))
        self.node.sniffer.clear()
        return self.octets, self.packets


class Far:
    """Sends to the home address of a node from beyond its router, and waits until it is there."""

    def __init__(self, dar, node):
        self.dar, self.node = dar, node
        self.sock = netns.sock("core", socket.AF_INET6, socket.SOCK_DGRAM)
        self.sock.bind((FAR, 4001))
        self.wire = Sniffer("dar1", "core", wakes=True)

    def send(self, packets, octets):
        self.wire.clear()
        for _ in range(packets):
            self.sock.sendto(bytes(octets - SMALLEST), (self.node.name, 4000))
        until(lambda: sum(d == "in" and p[24:40] == self.node.home
                          for _, d, p in self.wire.packets()) >= packets,
              f"{packets} packets at the router")


def tunnelled(node, octets):
    """A packet that the node sends through its tunnel."""
    inner = mh.udp(node.home, FAR, 4000, 4001, bytes(octets - SMALLEST))
    return mh.ipv6(node.careof, node.dar, 41, inner)


def upstream(dar, node, packets, octets):
    before = dar.binding(node.name)["rx_packets"]
    for _ in range(packets):
        node.put(tunnelled(node, octets))
    until(lambda: dar.binding(node.name)["rx_packets"] == before + packets,
          f"{packets} packets from the node", dar.bindings)


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_credit_wire(net):
    dar = Dar(1, refresh=40)
    rtnl.of("cn").address("add", f"{ELSEWHERE}/64", "eth0")
    node = Peer(net)
    far, balance = Far(dar, node), Balance(node)

    # Refused, and accepted without proof: an answer for each update at most, none larger than it.
    equal(node.ask(cga=node.cga).status, 137, "status without a token")
    balance.add()
    fresh()
    balance.at_home(node.early_token())
    ba = node.refresh(request=[mh.COT_INIT])
    equal(ba.option(2), None, "refresh advice to who has no proof")
    dar.bound(node.name, CN, state="unverified")
    balance.add()
    proof = node.given(ba)
    for octets in (SMALLEST, 148, LARGE):
        far.send(20, octets)
        balance.add()

    # The token proves who sends, not where: refreshed without proof.
    for _ in range(3):
        node.refresh(request=[mh.COT_INIT])
        far.send(10, SMALLEST)
        balance.add()

    # What comes from an address without proof earns nothing.
    before = dar.binding(node.name)
    upstream(dar, node, 5, LARGE)
    after = dar.binding(node.name)
    equal((after["credit"], after["credit_packets"]), (before["credit"], before["credit_packets"]),
          "credit after packets from an address without proof")
    balance.add()

    # Proven, it gets what waited; and what comes is credit for the next address.
    node.refresh(**proof)
    dar.bound(node.name, CN, state="verified")
    # One of the 90 went on the credit of the message from home.
    until(lambda: sum(p[6] == 41 for _, d, p in node.sniffer.packets() if d == "in") == 89,
          "all packets that waited", dar.counters)
    balance.begin()
    upstream(dar, node, 12, 148)
    balance.add()
    node.careof = mh.addr(ELSEWHERE)
    node.refresh(request=[mh.COT_INIT])
    dar.bound(node.name, ELSEWHERE, state="unverified")
    balance.got = 0
    for octets in (SMALLEST, 148, LARGE, SMALLEST):
        far.send(20, octets)
        balance.add()
    note(f"{balance.got} packets to an address without proof, after 12 from one with proof")
    expect(balance.got >= 12, "at least 12 packets, some of them small", balance.got)

    # The end by the administrator, which the node is told of if it has the credit.
    node.refresh(lifetime=0)
    node.refresh(request=[mh.COT_INIT])
    dar.flush()
    dar.unbound(node.name)
    balance.add()
    c = dar.counters()
    equal((c["tx_be"], c["credit_exhausted"]), (0, 1), "Binding Errors sent, and not sent")

    # Where nothing is remembered, it gets no more than it sends either.
    dar.set(max_remembered=0)
    equal(node.ask(token=node.token, request=[mh.COT_INIT]).status, 137, "status")
    equal(node.ask(token=node.token, lifetime=0).status, 133, "status of the end of nothing")
    balance.add()


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_reminders(net):
    """Who has not proven its care-of address is not asked to refresh its binding."""
    dar = Dar(1)
    node = Peer(net)
    far, balance = Far(dar, node), Balance(node)
    balance.at_home(node.early_token())
    node.refresh(lifetime=3, request=[mh.COT_INIT])
    far.send(20, SMALLEST)
    dar.unbound(node.name)
    balance.add()
    c = dar.counters()
    equal((c["tx_brr"], c["tx_be"]), (0, 0), "tx_brr, tx_be")


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_signed_answers(net):
    """A signed answer may be larger than the update: it is signed if the update pays for it."""
    dar = Dar(1)
    cga = mh.Cga(peer.key("router", 2048), prefix(1).split("/", maxsplit=1)[0])
    address = mh.text(cga.address)
    rtnl.of("dar1").address("add", f"{address}/64", "acc")
    dar.set(key=cga.key.der, modifier=cga.modifier)
    node = Peer(net, dar=address)
    balance = Balance(node)
    until(lambda: rtnl.of("dar1").towards(address)["table"] == rtnl.LOCAL, "the address in use")
    # A signature is enough where a care-of address was proven once; all credit has faded.
    node.register()
    node.refresh(lifetime=0)
    after(interval() + 12)
    balance.begin()
    ba = node.register(request=[mh.COT_INIT, mh.CGA_REQUEST])
    balance.add()
    equal(ba.signed(CN, address, address), None, "key of an answer that was not paid for")
    node.refresh(lifetime=0)
    ba = node.register(request=[mh.COT_INIT, mh.CGA_REQUEST], padding=700)
    balance.add()
    equal(ba.signed(CN, address, address), 256, "octets of the key that signed")
    c = dar.counters()
    equal((c["ba_signed"], c["ba_unsigned"]), (1, 1), "ba_signed, ba_unsigned")
