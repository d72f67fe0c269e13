# SPDX-License-Identifier: GPL-2.0-only
"""A node believes routers that sign their answers, and on request no other; it can do without
early tokens."""

import os
import struct

import pytest

import famactl
import mh
import netns
import peer
import rtnl
from check import equal, expect, never, note, until
from dar import Dar
from famactl import fama
from mn import Mn
from topology import Sniffer, prefix


def setting(*words):
    fama("mn", "mn", "set", *words)


def counted(mn, name):
    return mn.counters()[name]


def signing_router(net, n):
    """DAR N gets a CGA as its address, and the key that it is made of."""
    file = f"{net.dir}/router.pem"
    fama(None, "key", "generate", "bits", "1536", "sec", "0", "out", file)
    address = netns.run(None, [famactl.tool(), "key", "address", file, prefix(n)]).stdout.strip()
    rtnl.of(f"dar{n}").address("add", f"{address}/64", "acc")
    fama(f"dar{n}", "dar", "set", "key", file)
    net.start_radvd(n, address=address)
    return address


def asked(cell, router):
    """The next Binding Update by signature to the silent ROUTER, on its way from CELL, which is
    asked for a signature."""
    wire = Sniffer("core", f"dar{cell}")

    def look():
        found = [m for m in mh.messages(wire.packets(), mh.BU)
                 if m.direction == "in" and mh.text(m.dst) == router]
        return found[-1] if found and found[-1].option(mh.CGA_PARAMS) else None
    return until(look, "a Binding Update", patience=40)


def forge(net, bu, cga=None, behind=False, signed=True):
    """Somebody on the path answers it in the router's place, with a token of his own.

    cga: of who signs; behind: the token stands behind the signature; signed: or else there are
    the parameters alone.
    """
    node = mh.Key.public(bu.joined(mh.CGA_PARAMS)[25:])
    token = os.urandom(8)
    block = b"\0\2" + bytes([7] * (node.size - 11)) + b"\0" + token
    sealed = pow(int.from_bytes(block, "big"), node.e, node.n).to_bytes(node.size, "big")
    ba = mh.header(mh.BA, struct.pack(">BBHH", 0, 0, bu.seq, 105))
    delivered = mh.split_option(mh.PHKT, sealed)
    if not behind:
        ba += delivered
    if cga:
        ba += mh.cga_options(cga.params)
    if cga and signed:
        covered = len(ba)
        end = covered + 2 + cga.key.size + behind * len(delivered)
        end += len(mh.align(end, 8, 2)) + 14
        whole = ba[:1] + bytes([end // 8 - 1]) + ba[2:]
        ba += mh.option(mh.SIGNATURE,
                        cga.key.sign(mh.TAG + bu.src + bu.dst + whole[:covered]))
    if behind:
        ba += delivered
    ba = mh.with_auth(ba, mh.kbm(token, bytes(8)), bu.src, bu.dst)
    ba = mh.finish(ba, bu.dst, bu.home)
    route = bytes([mh.MH, 2, 2, 1]) + bytes(4) + bu.home
    net.raw("core").sendto(mh.ipv6(bu.dst, bu.src, 43, route + ba), (mh.text(bu.src), 0))


def dropped(net, mn, name, bu, cga=None, **how):
    before = counted(mn, name)
    forge(net, bu, cga, **how)
    until(lambda: counted(mn, name) == before + 1, f"counter {name}", mn.counters)
    equal(mn.of_dar(2)["auth"], "cga", "proof of what comes next")


def test_node_signed(net):
    dars = {n: Dar(n) for n in (1, 3)}
    # The second router is silent: who reads what goes to it has the word.
    owner = peer.cga(peer.key("router"), prefix(2))
    silent = mh.text(owner.address)
    rtnl.of("core").route("add", f"{silent}/128", kind="blackhole")
    liar = peer.cga(peer.key("liar"), prefix(2))
    mn = Mn()
    setting("early-token", "off", "signed-ack", "require")
    shown = mn.show()
    equal((shown["signed_ack"], shown["early_token"]), ("require", False), "settings")
    events = net.watch("mn")
    server, client = net.traffic()
    signer = signing_router(net, 1)
    rtnl.of("dar2").address("add", f"{silent}/64", "acc")
    net.start_radvd(2, address=silent)
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", dar=signer)["address"]
    client.open("ping", "ping", first)
    client.flowing("ping")
    never(lambda: events.find(event="bu"), 4.5, "a Binding Update at home")

    net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    mn.state(1, "away", careof=second, auth="phkt")
    equal((counted(mn, "ba_signed"), counted(mn, "ba_unsigned")), (1, 0),
          "signed and unsigned answers")
    client.flowing("ping")

    net.mover.move("mn", 3)
    here = mn.state(3, "home")["address"]
    mn.state(1, "away", careof=here)
    bu = asked(3, silent)
    expect(bu.option(mh.CGA_REQUEST) is not None, "a request to sign", bu.options)
    dropped(net, mn, "ba_unsigned", bu)
    dropped(net, mn, "bad_signature", bu, liar)
    dropped(net, mn, "bad_signature", bu, owner, behind=True)
    mn.state(2, "failed", reason="no signed answer")
    client.flowing("ping")

    # Content with less it believes who does not sign, but nobody who signs wrongly.
    setting("signed-ack", "ask")
    net.mover.move("mn", 1)
    mn.state(1, "home")
    bu = asked(1, silent)
    dropped(net, mn, "bad_signature", bu, liar)
    dropped(net, mn, "bad_signature", bu, owner, signed=False)
    forge(net, bu)
    mn.state(2, "away", auth="phkt")
    client.flowing("ping")


@pytest.mark.world(dars=2)
def test_signed_before(net):
    """Who is only asked to sign, and has signed once, is not believed without a signature: nobody
    on the path to the anchor takes its place when a token is fetched anew."""
    for n in net.dars:
        Dar(n)
    mn = Mn()
    setting("signed-ack", "ask")
    signer = signing_router(net, 1)
    wire = Sniffer("dar1", "acc")
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", dar=signer, auth="phkt")["address"]
    equal(counted(mn, "ba_signed"), 1, "signed answers")
    sizes = [[len(m.mh) for m in mh.messages(wire.packets(), kind)] for kind in (mh.BU, mh.BA)]
    note(f"octets of an early token: update {sizes[0]}, signed answer {sizes[1]}")
    rtnl.of("core").route("add", f"{signer}/128", kind="blackhole")
    net.mover.move("mn", 2)
    here = mn.state(2, "home")["address"]
    bu = asked(2, signer)
    note(f"octets of an update away: {len(bu.mh)}")
    before = counted(mn, "ba_unsigned")
    forge(net, bu)
    until(lambda: counted(mn, "ba_unsigned") == before + 1, "a forged answer dropped", mn.counters)
    equal(mn.of_dar(1)["auth"], "cga", "proof of what comes next")
    mn.state(1, "failed", reason="no signed answer")
    # The router itself is believed.
    rtnl.of("core").route("del", f"{signer}/128", kind="blackhole")
    mn.keep(home)
    mn.state(1, "away", careof=here, auth="phkt")
    equal(counted(mn, "ba_signed"), 2, "signed answers")

    # The user may know better: the router has lost its key.
    setting("signed-ack", "off")
    fama("dar1", "dar", "set", "key", "none")
    net.mover.detach("mn")
    mn.state(1, "idle")
    net.mover.attach("mn", 2)
    mn.state(1, "away", careof=here)
