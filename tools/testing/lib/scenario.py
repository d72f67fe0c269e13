# SPDX-License-Identifier: GPL-2.0-only
"""What a scenario starts from: `from scenario import *`."""

# pylint: disable=unused-import
import json
import os
import socket
import struct
import time

import famactl
import mh
import netns
import peer
import traffic
from check import Failure, equal, expect, never, note, until
from famactl import Dar, Mn, Monitor, fama, query, refused
from peer import Peer
from topology import CN, Sniffer, Topology, dar_address, prefix
from traffic import Client, Server, lost_runs, merge

__all__ = [n for n in dir() if not n.startswith("_")] + ["World"]


class World(Topology):
    """The network, and on failure all that explains it."""

    def __init__(self, *args, **kwargs):
        self.monitors = []
        super().__init__(*args, **kwargs)

    def watch(self, ns):
        role = "dar" if ns.startswith("dar") else "mn"
        m = Monitor(ns, role)
        self.monitors.append(m)
        return m

    def unwatch(self, m):
        self.monitors.remove(m)
        m.close()

    def traffic(self, ns="mn"):
        return Server(self.dir), Client(self.dir, ns)

    def __exit__(self, kind, value, trace):
        if kind and issubclass(kind, Exception):
            try:
                self.explain()
            except Exception as e:  # pylint: disable=broad-except
                note(f"no explanation: {e}")
        self.down()

    def explain(self):
        for m in self.monitors:
            for e in m.all()[-20:]:
                note(f"{m.ns}: {e}")
        for line in famactl.diagnose(self.names):
            note(line)

    # ------------------------------------------------------ states of the system

    @staticmethod
    def device_packets(ns, dev):
        """(received, sent) of a device."""
        with netns.inside(ns), open("/proc/thread-self/net/dev", encoding="ascii") as f:
            for line in f:
                name, _, numbers = line.partition(":")
                if name.strip() == dev:
                    n = numbers.split()
                    return int(n[1]), int(n[9])
        return None

    @staticmethod
    def installed(ns):
        """Routes and rules of the modules, addresses of their devices."""
        out = netns.show(ns, "-6", "route", "show", "table", "all", "proto", "250")
        out += "".join(line + "\n" for line in netns.show(ns, "-6", "rule", "show").splitlines()
                       if "proto 250" in line)
        out += netns.show(ns, "-6", "neigh", "show", "proxy")
        links = netns.show(ns, "-o", "link", "show")
        out += "".join(line + "\n" for line in links.splitlines()
                       if " dar0: " in line or " mn0: " in line)
        return out
