# SPDX-License-Identifier: GPL-2.0-only
"""Before a first binding, where the anchor wants it: does anybody have the address."""

import time

import pytest

import mh
import netns
import peer
import rtnl
from check import equal, expect, until
from dar import Dar
from famactl import findings
from peer import Peer
from topology import Sniffer

DAD_FAILED = 134
CROWD = 300
QUIET = "2001:db8:d::2"


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_first_dad(net):
    net.host(1, "host", "2001:db8:1::50")
    dar = Dar(1, "off")
    dar.change(dad=1)
    wire = Sniffer("host", "eth0")
    raw = net.raw("host")

    def probes(node):
        return [p for _, d, p in wire.packets() if d == "in" and p[6] == 58 and p[40] == 135 and
                p[48:64] == node.home and p[8:24] == bytes(16)]

    # Nobody has it: a second later the node is bound.
    node = Peer(net)
    start = time.monotonic()
    node.register()
    spent = time.monotonic() - start
    expect(spent > 0.9, "an answer after RetransTimer, 1 s", f"after {spent:.2f} s")
    equal(len(probes(node)), 1, "probes")
    equal(probes(node)[0][7], 255, "hop limit of the probe")
    start = time.monotonic()
    node.refresh()
    expect(time.monotonic() - start < 0.9, "no detection when there is a binding", "one")

    # Who sends again meanwhile is answered to what was sent last.
    again = Peer(net, keypair=peer.key("again"))
    again.send(cga=again.cga)
    until(lambda: probes(again), "a probe")
    seen = len(again.answers())
    seq, _ = again.send(cga=again.cga)
    ba = again.answer(seen)
    equal((ba.status, ba.seq), (0, seq), "status, sequence number")
    equal(len(probes(again)), 1, "probes")

    # A neighbour has it, or tries to get it.
    def advertisement(target):
        return mh.icmp6("2001:db8:1::50", "ff02::1", 136, 0,
                        b"\x20\0\0\0" + target + bytes([2, 1]) + bytes(6))

    def probe(target):
        group = mh.addr("ff02::1:ff00:0")[:13] + target[13:]
        return mh.icmp6("::", group, 135, 0, bytes(4) + target)

    for name, message in (("owner", advertisement), ("prober", probe)):
        other = Peer(net, keypair=peer.key(name))
        seen = len(other.answers())
        other.send(cga=other.cga)
        until(lambda o=other: probes(o), "a probe")
        packet = message(other.home)
        raw.sendto(packet, (mh.text(packet[24:40]), 0, 0, netns.index("host", "eth0")))
        equal(other.answer(seen).status, DAD_FAILED, f"status, {name}")
        expect(not dar.binding(other.name), "no binding", dar.bindings())
    equal(dar.counters()["dad_failed"], 2, "dad_failed")
    expect("address-taken" in findings("dar1"), "address-taken", findings("dar1"))

    # Not what comes from elsewhere, nor our own probe that a bridge sends back.
    last = Peer(net, keypair=peer.key("echo"))
    seen = len(last.answers())
    last.send(cga=last.cga)
    back = until(lambda: probes(last), "a probe")[0]
    index = netns.index("host", "eth0")
    raw.sendto(back, (mh.text(back[24:40]), 0, 0, index))
    spoilt = mh.icmp6("::", back[24:40], 135, 0, bytes(4) + last.home, hops=64)
    raw.sendto(spoilt, (mh.text(back[24:40]), 0, 0, index))
    equal(last.answer(seen).status, 0, "status")

    # Switched off.
    dar.change(dad=0)
    fast = Peer(net, keypair=peer.key("fast"))
    start = time.monotonic()
    fast.register()
    expect(time.monotonic() - start < 0.9, "no detection any more", "one")
    equal(probes(fast), [], "probes")

    # Both switched off: the device need not hear it all, and no one is answered.
    def allmulti():
        return rtnl.of("dar1").link("acc")["allmulti"]

    expect(allmulti(), "all multicasts received, for proxy-nd", "not")
    dar.change(proxy_nd=0)
    expect(not allmulti(), "not all multicasts received", "all")
    before = dar.counters()
    packet = mh.icmp6("2001:db8:1::50", node.home, 135, 0, bytes(4) + node.home)
    router = rtnl.of("dar1").link("acc")["mac"]
    rtnl.of("host").neighbour("replace", node.name, "eth0", router)
    raw.sendto(packet, (node.name, 0))
    until(lambda: dar.counters()["nd_dropped"] > before["nd_dropped"], "a question dropped",
          dar.counters)
    equal(dar.counters()["tx_na"], before["tx_na"], "answers")
    dar.change(proxy_nd=1, dad=1)
    expect(allmulti(), "all multicasts received", "not")
    raw.sendto(packet, (node.name, 0))
    until(lambda: dar.counters()["tx_na"] > before["tx_na"], "an answer", dar.counters)

    # What waits when the role ends is dropped.
    late = Peer(net, keypair=peer.key("late"))
    late.send(cga=late.cga)
    until(lambda: probes(late), "a probe")
    dar.disable()
    expect(not allmulti(), "not all multicasts received", "all")


@pytest.mark.kernels("uml-6.12", "uml-6.1")  # where all signatures are verified at once
@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_crowd_of_detections(net):
    """However many addresses one prefix wants to be probed, others get their detection."""
    # Open: the crowd never was on the link.
    dar = Dar(1, "off", admit="open", min_sec=0)
    dar.change(dad=1)
    dar.set(verify_rate=0, queue_max=1000, refusal_rate=0)
    crowd = Peer(net)
    for seq in range(CROWD):
        cga = mh.Cga(peer.key(), "2001:db8:1::")
        crowd.send(home=cga.address, cga=cga, seq=seq)
    rtnl.of("cn").address("add", f"{QUIET}/64", "eth0")
    rtnl.of("core").route("add", f"{QUIET}/128", dev="cn")
    quiet = Peer(net, careof=QUIET)
    seen = len(quiet.answers())
    seq, _ = quiet.send(cga=quiet.cga)
    ba = until(lambda: [m for m in quiet.answers()[seen:] if m.home == quiet.home],
               "an answer to the quiet one")[0]
    equal((ba.status, ba.seq), (0, seq), "status, sequence number")
    until(lambda: dar.counters()["rx_bu"] == CROWD + 1, "all of them", dar.counters)
    limited = dar.counters()["detect_limited"]
    expect(CROWD // 2 < limited < CROWD, "most of the crowd refused, but not all", limited)
