# SPDX-License-Identifier: GPL-2.0-only
"""Tracepoints tell of every verdict on a message and of every packet that is dropped, and the kernel
gets a reason to drop it; bpftrace reads them with what the guide says."""

import os
import re
import select
import signal
import time

import pytest

import mh
import netns
import peer
from check import equal, expect, until
from dar import Dar
from mn import Mn
from peer import Peer
from topology import CN
from tracing import Trace

pytestmark = pytest.mark.series

GUIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../Documentation/router.rst")
TARGET = "2001:db8:c::1"


def damaged(packet):
    """With a wrong checksum of its Mobility Header, which ends the packet."""
    return packet[:-1] + bytes((packet[-1] ^ 1,))


def messages(node, stranger):
    """(verdict, status, packet), after the first Binding Update of the node was accepted."""
    careof, dar = mh.addr(CN), node.dar

    def bu(who, seq, **kw):
        return mh.bu_packet(who.home, careof, dar, seq=seq & 0xffff, **kw)

    unknown = mh.finish(mh.header(200, bytes(2)), careof, dar)
    yield "bu_phkt", "0", bu(node, node.seq + 1, token=node.token)
    yield "bad_mac", "-1", bu(node, node.seq + 2, token=bytes(8))
    yield "old_sequence", "135", bu(node, node.seq, token=node.token)
    yield "phkt_exists", "149", bu(node, node.seq + 2)
    yield "bad_signature", "148", bu(node, node.seq + 2, cga=node.cga, spoil_signature=True)
    yield "bad_checksum", "-1", damaged(bu(node, node.seq + 2, token=node.token))
    yield "foreign_home", "132", mh.bu_packet(stranger.home, careof, dar, seq=1, token=bytes(8))
    yield "unknown_type", "-1", mh.ipv6(careof, dar, mh.MH, unknown)
    yield "tx_cot", "-1", mh.coti_packet(careof, dar, bytes(8))
    yield "coti_home", "-1", mh.coti_packet(careof, dar, bytes(8), node.home)
    yield "unknown_home", "1", mh.ipv6(careof, dar, 60, mh.with_hao(
        mh.addr("2001:db8:1::77"), 17, mh.udp(CN, dar, 1, 2, b"")[40:]))
    yield "bu_dereg", "0", bu(node, node.seq + 3, token=node.token, lifetime=0)


def packets(node):
    """(counter, kernel's reasons, packet) of what is dropped while the node is bound."""
    inner = (node.home, TARGET, 4000, 4001, b"data")
    yield "spoofed_source", ("IP_RPFILTER",), mh.ipv6("2001:db8:c::66", node.dar, 41,
                                                     mh.udp(*inner))
    yield "bad_inner_source", ("IP_INVALID_SOURCE", "IP_RPFILTER"), mh.ipv6(
        CN, node.dar, 41, mh.udp("fe80::1", *inner[1:]))
    nested = mh.udp(TARGET, node.name, 1, 2, b"")
    for _ in range(4):
        nested = mh.ipv6(CN, node.name, 41, nested)
    yield "nested", ("RECURSION_LIMIT", "NOT_SPECIFIED"), nested


def told(trace, **want):
    return until(lambda: trace.find(**want), f"an event {want}", lambda: f"{trace.all()[-20:]}")


@pytest.mark.world(dars=2, delay_ms=0)
def test_tracepoints(net):
    dar, mn = Dar(1, "off"), Mn()
    Dar(2)
    with Trace("fama:fama_verdict", ns="mn") as trace:
        net.mover.attach("mn", 1)
        mn.state(1, "home", auth="phkt")
        net.mover.move("mn", 2)
        mn.state(1, "away")
        found = told(trace, role="mn", verdict="ba_accepted", status="0", type="6")[-1]
        equal((found["src"], found["home"]), (mh.text(mh.addr(peer.dar_address(1))),
                                              mn.of_dar(1)["address"]), "router and home address")

    node = Peer(net)
    stranger = Peer(net, 2)
    node.register()
    with Trace("fama:fama_drop", "skb:kfree_skb") as trace:
        for why, reasons, packet in packets(node):
            node.put(packet)
            found = told(trace, event="fama_drop", why=why)
            equal(len(found), 1, f"drops for {why}:")
            equal(found[0]["src"], mh.text(packet[8:24]), f"source of {why}:")
            # Other packets have been at the same place in memory before, or will be.
            freed = until(lambda drop=found[0]: trace.after(drop, event="kfree_skb",
                                                            skbaddr=drop["skbaddr"]),
                          f"the end of {found[0]}", trace.all)[0]
            expect(freed["reason"] in reasons, f"{why} as {reasons}", freed)
            expect(dar.counters()[why], f"counter {why}", 0)
    with Trace("fama:fama_verdict", ns="dar1") as trace:
        for verdict, status, packet in messages(node, stranger):
            before = dar.counters()[verdict]
            node.put(packet)
            found = told(trace, verdict=verdict)
            equal([e["status"] for e in found], [status], f"status of {verdict}:")
            equal((found[0]["role"], found[0]["src"]), ("dar", CN), f"role, source of {verdict}:")
            equal(dar.counters()[verdict] - before, 1, f"counter {verdict}")
    with Trace("skb:kfree_skb") as trace:
        node.put(damaged(mh.coti_packet(mh.addr(CN), node.dar, bytes(8))))
        told(trace, reason="IP_CSUM")


def commands():
    """The bpftrace commands of the guide: {name of the tracepoint: program}"""
    with open(GUIDE, encoding="utf-8") as f:
        found = re.findall(r"^  bpftrace -e '([^']*)'$", f.read(), re.MULTILINE)
    return {re.match(r"tracepoint:([\w:]+)", program)[1]: program for program in found}


# What it prints comes out when all its probes are attached. Before, a signal is forgotten.
ATTACHED = 'BEGIN { printf("attached\\n"); }'


class Bpftrace:
    def __init__(self, program):
        self.child = netns.spawn(None, ["bpftrace", "-e", f"{program} {ATTACHED}"],
                                 stdout=-1, stderr=-1)
        self.out = self._until(b"attached")

    def _until(self, mark, patience=120):
        """What it says until this is there."""
        out, deadline = b"", time.monotonic() + patience
        while mark not in out:
            ready, _, _ = select.select([self.child.stdout], [], [], deadline - time.monotonic())
            got = os.read(self.child.stdout.fileno(), 4096) if ready else b""
            expect(got, f"{mark} of bpftrace", out + self.child.stderr.read()
                   if not got and self.child.poll() is not None else out)
            out += got
        return out

    def end(self):
        self.child.send_signal(signal.SIGINT)
        out, err = self.child.communicate(timeout=120)
        equal(self.child.returncode, 0, f"exit of bpftrace ({err})")
        return out.decode()


@pytest.mark.kernels("debian")
@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_bpftrace(net):
    """The commands of the guide, as they are there."""
    dar = Dar(1, "off")
    node = Peer(net)
    node.register()
    programs = commands()
    equal(sorted(programs), ["fama:fama_drop", "fama:fama_verdict", "skb:kfree_skb"],
          "tracepoints of the guide")
    runs = {name: Bpftrace(program) for name, program in programs.items()}
    spoofed = next(packet for why, _, packet in packets(node) if why == "spoofed_source")

    def poke():
        node.put(spoofed)
        node.send(token=bytes(8))
        now = dar.counters()
        return now["bad_mac"] >= 20 and now["spoofed_source"] >= 20
    until(poke, "20 of each", lambda: dar.counters())
    said = {name: run.end() for name, run in runs.items()}
    expect(re.search(r"dar, bad_mac.*: \d", said["fama:fama_verdict"]), "verdicts counted", said)
    expect("spoofed_source 2001:db8:c::66 -> 2001:db8:1::1" in said["fama:fama_drop"],
           "the dropped packets", said)
    # A newer bpftrace knows the names of the numbers.
    expect(re.search(r"@\[(\d+|SKB_\w+)\]: \d", said["skb:kfree_skb"]), "reasons counted", said)
