# SPDX-License-Identifier: GPL-2.0-only
"""The router's address in an anchored prefix goes, comes again, or becomes another one: bindings
wait for it, nodes learn the new one from who proves that it is their router, and until then nothing
is sent from an address that is gone, or in clear."""

import os

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from scapy.layers.inet6 import IPv6

import mh
import netns
import rtnl
from check import equal, expect, never, until
from dar import Dar
from famactl import query
from mn import Mn
from scapydar import ScapyDar, Update
from topology import Sniffer, dar_address

pytestmark = pytest.mark.series

FIRST, SECOND = dar_address(1), "2001:db8:1::2"
LIAR = "2001:db8:1::66"
# The router hears no Mobility Header, and goes on with all else.
DEAF = f"""
table ip6 deaf {{
	chain prerouting {{
		type filter hook prerouting priority filter;
		ip6 daddr {FIRST} meta l4proto 135 drop
	}}
}}
"""


def refresh_request(src, careof, home):
    """From a router, to a node that is away: it goes by a type 2 routing header."""
    message = mh.finish(mh.header(mh.BRR, bytes(2)), src, home)
    return mh.ipv6(src, careof, 43, bytes([mh.MH, 2, 2, 1, 0, 0, 0, 0]) + mh.addr(home) + message)


def from_address(wire, address):
    """What left with this source."""
    return [p.hex() for _, d, p in wire.packets() if d == "out" and p[8:24] == mh.addr(address)]


def in_clear(wire, home):
    """What left through the access device for a bound address, or asked for it."""
    return [p.hex() for _, d, p in wire.packets() if d == "out" and
            (p[24:40] == mh.addr(home) or
             p[6] == 58 and p[40] == 135 and p[48:64] == mh.addr(home))]


def away(net, client):
    """Router, node and its first address, which has left with streams."""
    dars, mn = [Dar(n) for n in net.dars], Mn()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    client.open("tcp", "tcp", home)
    client.open("down", "down", home)
    net.mover.move("mn", 2)
    mn.state(1, "away")
    dars[0].bound(home, state="verified")
    client.flowing("tcp", "down")
    return dars[0], mn, home


def state():
    return query("dar1", "dar", "anchor", "show")[0]["state"]


def log():
    return netns.run(None, ["dmesg"]).stdout


# Without a delay nothing that was sent before waits in a queue.
@pytest.mark.world(dars=2, delay_ms=0)
def test_router_address(net):
    """It is removed and added again."""
    server, client = net.traffic()
    dar, _, home = away(net, client)
    router, events = rtnl.of("dar1"), dar.monitor()
    before = dar.binding(home)
    core, acc = Sniffer("dar1", "core"), Sniffer("dar1", "acc")
    router.address("del", f"{FIRST}/64", "acc")
    core.clear()
    equal(state(), "no-address", "state of the anchor")
    gone = events.wait(event="anchor", state="no-address")
    events.wait(event="drop", reason="no_address", home=home)
    until(lambda: dar.counters()["no_address"] > 5, "packets counted", dar.counters)
    expect("no address in 2001:db8:1::/64 any more" in log(), "a line in the log", log())
    equal(from_address(core, FIRST), [], "packets from the address that is gone")
    equal(in_clear(acc, home), [], "packets in clear on the access link")
    # On the loopback device it does as well, whatever becomes of the access device.
    router.address("add", f"{FIRST}/128", "lo")
    events.wait(after=gone["time"], event="anchor", state=None)
    equal(state(), None, "state of the anchor")
    client.flowing("tcp", "down")
    router.address("del", f"{FIRST}/128", "lo")
    equal(state(), "no-address", "state of the anchor")
    router.address("add", f"{FIRST}/64", "acc")
    client.flowing("tcp", "down")
    after = dar.binding(home)
    equal([after[k] for k in ("careof", "seq")], [before[k] for k in ("careof", "seq")],
          "the binding")
    events.close()
    client.stop()
    server.stop()


@pytest.mark.world(dars=2)
def test_renumbered(net):
    """It becomes another one, before and after the old one goes, and at home."""
    server, client = net.traffic()
    dar, mn, home = away(net, client)
    router = rtnl.of("dar1")

    def known():
        return mn.of_dar(1)["dar"]

    router.address("add", f"{SECOND}/64", "acc")
    router.address("del", f"{FIRST}/64", "acc")
    until(lambda: known() == SECOND, "the new address at the node", mn.addresses)
    equal(mn.counters()["dar_changed"], 1, "dar_changed")
    client.flowing("tcp", "down")
    router.address("del", f"{SECOND}/64", "acc")
    until(lambda: dar.counters()["no_address"] > 5, "packets counted", dar.counters)
    router.address("add", f"{FIRST}/64", "acc")
    until(lambda: known() == FIRST, "the first address at the node", mn.addresses)
    client.flowing("tcp", "down")

    net.mover.move("mn", 1)
    mn.state(1, "home")
    dar.unbound(home)
    router.address("add", f"{SECOND}/64", "acc")
    router.address("del", f"{FIRST}/64", "acc")
    net.start_radvd(1, address=SECOND)
    until(lambda: known() == SECOND, "the new address at the node that is at home", mn.addresses)
    net.mover.move("mn", 2)
    mn.state(1, "away")
    client.flowing("tcp", "down")
    client.stop()
    server.stop()


@pytest.mark.world(dars=2)
def test_liar(net):
    """A neighbour in the home prefix says that it is the router now."""
    net.host(1, "host", LIAR)
    server, client = net.traffic()
    dar, mn, home = away(net, client)
    heard = Sniffer("host", "eth0")
    before, careof = mn.counters(), mn.of_dar(1)["careof"]
    for _ in range(3):
        net.raw("host").sendto(refresh_request(LIAR, careof, home), (careof, 0))
    until(lambda: [p for _, d, p in heard.packets() if d == "in" and p[6] == 60],
          "a Binding Update at the liar", heard.packets)
    until(lambda: mn.of_dar(1)["seq"] == dar.binding(home)["seq"], "an update at the router",
          lambda: (mn.addresses(), dar.bindings()))
    never(lambda: mn.of_dar(1)["dar"] != FIRST, 3, "another router")
    after = mn.counters()
    equal([after[k] - before[k] for k in ("dar_changed", "wrong_dar", "renew")], [0, 2, 1],
          "dar_changed, wrong_dar, renew")
    client.flowing("tcp", "down")
    dar.bound(home, careof)
    client.stop()
    server.stop()


def signed(wire):
    """The signed Binding Updates to the router."""
    updates = [Update(IPv6(p), FIRST) for _, d, p in wire.packets()
               if d == "in" and p[24:40] == mh.addr(FIRST) and mh.MH in (p[6], p[40])]
    return [u for u in updates if u.by == "cga"]


@pytest.mark.world(dars=2)
def test_forged_token(net):
    """The router does not answer. A liar, who knows the node's key from an update, says that he is
    the router, and delivers a token of his own."""
    server, client = net.traffic()
    dar, mn, home = away(net, client)
    careof = mn.of_dar(1)["careof"]
    wire = Sniffer("dar1", "core")
    netns.run("dar1", ["nft", "-f", "-"], stdin=DEAF)
    net.raw("dar1").sendto(refresh_request(FIRST, careof, home), (careof, 0))
    until(lambda: signed(wire), "a signed update", mn.addresses)
    with ScapyDar(1, LIAR) as liar:
        liar.reply = liar.silent
        liar.wants_refresh(home, careof)
        update = liar.heard("an update", 0, by="phkt")
        token, before = os.urandom(8), mn.counters()["bad_mac"]
        sealed = signed(wire)[0].public.encrypt(token, padding.PKCS1v15())
        liar.answer(update, sealed=sealed, token=token)
        until(lambda: mn.counters()["bad_mac"] > before, "the answer dropped", mn.counters)
    netns.run("dar1", ["nft", "delete", "table", "ip6", "deaf"])
    until(lambda: mn.of_dar(1)["seq"] == dar.binding(home)["seq"], "an update at the router",
          lambda: (mn.addresses(), dar.bindings()))
    equal(mn.of_dar(1)["dar"], FIRST, "the router")
    client.flowing("tcp", "down")
    client.stop()
    server.stop()
