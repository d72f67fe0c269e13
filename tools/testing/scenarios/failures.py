# SPDX-License-Identifier: GPL-2.0-only
"""What fails by no fault of the peer: counted, survived, and tried again."""

import contextlib
import os
import time

import pytest

import mh
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn
from peer import Peer
from topology import CN, Sniffer, dar_address

NO_SIGNALS = """
table ip6 silent {
	chain out { type filter hook output priority filter; meta l4proto 135 drop; }
}
"""
FAILSLAB = "/sys/kernel/debug/failslab"
SLABS = ("kmalloc-512", "kmalloc-1k", "kmalloc-2k")  # one of them has room for a Binding Update
TRIES = 400


def silence(ns, on=True):
    """Nothing that signals gets out of a namespace."""
    if on:
        netns.run(ns, ["nft", "-f", "-"], stdin=NO_SIGNALS)
    else:
        netns.run(ns, ["nft", "delete", "table", "ip6", "silent"])


def rises(role, counter, by=1):
    """Use: after = rises(...); something; after()."""
    before = role.counters()[counter]
    return lambda: until(lambda: role.counters()[counter] == before + by,
                         f"{counter} {before + by}", role.counters)


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_router_that_cannot_answer(net):
    dar = Dar(1)
    node = Peer(net)
    silence("dar1")
    counted = rises(dar, "tx_ba_failed")
    node.send(cga=node.cga)
    counted()
    counted = rises(dar, "tx_cot_failed")
    node.put(mh.coti_packet(node.careof, node.dar, bytes(8)))
    counted()
    equal((dar.counters()["tx_ba"], dar.counters()["tx_cot"]), (0, 0), "answers counted as sent")
    silence("dar1", False)
    node.register()


@pytest.mark.world(dars=2)
def test_node_that_cannot_send(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    sent = mn.counters()
    silence("mn")
    net.mover.move("mn", 2)
    until(lambda: mn.counters()["bu_failed"] > sent["bu_failed"], "bu_failed", mn.counters)
    equal(mn.counters()["bu_phkt"], sent["bu_phkt"], "bu_phkt, which did not leave:")
    equal(dars[0].bindings(), [], "bindings")
    silence("mn", False)
    dars[0].bound(first)


@pytest.mark.world(dars=2)
def test_tunnels_for_nobody(net):
    """What somebody's route leads into a device of ours, of addresses that we know nothing of."""
    # With routes of bindings, what is for an address of an anchor is sent on to its link.
    dar = Dar(1, fib=0)
    nobody = "2001:db8:1::dead"
    rtnl.of("dar1").route("add", f"{nobody}/128", dev="dar0")
    wire = Sniffer("core", "dar1")
    counted = rises(dar, "tunnel_no_binding")
    net.raw("core").sendto(mh.udp("2001:db8:c::1", nobody, 4000, 4001, b"?"), (nobody, 0))
    counted()
    error = until(lambda: [p for _, d, p in wire.packets() if d == "in" and p[6] == 58 and
                           p[40] == 1], "an ICMPv6 error", dar.counters)[0]
    equal(error[41], 3, "code of the error, address unreachable:")

    mn = Mn()
    net.mover.attach("mn", 1)
    mn.state(1, "home")
    there = "2001:db8:d::1"
    rtnl.of("mn").route("add", f"{there}/128", dev="mn0")
    counted = rises(mn, "tunnel_no_address")
    net.raw("mn").sendto(mh.udp("2001:db8:77::1", there, 4000, 4001, b"?"), (there, 0))
    counted()


@pytest.mark.world(dars=2)
def test_answer_with_a_bad_option(net):
    """An option that says more than there is; the answer counts for nothing."""
    Dar(1)
    Dar(2)
    mn = Mn()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home")["address"]
    net.mover.move("mn", 2)
    a = mn.state(1, "away")
    body = mh.header(mh.BA, bytes(6)) + bytes([mh.BAD, 200, 0, 0])
    body = mh.finish(body, dar_address(1), home)
    head = bytes([mh.MH, 2, 2, 1, 0, 0, 0, 0]) + mh.addr(home)
    counted = rises(mn, "bad_option")
    net.raw("dar1").sendto(mh.ipv6(dar_address(1), a["careof"], 43, head + body), (a["careof"], 0))
    counted()
    equal(mn.of_dar(1)["seq"], a["seq"], "sequence number")


@contextlib.contextmanager
def failing_allocations():
    """Allocations of some sizes fail half the time, in all of the kernel.

    To open a file may fail as well: what ends it is open before it begins. It ends by
    itself when so many have failed.
    """
    for slab in SLABS:
        write(f"/sys/kernel/slab/{slab}/failslab", 1)
    for name, value in (("verbose", 0), ("ignore-gfp-wait", "N"), ("cache-filter", "Y"),
                        ("times", 10 * TRIES)):
        write(f"{FAILSLAB}/{name}", value)
    probability = os.open(f"{FAILSLAB}/probability", os.O_WRONLY)
    try:
        os.write(probability, b"50")
        yield
    finally:
        os.write(probability, b"0")
        os.close(probability)
        for slab in SLABS:
            write(f"/sys/kernel/slab/{slab}/failslab", 0)


def write(path, value):
    with open(path, "w", encoding="ascii") as f:
        f.write(str(value))


def starve(node, **kw):
    """Binding Updates while allocations fail.

    They arrive meanwhile if there is no delay on the link, and neighbours know each other.
    """
    expect(os.path.exists(FAILSLAB), "a kernel that can inject failures", "none")
    numbers = [(node.seq + n) & 0xffff for n in range(1, TRIES)]
    packets = [mh.bu_packet(node.home, CN, node.dar, seq=seq, **kw) for seq in numbers]
    with failing_allocations():
        for packet in packets:
            with contextlib.suppress(OSError):  # it hits the sender as well
                node.put(packet)
    node.seq = numbers[-1]


@pytest.mark.kernels("uml-6.12", "uml-6.1")
@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_no_memory(net):
    """Of Binding Updates that wait for their signature: 130, and the next one is served."""
    dar = Dar(1, "off")
    node = Peer(net)
    node.test()
    starve(node, cga=node.cga)
    failed = dar.counters()["no_memory"]
    expect(0 < failed < TRIES, "some Binding Updates without memory", dar.counters())
    until(lambda: not dar.show()["queued"], "nothing that waits", dar.show)
    time.sleep(0.2)  # the last answer is on its way
    node.register()


@pytest.mark.kernels("uml-6.12", "uml-6.1")
@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_no_memory_to_detect(net):
    """Of Binding Updates that wait until duplicates of their address had time to answer."""
    dar = Dar(1, "off")
    dar.change(dad=1)
    node = Peer(net)
    node.register()
    node.refresh(lifetime=0)
    dar.unbound(node.name)
    before = dar.counters()
    starve(node, token=node.token)
    # Proven by the token, none has waited for anything else.
    failed = dar.counters()["no_memory"] - before["no_memory"]
    expect(0 < failed < TRIES, "some Binding Updates without memory", dar.counters())
    expect(130 in {ba.status for ba in node.answers()}, "an answer with status 130",
           [ba.status for ba in node.answers()])
    equal(dar.bindings(), [], "bindings before the end of detection")
    # One that had memory is accepted in the end.
    dar.bound(node.name, CN, auth="phkt")
    node.refresh()
