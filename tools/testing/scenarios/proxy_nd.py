# SPDX-License-Identifier: GPL-2.0-only
"""Neighbours on the access link of a node that is away, and once it is back."""

import socket

import pytest

import mh
import netns
import peer
import rtnl
from check import equal, expect, never, until
from dar import Dar
from mn import Mn
from peer import Peer
from topology import Sniffer, binary

pytestmark = pytest.mark.series

PROXY_RATE = 1000       # of proxy.c
ASKED = 4               # times as many solicitations as are answered

HOST = "2001:db8:1::50"


def neighbour(home):
    """What the host believes of an address."""
    found = rtnl.of("host").neighbours(home)
    return found[0]["mac"] if found else None


def mac_of(ns, dev):
    return rtnl.of(ns).link(dev)["mac"]


def ping(ns, to, src=None):
    return netns.run(ns, ["ping", "-c", "1", "-W", "1", *(["-I", src] if src else []), to],
                     check=False).returncode == 0


def solicitation(src, target, dst=None, hops=255, lladdr=None, spoil=False, code=0,
                 options=b""):
    """As RFC 4861 section 4.3 has it."""
    src, target = mh.addr(src), mh.addr(target)
    dst = mh.addr(dst) if dst else mh.addr("ff02::1:ff00:0")[:13] + target[13:]
    if lladdr:
        options += bytes([1, 1]) + bytes.fromhex(lladdr.replace(":", ""))
    return mh.icmp6(src, dst, 135, code, bytes(4) + target + options, hops, spoil)


@pytest.mark.world(dars=2)
def test_proxy_nd(net):
    net.host(1, "host", HOST)
    dars = [Dar(n) for n in net.dars]
    equal(rtnl.of("dar1").link("acc")["allmulti"], 1, "acc receives all multicasts:")
    mn = Mn()
    events = net.watch("mn")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    until(lambda: not rtnl.of("mn").has(first, flag="tentative"), "end of detection")
    local = rtnl.of("mn").addresses("eth0", "link")[0]["address"]
    expect(ping("host", first), "the host to reach the node", "no answer")
    node, router = mac_of("mn", "eth0"), mac_of("dar1", "acc")
    equal(neighbour(first), node, "neighbour of the host")

    # Away: the cache moves to the router, without being asked.
    wire = Sniffer("host", "eth0")
    net.mover.move("mn", 2)
    mn.state(1, "away")
    until(lambda: neighbour(first) == router, "the router's address in the host's cache",
          lambda: neighbour(first))
    news = [p for _, d, p in wire.packets()
            if p[6] == 58 and p[40] == 136 and p[48:64] == mh.addr(first) and d == "in"]
    expect(len(news) == 1 and news[0][24:40] == mh.addr("ff02::1") and news[0][44] == 0x20 and
           news[0][64:72] == bytes([2, 1]) + bytes.fromhex(router.replace(":", "")),
           "one unsolicited advertisement with Override alone", [p.hex() for p in news])
    expect(ping("host", first), "the host to reach the node through the tunnel", "no answer")
    expect(ping("mn", HOST, first), "the node to reach the host", "no answer")

    # Asked anew, and asked again by unicast.
    rtnl.of("host").neighbour("del", first, "eth0")
    before = dars[0].counters()["tx_na"]
    expect(ping("host", first), "the host to find the node again", "no answer")
    equal(neighbour(first), router, "neighbour of the host")
    expect(dars[0].counters()["tx_na"] > before, "an answer counted", "none")

    raw = net.raw("host")
    host_mac = mac_of("host", "eth0")

    def ask(**kw):
        packet = solicitation(kw.pop("src", HOST), kw.pop("target", first), **kw)
        raw.sendto(packet, (mh.text(packet[24:40]), 0, 0, netns.index("host", "eth0")))

    def answers(target):
        return [p for _, d, p in wire.packets() if d == "in" and p[6] == 58 and
                p[40] == 136 and p[48:64] == mh.addr(target)]

    def asked(**kw):
        """The advertisement that a solicitation brings."""
        wire.clear()
        ask(**kw)
        return until(lambda: answers(first), f"an answer to {kw}", lambda: "none")[0]

    answer = asked(lladdr=host_mac)
    expect(answer[44] == 0x60 and answer[24:40] == mh.addr(HOST),
           "an answer with Solicited and Override", answer.hex())
    asked(dst=first, lladdr=host_mac)
    answer = asked(src="::")
    expect(answer[44] == 0x20 and answer[24:40] == mh.addr("ff02::1"),
           "the address defended", answer.hex())

    # None of these brings one: the next that is good is answered alone.
    before = dars[0].counters()
    wire.clear()
    for kw in (dict(hops=254), dict(spoil=True), dict(code=1),
               dict(options=bytes([1, 0]) + bytes(6)), dict(options=bytes([1, 2]) + bytes(6)),
               dict(src="::", lladdr=host_mac), dict(src="::", dst=first),
               dict(target="2001:db8:1::77"), dict(target=local)):
        ask(**kw)
    ask(src="::")
    until(lambda: answers(first), "an answer to the last", lambda: "none")
    now = dars[0].counters()
    equal(now["tx_na"] - before["tx_na"], 1, "answers")
    equal(now["nd_dropped"] - before["nd_dropped"], 1, "bad unicasts counted")
    expect(not answers(local) + answers("2001:db8:1::77"), "no answer for others", "some")

    # The stack of a host that wants the address sees that it is taken.
    host = rtnl.of("host")
    host.address("add", f"{first}/64", "eth0", nodad=False)
    until(lambda: host.has(first, flag="dadfailed"), "a duplicate found", host.addresses)
    host.address("del", f"{first}/64", "eth0")

    # Never what is sent to the link-local address.
    tunnel = net.device_packets("dar1", "dar0")
    expect(not ping("host", f"{local}%eth0"), "no way to the link-local address", "an answer")
    equal(net.device_packets("dar1", "dar0"), tunnel, "packets on dar0")

    # Home: its own again, at once, and never probed.
    wire.clear()
    _, up = net.mover.move("mn", 1)
    events.wait(after=up, event="ba", address=first, status=0)
    until(lambda: neighbour(first) == node, "the node's address in the host's cache",
          lambda: neighbour(first))
    seen = [p for _, _, p in wire.packets() if p[6] == 58]
    expect(not [p for p in seen if p[40] == 135 and p[48:64] == mh.addr(first) and
                p[8:24] == bytes(16)], "no probe for what the router defends", "one")
    expect(mn.state(1, "home")["address"] == first, "the address kept", mn.addresses())
    expect(ping("host", first), "the host to reach the node", "no answer")
    before = dars[0].counters()["tx_na"]
    asked(lladdr=host_mac)
    equal(dars[0].counters()["tx_na"], before, "answers of the router")

    # A router that is told not to answers nothing.
    dars[0].disable()
    equal(rtnl.of("dar1").link("acc")["allmulti"], 0, "acc receives all multicasts:")


@pytest.mark.world(dars=1, nodes=0)
def test_announced(net):
    """Three times, a second apart, and never after the end of the binding."""
    net.host(1, "host", HOST)
    dar = Dar(1)
    node = Peer(net)
    wire = Sniffer("host", "eth0")

    def news():
        return [ns for ns, d, p in wire.packets() if d == "in" and p[6] == 58 and
                p[40] == 136 and p[48:64] == node.home]

    node.register()
    until(lambda: len(news()) >= 3, "three advertisements", news)
    never(lambda: len(news()) > 3, 3, "a fourth one")
    first, second, third = news()
    expect(0.9e9 < second - first < 1.5e9 and 0.9e9 < third - second < 1.5e9, "a second apart",
           news())
    node.refresh()
    never(lambda: len(news()) > 3, 1.5, "one for a binding that goes on")
    node.refresh(lifetime=0)
    wire.clear()
    node.refresh()
    until(news, "an advertisement of the next binding")
    node.refresh(lifetime=0)
    never(lambda: len(news()) > 1, 3, "one after the end")
    equal(dar.counters()["tx_na"], 4, "advertisements counted")


def two_links(net):
    """A router with an access link more; a node bound on each."""
    rt, air = rtnl.of("dar1"), rtnl.of("air")
    rt.veth("acc2", "d1-2", "air")
    air.bridge("second")
    air.up("second")
    air.set("d1-2", master="second", state="up")
    rt.up("acc2")
    rt.address("add", "2001:db8:f::1/64", "acc2")
    rtnl.of("core").route("add", "2001:db8:f::/64", via="2001:db8:100:1::2")
    net.host(1, "host", HOST)
    net.host(1, "other", "2001:db8:1::51")
    air.set("other", master="second", state="up")
    rtnl.of("other").address("add", "2001:db8:f::51/64", "eth0")
    until(lambda: ping("other", "2001:db8:f::1"), "the second link to carry packets")
    dar = Dar(1)
    # Open: what shows a guest of the topology does it on the first link.
    dar.anchor("2001:db8:f::/64", dev="acc2", admit="open")
    bound = Peer(net)
    bound.register()
    second = Peer(net, where="2001:db8:f::", dar="2001:db8:f::1", shown=False)
    second.register()
    return dar, bound, second


@pytest.mark.world(dars=1, nodes=0)
def test_two_access_links(net):
    """A router answers for an address on the link of its anchor only."""
    dar, bound, second = two_links(net)
    wires = {ns: Sniffer(ns, "eth0") for ns in ("host", "other")}

    def ask(ns, src, target):
        packet = solicitation(src, target, lladdr=mac_of(ns, "eth0"))
        net.raw(ns).sendto(packet, (mh.text(packet[24:40]), 0, 0, netns.index(ns, "eth0")))

    def answers(ns):
        return [p[48:64] for _, d, p in wires[ns].packets() if d == "in" and p[6] == 58 and
                p[40] == 136]

    before = dar.counters()["tx_na"]
    for target in (bound.home, second.home):
        ask("host", HOST, target)
        ask("other", "2001:db8:f::51", target)
    until(lambda: bound.home in answers("host") and second.home in answers("other"),
          "an answer on each link", dar.counters)
    expect(second.home not in answers("host") and bound.home not in answers("other"),
           "none about addresses of the other link", wires)
    equal(dar.counters()["tx_na"] - before, 2, "answers counted")


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_flood_on_another_link(net):
    """Who asks without end on one link turns nothing off on others, nor the defence on his."""
    dar, bound, second = two_links(net)
    file = f"{net.dir}/ask"
    with open(file, "wb") as f:
        f.write(solicitation(HOST, bound.home))
    group = "33:33:" + ":".join(f"{octet:02x}" for octet in [0xff, *bound.home[13:]])
    flood = netns.spawn("host", [binary("flood"), file, str(ASKED * PROXY_RATE), "0", "8", "eth0",
                                 group], stdout=-1, text=True)
    # A second's answers are missing: the link is past its limit.
    until(lambda: dar.counters()["na_limited"] > PROXY_RATE, "more than is answered", dar.counters)

    # The first try of a neighbour on the other link, and of one that wants the address.
    seen = Sniffer("other", "eth0")
    packet = solicitation("2001:db8:f::51", second.home, lladdr=mac_of("other", "eth0"))
    net.raw("other").sendto(packet, (mh.text(packet[24:40]), 0, 0, netns.index("other", "eth0")))
    until(lambda: [p for _, d, p in seen.packets() if d == "in" and p[6] == 58 and p[40] == 136
                   and p[48:64] == second.home], "an answer", dar.counters)
    rtnl.of("host").address("add", f"{bound.name}/64", "eth0", nodad=False)
    until(lambda: rtnl.of("host").has(bound.name, flag="dadfailed"), "an address that is taken",
          lambda: rtnl.of("host").addresses("eth0"))
    flood.terminate()
    flood.communicate()


def frame(dst, packet, vlan=None):
    """An Ethernet frame, with the tag of a VLAN or without."""
    tag = b"" if vlan is None else bytes([0x81, 0, vlan >> 8, vlan & 255])
    source = mac_of("host", "eth0")
    return b"".join(bytes.fromhex(mac.replace(":", "")) for mac in (dst, source)) + \
        tag + bytes([0x86, 0xdd]) + packet


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_frames(net):
    """What the stack would not take by this device is not answered, and what follows a packet
    in its frame is not looked at."""
    net.host(1, "host", HOST)
    dar = Dar(1)
    node = Peer(net)
    node.register()
    wire = Sniffer("host", "eth0")

    def answers():
        """What was asked for; announcements of the new binding come, too."""
        return [p for _, d, p in wire.packets() if d == "in" and p[6] == 58 and p[40] == 136 and
                p[48:64] == node.home and p[44] & 0x40]

    router = mac_of("dar1", "acc")
    asked = solicitation(HOST, node.home, lladdr=mac_of("host", "eth0"))
    with netns.inside("host"), socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
        raw.bind(("eth0", 0))
        raw.send(frame(router, asked, vlan=10))
        raw.send(frame("02:00:00:00:00:77", asked))
        raw.send(frame(router, asked[:-1]))
        raw.send(frame(router, asked + bytes(16)))
        raw.send(frame(router, asked, vlan=0))
    # The two that are good came last.
    until(lambda: len(answers()) >= 2, "two answers", dar.counters)
    equal(len(answers()), 2, "answers")
