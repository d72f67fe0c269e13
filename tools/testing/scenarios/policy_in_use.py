# SPDX-License-Identifier: GPL-2.0-only
"""Policy in-use: sockets keep an address, and so do packets; nothing else does."""

import socket
import struct

import pytest

import netns
import rtnl
from check import equal, expect, never, until
from dar import Dar
from famactl import refused
from mn import Mn
from topology import CN

pytestmark = pytest.mark.series

IN6 = socket.AF_INET6
IDLE = 2
LONG = 2 * IDLE + 0.8  # more than it takes to find out that nobody needs one


def kept(mn, text):
    until(lambda: (mn.of_dar(1) or {}).get("kept") == text, f"kept by {text!r}", mn.addresses)


def send_from(unbound, addr):
    """A packet of a socket that is neither bound nor connected."""
    info = socket.inet_pton(IN6, addr) + struct.pack("I", 0)
    unbound.sendmsg([b"x"], [(socket.IPPROTO_IPV6, socket.IPV6_PKTINFO, info)], 0, (CN, 9))


@pytest.mark.world(dars=2)
def test_policy_in_use(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    mn.set(policy="in-use", idle_time=IDLE)
    shown = mn.show()
    equal((shown["policy"], shown["idle"], shown["max_addresses"], shown["transient_mark"],
           shown["transient_cgroup"]), ("in-use", IDLE, 16, None, None), "settings")
    refused("mn", "mn", "set", "idle", "28801")
    refused("mn", "mn", "set", "max-addresses", "65")
    refused("mn", "mn", "set", "max-addresses", "0")
    equal(mn.show()["idle"], IDLE, "idle time after refusals")

    net.mover.attach("mn", 1)
    first = mn.state(1, "home", kept="current", keep="auto")["address"]
    server = netns.sock("cn", IN6, socket.SOCK_STREAM)
    server.bind((CN, 7))
    server.listen()
    stream = netns.sock("mn", IN6, socket.SOCK_STREAM)
    stream.bind((first, 0))
    until(lambda: not stream.connect_ex((CN, 7)), "a connection")
    peer = server.accept()[0]
    listener = netns.sock("mn", IN6, socket.SOCK_STREAM)
    listener.bind((first, 8))
    listener.listen()
    bound = netns.sock("mn", IN6, socket.SOCK_DGRAM)
    bound.bind((first, 9))
    raw = netns.sock("mn", IN6, socket.SOCK_RAW, 253)
    raw.bind((first, 0))
    unbound = netns.sock("mn", IN6, socket.SOCK_DGRAM)
    elsewhere = netns.sock("cn", IN6, socket.SOCK_DGRAM)  # not of this namespace
    elsewhere.setsockopt(socket.IPPROTO_IPV6, 78, 1)  # IPV6_FREEBIND
    elsewhere.bind((first, 9))

    net.mover.move("mn", 2)
    mn.state(1, "away")
    kept(mn, "tcp 2, udp 1, raw 1")
    raw.close()
    kept(mn, "tcp 2, udp 1")
    listener.close()
    bound.close()
    kept(mn, "tcp 1")
    never(lambda: not mn.of_dar(1), LONG, "an address removed that a stream uses")
    dars[0].bound(first)

    # The last one goes; what only waits for stray segments does not count.
    stream.close()
    peer.close()
    gone = events.wait(event="address", address=first, state="removed",
                       reason="not in use")
    equal((gone["state"], gone["kept"]), ("removed", None), "state and what keeps it")
    dars[0].unbound(first)
    until(lambda: not mn.of_dar(1), "the address gone", mn.addresses)
    rt = rtnl.of("mn")
    expect(not rt.has(first), f"no address {first}", rt.addresses())
    equal(rt.rules(src=f"{first}/128"), [], f"rules of {first}")
    bu = events.find(event="bu", address=first)[-1]
    equal((bu["lifetime"], bu["auth"]), (0, "phkt"), "the last Binding Update")
    equal(mn.counters()["unused"], 1, "addresses given up")
    mn.state(2, "home", kept="current")

    # Packets alone; out of coverage nothing is decided.
    net.mover.move("mn", 1)
    first = mn.state(1, "home")["address"]
    send_from(unbound, first)
    net.mover.move("mn", 2)
    mn.state(1, "away")
    never(lambda: (send_from(unbound, first), not mn.of_dar(1))[1], LONG,
          "an address removed in use")
    expect(mn.of_dar(1)["kept"].startswith("used "), "kept for its packets", mn.of_dar(1))
    net.mover.detach("mn")
    mn.state(1, "idle")
    never(lambda: not (mn.of_dar(1) and mn.of_dar(2)), LONG, "an address removed out of coverage")
    net.mover.attach("mn", 2)
    events.wait(after=gone["time"], event="address", address=first, state="removed",
                       reason="not in use")
    dars[0].unbound(first)
    mn.state(2, "home")
