# SPDX-License-Identifier: GPL-2.0-only
"""What nl80211 would say of an interface, where there is no Wi-Fi: ../modules/air_roam."""

import errno
import os
import socket
import struct

import netns
from check import until
from hold import loaded

SAY = "/sys/module/air_roam/parameters/say"
GENERIC, CONTROL, ANY = 16, 16, 0  # protocol, its controller, whoever
GET_FAMILY, FAMILY_ID, FAMILY_NAME = 3, 1, 2
CMD_ROAM, ATTR_IFINDEX = 47, 3


def nl80211():
    """The family is there meanwhile. The real one goes: NetworkManager has had it loaded, also
    where there is no Wi-Fi."""
    if os.path.exists("/sys/module/cfg80211"):
        netns.run(None, ["rmmod", "cfg80211"])
    return loaded("air_roam")


def say(word, dev="eth0", ns="mn"):
    """roam, connect, refused, disconnect; short and narrow are damaged; wireless and wireless-off are
    what older drivers say. Returns whether somebody listens."""
    line = f"{word} {netns.index(ns, dev)}"
    try:
        with netns.inside(ns), open(SAY, "w", encoding="ascii") as f:
            f.write(line)
    except OSError as e:
        if e.errno != errno.ESRCH:
            raise
        return False
    return True


def heard(ns="mn"):
    """Wait until the node listens."""
    until(lambda: say("short", ns=ns), "a node that listens")


def attribute(kind, octets):
    return struct.pack("=HH", 4 + len(octets), kind) + octets + bytes(-len(octets) % 4)


def message(family, command, attributes):
    body = struct.pack("=BBxx", command, 1) + attributes
    return struct.pack("=IHHII", 16 + len(body), family, 1, 1, 0) + body


def number(ns="mn"):
    """Of the family."""
    with netns.sock(ns, socket.AF_NETLINK, socket.SOCK_RAW, GENERIC) as s:
        s.sendto(message(CONTROL, GET_FAMILY, attribute(FAMILY_NAME, b"nl80211\0")), (0, 0))
        answer = s.recv(8192)[20:]
    while answer:
        length, kind = struct.unpack_from("=HH", answer)
        if kind == FAMILY_ID:
            return struct.unpack_from("=H", answer, 4)[0]
        answer = answer[(length + 3) & ~3:]
    raise LookupError("nl80211")


def pretend(dev="eth0", ns="mn"):
    """A program says to every socket of generic netlink that the interface has roamed. Returns
    to how many."""
    text = message(number(ns), CMD_ROAM,
                   attribute(ATTR_IFINDEX, struct.pack("=I", netns.index(ns, dev))))
    with netns.inside(ns), open("/proc/thread-self/net/netlink", encoding="ascii") as f:
        rows = [line.split() for line in f][1:]
    ports = [int(r[2]) for r in rows if int(r[1]) == GENERIC and int(r[2]) != ANY]
    with netns.sock(ns, socket.AF_NETLINK, socket.SOCK_RAW, GENERIC) as s:
        for port in ports:
            s.sendto(text, (port, 0))
    return len(ports)
