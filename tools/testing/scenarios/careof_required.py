# SPDX-License-Identifier: GPL-2.0-only
"""Care-of test, required: nothing is redirected to an address that is not proven."""

import time

import pytest

import mh
import rtnl
from check import equal, expect, never, until
from dar import Dar
from peer import Peer
from topology import CN

ELSEWHERE = mh.addr("2001:db8:c::3")


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_careof_required(net):
    dar = Dar(1, "required")
    rtnl.of("cn").address("add", f"{mh.text(ELSEWHERE)}/64", "eth0")
    node = Peer(net)

    def refused(**kw):
        """The answer to who has the token has an authenticator."""
        ba = node.ask(**kw)
        equal((ba.status, ba.option(mh.BAD) is not None), (137, "token" in kw),
              "status, authenticator")
        if "token" in kw:
            expect(ba.authentic(kw["token"], kw.get("careof", node.careof), node.dar),
                   "an authenticator keyed with the token", "another")
        return ba

    refused(cga=node.cga)
    refused(cga=node.cga, request=[mh.COT_INIT])
    equal(dar.bindings(), [], "bindings")

    # The test, then the first Binding Update.
    proof = node.test()
    node.no_answer(cga=node.cga, token=bytes(8), nonces=proof["nonces"],
                   careof_token=b"8 octets")
    node.register(token=bytes(8), **proof)
    dar.bound(node.name, CN, auth="cga", state="verified")

    # While it stays there, no other; and none to leave.
    node.refresh()
    node.refresh(lifetime=0)
    dar.unbound(node.name)
    refused(token=node.token)
    node.refresh(**node.test())
    dar.bound(node.name, CN, auth="phkt", state="verified")

    # Elsewhere.
    given = node.given(refused(token=node.token, careof=ELSEWHERE, request=[mh.COT_INIT]))
    node.no_answer(token=node.token, careof=ELSEWHERE, **proof)
    other = node.test(careof=ELSEWHERE)
    expect(other["careof_token"] != proof["careof_token"], "another token", "the same")
    equal(given, other, "proof that came with the refusal, and by a test")
    ba = node.refresh(careof=ELSEWHERE, request=[mh.COT_INIT], **given)
    dar.bound(node.name, mh.text(ELSEWHERE), state="verified")
    equal([k for k, _ in ba.options if k == mh.COT_OPTION], [], "token for what is proven")
    c = dar.counters()
    equal((c["careof_missing"], c["bad_mac"]), (4, 2), "careof_missing, bad_mac")

    # What is no Care-of Test Init for this router.
    seen = len(node.answers(mh.COT))
    for kw, counter in ((dict(home=node.home), "coti_home"),
                        (dict(cn="2001:db8:100:1::2"), "not_addressed")):
        node.put(mh.coti_packet(CN, kw.get("cn", node.dar), bytes(8), kw.get("home")))
        until(lambda: dar.counters()[counter] == 1, counter, dar.counters)
    never(lambda: node.answers(mh.COT)[seen:], 1, "a Care-of Test")
    c = dar.counters()
    equal((c["rx_coti"], c["tx_cot"]), (5, 3), "rx_coti, tx_cot")

    # Without a care-of test: nothing is to be proven, but a token is honoured.
    dar.disable()
    dar.enable("off")
    node.register(token=bytes(8), **node.test())
    ba = node.refresh(careof=ELSEWHERE, request=[mh.COT_INIT])
    equal([k for k, _ in ba.options if k == mh.COT_OPTION], [], "token for what is proven")
    node.refresh()
    dar.bound(node.name, CN, auth="phkt", state="verified")


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_nonces(net):
    """A nonce is given out for 30 s and honoured for 240 s, both from when it was made.

    The first to ask has one made; so nothing is to be waited for before that.
    """
    dar = Dar(1, "required")
    rtnl.of("cn").address("add", f"{mh.text(ELSEWHERE)}/64", "eth0")
    node = Peer(net)
    old, made = node.test(careof=ELSEWHERE), time.monotonic()

    def at(seconds):
        time.sleep(made + seconds - time.monotonic())

    proof = node.test()
    equal(proof["nonces"], old["nonces"], "nonce of the same period")
    node.register(token=bytes(8), **proof, lifetime=1000)
    at(29)
    equal(node.test()["nonces"], old["nonces"], "nonce at the end of its period")
    at(31)
    expect(node.test()["nonces"] != old["nonces"], "another nonce in the next period", "the same")
    at(239)
    node.refresh(careof=ELSEWHERE, lifetime=1000, **old)
    node.refresh(lifetime=1000, **node.test())
    at(241)
    ba = node.ask(token=node.token, careof=ELSEWHERE, **old)
    equal((ba.status, ba.option(mh.BAD)), (137, None), "status, authenticator")
    equal(dar.counters()["careof_nonce"], 1, "careof_nonce")
    dar.bound(node.name, CN, state="verified")
