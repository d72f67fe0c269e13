# SPDX-License-Identifier: GPL-2.0-only
"""A router whose address is a CGA signs the answers that deliver a PHKT.

What it signs is verified by lib/mh.py, which shares nothing with the modules.
"""

import os

import pytest

import famactl
import keypool
import mh
import netns
import peer
import rtnl
from check import equal, expect, until
from dar import Dar
from famactl import fama, refused
from patience import scaled
from peer import Peer

pytestmark = pytest.mark.clock("work")

ASK = (mh.CGA_REQUEST,)
SIGNED = (mh.CGA_PARAMS, mh.SIGNATURE)


def router_key(net, cga):
    """The key file of a CGA."""
    bits = cga.key.size * 8
    pem = keypool.key_file("router", bits)
    file = f"{net.dir}/router{bits}.pem"
    with open(pem, encoding="ascii") as f, open(file, "w", encoding="ascii") as out:
        out.write(f"# fama-modifier: {cga.modifier.hex()}\n# fama-sec: {cga.sec}\n{f.read()}")
    os.chmod(file, 0o600)
    return file


def router_cga(bits, **kw):
    return mh.Cga(peer.key("router", bits), "2001:db8:1::", **kw)


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_signed_ack(net):
    dar = Dar(1, "off")

    def address(cga):
        rtnl.of("dar1").address("add", f"{mh.text(cga.address)}/64", "acc")
        return mh.text(cga.address)

    def counted():
        c = dar.counters()
        return c["ba_signed"], c["ba_unsigned"]

    def answers(node, signed, asked=ASK, lifetime=105):
        """Registers; the answer is signed or not, and counted as that if it was asked."""
        before = counted()
        ba = node.register(request=asked, lifetime=lifetime)
        about = node.careof if lifetime else node.home
        equal(ba.signed(about, node.dar, node.dar), signed, "octets of the key that signed")
        kinds = [k for k, _ in ba.options if k != 1]
        wanted = [mh.PHKT] + ([*SIGNED] if signed else []) + [mh.BAD]
        equal([k for i, k in enumerate(kinds) if k not in kinds[:i]], wanted, "options, in order")
        after = counted()
        equal((after[0] - before[0], after[1] - before[1]),
              (int(bool(signed)), int(not signed)) if asked else (0, 0), "counted signed, unsigned")
        return ba

    # No key; then a key, but an address that is none of it.
    plain = Peer(net)
    answers(plain, None)
    first = router_cga(1536, sec=1)
    fama("dar1", "dar", "set", "key", router_key(net, first))
    answers(plain, None)

    node = Peer(net, keypair=peer.key("other"), dar=address(first))
    answers(node, None, asked=())
    ba = answers(node, 192)

    # Its parts hold together: no octet of what it covers may change.
    for at in (7, ba.places[0] + 20, ba.places[1] + 2 + 5, len(ba.mh) - 16):
        other = mh.Message(mh.ipv6(ba.src, ba.dst, mh.MH, ba.mh[:at] +
                                   bytes([ba.mh[at] ^ 1]) + ba.mh[at + 1:]))
        try:
            other.signed(node.careof, node.dar, node.dar)
            verified = True
        except ValueError:
            verified = False
        # Behind the signature stands the authenticator, which covers all.
        equal(verified, at == len(ba.mh) - 16, f"signature good with octet {at} changed")

    # Only what delivers a PHKT is signed: not a refusal, not a refresh.
    before = counted()
    ba = node.ask(cga=node.cga, request=ASK, spoil_signature=True)
    equal((ba.status, ba.option(mh.SIGNATURE)), (148, None), "status and signature")
    equal(node.refresh(request=ASK).option(mh.SIGNATURE), None, "signature of a refresh")
    equal(counted(), before, "counted signed, unsigned")
    # A deregistration covers the home address in place of the care-of address.
    answers(node, 192, lifetime=0)

    # Other keys, at once; the address of the old one is nobody's then.
    for bits, kw in ((1024, {"count": 2}), (2048, {"count": 1, "sec": 1})):
        cga = router_cga(bits, **kw)
        fama("dar1", "dar", "set", "key", router_key(net, cga))
        answers(node, None)
        answers(Peer(net, keypair=peer.key(f"node{bits}"), dar=address(cga)), bits // 8)
    last = Peer(net, keypair=peer.key("node2048"), dar=mh.text(cga.address))

    # Replaced while it signs: a right signature or none.
    words = f"{famactl.tool()} dar set key {net.dir}/router"
    enough = f"{net.dir}/enough"
    loop = netns.spawn("dar1", ["sh", "-ec", f"until [ -e {enough} ]; do "
                                f"{words}1536.pem; {words}2048.pem; done"])
    for _ in range(8):
        ba = last.register(request=ASK)
        expect(ba.signed(last.careof, last.dar, last.dar) in (256, None), "a signature or none", ba)
    equal(loop.poll(), None, "end of the loop that sets keys")
    # Killed, it would leave behind a command that is about to set one.
    with open(enough, "w", encoding="ascii"):
        equal(loop.wait(scaled(60)), 0, "status of the loop that sets keys")

    # What is no key changes nothing; and a key outlives the role.
    with open(f"{net.dir}/bad.pem", "w", encoding="ascii") as f:
        f.write("no key\n")
    refused("dar1", "dar", "set", "key", f"{net.dir}/bad.pem")
    dar.disable()
    dar.enable("off")
    answers(last, 256)


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_signatures_are_rationed(net):
    """A signature costs as much as a hundred that are verified: who asks gets a few."""
    dar = Dar(1, "off")
    cga = router_cga(2048)
    rtnl.of("dar1").address("add", f"{mh.text(cga.address)}/64", "acc")
    fama("dar1", "dar", "set", "key", router_key(net, cga))
    dar.set(verify_rate=100)
    crowd = [Peer(net, dar=mh.text(cga.address)) for _ in range(12)]
    for node in crowd:
        node.send(cga=node.cga, request=ASK)
    until(lambda: dar.counters()["bu_cga"] == len(crowd), "all bound", dar.counters)
    until(lambda: dar.counters()["tx_ba"] == len(crowd), "all answered", dar.counters)
    c = dar.counters()
    # The share of its prefix is two, and one more comes from what is there for all.
    expect(1 <= c["ba_signed"] <= 3, "a few signed", c["ba_signed"])
    equal((c["ba_unsigned"], c["sign_limited"]), (len(crowd) - c["ba_signed"],) * 2,
          "unsigned, limited")
