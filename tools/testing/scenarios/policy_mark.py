# SPDX-License-Identifier: GPL-2.0-only
"""Sockets with a transient mark keep no address, and neither does their traffic."""

import socket

import pytest

import netns
from check import equal, never, until
from dar import Dar
from famactl import fama, refused
from mn import Mn
from topology import CN


def open_socket(addr, mark):
    sock = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, mark)
    sock.bind((addr, 9))
    return sock


def both_ways(peer, sock, addr):
    sock.sendto(b"up", (CN, 9))
    peer.sendto(b"down", (addr, 9))


@pytest.mark.world(dars=2)
def test_policy_mark(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    fama("mn", "mn", "set", "policy", "in-use", "idle", "1", "transient-mark", "0x1/0xff")
    equal(mn.show()["transient_mark"], {"mark": 1, "mask": 0xff}, "transient mark")
    refused("mn", "mn", "set", "transient-mark", "0x101/0xff")
    equal(mn.show()["transient_mark"], {"mark": 1, "mask": 0xff}, "transient mark")
    peer = netns.sock("cn", socket.AF_INET6, socket.SOCK_DGRAM)
    peer.bind((CN, 9))

    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    transient = open_socket(first, 0x101)
    stable = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    stable.bind(("::", 8))  # to none of them
    net.mover.move("mn", 2)
    mn.state(1, "away")
    dars[0].bound(first)
    until(lambda: (both_ways(peer, transient, first), not mn.of_dar(1))[1],
          "the address gone in spite of its traffic", mn.addresses)
    dars[0].unbound(first)
    transient.close()
    stable.close()

    # Another mark in these bits does keep one, until it is changed.
    second = mn.state(2, "home")["address"]
    stable = open_socket(second, 0x102)
    net.mover.move("mn", 1)
    mn.state(2, "away", kept="udp 1")
    never(lambda: not mn.of_dar(2), 2.8, "an address removed that a socket uses")
    stable.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, 0x201)
    dars[1].unbound(second)
    stable.close()

    # The other way round: all but those that are marked.
    fama("mn", "mn", "set", "transient-mark", "0/0x100")
    first = mn.state(1, "home")["address"]
    stable = open_socket(first, 0x100)
    transient = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    transient.bind((first, 10))
    net.mover.move("mn", 2)
    mn.state(1, "away", kept="udp 1")
    stable.close()
    dars[0].unbound(first)

    # No mark any more: every socket counts.
    fama("mn", "mn", "set", "transient-mark", "none")
    equal(mn.show()["transient_mark"], None, "transient mark")
    second = mn.state(2, "home")["address"]
    transient = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    transient.bind((second, 9))
    net.mover.move("mn", 1)
    mn.state(2, "away", kept="udp 1")
