# SPDX-License-Identifier: GPL-2.0-only
"""At the node nothing goes round between tunnel and stack, whatever an old address talks to."""

import socket
import time

import pytest

import mh
import netns
import rtnl
from check import equal, expect
from dar import Dar
from mn import Mn
from topology import CN, Sniffer, dar_address

HOST = "2001:db8:1::50"


def send(net, wire, src, dst, count=5):
    """Datagrams; returns how deep each was tunnelled on the wire."""
    wire.clear()
    before = net.device_packets("mn", "mn0")[1]
    s = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    s.bind((src, 0))
    for _ in range(count):
        try:
            s.sendto(b"round and round", (dst, 9))
        except OSError:  # no way at all: as good as any
            pass
    time.sleep(0.3)
    s.close()
    sent = net.device_packets("mn", "mn0")[1] - before
    expect(sent <= count, f"at most {count} packets through mn0 to {dst}", sent)
    depths = []
    for _, d, p in wire.packets():
        if d == "out" and p[6] in (17, 41):
            n = 0
            while p[6] == 41:
                p, n = p[40:], n + 1
            if p[6] == 17 and p[8:24] == mh.addr(src):
                depths.append(n)
    return depths


def reaches(src, dst):
    done = netns.run("mn", ["ping", "-n", "-c", "3", "-i", "0.2", "-W", "2", "-I", src, dst],
                     check=False)
    expect(not done.returncode, f"{dst} to answer {src}", done.stdout)


@pytest.mark.world(dars=2)
def test_node_loops(net):
    net.host(1, "host", HOST)
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    wire = Sniffer("mn", "eth0")
    net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    mn.state(1, "away", careof=second)

    # Once into the tunnel and no more, to its own router and its old neighbours, too.
    for dst in (CN, dar_address(1), HOST, "2001:db8:1::dead"):
        equal(send(net, wire, first, dst), [1] * 5, f"tunnels around what {first} sends to {dst}")
    # The current one: never, although the prefix of the old link still looks on-link.
    for dst in (CN, dar_address(1), HOST):
        equal(send(net, wire, second, dst), [0] * 5, f"tunnels around what {second} sends to {dst}")
    for src in (first, second):
        for dst in (dar_address(1), HOST):
            reaches(src, dst)
    # The node to itself: does not leave it.
    for src, dst in ((first, second), (second, first), (first, first)):
        equal(send(net, wire, src, dst), [], f"packets from {src} to {dst} on the wire")
        reaches(src, dst)

    # A user leads the outer packets back into the tunnel.
    rtnl.of("mn").route("add", f"{dar_address(1)}/128", dev="mn0", metric=1)
    before = mn.show()
    equal(send(net, wire, first, CN), [], "packets on the wire")
    rtnl.of("mn").route("del", f"{dar_address(1)}/128", dev="mn0", metric=1)
    equal(send(net, wire, first, CN), [1] * 5, "tunnels afterwards")

    # Home again: no trace.
    net.mover.move("mn", 1)
    mn.state(1, "home")
    dars[0].unbound(first)
    equal(send(net, wire, first, HOST), [0] * 5, "tunnels at home")
    reaches(first, HOST)
