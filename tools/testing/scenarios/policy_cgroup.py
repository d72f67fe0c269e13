#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""Sockets of a cgroup and those below it are content with the newest address."""

import tempfile

from scenario import *

ROOT = tempfile.mkdtemp(prefix="fama-cgroup.")
SLICE = f"{ROOT}/background.slice"
UNIT = f"{SLICE}/fetch.service"


def enter(group):
    with open(f"{group}/cgroup.procs", "w", encoding="ascii") as f:
        f.write(str(os.getpid()))


def socket_of(group, addr, port):
    """A socket belongs to the cgroup in which it was made."""
    enter(group)
    sock = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    sock.bind((addr, port))
    enter(ROOT)
    return sock


netns.run(None, ["mount", "-t", "cgroup2", "none", ROOT])
os.makedirs(UNIT)
try:
    with World(dars=2) as net:
        dars = [Dar(n) for n in net.dars]
        mn = Mn()
        fama("mn", "mn", "set", "policy", "in-use", "idle", "1", "transient-cgroup", SLICE)
        equal(mn.show()["transient_cgroup"], os.stat(SLICE).st_ino, "transient cgroup")
        refused("mn", "mn", "set", "transient-cgroup", "/proc")
        net.mover.attach("mn", 1)
        first = mn.state(1, "home")["address"]
        stable = socket_of(ROOT, first, 9)
        transient = socket_of(UNIT, first, 10)
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
        transient = socket_of(UNIT, second, 9)
        net.mover.move("mn", 1)
        mn.state(2, "away", kept="udp 1")
        transient.close()
finally:
    os.rmdir(UNIT)
    os.rmdir(SLICE)
    netns.run(None, ["umount", ROOT])
    os.rmdir(ROOT)
