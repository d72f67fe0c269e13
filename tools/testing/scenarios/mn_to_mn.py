# SPDX-License-Identifier: GPL-2.0-only
"""Two mobile nodes, both away: anchored at one router, at two, visiting one."""

import socket

import pytest

import famactl
import netns
from check import equal, expect
from dar import Dar
from mn import Mn


def talk(a, b, src, dst):
    """A connection and echoes, each way round."""
    for client, server, home, peer_home in ((a, b, src, dst), (b, a, dst, src)):
        listener = netns.sock(server, socket.AF_INET6, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((peer_home, 7100))
        listener.listen()
        listener.settimeout(10)
        s = netns.sock(client, socket.AF_INET6, socket.SOCK_STREAM)
        s.settimeout(10)
        s.bind((home, 0))
        s.connect((peer_home, 7100))
        other, _ = listener.accept()
        other.settimeout(10)
        for _ in range(3):
            s.sendall(bytes(20000))
            got = 0
            while got < 20000:
                got += len(other.recv(65536))
            other.sendall(b"ok")
            expect(s.recv(2) == b"ok", "an answer", "another")
        for x in (s, other, listener):
            x.close()
        netns.run(client, ["ping", "-c", "1", "-W", "5", "-I", home, peer_home])


@pytest.mark.world(nodes=2, delay_ms=2)
def test_mn_to_mn(net):
    dars = [Dar(n) for n in net.dars]
    mn, mn2 = Mn("mn"), Mn("mn2", famactl.key(1536))
    for node, cell in (("mn", 1), ("mn2", 1)):
        net.mover.attach(node, cell)
    first, second = mn.state(1, "home")["address"], mn2.state(1, "home")["address"]

    # Anchored at one router: one node away, and each at another.
    net.mover.move("mn", 2)
    mn.state(1, "away")
    talk("mn", "mn2", first, second)
    net.mover.move("mn2", 3)
    mn2.state(1, "away")
    before = net.device_packets("dar1", "dar0")
    talk("mn", "mn2", first, second)
    now = net.device_packets("dar1", "dar0")
    # Out of one tunnel into the other, each packet.
    equal(now[0] - before[0] > 20, True, "packets through the router of both")
    equal(now[1] - before[1], now[0] - before[0], "what goes in and what comes out")

    # Visiting one router, anchored at one.
    net.mover.move("mn2", 2)
    mn2.state(1, "away", careof=mn2.state(2, "home")["address"])
    talk("mn", "mn2", first, second)

    # Anchored at two, visiting one.
    third = mn2.state(3, "away")["address"]
    talk("mn", "mn2", first, third)
    # Anchored at two, visiting two: each where the other's address is anchored.
    net.mover.move("mn", 3)
    net.mover.move("mn2", 1)
    mn.state(1, "away", careof=mn.state(3, "home")["address"])
    mn2.state(3, "away", careof=mn2.state(1, "home")["address"])
    talk("mn", "mn2", first, third)
    equal([d.counters()["nested"] + d.counters()["spoofed_source"] for d in dars], [0] * 3,
          "packets dropped")
