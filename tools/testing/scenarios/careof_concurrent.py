# SPDX-License-Identifier: GPL-2.0-only
"""Care-of test, concurrent: an address is served at once, but up to its credit."""

import socket
import time

import pytest

import mh
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from peer import Peer
from topology import CN

ELSEWHERE = "2001:db8:c::3"
HEADERS = 48  # of what is tunnelled: IPv6 and UDP


class Far:
    """Sends to the home address of a node from beyond its router."""

    def __init__(self, dar, node):
        self.dar, self.node = dar, node
        self.sock = netns.sock("core", socket.AF_INET6, socket.SOCK_DGRAM)
        self.sock.bind(("2001:db8:c::1", 4001))

    def sent(self, packets, octets):
        """How many of so many packets were tunnelled, the others being counted."""
        before = self.dar.counters()
        for _ in range(packets):
            self.sock.sendto(bytes(octets - HEADERS), (self.node.name, 4000))

        def counted():
            now = self.dar.counters()
            sent, kept = (now[k] - before[k] for k in ("tunnel_tx", "credit_exhausted"))
            return (sent, kept) if sent + kept == packets else None
        return until(counted, f"{packets} packets counted", self.dar.counters)[0]


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_careof_concurrent(net):
    dar = Dar(1, "concurrent")
    rtnl.of("cn").address("add", f"{ELSEWHERE}/64", "eth0")
    node = Peer(net)
    far = Far(dar, node)

    # Nothing without a token, unless one is asked for.
    ba = node.ask(cga=node.cga)
    equal((ba.status, ba.option(mh.BAD)), (137, None), "status, authenticator")

    ba = node.register(request=[mh.COT_INIT])
    proof = node.given(ba)
    b = dar.bound(node.name, CN, state="unverified")
    credit = len(node.sent) - 24  # all but the Home Address option
    expect(0 < b["credit"] <= credit, f"a credit of at most {credit}", b)

    sent = far.sent(20, 148)
    expect(0 < sent * 148 <= credit, f"at most {credit} octets tunnelled", sent * 148)
    equal(far.sent(1, 900), 0, "packets tunnelled without credit")

    # What comes from there is credit, of which an eighth may fade every 5 s.
    node.put(mh.ipv6(CN, node.dar, 41, mh.udp(node.home, "2001:db8:c::1", 4000, 4001,
                                              bytes(1300))))
    until(lambda: dar.binding(node.name)["rx_packets"] == 1, "a packet from the node",
          dar.bindings)
    equal(far.sent(1, 900), 1, "packets tunnelled with credit")
    equal(far.sent(1, 900), 0, "packets tunnelled without credit")

    # Proven: no bound any more.
    node.refresh(**proof)
    b = dar.bound(node.name, CN, state="verified")
    expect(b.get("credit") is None, "no credit of a proven address", b)
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
    equal((ba.status, ba.option(mh.BAD)), (137, None), "status, authenticator")
    dar.bound(node.name, CN, state="verified")

    # Moved; and it may leave without any proof.
    node.refresh(careof=mh.addr(ELSEWHERE), request=[mh.COT_INIT])
    dar.bound(node.name, ELSEWHERE, state="unverified")
    node.refresh(lifetime=0)
    dar.unbound(node.name)
    c = dar.counters()
    equal((c["bad_mac"], c["careof_nonce"], c["careof_missing"]), (2, 1, 2),
          "bad_mac, careof_nonce, careof_missing")


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_credit_ages(net):
    """An eighth of the credit fades every 5 s, which whoever spends it has to bear."""
    dar = Dar(1, "concurrent")
    node = Peer(net)
    far = Far(dar, node)

    def interval():
        return int(time.clock_gettime(time.CLOCK_BOOTTIME) // 5)

    def after(number):
        """A second behind the beginning of an interval."""
        time.sleep(number * 5 + 1 - time.clock_gettime(time.CLOCK_BOOTTIME))

    after(interval() + 1)
    begin = interval()
    node.register(request=[mh.COT_INIT])
    node.put(mh.ipv6(CN, node.dar, 41, mh.udp(node.home, "2001:db8:c::1", 4000, 4001,
                                              bytes(1300))))
    until(lambda: dar.binding(node.name)["rx_packets"] == 1, "a packet from the node",
          dar.bindings)
    credit = dar.binding(node.name)["credit"]
    equal(credit, len(node.sent) - 24 + 1348, "credit")
    equal(interval(), begin, "the interval")
    after(begin + 6)
    for _ in range(6):
        credit = credit * 7 // 8
    equal(far.sent(1, credit + 1), 0, "packets of an octet more than the credit tunnelled")
    equal(far.sent(1, credit), 1, "packets of the whole credit tunnelled")
    equal(dar.binding(node.name)["credit"], 0, "credit left")
