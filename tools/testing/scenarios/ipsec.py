# SPDX-License-Identifier: GPL-2.0-only
"""XFRM policies hold for tunnelled packets, for Mobility Headers and for what a router sends to a
node, at the router and at the node: what has to be protected is never sent or accepted in clear."""

import socket

import pytest

import mh
import netns
from check import equal, expect, never, until
from dar import Dar
from mn import Mn
from peer import Peer
from topology import CN, Sniffer, dar_address

pytestmark = [pytest.mark.kernels("debian"), pytest.mark.series]

ESP = 50
DAR, VISITED = dar_address(1), "2001:db8:2::"
GATEWAYS = "2001:db8:100:1::2", "2001:db8:100:2::2"  # of the anchor, and of the visited network
NULL = 'enc "ecb(cipher_null)" "" auth digest_null ""'


def state(ns, src, dst, spi, mode):
    netns.ip(ns, f"xfrm state add src {src} dst {dst} proto esp spi {spi} mode {mode} {NULL}")


def policy(ns, direction, src, dst, tmpl, proto=""):
    netns.ip(ns, f"xfrm policy add dir {direction} src {src} dst {dst} {proto} tmpl {tmpl}")


def tunnel(src, dst):
    return f"src {src} dst {dst} proto esp mode tunnel"


def between(wire):
    """Protocols of the packets between the anchor and the visited network, from now on."""
    wire.clear()
    host, net = mh.addr(DAR), mh.addr(VISITED)[:8]

    def look():
        ends = [(p[8:24], p[24:40], p[6]) for _, _, p in wire.packets()]
        return {proto for src, dst, proto in ends
                if (src == host and dst[:8] == net) or (dst == host and src[:8] == net)}
    return look


def protect_networks():
    """Everything between the anchor's address and the visited network, by both routers."""
    a, b = GATEWAYS
    for ns in ("dar1", "dar2"):
        state(ns, a, b, 0x101, "tunnel")
        state(ns, b, a, 0x102, "tunnel")
    policy("dar1", "out", f"{DAR}/128", f"{VISITED}/64", tunnel(a, b))
    policy("dar1", "in", f"{VISITED}/64", f"{DAR}/128", tunnel(b, a))
    policy("dar2", "out", f"{VISITED}/64", f"{DAR}/128", tunnel(b, a))
    policy("dar2", "fwd", f"{DAR}/128", f"{VISITED}/64", tunnel(a, b))


def flush(*names):
    for ns in names:
        netns.ip(ns, "xfrm policy flush", "xfrm state flush")


@pytest.mark.world(dars=2, delay_ms=0)
def test_ipsec(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    client.open("ping", "ping", home)
    client.open("tcp", "tcp", home)
    # Where nothing is decrypted: a host hears again what it has taken out of ESP.
    wire = Sniffer("core", "dar1")
    protect_networks()
    seen = between(wire)
    net.mover.move("mn", 2)
    careof = mn.state(2, "home")["address"]
    dars[0].bound(home, careof, state="verified")
    client.flowing("ping", "tcp")
    equal(seen(), set(), "protocols in clear between anchor and visited network")
    expect(ESP in {p[6] for _, _, p in wire.packets()}, "ESP between the routers", "none")

    # A policy that comes later holds as well, and what goes away ends with it.
    flush("dar1", "dar2")
    seen = between(wire)
    client.flowing("ping", "tcp")
    expect(41 in seen(), "tunnelled packets in clear", seen())
    protect_networks()
    client.flowing("ping", "tcp")
    seen = between(wire)
    client.flowing("ping", "tcp")
    equal(seen(), set(), "protocols in clear after the policies came back")

    # In clear nothing is accepted: neither an update nor a packet of the node.
    events, at_cn = dars[0].monitor(), Sniffer("cn", "eth0")
    node = Peer(net, careof=f"{VISITED}99", ns="core", dev="dar1")
    before = dars[0].counters()
    node.send(cga=node.cga)
    events.wait(event="drop", reason="policy", careof=f"{VISITED}99")
    raw = net.raw("core")
    datagram = mh.ipv6(home, CN, 17, mh.udp(home, CN, 4711, 4712, b"in clear"))
    raw.sendto(mh.ipv6(careof, DAR, 41, datagram), (DAR, 0))
    events.wait(event="drop", reason="policy", home=home)
    equal(dars[0].counters()["policy"] - before["policy"], 2, "packets that policies forbid")
    never(lambda: [p for _, _, p in at_cn.packets() if b"in clear" in p], 0.5,
          "the datagram at the correspondent")
    equal(dars[0].binding(node.name), None, "a binding by an update in clear")
    flush("dar1", "dar2")
    client.flowing("ping", "tcp")

    # What the router itself sends to a node is protected on the link, and in the tunnel.
    own = GATEWAYS[0]
    state("dar1", own, home, 0x103, "transport")
    policy("dar1", "out", f"{own}/128", f"{home}/128", "proto esp mode transport")
    s = netns.sock("dar1", socket.AF_INET6, socket.SOCK_DGRAM)
    s.bind((own, 0))
    wire.clear()
    s.sendto(b"a secret of the router", (home, 9))
    inner = until(lambda: [p[46] for _, d, p in wire.packets() if d == "in" and p[6] == 41 and
                           p[48:64] == mh.addr(own)], "the router's packet in the tunnel")
    equal(inner, [ESP], "its protocol")
    flush("dar1")

    # The node: what it tunnels and signals, and what it accepts.
    client.flowing("ping", "tcp")
    air = Sniffer("mn", "eth0")
    state("mn", careof, DAR, 0x104, "transport")
    policy("mn", "out", f"{careof}/128", f"{DAR}/128", "proto esp mode transport")

    def seen():
        return {p[6] for _, d, p in air.packets() if d == "out" and p[24:40] == mh.addr(DAR)}

    until(lambda: ESP in seen(), "ESP from the node", seen)
    air.clear()
    dars[0].flush(home)  # its Binding Error makes the node send an update
    never(lambda: seen() - {ESP, 60}, 2, "a packet of the node in clear")
    expect(all(ESP in (p[6], p[40]) for _, d, p in air.packets()
               if d == "out" and p[24:40] == mh.addr(DAR)), "ESP in each packet to the router",
           [p[:48].hex() for _, d, p in air.packets() if d == "out"])
    flush("mn")
    dars[0].bound(home, careof, state="verified")
    client.flowing("ping", "tcp")
    policy("mn", "in", f"{DAR}/128", f"{careof}/128", "proto esp mode transport")
    before = mn.counters()["policy"]
    until(lambda: mn.counters()["policy"] > before, "packets that a policy of the node forbids",
          lambda: mn.counters()["policy"])
    flush("mn")
    client.flowing("ping", "tcp")
    client.stop()
    server.stop()


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_route_optimization(net):
    """What a daemon of Mobile IPv6 in the same namespace expects is left to its states."""
    dar = Dar(1)
    home = "2001:db8:77::7"
    raw = net.raw("cn")
    datagram = mh.with_hao(home, 17, mh.udp(home, DAR, 4711, 4712, b"optimized"))

    def unknown():
        return dar.counters()["unknown_home"]

    def send():
        before = unknown()
        raw.sendto(mh.ipv6(CN, DAR, 60, datagram), (DAR, 0))
        return before

    before = send()
    until(lambda: unknown() > before, "an option that matches no binding")
    # To this address, or to any, of this home address, or of any.
    for src, dst in ((home, DAR), ("::", DAR), ("::", "::")):
        netns.ip("dar1", f"xfrm state add src {src} dst {dst} proto hao mode ro coa {CN}")
        before = send()
        never(lambda n=before: unknown() > n, 0.5, "an option that belongs to nobody")
        flush("dar1")
    before = send()
    until(lambda: unknown() > before, "an option that matches no binding again")
