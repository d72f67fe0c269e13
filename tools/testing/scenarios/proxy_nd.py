# SPDX-License-Identifier: GPL-2.0-only
"""Neighbours on the access link of a node that is away, and once it is back."""

import json

import pytest

import mh
import netns
from check import equal, expect, until
from famactl import Dar, Mn
from topology import Sniffer

pytestmark = pytest.mark.series

HOST = "2001:db8:1::50"


def neighbour(home):
    """What the host believes of an address."""
    out = json.loads(netns.show("host", "-j", "-6", "neigh", "show", home) or "[]")
    return out[0].get("lladdr") if out else None


def mac_of(ns, dev):
    return json.loads(netns.show(ns, "-j", "link", "show", "dev", dev))[0]["address"]


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
    flags = netns.show("dar1", "-d", "link", "show", "dev", "acc")
    expect("allmulti 1" in flags, "acc to receive all multicasts", flags)
    mn = Mn()
    events = net.watch("mn")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    until(lambda: first not in netns.show("mn", "-6", "addr", "show", "tentative"),
          "end of detection")
    links = json.loads(netns.show("mn", "-j", "-6", "addr", "show", "dev", "eth0"))
    local = next(x["local"] for y in links for x in y.get("addr_info", ())
                 if x.get("scope") == "link")
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
    netns.ip("host", f"neigh del {first} dev eth0")
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
    netns.ip("host", f"addr add {first}/64 dev eth0")
    until(lambda: "dadfailed" in netns.show("host", "-6", "addr", "show", "dev", "eth0"),
          "a duplicate found", lambda: netns.show("host", "-6", "addr"))
    netns.ip("host", f"addr del {first}/64 dev eth0")

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
    flags = netns.show("dar1", "-d", "link", "show", "dev", "acc")
    expect("allmulti 0" in flags, "acc not to receive all multicasts", flags)
