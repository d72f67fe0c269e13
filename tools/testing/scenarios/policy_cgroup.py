# SPDX-License-Identifier: GPL-2.0-only
"""Sockets of a cgroup and those below it are content with the newest address."""

import os
import socket
from types import SimpleNamespace

import pytest

import netns
from check import equal, never, until
from dar import Dar
from famactl import fama, refused
from mn import Mn
from topology import CN


def enter(group):
    with open(f"{group}/cgroup.procs", "w", encoding="ascii") as f:
        f.write(str(os.getpid()))


def socket_of(groups, group, addr, port):
    """A socket belongs to the cgroup in which it was made."""
    enter(group)
    sock = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    sock.bind((addr, port))
    enter(groups.root)
    return sock


@pytest.fixture(name="groups")
def cgroups(root):
    """A slice and a unit in it, in a hierarchy of their own."""
    made = SimpleNamespace(root=root, slice=f"{root}/background.slice",
                           unit=f"{root}/background.slice/fetch.service")
    os.makedirs(made.unit)
    yield made
    os.rmdir(made.unit)
    os.rmdir(made.slice)


@pytest.mark.world(dars=2)
def test_policy_cgroup(groups, net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    fama("mn", "mn", "set", "policy", "in-use", "idle", "1", "transient-cgroup", groups.slice)
    equal(mn.show()["transient_cgroup"], os.stat(groups.slice).st_ino, "transient cgroup")
    refused("mn", "mn", "set", "transient-cgroup", "/proc")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    stable = socket_of(groups, groups.root, first, 9)
    transient = socket_of(groups, groups.unit, first, 10)
    net.mover.move("mn", 2)
    mn.state(1, "away", kept="udp 1")
    never(lambda: not mn.of_dar(1), 2.8, "an address removed that a socket uses")
    stable.close()
    until(lambda: (transient.sendto(b"x", (CN, 9)), not mn.of_dar(1))[1],
          "the address gone in spite of its traffic", mn.addresses)
    dars[0].unbound(first)
    transient.close()

    fama("mn", "mn", "set", "transient-cgroup", "none")
    equal(mn.show()["transient_cgroup"], None, "transient cgroup")
    second = mn.state(2, "home")["address"]
    transient = socket_of(groups, groups.unit, second, 9)
    net.mover.move("mn", 1)
    mn.state(2, "away", kept="udp 1")
    transient.close()
