# SPDX-License-Identifier: GPL-2.0-only
"""Care-of test, concurrent: an address is served at once up to its credit, then after the proof."""

import socket

import pytest

import mh
import netns
import rtnl
from check import equal, expect, until
from credit import after, fresh, interval
from dar import Dar
from peer import Peer
from topology import CN

ELSEWHERE = "2001:db8:c::3"
HEADERS = SMALLEST = 48  # of what is tunnelled: IPv6 and UDP
OUTER = 40


class Far:
    """Sends to the home address of a node from beyond its router."""

    def __init__(self, dar, node):
        self.dar, self.node = dar, node
        self.sock = netns.sock("core", socket.AF_INET6, socket.SOCK_DGRAM)
        self.sock.bind(("2001:db8:c::1", 4001))

    def sent(self, packets, octets):
        """How many of so many packets were tunnelled at once, the others being held."""
        before = self.dar.counters()
        for _ in range(packets):
            self.sock.sendto(bytes(octets - HEADERS), (self.node.name, 4000))

        def counted():
            now = self.dar.counters()
            sent, kept = (now[k] - before[k] for k in ("tunnel_tx", "held"))
            return (sent, kept) if sent + kept == packets else None
        return until(counted, f"{packets} packets counted", self.dar.counters)[0]


def octets_of(answer):
    """In all: IPv6, the type 2 routing header, the message."""
    return OUTER + 24 + len(answer.mh)


def send_up(dar, node, packets, octets):
    """Through its tunnel."""
    before = dar.binding(node.name)["rx_packets"]
    for _ in range(packets):
        node.put(mh.ipv6(node.careof, node.dar, 41,
                         mh.udp(node.home, "2001:db8:c::1", 4000, 4001,
                                bytes(octets - HEADERS))))
    until(lambda: dar.binding(node.name)["rx_packets"] == before + packets,
          f"{packets} packets from the node", dar.bindings)


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_careof_concurrent(net):
    dar = Dar(1, "concurrent")
    rtnl.of("cn").address("add", f"{ELSEWHERE}/64", "eth0")
    node = Peer(net)
    far = Far(dar, node)

    # Nothing without a token, unless one is asked for.
    ba = node.ask(cga=node.cga)
    equal((ba.status, ba.option(mh.BAD)), (137, None), "status, authenticator")

    # A token from home makes the first move a matter of one round trip. The message that
    # asked for it came from home, where its answer costs nothing: it is credit.
    fresh()
    asked = node.early_token()
    ba = node.refresh(request=[mh.COT_INIT])
    proof = node.given(ba)
    b = dar.bound(node.name, CN, state="unverified")
    # The update has paid for its answer.
    equal((b["credit"], b["credit_packets"]),
          (OUTER + len(asked) + len(node.sent) - octets_of(ba), 1), "credit")
    equal(far.sent(20, SMALLEST), 1, "packets tunnelled on the credit of one")
    send_up(dar, node, 1, 1348)
    equal((dar.binding(node.name)["credit_packets"], far.sent(1, 900)), (0, 0),
          "credit by what comes without proof, packets tunnelled")

    # Proven: no bound any more. What waited went first.
    node.refresh(**proof)
    b = dar.bound(node.name, CN, state="verified")
    expect(b.get("credit") is None, "no credit of a proven address", b)
    equal(dar.counters()["held_sent"], 20, "packets that waited")
    equal(far.sent(50, 1000), 50, "packets tunnelled")
    node.refresh()
    dar.bound(node.name, CN, state="verified")

    # A wrong token; one for another address; a nonce that nobody was told.
    node.no_answer(token=node.token, nonces=proof["nonces"], careof_token=b"8 octets")
    node.no_answer(token=node.token, careof=mh.addr(ELSEWHERE), **proof)
    ba = node.ask(token=node.token, nonces=(0, proof["nonces"][1] ^ 0x8000),
                  careof_token=proof["careof_token"])
    equal((ba.status, ba.option(mh.BAD)), (137, None), "status, authenticator")
    ba = node.ask(token=node.token, careof=mh.addr(ELSEWHERE))
    equal((ba.status, ba.authentic(node.token, mh.addr(ELSEWHERE), node.dar),
           ba.option(mh.COT_OPTION)), (137, True, None), "status, authenticator, token")
    dar.bound(node.name, CN, state="verified")

    # Moved: it is sent what it has sent. And it may leave without any proof.
    fresh()
    send_up(dar, node, 10, 148)
    node.refresh(careof=mh.addr(ELSEWHERE), request=[mh.COT_INIT])
    packets = dar.bound(node.name, ELSEWHERE, state="unverified")["credit_packets"]
    expect(10 <= packets <= 12, "10 packets, and perhaps two updates with proof", packets)
    equal(far.sent(packets, SMALLEST), packets, "packets tunnelled on credit")
    equal(far.sent(1, SMALLEST), 0, "packets tunnelled without credit")
    node.refresh(lifetime=0)
    dar.unbound(node.name)
    c = dar.counters()
    equal((c["bad_mac"], c["careof_nonce"], c["careof_missing"]), (2, 1, 2),
          "bad_mac, careof_nonce, careof_missing")


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_credit_ages(net):
    """An eighth of the credit fades every 5 s, which whoever spends it has to bear."""
    dar = Dar(1, "concurrent")
    dar.set(unverified_lifetime=600)
    node = Peer(net)
    far = Far(dar, node)

    node.register()
    dar.bound(node.name, CN, state="verified")
    rtnl.of("cn").address("add", f"{ELSEWHERE}/64", "eth0")
    fresh()
    begin = interval()
    send_up(dar, node, 18, 100)
    node.refresh(careof=mh.addr(ELSEWHERE), request=[mh.COT_INIT])
    b = dar.bound(node.name, ELSEWHERE, state="unverified")
    credit, packets = b["credit"], b["credit_packets"]
    expect(credit >= 18 * 140 and packets >= 18, "what it sent", b)
    equal(interval(), begin, "the interval")
    after(begin + 6)
    for _ in range(6):
        credit, packets = credit * 7 // 8, packets * 7 // 8
    b = dar.binding(node.name)
    equal((b["credit"], b["credit_packets"]), (credit, packets), "credit")
    expect(OUTER < credit < 1500, "a credit for one packet", credit)
    equal(far.sent(1, credit - OUTER), 1, "packets of the whole credit tunnelled")
    b = dar.binding(node.name)
    equal((b["credit"], b["credit_packets"]), (0, packets - 1), "credit left")
    equal(far.sent(1, SMALLEST), 0, "packets tunnelled without credit")
