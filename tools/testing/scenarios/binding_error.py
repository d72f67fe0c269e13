# SPDX-License-Identifier: GPL-2.0-only
"""Who uses a binding that is not there is told so, and nobody else."""

import pytest

import mh
import peer
from check import equal, expect, never, until
from dar import Dar
from peer import Peer
from topology import CN

TARGET = "2001:db8:c::1"


def errors(node, seen=0):
    return node.answers(mh.BE)[seen:]


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_binding_error(net):
    dar = Dar(1)
    node, other = Peer(net), Peer(net, keypair=peer.key("stranger"))
    node.register()

    def tunnelled(outer, inner):
        node.put(mh.ipv6(outer, node.dar, 41, mh.udp(inner, TARGET, 4000, 4001, b"in")))

    def with_hao(home, careof=CN):
        data = mh.udp(home, node.dar, 4000, 4001, b"hao")[40:]
        node.put(mh.ipv6(careof, node.dar, 60, mh.with_hao(home, 17, data)))

    def told(send, home, counter):
        seen, before = len(errors(node)), dar.counters()
        send()
        be = until(lambda: errors(node, seen), "a Binding Error")[0]
        equal((be.status, mh.text(be.home)), (1, home), "status and home address")
        equal((mh.text(be.src), be.rh2), (node.dar, False), "source, routing header")
        expect(be.checksum_ok, "a right checksum", be.mh.hex())
        now = dar.counters()
        equal((now["tx_be"] - before["tx_be"], now[counter] - before[counter]), (1, 1),
              f"tx_be and {counter}")

    def silent(send, what):
        seen, before = len(errors(node)), dar.counters()["tx_be"]
        send()
        never(lambda: errors(node, seen), 0.3, f"an error for {what}")
        equal(dar.counters()["tx_be"], before, "tx_be")

    told(lambda: tunnelled(CN, other.name), other.name, "spoofed_source")
    told(lambda: with_hao(other.name), other.name, "unknown_home")
    # A binding, but of another care-of address: an option with this source has none.
    net_source = "2001:db8:c::66"
    before = dar.counters()
    with_hao(node.name, net_source)
    until(lambda: dar.counters()["unknown_home"] > before["unknown_home"], "unknown_home")
    equal(dar.counters()["tx_be"], before["tx_be"] + 1, "tx_be")
    # The same of a packet through a tunnel: nobody learns that there is a binding.
    before = dar.counters()
    tunnelled(net_source, node.name)
    until(lambda: dar.counters()["spoofed_source"] > before["spoofed_source"], "spoofed_source")
    equal(dar.counters()["tx_be"], before["tx_be"] + 1, "tx_be")

    silent(lambda: tunnelled(CN, node.name), "the bound node")
    silent(lambda: tunnelled(CN, "2001:db8:c::77"), "an address that is anchored nowhere")
    silent(lambda: with_hao(node.name), "an option with its binding")
    silent(lambda: with_hao(other.name, "fe80::1"), "a link-local source")
    silent(lambda: with_hao("ff02::1"), "a multicast home address")

    # An end that an administrator makes is told at once, one by one.
    other.register()
    for flushed, whom in (([other.name], [other.home]), ([], [node.home])):
        seen = len(errors(node))
        dar.flush(*flushed)
        until(lambda: errors(node, seen), "a Binding Error")
        never(lambda: len(errors(node, seen)) > 1, 0.3, "more than one error")
        equal([m.home for m in errors(node, seen)], whom, "who is told")
    equal(dar.bindings(), [], "bindings")

    # A flood is answered at a bounded rate, which every machine here exceeds.
    dar.set(refusal_rate=20)
    before = dar.counters()
    for _ in range(300):
        tunnelled(CN, other.name)

    def gained(name):
        return dar.counters()[name] - before[name]

    until(lambda: gained("spoofed_source") == 300, "300 packets",
          lambda: str(gained("spoofed_source")))
    expect(gained("refusal_limited") > 100, "errors that were not sent",
           gained("refusal_limited"))
    equal(gained("tx_be") + gained("refusal_limited"), 300, "errors sent or not")
