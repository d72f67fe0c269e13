# SPDX-License-Identifier: GPL-2.0-only
"""Prefixes of one device, devices of one router; policies that change in use."""

import pytest

import rtnl
from check import equal
from dar import Dar
from famactl import fama, query, refused
from peer import Peer
from topology import dar_address, prefix

SECOND, THIRD = 11, 12  # on the first device, on another


# What an anchor's nodes did; all else is what was configured.
TALLY = ("bindings", "accepted", "refused", "tx_packets", "tx_bytes", "rx_packets", "rx_bytes")


def anchor(n):
    found = next(a for a in query("dar1", "dar", "anchor", "show") if a["prefix"] == prefix(n))
    return {k: v for k, v in found.items() if k not in TALLY}


def change(n, *words):
    before = anchor(n)
    fama("dar1", "dar", "anchor", "change", prefix(n), *words)
    return before


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_anchors(net):
    rtnl.of("dar1").veth("acc2", "d2", "air")
    rtnl.of("dar1").up("acc2")
    rtnl.of("air").up("d2")
    for n, dev in ((SECOND, "acc"), (THIRD, "acc2")):
        rtnl.of("dar1").address("add", f"{dar_address(n)}/64", dev)
        rtnl.of("core").route("add", prefix(n), via="2001:db8:100:1::2")
    dar = Dar(1)
    fama("dar1", "dar", "anchor", "add", prefix(SECOND), "dev", "acc", "lifetime", "100",
         "refresh", "40", "care-of-test", "off", "admit", "open")
    # Of its links the first is the one where what shows a guest of the topology does it.
    nodes = {n: Peer(net, n, shown=n == 1) for n in (1, SECOND, THIRD)}

    # What is not anchored is nobody's, on whatever device.
    third = nodes[THIRD]
    equal(third.ask(cga=third.cga).status, 132, "status before the anchor")
    fama("dar1", "dar", "anchor", "add", prefix(THIRD), "dev", "acc2", "care-of-test",
         "required", "min-sec", "2", "key-sizes", "1536", "dad", "on", "proxy-nd", "off",
         "early-token", "off", "admit", "open", "fib", "off")
    equal(anchor(THIRD), dict(prefix=prefix(THIRD), dev="acc2", state=None,
                              care_of_test="required", lifetime=86400, refresh=0, min_sec=2,
                              key_sizes=[1536], dad=True, proxy_nd=False, early_token=False,
                              admit="open", fib=False), "third anchor")
    refused("dar1", "dar", "anchor", "add", prefix(THIRD), "dev", "acc", "care-of-test", "off")
    equal(dar.show()["anchors"], 3, "anchors")

    # Each by its own policy.
    nodes[1].register(lifetime=1000)
    nodes[SECOND].register(lifetime=1000)
    equal([dar.binding(nodes[n].name)["lifetime"] for n in (1, SECOND)], [4000, 100],
          "lifetimes")
    equal(third.ask(cga=third.cga).status, 148, "status of Sec 1")
    change(THIRD, "min-sec", "1")
    equal(third.ask(cga=third.cga).status, 148, "status of a key of 1024 bits")
    before = change(THIRD, "key-sizes", "1024,1536")
    equal(third.ask(cga=third.cga).status, 137, "status where the care-of address is tested")
    equal(anchor(THIRD), dict(before, key_sizes=[1024, 1536]), "third anchor")
    change(THIRD, "care-of-test", "off", "dad", "off")
    third.register()

    # With bindings in place: they stay, the next message finds the new policy.
    bound = dar.binding(nodes[1].name)
    change(1, "lifetime", "200", "care-of-test", "concurrent", "early-token", "off")
    after = dar.binding(nodes[1].name)
    equal({k: after[k] for k in ("careof", "lifetime", "seq", "state")},
          {k: bound[k] for k in ("careof", "lifetime", "seq", "state")}, "binding")
    nodes[1].refresh(lifetime=1000)
    equal(dar.binding(nodes[1].name)["lifetime"], 200, "lifetime under the new policy")
    equal(dar.binding(nodes[SECOND].name)["lifetime"], 100, "lifetime of another anchor")
    equal(dar.counters()["binding_expired"], 0, "bindings that ran out")

    # What cannot be changed, or not so, changes nothing.
    shown = query("dar1", "dar", "anchor", "show")
    for words in (("lifetime", "3"), ("lifetime", "86401"), ("refresh", "86401"),
                  ("min-sec", "8"), ("lifetime", "300", "refresh", "90000")):
        refused("dar1", "dar", "anchor", "change", prefix(1), *words)
    refused("dar1", "dar", "anchor", "change", prefix(77), "lifetime", "300")
    for words in (("key-sizes", "512"), ("dad", "maybe"), ("dev", "acc2"), ()):
        refused("dar1", "dar", "anchor", "change", prefix(1), *words, status=2)
    equal(query("dar1", "dar", "anchor", "show"), shown, "anchors after refusals")

    # One goes, the others stay; that of a device which goes waits for it.
    fama("dar1", "dar", "anchor", "del", prefix(SECOND))
    dar.unbound(nodes[SECOND].name)
    rtnl.of("dar1").delete("acc2")
    equal(anchor(THIRD)["state"], "waiting", "state of the third anchor")
    dar.bound(third.name)
    fama("dar1", "dar", "anchor", "del", prefix(THIRD))
    dar.unbound(third.name)
    equal([a["prefix"] for a in query("dar1", "dar", "anchor", "show")], [prefix(1)], "anchors")
    equal([b["home"] for b in dar.bindings()], [nodes[1].name], "bindings")
    nodes[1].refresh()
