# SPDX-License-Identifier: GPL-2.0-only
"""The node's device goes down and up, IPv6 is disabled on it: nothing with a former address as its
source leaves in clear, counters and events say so. Its rules, routes and addresses are flushed,
a program is bound to the link: all of it goes through the tunnel nevertheless."""

import socket

import pytest

import mh
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn
from patience import scaled
from topology import CN, Sniffer

pytestmark = pytest.mark.series

ESP = 50
NULL = 'enc "ecb(cipher_null)" "" auth digest_null ""'


def in_clear(wire, home):
    """What left the node with this source, not in a tunnel."""
    return [p.hex() for _, d, p in wire.packets() if d == "out" and p[8:24] == mh.addr(home)]


def outage(mn, home, begin, end):
    """end(), or nobody, makes it work again."""
    wire, events = Sniffer("mn", "eth0"), mn.monitor()
    up = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    up.setsockopt(socket.IPPROTO_IPV6, 78, 1)  # IPV6_FREEBIND: the address may be gone
    up.bind((home, 0))
    up.connect((CN, 9))  # it remembers its route
    before = mn.counters()["tunnel_down"]
    begin()

    def poke():
        send(up)
        return mn.counters()["tunnel_down"] > before
    until(poke, "packets counted", mn.counters)
    events.wait(event="drop", reason="tunnel_down", address=home)
    end()
    until(lambda: send(up) == "sent", "the program sends again", mn.counters)
    equal(in_clear(wire, home), [], "packets in clear")
    events.close()


def send(sock):
    """What the program is told."""
    try:
        sock.send(b"from the node")
    except OSError as e:
        return e.strerror
    return "sent"


@pytest.mark.world(dars=2, delay_ms=0)
def test_node_tunnel_down(net):
    dars, mn = [Dar(n) for n in net.dars], Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    client.open("tcp", "tcp", home)
    client.open("down", "down", home)
    net.mover.move("mn", 2)
    mn.state(1, "away")
    dars[0].bound(home, state="verified")
    client.flowing("tcp", "down")
    node = rtnl.of("mn")

    outage(mn, home, lambda: node.set("mn0", state="down"), lambda: node.set("mn0", state="up"))
    client.flowing("tcp", "down")
    outage(mn, home, lambda: netns.sysctl("mn", conf__mn0__disable_ipv6=1),
           lambda: netns.sysctl("mn", conf__mn0__disable_ipv6=0))
    client.flowing("tcp", "down")
    wire = Sniffer("mn", "eth0")
    for flush in (["route", "flush", "table", "64251"], ["rule", "flush", "protocol", "250"],
                  ["rule", "del", "from", home], ["addr", "flush", "dev", "mn0"]):
        netns.run("mn", ["ip", "-6", *flush])
        client.flowing("tcp", "down")
        until(lambda: node.routes(table=64251) and node.rules(src=f"{home}/128") and
              node.has(home, "mn0"), "all of it back", mn.counters)
    equal(in_clear(wire, home), [], "packets in clear")
    equal(mn.of_dar(1)["state"], "away", "state of the address")
    client.stop()
    server.stop()


def bound(home, kind):
    """The socket of a program that is bound to the link."""
    sock = netns.sock("mn", socket.AF_INET6, kind)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0")
    sock.bind((home, 0))
    sock.settimeout(scaled(20))
    return sock


@pytest.mark.world(dars=2, delay_ms=0)
def test_bound_to_link(net):
    """Programs have bound their sockets to the link, before the move and after: they go on."""
    dars, mn = [Dar(n) for n in net.dars], Mn()
    far = {kind: netns.sock("cn", socket.AF_INET6, kind)
           for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM)}
    for sock in far.values():
        sock.bind((CN, 7000))
        sock.settimeout(scaled(20))
    far[socket.SOCK_STREAM].listen()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    until(lambda: not rtnl.of("mn").has(home, flag="tentative"), "the end of detection")
    tcp = bound(home, socket.SOCK_STREAM)
    tcp.connect((CN, 7000))
    tcp_far = far[socket.SOCK_STREAM].accept()[0]
    tcp_far.settimeout(scaled(20))
    net.mover.move("mn", 2)
    mn.state(1, "away")
    dars[0].bound(home, state="verified")
    wire = Sniffer("mn", "eth0")

    udp = bound(home, socket.SOCK_DGRAM)
    udp.connect((CN, 7000))
    udp.send(b"from the node")
    said, source = far[socket.SOCK_DGRAM].recvfrom(100)
    equal((said, source[0]), (b"from the node", home), "what comes to the correspondent")
    far[socket.SOCK_DGRAM].sendto(b"to the node", source)
    equal(udp.recv(100), b"to the node", "what comes to the program")
    tcp.sendall(b"up" * 5000)
    come = b""
    while part := tcp_far.recv(20000):
        come += part
        if len(come) >= 10000:
            break
    equal(come, b"up" * 5000, "what comes to the correspondent on TCP")
    tcp_far.send(b"down")
    equal(tcp.recv(100), b"down", "what comes to the program on TCP")
    equal(in_clear(wire, home), [], "packets in clear")
    expect(mn.counters()["steered"], "steered", mn.counters())
    equal(mn.counters()["restored"], 0, "things that the node set again")


@pytest.mark.kernels("debian")
@pytest.mark.world(dars=2, delay_ms=0)
def test_transformed(net):
    """A policy of the node protects what a former address sends: it leaves from the care-of
    address, and not in clear."""
    dars, mn = [Dar(n) for n in net.dars], Mn()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    net.mover.move("mn", 2)
    dars[0].bound(home, state="verified")
    careof = mn.state(1, "away")["careof"]
    netns.ip("mn", f"xfrm state add src {careof} dst {CN} proto esp spi 513 mode tunnel {NULL}",
             f"xfrm policy add dir out src {home}/128 dst {CN}/128 proto udp "
             f"tmpl src {careof} dst {CN} proto esp mode tunnel")
    wire, before = Sniffer("mn", "eth0"), mn.counters()["tunnel_down"]
    sock = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    sock.bind((home, 0))
    sock.connect((CN, 9))
    equal(send(sock), "sent", "what the program is told")
    until(lambda: [p for _, d, p in wire.packets() if d == "out" and p[6] == ESP and
                   p[8:24] == mh.addr(careof)], "ESP from the care-of address", mn.counters)
    equal(in_clear(wire, home), [], "packets in clear")
    equal(mn.counters()["tunnel_down"], before, "tunnel_down")
