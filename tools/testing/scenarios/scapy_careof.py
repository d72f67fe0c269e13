# SPDX-License-Identifier: GPL-2.0-only
"""Care-of tests by a node made of scapy: tokens, early and complete updates, credit."""

import pytest

import rtnl
from check import equal, expect
from credit import faded
from dar import Dar
from scapymn import ZERO, ICMPv6EchoRequest, IPv6, Link, MIP6OptCareOfTestInit, ScapyMn, generate
from topology import dar_address

PLACES = "2001:db8:5c:1::99", "2001:db8:5c:2::99"
FAR = "2001:db8:5c:c::1"
ASKING = dict(ask=[MIP6OptCareOfTestInit])


@pytest.mark.world(dars=2, nodes=0, radvd=False, delay_ms=0)
def test_scapy_careof(net):
    rtnl.of("core").route("add", "2001:db8:5c::/48", kind="blackhole")
    key = generate()
    number = 0

    def arrive(n, mode):
        # Open: its nodes live on the core.
        dar = Dar(n, mode, admit="open", min_sec=0)
        link = Link("core", f"dar{n}", f"dar{n}", "core")
        return dar, ScapyMn(link, dar_address(n), f"2001:db8:{n}::", PLACES[0], key)

    def refused(node, counter, **kw):
        """137, with proof and with the token that is asked for to who has the PHKT; no binding
        changes."""
        was, before = dar.binding(node.home), dar.counters()
        ba = node.ask(status=137, **kw)
        known = counter == "careof_missing" and "by" not in kw
        equal((ba.authenticated, ba.option(16) is not None), (known, known and "ask" in kw),
              "authenticator and token")
        now, after = dar.binding(node.home), dar.counters()
        equal(after[counter], before[counter] + 1, counter)
        for k in ("careof", "seq", "state") if was else ():
            equal(now[k], was[k], k)
        equal(bool(now), bool(was), "a binding")

    def dropped(node, **kw):
        before = dar.counters()["bad_mac"]
        node.link.send(node.update(**kw))
        equal([p.summary() for p in node.link.fence(PLACES[0], node.dar)], [], "packets")
        equal(dar.counters()["bad_mac"], before + 1, "bad_mac")

    def download(node, packets, size):
        """How many of so many packets of this size come out of the tunnel."""
        nonlocal number
        number += 1
        for _ in range(packets):
            node.link.send(IPv6(src=FAR, dst=node.home) /
                           ICMPv6EchoRequest(id=1, seq=number, data=bytes(size - 48)))
        return out_of_tunnel(node)

    def out_of_tunnel(node):
        return sum(p.nh == 41 for p in node.link.fence(PLACES[0], node.dar))

    def send_up(node, packets):
        for _ in range(packets):
            node.up(IPv6(src=node.home, dst=FAR) / ICMPv6EchoRequest(id=1, data=bytes(1200)))
        node.link.fence(PLACES[0], node.dar)

    # ---------------------------------------------------------------------- required
    dar, node = arrive(1, "required")
    other = ScapyMn(node.link, node.dar, "2001:db8:1::", PLACES[0], key)
    refused(node, "careof_missing", by="cga")
    refused(node, "careof_missing", by="cga", **ASKING)
    proof = node.test()
    equal(node.test()["careof_token"], proof["careof_token"], "token of one nonce, twice")
    expect(node.test(PLACES[1])["careof_token"] != proof["careof_token"],
           "another token for another address", "the same")

    # Signed, and keyed with the care-of token: it has no PHKT yet.
    dropped(node, by="cga phkt", nonces=proof["nonces"], careof_token=b"8 octets", token=ZERO)
    dropped(node, by="cga phkt", src=PLACES[1], token=ZERO, **proof)
    node.ask(by="cga phkt", token=ZERO, **proof)
    dar.bound(node.home, PLACES[0], auth="cga", state="verified")
    # It stays there: no other token is needed, nor would an unknown one do.
    node.refresh()
    refused(node, "careof_nonce", nonces=(0, proof["nonces"][1] ^ 0x4000),
            careof_token=proof["careof_token"])
    # It moves: the test for one place proves nothing about another.
    node.careof = PLACES[1]
    refused(node, "careof_missing")
    refused(node, "careof_missing", **ASKING)
    dropped(node, **proof)
    dropped(node, nonces=proof["nonces"], careof_token=ZERO)
    node.move(PLACES[1], **node.test(PLACES[1]))
    dar.bound(node.home, PLACES[1], auth="phkt", state="verified")
    equal(download(node, 20, 1000), 20, "packets tunnelled")
    # A token is not what ends a binding; and there is no need of one.
    dropped(node, lifetime=0, nonces=proof["nonces"], mac=lambda m: bytes(12))
    node.deregister()
    dar.unbound(node.home)
    # The PHKT with a token: the way back without any signature.
    node.move(PLACES[0], **node.test(PLACES[0]))
    dar.bound(node.home, PLACES[0], auth="phkt", state="verified")

    # -------------------------------------------------------------------- concurrent
    dar, node = arrive(2, "concurrent")
    refused(node, "careof_missing", by="cga")
    # A router that knows nothing of the node wants a proof; after that it is enough to ask.
    refused(node, "careof_missing", by="cga", **ASKING)
    node.ask(by="cga phkt", token=ZERO, **node.test())
    node.deregister()
    faded()
    ba = node.register(**ASKING)
    equal([kind for kind, _, _ in ba.options], [14, 16, 4, 5], "options of the answer")
    proof = node.given(ba)
    dar.bound(node.home, PLACES[0], state="unverified")
    # The update pays for its answer, and what comes without proof for nothing.
    equal(download(node, 20, 100), 0, "packets tunnelled without credit")
    send_up(node, 1)
    equal(download(node, 2, 1000), 0, "packets tunnelled without credit")

    # The complete one: what waited for it comes.
    dropped(node, nonces=proof["nonces"], careof_token=b"8 octets")
    node.refresh(**proof)
    dar.bound(node.home, PLACES[0], state="verified")
    equal(out_of_tunnel(node), 22, "packets that waited")
    equal(download(node, 20, 1000), 20, "packets tunnelled")
    equal([kind for kind, _, _ in node.refresh(**ASKING).options], [5],
          "options of an answer to who needs no token")
    # To another place, by a token of the test alone; what it sends with proof is what it gets.
    send_up(node, 3)
    node.careof = PLACES[1]
    refused(node, "careof_missing")
    ba = node.move(PLACES[1], **ASKING)
    equal([kind for kind, _, _ in ba.options], [16, 4, 5], "options of the answer")
    dar.bound(node.home, PLACES[1], state="unverified")
    got = download(node, 10, 1200)
    expect(got == 3, "3 packets of 1240 octets for 3 of 1288", got)
    # Unproven, it must go on asking.
    refused(node, "careof_missing")
    node.refresh(**node.given(node.refresh(**ASKING)))
    dar.bound(node.home, PLACES[1], state="verified")
    node.deregister()
    dar.unbound(node.home)

    c = dar.counters()
    equal((c["rx_coti"], c["tx_cot"], c["coti_home"]), (1, 1, 0), "tests at the second")
