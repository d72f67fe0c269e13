# SPDX-License-Identifier: GPL-2.0-only
"""The router's device goes down and up, IPv6 is disabled on it and enabled, tables are flushed: nodes
keep their bindings and are served again at once. Until then nothing for them leaves in clear on the
access link, and counters, events and ICMPv6 errors say so."""

import socket

import pytest

import mh
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn
from topology import CN, Sniffer

pytestmark = pytest.mark.series

UNREACHABLE = bytes((1, 3))  # ICMPv6 type and code: address unreachable


def in_clear(wire, home):
    """Packets for an address on the access link, and questions who has it."""
    home = mh.addr(home)
    return [p for _, d, p in wire.packets() if d == "out" and
            (p[24:40] == home or (p[6] == 58 and p[40] == 135 and p[48:64] == home))]


def unreachable(wire, home):
    """Errors about packets to an address that reach the correspondent."""
    return [p for _, d, p in wire.packets() if d == "in" and p[6] == 58 and
            p[40:42] == UNREACHABLE and p[72:88] == mh.addr(home)]


def rises(dar, name, poke):
    """poke() until a counter is larger than it was."""
    before = dar.counters()[name]

    def look():
        poke()
        return dar.counters()[name] > before
    until(look, f"counter {name} above {before}", lambda: dar.counters()[name])


def outage(dar, home, poke, end):
    """The device does not work; end() makes it work again."""
    acc, cn = Sniffer("dar1", "acc"), Sniffer("cn", "eth0")
    events = dar.monitor()
    rises(dar, "tunnel_down", poke)
    until(lambda: unreachable(cn, home), "an ICMPv6 error at the correspondent")
    events.wait(event="drop", reason="tunnel_down", home=home)
    s = netns.sock("dar1", socket.AF_INET6, socket.SOCK_DGRAM)
    try:
        s.sendto(b"from the router itself", (home, 9))
        seen = "sent"
    except OSError as e:
        seen = e.strerror
    equal(seen, "No route to host", "what a program on the router is told")
    equal(in_clear(acc, home), [], "packets in clear on the access link")
    end()
    events.close()


@pytest.mark.world(dars=2, delay_ms=0)
def test_tunnel_down(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    client.open("ping", "up", home)
    client.open("tcp", "tcp", home)
    net.mover.move("mn", 2)
    binding = dars[0].bound(home, mn.state(2, "home")["address"], state="verified")
    client.flowing("up", "tcp")
    router = rtnl.of("dar1")
    down = netns.sock("cn", socket.AF_INET6, socket.SOCK_DGRAM)

    def poke():
        try:
            down.sendto(b"from the correspondent", (home, 9))
        except OSError:  # it was told by the error
            pass

    router.set("dar0", state="down")
    outage(dars[0], home, poke, lambda: router.set("dar0", state="up"))
    client.flowing("up", "tcp")

    netns.sysctl("dar1", conf__dar0__disable_ipv6=1)
    outage(dars[0], home, poke, lambda: netns.sysctl("dar1", conf__dar0__disable_ipv6=0))
    client.flowing("up", "tcp")

    # What comes from the node is not let in meanwhile, and is counted, too.
    router.set("dar0", state="down")
    up = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    up.bind((home, 0))
    rises(dars[0], "tunnel_down", lambda: up.sendto(b"from the node", (CN, 9)))
    router.set("dar0", state="up")
    client.flowing("up", "tcp")

    acc = Sniffer("dar1", "acc")
    netns.run("dar1", ["ip", "-6", "route", "flush", "proto", str(rtnl.FAMA)])
    netns.run("dar1", ["ip", "-6", "route", "flush", "table", "64250"])
    netns.run("dar1", ["ip", "-6", "neigh", "flush", "dev", "dar0"])
    client.flowing("up", "tcp")
    equal(in_clear(acc, home), [], "packets in clear on the access link")
    after = dars[0].binding(home)
    equal([after[k] for k in ("careof", "seq")], [binding[k] for k in ("careof", "seq")],
          "the binding")
    expect(all(r["dst"] == f"{home}/128" for r in router.routes(proto=rtnl.FAMA)),
           "no route of the router's own but that of the binding", router.routes(proto=rtnl.FAMA))
    client.stop()
    server.stop()
