# SPDX-License-Identifier: GPL-2.0-only
"""Care-of test, concurrent: an address is served at once, but up to its credit."""

import socket

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


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_careof_concurrent(net):
    dar = Dar(1, "concurrent")
    rtnl.of("cn").address("add", f"{ELSEWHERE}/64", "eth0")
    node = Peer(net)
    far = netns.sock("core", socket.AF_INET6, socket.SOCK_DGRAM)
    far.bind(("2001:db8:c::1", 4001))

    def downlink(packets, octets):
        """How many of so many packets were tunnelled, the others being counted."""
        before = dar.counters()
        for _ in range(packets):
            far.sendto(bytes(octets - HEADERS), (node.name, 4000))

        def counted():
            now = dar.counters()
            sent, kept = (now[k] - before[k] for k in ("tunnel_tx", "credit_exhausted"))
            return (sent, kept) if sent + kept == packets else None
        return until(counted, f"{packets} packets counted", dar.counters)[0]

    # Nothing without a token, unless one is asked for.
    ba = node.ask(cga=node.cga)
    equal((ba.status, ba.option(mh.BAD)), (137, None), "status, authenticator")

    ba = node.register(request=[mh.COT_INIT])
    proof = node.given(ba)
    b = dar.bound(node.name, CN, state="unverified")
    credit = len(node.sent) - 24  # all but the Home Address option
    expect(0 < b["credit"] <= credit, f"a credit of at most {credit}", b)

    sent = downlink(20, 148)
    expect(0 < sent * 148 <= credit, f"at most {credit} octets tunnelled", sent * 148)
    equal(downlink(1, 900), 0, "packets tunnelled without credit")

    # What comes from there is credit, of which an eighth may fade every 5 s.
    node.put(mh.ipv6(CN, node.dar, 41, mh.udp(node.home, "2001:db8:c::1", 4000, 4001,
                                              bytes(1300))))
    until(lambda: dar.binding(node.name)["rx_packets"] == 1, "a packet from the node",
          dar.bindings)
    equal(downlink(1, 900), 1, "packets tunnelled with credit")
    equal(downlink(1, 900), 0, "packets tunnelled without credit")

    # Proven: no bound any more.
    node.refresh(**proof)
    b = dar.bound(node.name, CN, state="verified")
    expect(b.get("credit") is None, "no credit of a proven address", b)
    equal(downlink(50, 1000), 50, "packets tunnelled")
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
