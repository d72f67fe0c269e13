# SPDX-License-Identifier: GPL-2.0-only
"""Routes of bindings come and go with them: what somebody else removes comes back, nobody's route is
replaced, nobody waits for a route, and a packet that a former route leads astray gets home."""

import socket

import pytest

import guest
import hold
import mh
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from peer import Peer, from_home
from topology import CN, Sniffer

LONG = 3000  # ms


def there(home):
    """Devices of the routes of an address, read without the RTNL."""
    with netns.inside("dar1"), open("/proc/thread-self/net/ipv6_route", encoding="ascii") as f:
        lines = [line.split() for line in f]
    return [w[9] for w in lines if w[0] == home.hex() and w[1] == "80" and w[9] != "lo"]


def mirrored(home):
    until(lambda: there(home) == ["dar0"], "a route of the binding", lambda: there(home))


def gone(home):
    until(lambda: not there(home), "no route of the binding", lambda: there(home))


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_fib_routes(net):
    dar, router = Dar(1), rtnl.of("dar1")
    node = Peer(net)
    node.register()
    mirrored(node.home)
    equal(router.towards(node.name)["dev"], "dar0", "device towards the address")
    route = router.routes(dst=f"{node.name}/128", table=rtnl.MAIN)[0]
    equal((route["proto"], route["metric"]), (rtnl.FAMA, 1), "protocol and metric")
    equal([n["state"] for n in router.neighbours(route["via"])
           if n["index"] == netns.index("dar1", "dar0")], [rtnl.NUD_PERMANENT], "state of the gateway")

    # Without the wish there are none; a wish makes the routes of what is bound already.
    dar.change(fib=0)
    gone(node.home)
    node.register(lifetime=0)
    node.register()
    equal(there(node.home), [], "routes without a wish")
    equal(dar.show()["fib_waiting"], 0, "routes that wait")
    dar.change(fib=1)
    mirrored(node.home)

    # Others remove it: one by one, all at once, with the device.
    lost = dar.counters()["fib_lost"]
    router.route("del", f"{node.name}/128", dev="dar0", metric=1)
    mirrored(node.home)
    netns.run("dar1", ["ip", "-6", "route", "flush", "proto", str(rtnl.FAMA)])
    mirrored(node.home)
    router.set("dar0", state="down")
    gone(node.home)
    router.up("dar0")
    mirrored(node.home)
    equal(dar.counters()["fib_lost"] - lost, 3, "routes that somebody removed")

    # Another number for all of them.
    dar.set(fib_protocol=77)
    until(lambda: router.routes(dst=f"{node.name}/128", proto=77), "a route of protocol 77",
          lambda: router.routes(dst=f"{node.name}/128"))
    equal(len(there(node.home)), 1, "routes of the address")
    dar.set(fib_protocol=rtnl.FAMA)

    # The same route of somebody else stays.
    node.register(lifetime=0)
    gone(node.home)
    router.route("add", f"{node.name}/128", via="2001:db8:100:1::1", dev="core", metric=1)
    node.register()
    until(lambda: dar.counters()["fib_conflict"], "a conflict", dar.counters)
    equal(there(node.home), ["core"], "routes of the address")
    router.route("del", f"{node.name}/128", dev="core", metric=1)
    mirrored(node.home)

    # Ends: of the anchor, of the role, of the device.
    dar.unanchor()
    gone(node.home)
    dar.anchor()
    node.register()
    mirrored(node.home)
    dar.disable()
    gone(node.home)
    dar.begin()
    dar.anchor()
    node.register()
    mirrored(node.home)
    router.delete("dar0")
    gone(node.home)


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_fib_late(net):
    """Routes come late and go late."""
    net.host(1, "host", "2001:db8:1::50")
    dar = Dar(1)
    node = from_home(net)
    with hold.rtnl(LONG):
        node.register()
        equal(there(node.home), [], "routes before somebody has released the RTNL")
        mirrored(node.home)
    mirrored(node.home)

    host, router = rtnl.of("host"), rtnl.of("dar1")
    host.address("add", f"{node.name}/64", "eth0")
    node.left(net, node.name, "host")
    air, raw = Sniffer("host", "eth0"), net.raw("cn")
    with hold.rtnl(LONG):
        before = dar.counters()
        node.register(lifetime=0)
        raw.sendto(mh.udp(CN, node.home, 4000, 4001, b"welcome"), (node.name, 0))
        until(lambda: any(b"welcome" in p for _, d, p in air.packets() if d == "in"),
              "a packet on the access link")
        equal(there(node.home), ["dar0"], "routes of the address meanwhile")
        # The packet was led into the device, and the acknowledgement was not.
        now = dar.counters()
        equal(now["fib_home"] - before["fib_home"], 1, "packets sent on to the access link")
        equal(now["tunnel_no_binding"], before["tunnel_no_binding"], "packets without a binding")
    gone(node.home)
    air.clear()
    with netns.sock("dar1", socket.AF_INET6, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"later", (node.name, 9))
    until(lambda: any(b"later" in p for _, d, p in air.packets() if d == "in"),
          "a packet of the router on the access link")
    equal(dar.counters()["fib_home"], now["fib_home"], "packets that a route led astray")
    expect(router.neighbours(node.name), "the node among the neighbours", "not there")


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_refused_at_home(net):
    """The route of a binding does not lead the answer to a node that is at home away."""
    dar = Dar(1)
    node = Peer(net)
    node.register()
    mirrored(node.home)
    guest.show(1, node.home)
    link = Sniffer("air", "d1", wakes=True)
    guest.say(1, node.home, mh.binding_update(node.home, node.home, node.dar, node.seq - 1,
                                              lifetime=0, token=node.token, alt=False))
    ba = until(lambda: [m for m in mh.messages(link.packets(), mh.BA) if m.dst == node.home],
               "an answer on the access link", dar.counters)[0]
    equal((ba.status, ba.seq), (135, node.seq), "status and number")
    dar.bound(node.name, CN)
