# SPDX-License-Identifier: GPL-2.0-only
"""Events of dar or mn in a namespace, as `fama -j monitor` shows them."""

import socket
import time

from pyroute2.netlink import NETLINK_ADD_MEMBERSHIP, SOL_NETLINK

import netns
import wait
from check import until
from genl import Family
from view import View

SO_RCVBUFFORCE = 33
OVERRUN = {"role": None, "event": "overrun"}


def listening(child, groups=1):
    """Has a process that runs the command joined so many groups? The last is that of modules
    which come."""
    with open(f"/proc/{child.pid}/net/netlink", encoding="ascii") as f:
        return any((w[1], w[2]) == ("16", str(child.pid)) and f"{int(w[3], 16):b}".count("1") >= groups
                   for w in map(str.split, f))


class Monitor:
    def __init__(self, ns, role):
        self.ns = ns
        self.role = role
        self.events = []
        self.family = Family(ns, role)
        self.family.resolve()
        self.view = View(self.family)
        self.sock = self.family.sock
        self.sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
        self.sock.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, self.family.groups["events"])
        self.sock.setblocking(False)
        wait.watch(self)
        netns.close_with(ns, self)

    def fileno(self):
        return self.sock.fileno()

    def arrived(self):
        """Take in what there is."""
        while self.sock.fileno() >= 0:
            try:
                octets = self.sock.recv(1 << 16)
            except BlockingIOError:
                return
            except OSError:  # ENOBUFS
                self.events.append(dict(OVERRUN, time=time.time_ns()))
                continue
            self.events.append(self.view.event(self.family.entry(octets)))

    def all(self):
        self.arrived()
        return self.events

    def find(self, after=0, **want):
        return [e for e in self.all() if e.get("time", 0) > after and
                all(e.get(k) == v for k, v in want.items())]

    def wait(self, after=0, patience=None, **want):
        """The first event with these values after a time in ns."""
        return until(lambda: self.find(after, **want),
                     f"event {want} in {self.ns}",
                     lambda: f"last events {self.all()[-8:]}", patience)[0]

    def close(self):
        """What has come by now can still be asked for."""
        if self.sock.fileno() >= 0:
            self.arrived()
            wait.unwatch(self)
            self.family.close()
