# SPDX-License-Identifier: GPL-2.0-only
"""The node's device goes down and up, IPv6 is disabled on it, its rules, routes and addresses are
flushed, a program is bound to the link: nothing with a former address as its source leaves in
clear, counters and events say so, and streams go on by themselves."""

import socket

import pytest

import mh
import netns
import rtnl
from check import equal, until
from dar import Dar
from mn import Mn
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
    for flush in (["route", "flush", "table", "64251"], ["rule", "flush", "protocol", "250"],
                  ["rule", "del", "from", home]):
        outage(mn, home, lambda words=flush: netns.run("mn", ["ip", "-6", *words]), lambda: None)
        client.flowing("tcp", "down")
    wire = Sniffer("mn", "eth0")
    netns.run("mn", ["ip", "-6", "addr", "flush", "dev", "mn0"])
    client.flowing("tcp", "down")

    bound = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    bound.bind((home, 0))
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0")
    bound.connect((CN, 9))
    equal(send(bound), "Network is unreachable", "what a program that is bound to the link is told")
    equal(in_clear(wire, home), [], "packets in clear")
    equal(mn.of_dar(1)["state"], "away", "state of the address")
    client.stop()
    server.stop()


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
